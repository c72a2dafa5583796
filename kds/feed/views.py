"""A view: what the screens of one name and one language show. Rendered once, the same text for all of them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from kds.core.journal import ONLY
from kds.core.kitchen.model import Screen
from kds.core.kitchen.slots import FREE
from kds.core.kitchen.space import GRIDS, Grid
from kds.core.state import State
from kds.core.types import Ms
from kds.feed.messages import Board, GridSize, Left, frame
from kds.feed.pictures import Tally, tallied, ticket_picture
from kds.feed.ranking import BoardEntry, Ranking, stations_of
from kds.feed.subscriber import Frame
from kds.feed.templating import environment
from kds.i18n import Language

LEFT = 64
"""Tickets that have left by voiding, remembered for screens that were away."""


class Fragment(NamedTuple):
    """The HTML of a ticket, a piece a slot, what it was made from, and the event after which it was."""

    placed: BoardEntry
    made_for: tuple[object, ...]
    parts: list[str]
    seq: int


class View:
    """One screen's tickets in one language.

    Law: a page rendered at `seq` n, plus what `since(n)` says, is the page rendered now.
    """

    def __init__(self, screen: str, language: Language) -> None:
        self.screen = screen
        self.language = language
        self.grid: Grid = GRIDS["medium"]
        self.slots: tuple[str, ...] = ()
        self.queue: list[str] = []
        self.all_day = ""
        self._ranking = Ranking()
        self._fragments: dict[str, Fragment] = {}
        self._rows: dict[Tally, Markup] = {}
        self._left: deque[tuple[int, Left]] = deque(maxlen=LEFT)
        self._all_day_seq = 0
        self._born: int | None = None
        self._seq = 0
        self._now: Ms = 0
        self._steps = 0
        env = environment(language)
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._ticket: Any = env.get_template("wall/_ticket.html").make_module()
        self._column: Any = env.get_template("wall/_all_day.html").make_module()

    @property
    def turns_at(self) -> Ms | None:
        """When time alone will change the order next; None: never."""
        return self._ranking.turns_at

    def parts(self, ticket: str) -> list[str]:
        """The HTML of a ticket, a piece a slot."""
        return self._fragments[ticket].parts

    def in_slots(self) -> list[tuple[str, str]]:
        """For each slot its ticket and the HTML of the part that stands there, both "" where it is free."""
        rest = {ticket: iter(self.parts(ticket)) for ticket in self.slots if ticket != FREE}
        return [(ticket, next(rest[ticket]) if ticket != FREE else "") for ticket in self.slots]

    def refresh(self, state: State, screen: Screen, now: Ms, steps: int = 0) -> Frame | None:
        """Follow the state; the frame that brings every screen of this view up to date, or None if nothing changed."""
        self._seq, self._now, self._steps = state.seq, now, steps
        if self._born is None:
            self._born = state.seq
        before = (self.grid, self.slots, self.queue, self.all_day)
        entries = self._ranking.refresh(state, screen, now)
        self.grid = GRIDS[screen.text]
        self._stand(state, entries)
        left = self._note_left(state, {each.ticket.ticket for each in entries})
        changed = self._draw(state, screen, entries)
        self.all_day = self._count(state) if screen.all_day else ""
        if not changed and before == (self.grid, self.slots, self.queue, self.all_day):
            return None
        same_column = before[3] == self.all_day
        if not same_column:
            self._all_day_seq = state.seq
        return self._frame(changed, None if same_column else self.all_day, left)

    def since(self, seq: int) -> Frame:
        """The frame for a screen that shows what stood after event `seq`: everything, where that is not known."""
        if self._born is None or not self._born <= seq <= self._seq:
            everything = {ticket: fragment.parts for ticket, fragment in self._fragments.items()}
            return self._frame(everything, self.all_day, [], full=True)
        # What changed at `seq` itself may have changed by time alone, after the page was made.
        missed = {ticket: each.parts for ticket, each in self._fragments.items() if each.seq >= seq}
        left = [each for at, each in self._left if at > seq]
        return self._frame(missed, self.all_day if self._all_day_seq >= seq else None, left)

    def _frame(
        self, tickets: Mapping[str, list[str]], all_day: str | None, left: list[Left], *, full: bool = False
    ) -> Frame:
        board = Board(
            seq=self._seq,
            now=self._now,
            grid=GridSize(self.grid.columns, self.grid.rows),
            slots=self.slots,
            queue=self.queue,
            tickets=dict(tickets),
            all_day=all_day,
            full=full,
            left=left,
            steps=self._steps,
        )
        return Frame(frame(board), self.slots, self._seq)

    def _stand(self, state: State, entries: Iterable[BoardEntry]) -> None:
        """Who stands in which slot, and who waits in the queue: nobody is in neither."""
        slots = state.kitchen.slots.get(self.screen)
        self.slots = slots.tickets if slots is not None else (FREE,) * self.grid.slots
        seated = set(self.slots)
        self.queue = [each.ticket.ticket for each in entries if each.ticket.ticket not in seated]

    def _note_left(self, state: State, here: set[str]) -> list[Left]:
        """Which tickets were voided and are no longer here; not those that stood here to be stopped: that is known."""
        gone = [
            state.kitchen.tickets[each]
            for each, drawn in self._fragments.items()
            if each not in here and each in state.kitchen.tickets and not drawn.placed.ticket.stops
        ]
        left = [Left(each.ticket, each.label, "voided") for each in gone if each.state == "voided"]
        self._left.extend((state.seq, each) for each in left)
        return left

    def _draw(self, state: State, screen: Screen, entries: Iterable[BoardEntry]) -> dict[str, list[str]]:
        """Render what is new or different; returns it by ticket."""
        menu = state.menu.head[ONLY].version if ONLY in state.menu.head else 0
        with_station = len(stations_of(state, screen)) > 1
        spans = Counter(self.slots)
        fragments: dict[str, Fragment] = {}
        changed: dict[str, list[str]] = {}
        for each in entries:
            ticket = each.ticket.ticket
            known = self._fragments.get(ticket)
            made_for = (menu, screen.text, screen.language, spans.get(ticket), with_station)
            if known is None or known.made_for != made_for or known.placed != each:
                picture = ticket_picture(state, each, screen, spans.get(ticket), with_station=with_station)
                pieces = [str(self._ticket.part(picture, part)).strip() for part in picture.parts]
                known = Fragment(each, made_for, pieces, state.seq)
                changed[ticket] = pieces
            fragments[ticket] = known
        self._fragments = fragments
        return changed

    def _count(self, state: State) -> str:
        """The all-day column, each of its rows rendered when it changes."""
        tallies = [tallied(state, dish, *count) for dish, count in self._ranking.all_day()]
        self._rows = {each: self._rows.get(each) or self._column.row(each) for each in tallies}
        return str(self._column.column(Markup("").join(self._rows.values()))).strip()
