"""Serve several lines at once (整桌划菜): all that came to the table together."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import LinesAre, lines_are, some_lines
from kds.core.kitchen.events import LineServed
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.serve_line import SERVE_REFUSES, why_not
from kds.core.refusals import OUT_OF_RANGE
from kds.core.rights import SERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event


class ServeLines(Command, frozen=True, gc=False):
    """These lines have come to their table: they are named, and nothing else is served."""

    lines: tuple[Id, ...]


def decide(state: State, command: ServeLines, context: Context) -> list[Event]:
    """One event for each line that can be served. Refused, as the first of them is, where none can be."""
    items = [item_of(state, line)[0] for line in some_lines(command.lines)]
    refusals = [why_not(state, item) for item in items]
    if refusals[0] is not None and all(refusals):
        raise refusals[0]
    return [
        LineServed(session=state.kitchen.tickets[item.ticket].session, ticket=item.ticket, line=item.line)
        for item, refusal in zip(items, refusals, strict=True)
        if refusal is None
    ]


def answer(state: State, command: ServeLines, events: list[Event]) -> LinesAre:
    """Those that were served, and those that were left."""
    return lines_are(state, command.lines, [each.line for each in events if isinstance(each, LineServed)])


DEED = Deed(
    ServeLines,
    decide,
    answer,
    LinesAre,
    right=SERVE,
    refuses=(*lookup.ON_LINE, OUT_OF_RANGE, *SERVE_REFUSES),
)
