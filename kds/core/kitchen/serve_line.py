"""Serve a line (划菜): it is at the table."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import ItemIs, item_is
from kds.core.kitchen.events import LineServed
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.model import COOKING, Item, ItemState
from kds.core.refusals import ALREADY_ENDED, ALREADY_SERVED, LINE_HELD, LINE_VOIDED
from kds.core.rights import SERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal, reason

NOT_DONE_YET = reason(
    "not_done_yet",
    "conflict",
    "“{dish_zh}”还没做好，在{station_zh}",
    "“{dish_en}” is not done yet: {station_en} still makes it",
)

REFUSED: dict[ItemState, Reason] = {
    "held": LINE_HELD,
    "served": ALREADY_SERVED,
    "voided": LINE_VOIDED,
    "ended": ALREADY_ENDED,
}


SERVE_REFUSES = (LINE_HELD, ALREADY_SERVED, LINE_VOIDED, ALREADY_ENDED, NOT_DONE_YET)
"""What `why_not` says."""


class ServeLine(Command, frozen=True, gc=False):
    """A line has come to the table. What nobody bumped is done by it."""

    line: Id


def decide(state: State, command: ServeLine, context: Context) -> list[Event]:
    """One event."""
    item, ticket = item_of(state, command.line)
    refusal = why_not(state, item)
    if refusal is not None:
        raise refusal
    return [LineServed(session=ticket.session, ticket=ticket.ticket, line=item.line)]


def why_not(state: State, item: Item) -> Refusal | None:
    """Why a line cannot be served; None where it can be. The house may want that it is done first."""
    if item.state in REFUSED:
        return Refusal(REFUSED[item.state], line=item.line)
    house = state.day.house.value
    if item.state in COOKING and house is not None and house.serve_what_is_done_only:
        return not_done(state, item)
    return None


def not_done(state: State, item: Item) -> Refusal:
    """A station still makes it: what, and which."""
    dish, at = state.menu.name_of(item.dish), state.kitchen.tickets[item.ticket].station
    known = state.kitchen.stations.get(at)
    zh, en = (at, at) if known is None else (known.name.in_zh, known.name.in_en)
    details = {"dish_zh": dish.in_zh, "dish_en": dish.in_en, "station_zh": zh, "station_en": en}
    return Refusal(NOT_DONE_YET, line=item.line, **details)


def answer(state: State, command: ServeLine, events: list[Event]) -> ItemIs:
    """The line after the event."""
    return item_is(state, command.line)


DEED = Deed(
    ServeLine,
    decide,
    answer,
    ItemIs,
    right=SERVE,
    refuses=(*lookup.ON_LINE, *SERVE_REFUSES),
)
