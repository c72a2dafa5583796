"""The tables and parties as waiters and guests' pages read them."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.floor.model import Payment, Phase, Session, Table, TableState
from kds.core.floor.standing import standing, table_state
from kds.core.parties import age, bills_of, guests_party, parties_at, running_at
from kds.core.state import State
from kds.core.types import Minor, Ms, Record, Service


class TableLine(Record, frozen=True, gc=False):
    """A table on the floor plan. `phase` says how far the service is, `payment` whether all is paid.

    `unserved` counts the dishes that are still to come; `waiting_since` is when the oldest of them was fired, held ones
    aside.
    """

    table: str
    area: str
    seats: int
    state: TableState
    phase: Phase
    payment: Payment
    unserved: int
    waiting_since: Ms | None


class PartyLine(Record, frozen=True, gc=False):
    """An open party, with a table or without; `number` is what a takeaway is called by."""

    session: str
    number: int
    service: Service
    table: str | None
    guests: int
    opened_at: Ms
    phase: Phase
    payment: Payment
    unserved: int
    waiting_since: Ms | None
    due_minor: Minor
    bills: tuple[str, ...]


class TableView(Record, frozen=True, gc=False):
    """Who sits at a table: its open sessions and their open bills, the oldest first, and how they stand.

    `session` is the party where there is exactly one; where several share the table, an order has to name its own.
    """

    table: str
    session: str | None
    sessions: tuple[str, ...]
    bills: tuple[str, ...]
    state: TableState
    phase: Phase
    payment: Payment
    unserved: int
    waiting_since: Ms | None
    parties: tuple[PartyLine, ...]


def floor_view(state: State) -> list[TableLine]:
    """All tables, by name."""
    return [table_line(state, table) for table in sorted(state.floor.tables)]


def table_line(state: State, table: str) -> TableLine:
    """One table, with all who sit there."""
    return _line(state, state.floor.tables[table], parties_at(state, table))


def table_view(state: State, table: str) -> TableView:
    """One table, with the parties at it."""
    parties = parties_at(state, table)
    return _view(state, table, parties, parties)


def guests_table_line(state: State, table: str) -> TableLine:
    """One table as whoever sits down there may see it: without parties that have paid."""
    return _line(state, state.floor.tables[table], running_at(state, table))


def guests_table_view(state: State, table: str) -> TableView:
    """One table as a guest may see it: their party, if it is the only one that has not paid; else nobody's."""
    party = guests_party(state, table)
    return _view(state, table, running_at(state, table), [] if party is None else [party])


def open_parties(state: State) -> list[Session]:
    """Every party that has not left, the oldest first."""
    found = [session for session in state.floor.sessions.values() if session.state == "open"]
    return sorted(found, key=lambda each: (each.opened_at, age(each.session)))


def party_line(state: State, party: Session) -> PartyLine:
    """One party as it stands."""
    stands = standing(state, [party])
    return PartyLine(
        session=party.session,
        number=party.number,
        service=party.service,
        table=party.table,
        guests=party.guests,
        opened_at=party.opened_at,
        phase=stands.phase,
        payment=stands.payment,
        unserved=stands.unserved,
        waiting_since=stands.waiting_since,
        due_minor=stands.due_minor,
        bills=tuple([bill.bill for bill in bills_of(state, party.session)]),
    )


def _line(state: State, table: Table, parties: Sequence[Session]) -> TableLine:
    stands = standing(state, parties)
    return TableLine(
        table=table.table,
        area=table.area,
        seats=table.seats,
        state=table_state(state, parties),
        phase=stands.phase,
        payment=stands.payment,
        unserved=stands.unserved,
        waiting_since=stands.waiting_since,
    )


def _view(state: State, table: str, there: Sequence[Session], named: Sequence[Session]) -> TableView:
    """The table as those who are `there` make it, of whom the `named` are told."""
    stands = standing(state, there)
    lines = tuple([party_line(state, party) for party in named])
    bills = [bill.bill for party in named for bill in bills_of(state, party.session) if bill.state == "open"]
    sessions = tuple([party.session for party in named])
    return TableView(
        table=table,
        session=sessions[0] if len(sessions) == 1 else None,
        sessions=sessions,
        bills=tuple(bills),
        state=table_state(state, there),
        phase=stands.phase,
        payment=stands.payment,
        unserved=stands.unserved,
        waiting_since=stands.waiting_since,
        parties=lines,
    )
