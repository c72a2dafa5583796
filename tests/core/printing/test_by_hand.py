"""What somebody asks to be printed: a ticket, the whole kitchen, a test."""

from __future__ import annotations

import pytest

from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.void_line import VoidLine
from kds.core.printing import answers
from kds.core.printing.answers import SlipsQueued
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.model import QUEUED_MOST
from kds.core.printing.print_kitchen import PrintKitchen
from kds.core.printing.print_test import PrintTest
from kds.core.printing.print_ticket import PrintTicket
from kds.core.printing.report_printed import ReportPrinted
from tests.core.printing.paper import house_with, job, printer, queued
from tests.house import MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return house_with(printer("p"), printer("cold", stations=("cold",), mode="always"))


def test_a_ticket_is_printed_where_its_station_is_and_again_with_the_time_of_the_first(house: SmallHouse) -> None:
    ticket = house.order("tofu").tickets[0]
    house.do(ReportPrinted((queued(house, "cold")[0].job,), "cold"))
    house.wait(MINUTE)
    asked = house.ask(PrintTicket(ticket), SlipsQueued)
    assert asked.printer == "cold"
    assert (job(house, asked.jobs[0]).why, job(house, asked.jobs[0]).reprint_of_at) == ("asked", NOON)


def test_two_who_ask_at_once_get_it_once(house: SmallHouse) -> None:
    ticket = house.order("noodles").tickets[0]
    house.do(PrintTicket(ticket))
    assert house.refused(PrintTicket(ticket), "bob") == "print_waits"
    assert [each.reprint_of_at for each in queued(house)] == [None]


def test_what_is_voided_is_not_printed(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef")
    house.do(VoidLine(placed.lines[0].line, "too many"))
    asked = house.ask(PrintTicket(placed.tickets[0], "p"), SlipsQueued)
    assert job(house, asked.jobs[0]).lines == (placed.lines[1].line,)
    house.do(VoidLine(placed.lines[1].line, "too many"))
    assert house.refused(PrintTicket(placed.tickets[0])) == "nothing_to_print"


def test_the_whole_kitchen_is_a_page_a_station_and_a_page_a_party(house: SmallHouse) -> None:
    house.order("tofu", "noodles", want("cola", fire="hold"))
    house.order("tofu", table="A02")
    done = house.order("noodles", table="A03")
    house.do(BumpTicket(done.tickets[0]))
    pages = house.ask(PrintKitchen("p"), SlipsQueued)
    jobs = [job(house, each) for each in pages.jobs]
    assert [each.station for each in jobs[:3]] == ["cold", "hot", "drinks"]
    assert [house.state.floor.sessions[each.session].label for each in jobs[3:]] == ["A01", "A02"]
    assert [(each.number, each.of) for each in jobs] == [(number, 5) for number in range(1, 6)]
    assert house.refused(PrintKitchen("p")) == "print_waits"


def test_nothing_open_and_no_printer_are_said(house: SmallHouse) -> None:
    assert house.refused(PrintKitchen()) == "nothing_open"
    assert house.refused(PrintKitchen("roof")) == "unknown_printer"
    ticket = house.order("noodles").tickets[0]
    house.do(ChangePrinters(gone=("p", "cold")))
    assert house.refused(PrintKitchen()) == "no_printer"
    assert house.refused(PrintTicket(ticket)) == "no_printer"
    assert house.refused(PrintTicket("T9999-1")) == "unknown_ticket"


def test_a_test_slip_is_queued_once_and_gone_when_it_is_printed(house: SmallHouse) -> None:
    name = house.ask(PrintTest("p"), SlipsQueued).jobs[0]
    assert house.refused(PrintTest("p")) == "print_waits"
    house.do(ReportPrinted((name,), "p"))
    assert house.state.printing.sheets == {}


def test_a_printer_for_which_very_much_waits_takes_no_more(house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    assert QUEUED_MOST == 1_000
    monkeypatch.setattr(answers, "QUEUED_MOST", 2)
    tickets = [house.order("noodles").tickets[0] for _ in range(3)]
    for ticket in tickets[:2]:
        house.do(PrintTicket(ticket, "p"))
    name = queued(house)[0].job
    house.do(ReportPrinted((name,), "p"))
    house.do(PrintTest("p"))
    full = [PrintTicket(tickets[2], "p"), PrintKitchen("p")]
    assert [house.refused(each) for each in full] == ["print_queue_full"] * 2
