"""What the kitchen's commands are answered with."""

from __future__ import annotations

from collections.abc import Collection

from kds.core.kitchen.model import ItemState, TicketState
from kds.core.refusals import within
from kds.core.state import State
from kds.core.types import Answer


class TicketIs(Answer, frozen=True, gc=False):
    """A ticket after a command, and the lines that the command changed."""

    seq: int
    ticket: str
    state: TicketState
    lines: tuple[str, ...]


class LinesAre(Answer, frozen=True, gc=False):
    """The lines of which a command came true, and those of which it could not: they stand as they stood."""

    seq: int
    lines: tuple[str, ...]
    left: tuple[str, ...]


class ItemIs(Answer, frozen=True, gc=False):
    """A line in the kitchen after a command."""

    seq: int
    line: str
    ticket: str
    state: ItemState


def ticket_is(state: State, ticket_id: str, lines: tuple[str, ...]) -> TicketIs:
    """The ticket as it stands now."""
    return TicketIs(seq=state.seq, ticket=ticket_id, state=state.kitchen.tickets[ticket_id].state, lines=lines)


def item_is(state: State, line_id: str) -> ItemIs:
    """The line as it stands now."""
    item = state.kitchen.items[line_id]
    return ItemIs(seq=state.seq, line=line_id, ticket=item.ticket, state=item.state)


LINES_MOST = 200
"""Lines that one deed can name."""


def some_lines(lines: tuple[str, ...]) -> list[str]:
    """Each that is named, once. Refused: out_of_range."""
    within("lines", len(lines), 1, LINES_MOST)
    return list(dict.fromkeys(lines))


def lines_are(state: State, asked: tuple[str, ...], changed: Collection[str]) -> LinesAre:
    """Those that changed, of those that were asked for."""
    named = dict.fromkeys(asked)
    done = tuple([each for each in named if each in changed])
    return LinesAre(state.seq, done, tuple([each for each in named if each not in changed]))
