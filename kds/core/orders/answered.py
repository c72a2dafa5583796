"""What is said of an order: the round that holds its lines, whether they were placed now or before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core.orders.events import RoundPlaced
from kds.core.orders.meals import heads
from kds.core.orders.model import Line, OutsideLine, OutsideOrder, PlacedRound
from kds.core.orders.party import Whose, home_of, party_of
from kds.core.orders.wanted import LineWanted
from kds.core.state import State
from kds.core.types import SYSTEM, Answer, Event, Minor


class LinePlaced(Answer, frozen=True, gc=False):
    """A line as it stands on the bill; `price_minor` is for all its portions. A set meal is told by its first line."""

    line: str
    id: str
    dish: str
    qty: int
    price_minor: Minor


class RoundIs(Answer, frozen=True, gc=False):
    """The round that holds the lines, whether they were placed now or before."""

    seq: int
    session: str
    bill: str
    round: str
    round_no: int
    lines: tuple[LinePlaced, ...]
    tickets: tuple[str, ...]


def as_before(state: State, known: OutsideOrder) -> RoundIs:
    """An order from outside as it was answered the first time: in the order of then, each line once."""
    tickets = known.tickets
    return RoundIs(
        state.seq, known.session, known.bill, known.round, known.round_no, _lines_placed(known.lines), tickets
    )


def round_is(state: State, whose: Whose, lines: Sequence[LineWanted], events: list[Event]) -> RoundIs:
    """The lines in the order in which they came.

    Where new and old ones are there, the round is the new one; where none is new, it is the latest of the old.
    """
    placed, line_ids = _answered(state, whose, lines, events)
    return RoundIs(
        seq=state.seq,
        session=placed.session,
        bill=placed.bill,
        round=placed.round,
        round_no=placed.round_no,
        lines=_lines_placed([state.orders.lines[line] for line in line_ids]),
        tickets=tickets_of(state, placed),
    )


def tickets_of(state: State, placed: PlacedRound) -> tuple[str, ...]:
    """The tickets of a round, in the order of its lines."""
    return tuple(dict.fromkeys([state.kitchen.items[line].ticket for line in placed.lines]))


def latest(state: State, line_ids: Iterable[str]) -> PlacedRound:
    """The round that was placed last of those that hold these lines."""
    rounds = [state.orders.rounds[state.orders.lines[line].round] for line in line_ids]
    return max(rounds, key=lambda each: each.round_no)


def _lines_placed(lines: Iterable[Line] | Iterable[OutsideLine]) -> tuple[LinePlaced, ...]:
    kept = [(each, each.as_ordered if isinstance(each, Line) else each) for each in lines]
    return tuple([LinePlaced(each.line, each.id, was.dish, was.qty, was.price_minor) for each, was in kept])


def _answered(
    state: State, whose: Whose, lines: Sequence[LineWanted], events: list[Event]
) -> tuple[PlacedRound, list[str]]:
    for event in events:
        if isinstance(event, RoundPlaced):
            new = [line.line for line in heads(event.lines)]
            if len(new) == len(lines):
                return event.round, new
            return event.round, _by_id(state, lines, event.round.session, new)
    session = party_of(state, SYSTEM, whose)
    assert session is not None, "an order that adds nothing finds its lines in a session"
    line_ids = _by_id(state, lines, home_of(state, whose.session, session), [])
    return latest(state, line_ids), line_ids


def _by_id(state: State, lines: Sequence[LineWanted], session: str, new: list[str]) -> list[str]:
    without_id = iter([line for line in new if not state.orders.lines[line].id])
    return [state.orders.line_ids[session, line.id] if line.id else next(without_id) for line in lines]
