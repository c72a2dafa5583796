"""Bump some of a batch (并菜): so many portions of one dish are done, for whoever has waited for longest."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen.answers import LINES_MOST, some_lines
from kds.core.kitchen.batch import Alike, alike_of, filled
from kds.core.kitchen.events import LinesPassedOn, TicketBumped
from kds.core.kitchen.model import Item
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
    """So many portions of a batch are done at a screen's station; `lines` are those of it that were seen there."""

    screen: Id
    lines: tuple[Id, ...]
    qty: int


class BatchIs(Answer, frozen=True, gc=False):
    """The lines that are done, or at their next step, and how many portions nobody was waiting for or had to wait."""

    seq: int
    lines: tuple[str, ...]
    left: int


def decide(state: State, command: BumpBatch, context: Context) -> list[Event]:
    """What a bump of each of these tickets would say. What is no longer such a line is left as it is, also where it has
    a note by now.
    """
    within("qty", command.qty, 1, PORTIONS_MOST)
    screen = state.kitchen.screens_now.get(command.screen)
    if screen is None:
        raise Refusal(UNKNOWN_SCREEN, screen=command.screen)
    items = _still_alike(state, screen, some_lines(command.lines))
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
        found += done_here(state, ticket, [item for item in done if item.ticket == name], len(found))
    return found


def _still_alike(state: State, screen: Screen, lines: list[str]) -> list[Item]:
    """Those of the lines that can be cooked together still, at a station of the screen: as the first such."""
    kitchen, like = state.kitchen, None
    found = []
    for line in lines:
        item = kitchen.items.get(line)
        key: Alike | None = None if item is None else alike_of(state, item)
        if item is None or key is None or (screen.stations and key.station not in screen.stations):
            continue
        like = key if like is None else like
        if key == like:
            found.append(item)
    return found


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
