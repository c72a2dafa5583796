"""What of the floor is alive."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.floor.model import Area, LastClear, Session, Table
from kds.core.journal import Book, Index


class FloorBooks(Books):
    """Areas and tables, and the parties at them.

    `cleared`: table → when its guests last changed; it outlives the parties. `table_sessions`: table → the sessions
    open there.
    """

    areas: Book[str, Area]
    tables: Book[str, Table]
    sessions: Book[str, Session]
    cleared: Book[str, LastClear]
    table_sessions: Index[str, str]

    def reindex(self) -> None:
        """Which open party sits where."""
        for session in self.sessions.values():
            if session.table is not None and session.state == "open":
                self.table_sessions.add(session.table, session.session)

    def forget(self, session: str) -> None:
        """The party."""
        del self.sessions[session]
