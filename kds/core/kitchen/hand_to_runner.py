"""Hand lines to who carries them (交传菜): they are on their way, and served where they arrive."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import LinesAre, lines_are, some_lines
from kds.core.kitchen.events import LineHandedOver
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.model import COOKING, Item
from kds.core.kitchen.serve_line import NOT_DONE_YET, REFUSED, not_done
from kds.core.refusals import ALREADY_ENDED, ALREADY_SERVED, LINE_HELD, LINE_VOIDED, OUT_OF_RANGE
from kds.core.rights import SERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

ALREADY_HANDED = reason("already_handed", "conflict", "这道菜已经有人在传", "Somebody carries this line already")
NOT_HANDED = reason("not_handed", "conflict", "这道菜没有人在传", "Nobody carries this line")


class HandToRunner(Command, frozen=True, gc=False):
    """These lines are carried to their table; `back`: nobody carries them after all."""

    lines: tuple[Id, ...]
    back: bool = False


def decide(state: State, command: HandToRunner, context: Context) -> list[Event]:
    """One event for each line of which that can be said. Refused, as the first of them is, where none is such."""
    items = [item_of(state, line)[0] for line in some_lines(command.lines)]
    refusals = [_why_not(state, item, back=command.back) for item in items]
    if refusals[0] is not None and all(refusals):
        raise refusals[0]
    return [
        LineHandedOver(state.kitchen.tickets[item.ticket].session, item.ticket, item.line, command.back)
        for item, refusal in zip(items, refusals, strict=True)
        if refusal is None
    ]


def _why_not(state: State, item: Item, *, back: bool) -> Refusal | None:
    if item.state in REFUSED:
        return Refusal(REFUSED[item.state], line=item.line)
    if item.state in COOKING:
        return not_done(state, item)
    if (item.handed_at is None) == back:
        return Refusal(NOT_HANDED if back else ALREADY_HANDED, line=item.line)
    return None


def answer(state: State, command: HandToRunner, events: list[Event]) -> LinesAre:
    """Those of which it holds now, and those that were left."""
    return lines_are(state, command.lines, [each.line for each in events if isinstance(each, LineHandedOver)])


DEED = Deed(
    HandToRunner,
    decide,
    answer,
    LinesAre,
    right=SERVE,
    refuses=(
        *lookup.ON_LINE,
        OUT_OF_RANGE,
        LINE_HELD,
        ALREADY_SERVED,
        LINE_VOIDED,
        ALREADY_ENDED,
        NOT_DONE_YET,
        ALREADY_HANDED,
        NOT_HANDED,
    ),
)
