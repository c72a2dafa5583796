"""A ticket is rushed as a whole: every line that is being made, each at most once a minute."""

from __future__ import annotations

import pytest

from kds.core.kitchen.answers import TicketIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.events import LineRushed
from kds.core.kitchen.rush_line import STAFF_EVERY_MS, RushLine
from kds.core.kitchen.rush_ticket import RushTicket
from kds.core.orders.void_line import VoidLine
from kds.core.types import Who
from tests.house import SmallHouse

COOK = Who("cook", "kitchen")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def rushed(house: SmallHouse, command: RushTicket) -> list[str]:
    """The lines that a cook rushes by this."""
    events = [each.event for each in house.do(command, COOK).recorded]
    return [each.line for each in events if isinstance(each, LineRushed)]


def test_every_line_that_is_being_made_is_rushed_and_counted(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef", "sesame")
    tofu, beef, sesame = (each.line for each in placed.lines)
    (ticket,) = placed.tickets
    house.do(BumpTicket(ticket, (beef,)))
    answer = house.ask(RushTicket(ticket), TicketIs)
    assert answer.lines == (tofu, sesame)
    assert [house.item(line).rushes for line in (tofu, beef, sesame)] == [1, 0, 1]
    assert house.state.kitchen.tickets[ticket].rushed_at is not None


def test_named_lines_alone(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef")
    tofu, beef = (each.line for each in placed.lines)
    assert house.ask(RushTicket(placed.tickets[0], (beef,)), TicketIs).lines == (beef,)
    assert house.item(tofu).rushes == 0


def test_what_was_rushed_within_the_minute_is_left_out(
    house: SmallHouse,
) -> None:
    placed = house.order("tofu", "beef")
    tofu, beef = (each.line for each in placed.lines)
    ticket = RushTicket(placed.tickets[0])
    house.do(RushLine(tofu))
    assert rushed(house, ticket) == [beef]
    assert house.refused(ticket, COOK) == "rush_too_often"
    house.wait(STAFF_EVERY_MS)
    assert rushed(house, ticket) == [tofu, beef]


@pytest.mark.parametrize(
    ("before", "reason"), [("hold", "line_held"), ("bump", "already_done"), ("void", "line_voided")]
)
def test_a_ticket_of_which_nothing_is_made_is_refused_with_why(house: SmallHouse, before: str, reason: str) -> None:
    placed = house.order("tofu", fire="hold" if before == "hold" else "now")
    if before == "bump":
        house.do(BumpTicket(placed.tickets[0]))
    if before == "void":
        house.do(VoidLine(placed.lines[0].line, "spilt"))
    assert house.refused(RushTicket(placed.tickets[0])) == reason


def test_a_ticket_that_there_is_not(house: SmallHouse) -> None:
    assert house.refused(RushTicket("none")) == "unknown_ticket"
