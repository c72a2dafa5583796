"""What the kitchen's events bring onto paper, and what does not."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.move_session import MoveSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.kitchen.hold_ticket import HoldTicket
from kds.core.kitchen.note_line import NoteLine
from kds.core.kitchen.recall_last import RecallLast
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.printing.hand_to_paper import HandToPaper
from kds.core.printing.model import SlipKind
from kds.core.printing.report_printed import ReportPrinted
from tests.core.printing.paper import house_with, printer, queued
from tests.house import PORK, want


@pytest.mark.parametrize(("slip", "slips"), [("table", 1), ("station", 3), ("dish", 4)])
def test_a_round_is_one_slip_one_a_ticket_or_one_a_dish(slip: SlipKind, slips: int) -> None:
    house = house_with(printer("p", mode="always", slip=slip))
    placed = house.order("beef", "tofu", "noodles", "cola")
    jobs = queued(house)
    assert [(each.number, each.of) for each in jobs] == [(number, slips) for number in range(1, slips + 1)]
    assert sorted(line for each in jobs for line in each.lines) == sorted(each.line for each in placed.lines)
    assert {(each.why, each.mark, each.session) for each in jobs} == {("always", "new", placed.session)}


def test_an_add_on_is_its_new_lines_alone_whatever_waits_still() -> None:
    house = house_with(printer("p", mode="always", slip="table"))
    first = house.order("tofu", "cola", "noodles")
    second = house.order("tofu")
    assert [each.lines for each in queued(house)] == [
        tuple(each.line for each in first.lines),
        (second.lines[0].line,),
    ]


def test_a_printer_prints_its_stations_alone() -> None:
    house = house_with(printer("p", mode="always", stations=("cold",)))
    placed = house.order("tofu", "noodles")
    assert [each.lines for each in queued(house)] == [(placed.lines[0].line,)]


def test_what_is_held_is_printed_when_it_is_fired() -> None:
    house = house_with(printer("p", mode="always"))
    line = house.line(want("tofu", fire="hold"))
    assert queued(house) == []
    house.do(FireLine(line))
    assert [each.lines for each in queued(house)] == [(line,)]


def test_what_goes_to_another_station_is_printed_there_and_not_again_where_it_was() -> None:
    house = house_with(
        printer("all", mode="always"),
        printer("hot", mode="always", stations=("hot",)),
        printer("cold", mode="always", stations=("cold",)),
    )
    first, held = (each.line for each in house.order("tofu", want("tofu", fire="hold")).lines)

    def slips() -> dict[str, list[tuple[str, ...]]]:
        return {name: [each.lines for each in queued(house, name)] for name in ("all", "cold", "hot")}

    assert slips() == {"all": [(first,)], "cold": [(first,)], "hot": []}
    house.do(TransferTicket(house.item(first).ticket, "hot"))
    assert slips() == {"all": [(first,)], "cold": [(first,)], "hot": [(first,)]}
    house.do(FireLine(held))
    assert slips() == {"all": [(first,), (held,)], "cold": [(first,)], "hot": [(first,), (held,)]}


def test_each_step_is_printed_at_its_station_and_the_slip_of_one_does_not_show_the_next() -> None:
    house = house_with(
        printer("hot", mode="always", stations=("hot",)), printer("cold", mode="always", stations=("cold",))
    )
    house.do(ChangeMenu(dishes=(PORK,)))
    pork = house.line("pork")
    (first,) = queued(house, "cold")
    house.wait(1000)
    house.do(BumpTicket(house.item(pork).ticket))
    (second,) = queued(house, "hot")
    assert (first.lines, second.lines) == ((pork,), (pork,))
    house.do(ReportPrinted((first.job,)))
    assert house.ticket(pork).seen_at is None
    house.do(ReportPrinted((second.job,)))
    assert house.ticket(pork).seen_at == house.now
    house.do(RecallLast("wall"))
    assert [len(queued(house, each)) for each in ("cold", "hot")] == [0, 0], "it was printed where it comes back to"


def test_a_ticket_that_is_fired_at_once_is_queued_at_one_moment() -> None:
    house = house_with(printer("p", mode="always"))
    placed = house.order(want("tofu", fire="hold"), want("beef", fire="hold"))
    house.do(FireTicket(placed.tickets[0]))
    assert len({each.queued_at for each in queued(house)}) == 1


def test_rush_void_and_note_are_told_where_the_line_is_on_paper() -> None:
    house = house_with(printer("p", mode="always"), printer("spare"))
    line = house.line("tofu")
    house.do(RushLine(line))
    house.do(NoteLine(line, "mild"))
    house.do(VoidLine(line, "too late"))
    assert [each.mark for each in queued(house)] == ["new", "rush", "note", "void"]
    assert queued(house, "spare") == []


def test_what_is_on_no_paper_is_told_on_none() -> None:
    house = house_with(printer("p"))
    line = house.line("tofu")
    house.do(RushLine(line))
    house.do(VoidLine(line, "too late"))
    assert queued(house) == []


def test_a_line_that_was_held_is_not_to_be_stopped_on_paper() -> None:
    house = house_with(printer("p", mode="always"))
    house.do(VoidLine(house.line(want("tofu", fire="hold")), "too many"))
    assert queued(house) == []


def test_what_is_done_is_printed_by_a_printer_of_the_pass() -> None:
    house = house_with(printer("p", mode="bump"))
    placed = house.order("tofu", "noodles")
    assert queued(house) == []
    house.do(BumpTicket(house.item(placed.lines[0].line).ticket))
    assert [(each.why, each.lines) for each in queued(house)] == [("bump", (placed.lines[0].line,))]


def test_a_label_is_for_what_leaves_the_house() -> None:
    house = house_with(printer("p", mode="always", kind="label"))
    house.order("cola")
    assert queued(house) == []
    house.order("cola", "tofu", table=None)
    assert [(each.number, each.of) for each in queued(house)] == [(1, 2), (2, 2)]


def test_law_11_nothing_that_happens_to_a_bill_or_a_table_prints() -> None:
    house = house_with(printer("p", mode="always"))
    one, other = house.order("tofu"), house.order("beef", table="A02")
    before = [each.job for each in queued(house)]
    house.do(MoveSession(one.session, "A03"))
    house.do(MergeSession(one.session, other.session))
    house.do(PayBill(other.bill, "card", house.due(other.bill)))
    assert [each.job for each in queued(house)] == before


def test_slips_go_with_their_party() -> None:
    house = house_with(printer("p", mode="always"))
    placed = house.order("tofu")
    house.do(BumpTicket(placed.tickets[0]))
    house.do(PayBill(placed.bill, "card", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    assert house.state.printing.jobs
    while house.go():
        pass
    assert placed.session not in house.state.floor.sessions
    assert house.state.printing.jobs == {}


def test_what_goes_to_another_station_is_printed_there_once() -> None:
    house = house_with(
        printer("p", mode="always", stations=("cold",)),
        printer("q", mode="always", stations=("hot",)),
        printer("all", mode="always"),
    )
    placed = house.order("tofu", "beef")
    house.do(TransferTicket(placed.tickets[0], "hot"))
    lines = tuple(each.line for each in placed.lines)
    assert [each.lines for each in queued(house, "q")] == [lines]
    assert [len(queued(house, each)) for each in ("p", "all")] == [1, 1]


def test_what_is_held_again_is_said_on_paper_that_has_it_and_printed_anew_when_it_is_fired() -> None:
    house = house_with(printer("p", mode="always", slip="dish"), printer("spare"))
    placed = house.order("tofu", "tofu")
    first, second = [each.line for each in placed.lines]
    (ticket,) = placed.tickets
    house.do(HandToPaper("cold", "dark"))
    house.do(HoldTicket(ticket))
    assert [(each.mark, each.lines) for each in queued(house)[2:]] == [("hold", (first,)), ("hold", (second,))]
    assert [(each.mark, each.lines) for each in queued(house, "spare")[1:]] == [("hold", (first, second))]
    assert house.types(HandToPaper("cold", "dark")) == [], "nothing is to be made"
    house.do(FireTicket(ticket))
    house.do(HandToPaper("cold", "dark"))
    assert [each.mark for each in queued(house)] == ["new", "new", "hold", "hold", "new", "new"]
    assert [each.mark for each in queued(house, "spare")] == ["new", "hold", "new"]
    assert house.types(HandToPaper("cold", "dark")) == []
