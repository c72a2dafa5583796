"""Rush a line (催菜): somebody asks where it is."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.day.model import House
from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import ItemIs, item_is
from kds.core.kitchen.events import LineRushed
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.model import Item, ItemState
from kds.core.parties import with_own_party
from kds.core.refusals import ALREADY_DONE, ALREADY_ENDED, ALREADY_SERVED, LINE_HELD, LINE_VOIDED, SESSION_ENDED
from kds.core.rights import NOT_YOUR_TABLE, RUSH
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Ms, Reason, Refusal, Who, reason

RUSH_TOO_SOON = reason(
    "rush_too_soon",
    "conflict",
    "这道菜刚下单不久，请{wait_min}分钟后再催",
    "This line has not been long in the kitchen; ask again in {wait_min} min",
)
RUSH_TOO_OFTEN = reason(
    "rush_too_often",
    "conflict",
    "这道菜刚催过，请{wait_min}分钟后再催",
    "The kitchen has only just been asked for this line; ask again in {wait_min} min",
)
REFUSED: dict[ItemState, Reason] = {
    "held": LINE_HELD,
    "done": ALREADY_DONE,
    "served": ALREADY_SERVED,
    "voided": LINE_VOIDED,
    "ended": ALREADY_ENDED,
}


STAFF_EVERY_MS: Ms = 60_000
"""How soon after its last rush the staff may rush a line again, unless the house lets its guests do so sooner."""
GUESTS_EVERY_MS: Ms = 10_000
"""How soon a guest may rush a line again at the soonest, whatever the house says: a program could rush without end."""


class RushLine(Command, frozen=True, gc=False):
    """A guest or waiter asks for a line. It may be asked for again; each time is an event, heard and counted."""

    line: Id


def decide(state: State, command: RushLine, context: Context) -> list[Event]:
    """One event. Staff may rush at any time, a line once a minute; guests, and programs for them, as the house says."""
    item, ticket = item_of(state, command.line)
    session = state.floor.sessions[item.party or ticket.session]
    with_own_party(state, context.who, session)
    if session.state == "cleared":
        raise Refusal(SESSION_ENDED, line=item.line)
    if item.state in REFUSED:
        raise Refusal(REFUSED[item.state], line=item.line)
    wait = rush_wait(state, item, context)
    if wait is not None:
        raise Refusal(wait.why, line=item.line, **wait.details)
    return [LineRushed(session=ticket.session, ticket=ticket.ticket, line=item.line)]


class RushWait(NamedTuple):
    """Why a line may not be rushed yet, and from when on it may."""

    why: Reason
    retry_at: Ms
    wait_ms: Ms

    @property
    def details(self) -> dict[str, int]:
        """For the refusal."""
        return {
            "wait_s": -(-self.wait_ms // 1000),
            "wait_min": -(-self.wait_ms // 60_000),
            "retry_at": self.retry_at,
        }


class _Patience(NamedTuple):
    """How soon after its fire, and how soon after its last rush, a line may be rushed."""

    after_ms: Ms
    every_ms: Ms


def _patience(house: House | None, who: Who) -> _Patience:
    if house is None or who.role == "system":
        return _Patience(0, 0)
    if who.role in ("guest", "integration"):
        return _Patience(house.rush_after_ms, max(house.rush_every_ms, GUESTS_EVERY_MS))
    return _Patience(0, min(house.rush_every_ms, STAFF_EVERY_MS))


def rush_wait(state: State, item: Item, context: Context) -> RushWait | None:
    """How long whoever asks has to wait before this line may be rushed; None where it may be now."""
    patience = _patience(state.day.house.value, context.who)
    retry_at, why = context.at, RUSH_TOO_SOON
    if patience.after_ms:  # who need not wait waits for no clock that was put back either
        retry_at = (item.first_fired_at or item.submitted_at) + patience.after_ms
    if item.last_rushed_at is not None and patience.every_ms and item.last_rushed_at + patience.every_ms > retry_at:
        retry_at, why = item.last_rushed_at + patience.every_ms, RUSH_TOO_OFTEN
    return RushWait(why, retry_at, retry_at - context.at) if retry_at > context.at else None


def answer(state: State, command: RushLine, events: list[Event]) -> ItemIs:
    """The line after the event."""
    return item_is(state, command.line)


DEED = Deed(
    RushLine,
    decide,
    answer,
    ItemIs,
    right=RUSH,
    refuses=(
        *lookup.ON_LINE,
        LINE_HELD,
        ALREADY_DONE,
        ALREADY_SERVED,
        ALREADY_ENDED,
        LINE_VOIDED,
        NOT_YOUR_TABLE,
        RUSH_TOO_SOON,
        RUSH_TOO_OFTEN,
    ),
)
