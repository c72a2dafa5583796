"""What nobody looks at goes to the printers that are for that: each line once."""

from __future__ import annotations

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.printing.hand_to_paper import HandToPaper, waits_for_paper
from kds.core.printing.report_printed import ReportPrinted
from tests.core.printing.paper import house_with, printer, queued
from tests.house import MINUTE, PORK, SmallHouse, want


def handed(house: SmallHouse, station: str = "cold") -> list[tuple[str, ...]]:
    """The lines of the slips that come of it."""
    before = len(queued(house))
    house.do(HandToPaper(station, "dark"))
    return [each.lines for each in queued(house)[before:]]


def test_the_open_tickets_of_a_station_are_printed_once_with_why() -> None:
    house = house_with(printer("p"))
    first = house.order("tofu", "noodles", want("beef", fire="hold"))
    assert waits_for_paper(house.state, "cold")
    assert handed(house) == [(first.lines[0].line,)]
    assert {each.why for each in queued(house)} == {"dark"}
    assert handed(house) == []
    assert not waits_for_paper(house.state, "cold")
    second = house.order("tofu")
    assert handed(house) == [(second.lines[0].line,)]


def test_what_was_printed_in_an_earlier_darkness_is_not_printed_unmarked_again() -> None:
    house = house_with(printer("p"))
    house.order("tofu")
    handed(house)
    house.do(ReportPrinted((queued(house)[0].job,), "p"))
    assert handed(house) == []


def test_only_the_tickets_that_are_named() -> None:
    house = house_with(printer("p"))
    first, second = house.order("tofu"), house.order("tofu")
    house.do(StartTicket(first.tickets[0]))
    house.do(HandToPaper("cold", "unseen", (second.tickets[0],)))
    assert [each.lines for each in queued(house)] == [(second.lines[0].line,)]


def test_without_a_printer_for_that_nothing_waits_for_paper() -> None:
    house = house_with(printer("p", mode="always"), printer("hot", stations=("hot",)))
    house.order("tofu")
    assert not waits_for_paper(house.state, "cold")
    assert house.types(HandToPaper("cold", "dark")) == []


def test_law_5_each_step_of_a_dish_comes_to_paper_where_it_is_made() -> None:
    house = house_with(printer("p"))
    house.do(ChangeMenu(dishes=(PORK,)))
    pork = house.line("pork")
    for station in ("cold", "hot", "cold"):
        house.wait(MINUTE)
        assert waits_for_paper(house.state, station)
        assert handed(house, station) == [(pork,)]
        assert not waits_for_paper(house.state, station)
        (slip,) = queued(house)
        house.do(ReportPrinted((slip.job,), "p"))
        assert house.ticket(pork).seen_at == house.now
        house.do(BumpTicket(house.item(pork).ticket))
    assert house.item(pork).state == "done"


def test_a_step_that_goes_to_another_station_is_printed_where_only_the_step_before_was() -> None:
    house = house_with(printer("p", mode="always", stations=("cold",)))
    house.do(ChangeMenu(dishes=(PORK,)))
    pork = house.line("pork")
    house.wait(MINUTE)
    house.do(BumpTicket(house.item(pork).ticket))
    house.do(TransferTicket(house.item(pork).ticket, "cold"))
    assert [each.lines for each in queued(house)] == [(pork,), (pork,)]
