"""The tables as waiters and guests' pages read them."""

from __future__ import annotations

from kds.core import ids
from kds.core.floor.model import Session, Table, TableState
from kds.core.state import State
from kds.core.types import Record


class TableLine(Record, frozen=True, gc=False):
    """A table on the floor plan."""

    table: str
    area: str
    seats: int
    state: TableState


class TableView(Record, frozen=True, gc=False):
    """Who sits at a table: its open sessions and their open bills, the oldest first.

    `session` is the party where there is exactly one; where several share the table, an order has to name its own.
    """

    table: str
    session: str | None
    sessions: tuple[str, ...]
    bills: tuple[str, ...]


def floor_view(state: State) -> list[TableLine]:
    """All tables, by name."""
    return [table_line(state, state.floor.tables[name]) for name in sorted(state.floor.tables)]


def table_line(state: State, table: Table) -> TableLine:
    """One table: free, seated, or paid once every open party at it owes nothing more."""
    return TableLine(table=table.table, area=table.area, seats=table.seats, state=table_state(state, table.table))


def table_state(state: State, table: str) -> TableState:
    """A party that has not ordered yet is seated: it has no bill that could be paid."""
    parties = state.floor.table_sessions[table]
    if not state.floor.table_sessions.count(table):
        return "free"
    settled = [_settled(state, party) for party in parties]
    return "paid" if all(settled) else "seated"


def _settled(state: State, session: str) -> bool:
    bills = state.orders.session_bills[session]
    return state.orders.session_bills.count(session) > 0 and all(
        state.orders.bills[bill].state == "paid" for bill in bills
    )


def table_view(state: State, table: str) -> TableView:
    """The open sessions and bills at a table."""
    parties = open_parties(state, table)
    bills = [
        bill
        for party in parties
        for bill in sorted(state.orders.session_bills[party.session], key=_age)
        if state.orders.bills[bill].state == "open"
    ]
    sessions = tuple([party.session for party in parties])
    return TableView(
        table=table,
        session=sessions[0] if len(sessions) == 1 else None,
        sessions=sessions,
        bills=tuple(bills),
    )


def open_parties(state: State, table: str) -> list[Session]:
    """The open sessions at a table, the oldest first."""
    return [state.floor.sessions[session] for session in sorted(state.floor.table_sessions[table], key=_age)]


def _age(id: str) -> int:
    return ids.birth(id) or 0
