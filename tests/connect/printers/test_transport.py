"""A slip is printed once its printer has said so after the cut, whatever else it does (case 18)."""

from __future__ import annotations

import socket

import pytest

from kds.connect.printers.escpos import slip_bytes
from kds.connect.printers.layout import Line
from kds.connect.printers.transport import Outcome, Patience, deliver
from kds.connect.printers.tspl import label_bytes
from kds.core.printing.model import PrintFault
from tests.live.printer import Mood, Printer, nobody

QUICK = Patience(connect=0.5, answer=0.1, write=0.3, printing=0.4)
SLIP = slip_bytes([Line("毛肚 2x", "large")], 80)
LABEL = label_bytes([([Line("毛肚")], 1)])


def test_what_is_confirmed_after_the_cut_is_printed() -> None:
    with Printer() as printer:
        assert deliver(printer.address, SLIP, patience=QUICK) == Outcome(None, sent=True)
        assert "毛肚 2x" in printer.slips[0].text


@pytest.mark.parametrize(
    ("mood", "fault", "sent", "slips"),
    [
        ("ends", "paper_end", True, 1),
        ("hangs", "silent", True, 1),
        ("deaf", "silent", True, 0),
        ("resets", "cut_off", True, 1),
        ("empty", "paper_end", False, 0),
        ("open", "cover_open", False, 0),
    ],
)
def test_a_printer_that_fails_has_confirmed_nothing(mood: Mood, fault: PrintFault, sent: bool, slips: int) -> None:
    with Printer() as printer:
        printer.mood = mood
        assert deliver(printer.address, SLIP, patience=QUICK) == Outcome(fault, sent)
        assert len(printer.slips) == slips


@pytest.mark.parametrize("mood", ["half_closed", "refuses"])
def test_a_printer_that_hangs_up_has_confirmed_nothing(mood: Mood) -> None:
    with Printer() as printer:
        printer.mood = mood
        assert deliver(printer.address, SLIP, patience=QUICK).fault in ("cut_off", "silent")


def test_a_printer_that_reads_nothing_of_much_is_given_up_in_time() -> None:
    with Printer() as printer:
        printer.mood = "deaf"
        assert deliver(printer.address, b"\n" * (32 << 20), patience=QUICK) == Outcome("silent", sent=True)


def test_nobody_there_and_no_such_name_are_not_sent() -> None:
    for address in (nobody(), ("no such host", 9100), ("", 0), ("x" * 300, 9100)):
        assert deliver(address, SLIP, patience=QUICK) == Outcome("unreachable")


@pytest.mark.parametrize(("mood", "fault"), [("well", None), ("empty", "paper_end"), ("open", "cover_open")])
def test_a_label_printer_is_asked_in_its_own_tongue(mood: Mood, fault: PrintFault | None) -> None:
    with Printer() as printer:
        printer.mood = mood
        assert deliver(printer.address, LABEL, "label", QUICK).fault == fault


def test_every_socket_is_closed_whatever_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[socket.socket] = []
    connect = socket.create_connection

    def noted(*given: object, **more: object) -> socket.socket:
        made.append(connect(*given, **more))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(socket, "create_connection", noted)
    with Printer() as printer:
        printer.moods = ["ends", "hangs", "deaf", "resets", "half_closed", "refuses", "empty"]
        for _ in range(8):
            deliver(printer.address, SLIP, patience=QUICK)
    assert [each.fileno() for each in made] == [-1] * 8
