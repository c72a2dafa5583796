"""One slip over one connection, in a thread: a slip is printed once its printer has said so after the cut, not before.

| the printer                                   | comes to                       |
|-----------------------------------------------|--------------------------------|
| cannot be reached                             | not sent, `unreachable`        |
| says before that it has no paper, or is open  | not sent, `paper_end` …        |
| answers after the cut that all is well        | confirmed                      |
| answers after the cut that its paper is at an end | sent, `paper_end`          |
| takes it and says nothing, or reads nothing   | sent, `silent`                 |
| hangs up or resets before it answers          | sent, `cut_off`                |
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from typing import NamedTuple

from kds.connect.printers.escpos import ASK_OFFLINE, ASK_PAPER
from kds.connect.printers.tspl import ASK
from kds.core.printing.model import PrinterKind, PrintFault


class Patience(NamedTuple):
    """How long is waited, in seconds: for a connection, an answer at once, the writing, the printing."""

    connect: float = 2.0
    answer: float = 1.0
    write: float = 5.0
    printing: float = 10.0


PATIENCE = Patience()


class Outcome(NamedTuple):
    """What became of a slip: `fault` None is confirmed; `sent`: it may be printed all the same."""

    fault: PrintFault | None
    sent: bool = False


class _Failed(Exception):
    def __init__(self, fault: PrintFault) -> None:
        super().__init__(fault)
        self.fault: PrintFault = fault


def deliver(
    address: tuple[str, int], payload: bytes, kind: PrinterKind = "escpos", patience: Patience = PATIENCE
) -> Outcome:
    """Send a slip and wait until it is printed. Never raises for what a printer does; the socket is closed."""
    try:
        connection = socket.create_connection(address, timeout=patience.connect)
    except (OSError, UnicodeError):
        return Outcome("unreachable")
    with contextlib.closing(connection):
        wire = _Wire(connection, patience)
        sent = False
        try:
            _before(wire, kind)
            sent = True
            wire.send(payload)
            _after(wire, kind)
        except _Failed as failed:
            return Outcome(failed.fault, sent)
    return Outcome(None, sent=True)


class _Wire:
    """A connection on which everything ends in time."""

    def __init__(self, connection: socket.socket, patience: Patience) -> None:
        self._connection = connection
        self.patience = patience

    def send(self, data: bytes) -> None:
        """All of it. Raises `_Failed`."""
        self._connection.settimeout(self.patience.write)
        try:
            self._connection.sendall(data)
        except TimeoutError:
            raise _Failed("silent") from None
        except OSError:
            raise _Failed("cut_off") from None

    def ask(self, question: bytes, fits: Callable[[int], bool], seconds: float) -> int | None:
        """The first answer that fits, within so many seconds; None for silence. Raises `_Failed`."""
        if question:
            self.send(question)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._connection.settimeout(left)
            try:
                data = self._connection.recv(64)
            except TimeoutError:
                return None
            except OSError:
                raise _Failed("cut_off") from None
            if not data:
                raise _Failed("cut_off")
            for each in data:
                if fits(each):
                    return each
        return None


def _at_once(answer: int) -> bool:
    """Whether it answers a real-time question (DLE EOT)."""
    return answer & 0x93 == 0x12


def _in_turn(answer: int) -> bool:
    """Whether it answers a question that stood in the line with what is printed (GS r)."""
    return answer & 0x90 == 0


def _before(wire: _Wire, kind: PrinterKind) -> None:
    """Let nothing be sent to a printer that says it cannot print; one that says nothing is tried."""
    if kind == "label":
        answer = wire.ask(ASK, lambda each: True, wire.patience.answer)
        _label_fault(0 if answer is None else answer)
        return
    paper = wire.ask(ASK_PAPER, _at_once, wire.patience.answer)
    if paper is None:
        return
    if paper & 0x60:
        raise _Failed("paper_end")
    offline = wire.ask(ASK_OFFLINE, _at_once, wire.patience.answer)
    if offline is not None and offline & 0x64:
        raise _Failed("cover_open" if offline & 0x04 else "paper_end" if offline & 0x20 else "offline")


def _after(wire: _Wire, kind: PrinterKind) -> None:
    """Wait until the printer has come to the end of the slip, and see that it has its paper still."""
    if kind == "label":
        _labels_out(wire)
        return
    answer = wire.ask(b"", _in_turn, wire.patience.printing)
    if answer is None:
        raise _Failed("silent")
    paper = wire.ask(ASK_PAPER, _at_once, wire.patience.answer)
    if answer & 0x0C or (paper is not None and paper & 0x60):
        raise _Failed("paper_end")


def _labels_out(wire: _Wire) -> None:
    until = time.monotonic() + wire.patience.printing
    while time.monotonic() < until:
        answer = wire.ask(ASK, lambda each: True, wire.patience.answer)
        if answer is not None:
            _label_fault(answer & ~0x20)
            if not answer & 0x20:
                return
            time.sleep(0.05)
    raise _Failed("silent")


def _label_fault(answer: int) -> None:
    if answer & 0x0C:
        raise _Failed("paper_end")
    if answer & 0x01:
        raise _Failed("cover_open")
    if answer & 0x12:
        raise _Failed("offline")
