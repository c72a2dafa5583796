"""Open a session (开台): a party is seated, also beside others at their table (搭台), or begins a takeaway."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed, roles
from kds.core.floor.answers import PartyIs, party_is
from kds.core.floor.events import SessionOpened
from kds.core.floor.model import GUESTS_MOST
from kds.core.parties import TABLE_FITS, next_number, table_fits
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Service


class OpenSession(Command, frozen=True, gc=False):
    """A new party. Its bill is opened with its first order."""

    table: Id | None = None
    guests: int = 0
    service: Service = "dine_in"


def decide(state: State, command: OpenSession, context: Context) -> list[Event]:
    """One event."""
    table_fits(state, command.service, command.table)
    within("guests", command.guests, 0, GUESTS_MOST)
    opened = SessionOpened(
        session=ids.mint("S", state.seq + 1),
        service=command.service,
        number=next_number(state),
        table=command.table,
        guests=command.guests,
    )
    return [opened]


def answer(state: State, command: OpenSession, events: list[Event]) -> PartyIs:
    """The new party."""
    (opened,) = [event for event in events if isinstance(event, SessionOpened)]
    return party_is(state, opened.session)


DEED = Deed(
    OpenSession,
    decide,
    answer,
    PartyIs,
    may=roles("waiter", "manager", "integration"),
    refuses=(*TABLE_FITS, OUT_OF_RANGE),
)
