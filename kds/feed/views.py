"""A view: what the screens of one name and one language show. Rendered once, the same text for all of them."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.model import Screen
from kds.core.state import ONLY, State
from kds.core.types import Ms
from kds.feed.messages import Board, frame
from kds.feed.pictures import tally, ticket_picture
from kds.feed.ranking import Placed, Ranking, stations_of
from kds.feed.templating import environment
from kds.i18n import Language


class Fragment(NamedTuple):
    """The HTML of a ticket, what it was made from, and the event after which it was."""

    placed: Placed
    menu: int
    html: str
    seq: int


class View:
    """One screen's tickets in one language.

    Law: a page rendered at `seq` n, plus what `since(n)` says, is the page rendered now.
    """

    def __init__(self, screen: str, language: Language) -> None:
        self.screen = screen
        self.language = language
        self.order: list[str] = []
        self.all_day = ""
        self._ranking = Ranking()
        self._fragments: dict[str, Fragment] = {}
        self._all_day_seq = 0
        self._born: int | None = None
        self._seq = 0
        self._now: Ms = 0
        env = environment(language)
        self._ticket = env.get_template("screen/_ticket.html")
        self._column = env.get_template("screen/_all_day.html")

    @property
    def turns_at(self) -> Ms | None:
        """When time alone will change the order next; None: never."""
        return self._ranking.turns_at

    def tickets(self) -> list[str]:
        """The HTML of all tickets, first to cook first."""
        return [self._fragments[ticket].html for ticket in self.order]

    def refresh(self, state: State, screen: Screen, now: Ms) -> str | None:
        """Follow the state; the frame that brings every screen of this view up to date, or None if nothing changed."""
        self._seq, self._now = state.seq, now
        if self._born is None:
            self._born = state.seq
        stations = stations_of(state, screen)
        placed = self._ranking.refresh(state, screen, now)
        changed = self._draw(state, placed, with_station=len(stations) > 1)
        order = [each.ticket.ticket for each in placed]
        all_day = self._column.render(rows=tally(state, stations))
        if not changed and order == self.order and all_day == self.all_day:
            return None
        same_column = all_day == self.all_day
        if not same_column:
            self._all_day_seq = state.seq
        self.order, self.all_day = order, all_day
        return self._frame(changed, None if same_column else all_day)

    def since(self, seq: int) -> str:
        """The frame for a screen that shows what stood after event `seq`: everything, where that is not known."""
        if self._born is None or not self._born <= seq <= self._seq:
            everything = {ticket: fragment.html for ticket, fragment in self._fragments.items()}
            return self._frame(everything, self.all_day, full=True)
        # What changed at `seq` itself may have changed by time alone, after the page was made.
        missed = {ticket: each.html for ticket, each in self._fragments.items() if each.seq >= seq}
        return self._frame(missed, self.all_day if self._all_day_seq >= seq else None)

    def _frame(self, tickets: dict[str, str], all_day: str | None, *, full: bool = False) -> str:
        board = Board(seq=self._seq, now=self._now, order=self.order, tickets=tickets, all_day=all_day, full=full)
        return frame(board)

    def _draw(self, state: State, placed: list[Placed], with_station: bool) -> dict[str, str]:
        """Render what is new or different; returns it by ticket."""
        menu = state.menu[ONLY].version if ONLY in state.menu else 0
        fragments: dict[str, Fragment] = {}
        changed: dict[str, str] = {}
        for each in placed:
            ticket = each.ticket.ticket
            known = self._fragments.get(ticket)
            if known is None or known.menu != menu or known.placed != each:
                html = self._ticket.render(t=ticket_picture(state, each, with_station))
                known = Fragment(each, menu, html, state.seq)
                changed[ticket] = html
            fragments[ticket] = known
        self._fragments = fragments
        return changed
