"""What of the house and its day is alive."""

from __future__ import annotations

from kds.core.books import Books
from kds.core.day.model import ClockSteps, Day, Gone, House
from kds.core.journal import Agenda, Book, One
from kds.core.types import Ms


class DayBooks(Books):
    """The settings of the house, the business day under way, and the parties that are about to leave.

    `leaving`: the same parties as `gone`, by the moment since which they are.
    """

    house: One[House]
    current: One[Day]
    clock: One[ClockSteps]
    gone: Book[str, Gone]
    leaving: Agenda[str]

    def reindex(self) -> None:
        """Who has been gone for longest."""
        for each in self.gone.values():
            self.leaving.add(each.gone_at, each.session)

    def forget(self, session: str) -> None:
        """That it is gone."""
        self.stay(session)

    def go(self, session: str, at: Ms) -> None:
        """Nothing is left to do for a party, since `at`."""
        self.stay(session)
        self.gone[session] = Gone(session=session, gone_at=at)
        self.leaving.add(at, session)

    def stay(self, session: str) -> None:
        """Something is left to do for a party after all."""
        gone = self.gone.get(session)
        if gone is not None:
            del self.gone[session]
            self.leaving.discard(gone.gone_at, session)
