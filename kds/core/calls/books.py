"""What of the calls is alive: those that nobody has answered yet."""

from __future__ import annotations

from kds.core import ids
from kds.core.books import Books
from kds.core.calls.model import Call
from kds.core.journal import Book, Lookup


class CallsBooks(Books):
    """The open calls; by party which are its own, the oldest first."""

    calls: Book[str, Call]
    calls_of: Lookup[str, tuple[str, ...]]

    def reindex(self) -> None:
        """Whose they are."""
        for each in self.calls.values():
            self._note(each.session, (*self.of(each.session), each.call))

    def of(self, session: str) -> tuple[str, ...]:
        """The open calls of a party."""
        return self.calls_of.get(session, ())

    def begin(self, call: Call) -> None:
        """One more of its party, or one that another party has taken over."""
        self.calls[call.call] = call
        self._note(call.session, (*self.of(call.session), call.call))

    def end(self, call: str) -> None:
        """Let go of one."""
        session = self.calls[call].session
        del self.calls[call]
        self._note(session, tuple([each for each in self.of(session) if each != call]))

    def forget(self, session: str) -> None:
        """Nobody goes to a table that is empty."""
        for call in self.of(session):
            self.end(call)

    def _note(self, session: str, calls: tuple[str, ...]) -> None:
        if calls:
            self.calls_of[session] = tuple(sorted(calls, key=ids.age))
        else:
            del self.calls_of[session]
