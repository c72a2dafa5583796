"""What of the calls is alive: those that nobody has answered yet."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.calls.model import Call
from kds.core.journal import Book, Index


class CallsBooks(Books):
    """The open calls, and by party which are its own."""

    calls: Book[str, Call]
    calls_of: Index[str, str]

    def reindex(self) -> None:
        """Whose they are."""
        for each in self.calls.values():
            self.calls_of.add(each.session, each.call)

    def forget(self, session: str) -> None:
        """Nobody goes to a table that is empty."""
        for call in sorted(self.calls_of[session]):
            self.end(call)

    def end(self, call: str) -> None:
        """Let go of one."""
        self.calls_of.discard(self.calls[call].session, call)
        del self.calls[call]
