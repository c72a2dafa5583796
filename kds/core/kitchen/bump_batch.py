"""Bump some of a batch (并菜): so many portions of one dish are done, for whoever has waited for longest.

A press means the lines at the step at which they were painted. Of tofu ×2 for A01 and ×1 for A02, painted on T1 and T2:

| meanwhile                                | “3 done”                                         |
|------------------------------------------|--------------------------------------------------|
| nothing                                  | both are done, or go on to their next step       |
| the same was pressed before              | refused: they are done, or on another ticket     |
| A01 was bumped on its ticket             | refused: nobody knows whose the three are        |
| A01 was voided, or has a note by now     | A02 is done, two portions are left               |
"""

from __future__ import annotations

from collections.abc import Mapping

from kds.core.deeds import Deed
from kds.core.kitchen.answers import LINES_MOST, some_lines
from kds.core.kitchen.batch import Alike, alike_of, filled
from kds.core.kitchen.events import LinesPassedOn, TicketBumped
from kds.core.kitchen.model import COOKING, Item
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.steps import done_here
from kds.core.menu.model import QTY_MOST
from kds.core.refusals import OUT_OF_RANGE, UNKNOWN_SCREEN, within
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

BATCH_GONE = reason(
    "batch_gone", "conflict", "这批并菜已经变了，请看清再按", "This batch is another by now: look, then press again"
)
BATCH_TOO_FEW = reason(
    "batch_too_few",
    "conflict",
    "{label}等得最久，要{qty}份，做够了再按",
    "{label} has waited for longest and needs {qty}: press once they are made",
)
PORTIONS_MOST = LINES_MOST * QTY_MOST


class BumpBatch(Command, frozen=True, gc=False):
    """So many portions of a batch are done at a screen's station; `lines` are those of it that were seen there, and
    `tickets` on which ticket each of them stood.
    """

    screen: Id
    lines: tuple[Id, ...]
    tickets: tuple[Id, ...]
    qty: int


class BatchIs(Answer, frozen=True, gc=False):
    """The lines that are done, or at their next step, and how many portions nobody was waiting for or had to wait."""

    seq: int
    lines: tuple[str, ...]
    left: int


def decide(state: State, command: BumpBatch, context: Context) -> list[Event]:
    """What a bump of each of these tickets would say. Refused where one of the lines is not as it was seen; what was
    voided, or has a note by now, is left as it is.
    """
    within("qty", command.qty, 1, PORTIONS_MOST)
    screen = state.kitchen.screens_now.get(command.screen)
    if screen is None:
        raise Refusal(UNKNOWN_SCREEN, screen=command.screen)
    within("tickets", len(command.tickets), len(command.lines), len(command.lines))
    some_lines(command.lines)
    items = _still_alike(state, screen, dict(zip(command.lines, command.tickets, strict=True)))
    if not items:
        raise Refusal(BATCH_GONE, screen=command.screen)
    done = filled(items, command.qty)
    if not done:
        first = min(items, key=lambda each: (each.fired_at or 0, each.submitted_at))
        ticket = state.kitchen.tickets[first.ticket]
        raise Refusal(BATCH_TOO_FEW, label=first.label or ticket.label, qty=first.qty)
    found: list[Event] = []
    for name in dict.fromkeys([item.ticket for item in done]):
        ticket = state.kitchen.tickets[name]
        found += done_here(state, ticket, [item for item in done if item.ticket == name], len(found), state.seq + 1)
    return found


def _still_alike(state: State, screen: Screen, seen: Mapping[str, str]) -> list[Item]:
    """Those of the lines that can be cooked together still, on the tickets on which they were seen.

    Refused: batch_gone, where one of them was made or went elsewhere.
    """
    kitchen = state.kitchen
    found: dict[Alike, list[Item]] = {}
    for line, ticket in seen.items():
        item = kitchen.items.get(line)
        if item is None or item.ticket != ticket or item.state not in (*COOKING, "voided"):
            raise Refusal(BATCH_GONE, screen=screen.screen)
        key = alike_of(state, item)
        if key is not None:
            found.setdefault(key, []).append(item)
    elsewhere = screen.stations and any(key.station not in screen.stations for key in found)
    if elsewhere or len(found) > 1:
        raise Refusal(BATCH_GONE, screen=screen.screen)
    return [item for some in found.values() for item in some]


def answer(state: State, command: BumpBatch, events: list[Event]) -> BatchIs:
    """The lines in their order, and the portions that are left over."""
    lines = [line for each in events if isinstance(each, TicketBumped | LinesPassedOn) for line in each.lines]
    return BatchIs(state.seq, tuple(lines), command.qty - sum([state.kitchen.items[line].qty for line in lines]))


DEED = Deed(
    BumpBatch,
    decide,
    answer,
    BatchIs,
    right=COOK,
    refuses=(OUT_OF_RANGE, UNKNOWN_SCREEN, BATCH_GONE, BATCH_TOO_FEW),
)
