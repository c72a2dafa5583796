"""What of the floor is alive."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.floor.model import Area, LastClear, Reservation, SeatAsk, Session, Table, Uncleaned
from kds.core.journal import Book, Index


class FloorBooks(Books):
    """Areas and tables, and the parties at them.

    `uncleaned`: the tables that are to be cleaned. `seat_asks`: those at which somebody wants to be seated.
    `reserved`: table → its reservations. `cleared`: table → when its guests last changed; it outlives the parties.
    `table_sessions`: table → the sessions open there. `merged`: party → those that were merged into it. `numbers`:
    what a party is called by → the party, as long as it is alive.
    """

    areas: Book[str, Area]
    tables: Book[str, Table]
    sessions: Book[str, Session]
    cleared: Book[str, LastClear]
    uncleaned: Book[str, Uncleaned]
    seat_asks: Book[str, SeatAsk]
    reservations: Book[str, Reservation]
    reserved: Index[str, str]
    table_sessions: Index[str, str]
    merged: Index[str, str]
    numbers: Index[int, str]

    def reindex(self) -> None:
        """Which open party sits where, who is called by which number, and which tables are reserved."""
        for each in self.reservations.values():
            self.reserved.add(each.table, each.reservation)
        for session in self.sessions.values():
            self.numbers.add(session.number, session.session)
            if session.into is not None:
                self.merged.add(session.into, session.session)
            if session.table is not None and session.state == "open":
                self.table_sessions.add(session.table, session.session)

    def forget(self, session: str) -> None:
        """The party, and those that were merged into it."""
        for each in (*sorted(self.merged[session]), session):
            self.merged.discard(session, each)
            self.numbers.discard(self.sessions[each].number, each)
            del self.sessions[each]
