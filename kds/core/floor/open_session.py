"""Open a session (开台): a party is seated, or begins a takeaway; beside others (搭台) where that is asked for."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.floor.answers import PartyIs, party_is
from kds.core.floor.events import ReservationEnded, SessionOpened, SessionShared
from kds.core.floor.model import GUESTS_MOST
from kds.core.floor.reservations import ON_RESERVATION, reservation_of
from kds.core.parties import TABLE_FITS, next_number, running_at, seated, shares_at, table_fits
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import SEAT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, Service, reason

TABLE_TAKEN = reason(
    "table_taken",
    "conflict",
    "{table}桌还有客人没结账；要拼桌请选“搭台”",
    "Guests at table {table} have not paid yet; to seat others beside them, ask to share the table",
)


class OpenSession(Command, frozen=True, gc=False):
    """A new party. Its bill is opened with its first order. `share`: also beside others who have not paid.

    `reservation` says that they are those who had reserved: their table, and their number, where none is named.
    """

    table: Id | None = None
    guests: int = 0
    service: Service = "dine_in"
    share: bool = False
    reservation: Id | None = None


def decide(state: State, command: OpenSession, context: Context) -> list[Event]:
    """One event, and one for each of those there who sat alone until now. A waiter who opens a party serves it."""
    kept = None if command.reservation is None else reservation_of(state, command.reservation)
    if kept is not None:
        table, guests = command.table or kept.table, command.guests or kept.guests
        command = replace(command, table=table, guests=guests)
    table_fits(state, command.service, command.table)
    within("guests", command.guests, 0, GUESTS_MOST)
    there = [] if command.table is None or command.share else running_at(state, command.table)
    if there:
        raise Refusal(TABLE_TAKEN, table=command.table, sessions=seated(there))
    share, numbered = shares_at(state, command.table)
    opened = SessionOpened(
        session=ids.mint("S", state.seq + 1),
        service=command.service,
        number=next_number(state),
        table=command.table,
        guests=command.guests,
        share=share,
        served_by=context.who.id if context.who.role == "waiter" else "",
    )
    events: list[Event] = [opened]
    if kept is not None:
        events.append(ReservationEnded(reservation=kept.reservation, table=kept.table, outcome="seated"))
    return [*events, *[SessionShared(session=each, share=number) for each, number in numbered.items()]]


def answer(state: State, command: OpenSession, events: list[Event]) -> PartyIs:
    """The new party."""
    (opened,) = [event for event in events if isinstance(event, SessionOpened)]
    return party_is(state, opened.session)


DEED = Deed(
    OpenSession,
    decide,
    answer,
    PartyIs,
    right=SEAT,
    refuses=(*TABLE_FITS, OUT_OF_RANGE, TABLE_TAKEN, *ON_RESERVATION),
)
