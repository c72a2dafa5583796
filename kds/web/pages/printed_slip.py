"""The check slip of a table (划菜单): all that a party ordered, round by round, to be ticked off."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.floor.model import Session
from kds.core.kitchen.model import Item
from kds.core.parties import is_unserved
from kds.core.state import State
from kds.core.types import Ms
from kds.feed.pictures import LinePicture, line_picture
from kds.feed.sheet_pictures import rounds_of


class SlipLine(NamedTuple):
    """A line of the slip; `seat` is who ordered it, `course` with which it comes, 0 where nobody said."""

    drawn: LinePicture
    seat: int
    course: int


class SlipRound(NamedTuple):
    """What came together."""

    round_no: int
    placed_at: Ms
    lines: list[SlipLine]


class Slip(NamedTuple):
    """A party with its rounds, the oldest first; `unserved` of its lines are still to come to the table."""

    party: Session
    rounds: list[SlipRound]
    unserved: int


def slip_of(state: State, party: Session) -> Slip:
    """All that the party ordered, as it stands."""
    found = rounds_of(state, party.session)
    items = [item for own in found.values() for item in own.values()]
    return Slip(
        party=party,
        rounds=[_round(state, name, own) for name, own in found.items()],
        unserved=sum(is_unserved(item) for item in items),
    )


def _round(state: State, name: str, own: dict[str, Item]) -> SlipRound:
    placed = state.orders.rounds[name]
    lines = [_line(state, own[line]) for line in placed.lines if line in own]
    return SlipRound(placed.round_no, placed.placed_at, lines)


def _line(state: State, item: Item) -> SlipLine:
    drawn = line_picture(state, item, state.kitchen.tickets[item.ticket])
    placed = state.orders.lines[item.line]
    return SlipLine(drawn, placed.seat, placed.course)
