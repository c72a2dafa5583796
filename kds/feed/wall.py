"""A wall: what the screens of one name and one language show. Drawn once, the same text for all of them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from kds.core.journal import Touched
from kds.core.kitchen.model import Ticket, Why
from kds.core.kitchen.queue import Queue
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.siblings import also_at, siblings
from kds.core.kitchen.slots import FREE, stations_of
from kds.core.kitchen.space import GRIDS, Grid, grid_of
from kds.core.state import State
from kds.core.types import Ms
from kds.feed.drawing import Drawing, Drawings, Drawn
from kds.feed.groups import Drawn as DrawnGroup
from kds.feed.groups import Groups
from kds.feed.left_out import LeftOut, open_at
from kds.feed.live_view import UnknownView
from kds.feed.messages import Board, GridSize, Left, LeftOutNow, Reload, frame
from kds.feed.subscriber import Frame
from kds.feed.wall_page import Holds, Page, holds
from kds.i18n import Language

WAITING = 60
"""Tickets without a slot that a screen has with all that is on them: four pages. Of the rest it has the tables."""
NOTED = 1_000
"""Tickets that may have changed before all that are shown are looked at instead."""
TABLES = 100
"""Tables of those beyond that are named, more than a strip has room for: takeaways have each a name of its own."""
NEXT = 3
"""Tickets that say that they are to be cooked next."""
LEFT = 64
"""Tickets that have left by voiding, remembered for screens that were away."""


class Fragment(NamedTuple):
    """A ticket as it stands here, or a group, and the event after which it came or changed."""

    drawn: Drawn | DrawnGroup
    seq: int


class WallView:
    """One screen's tickets in one language."""

    def __init__(self, state: State, screen: str, language: Language, drawings: Drawings) -> None:
        self.screen = screen
        self.language = language
        self.grid: Grid = GRIDS["medium"]["zh"]
        self.slots: tuple[str, ...] = ()
        self.meant: tuple[str, ...] = ()
        """What a press by number means: the ticket of the slot, or of its group one ticket, or a line of it."""
        self.queue: list[str] = []
        self.more: list[tuple[str, int]] = []
        self.next: tuple[str, ...] = ()
        self.all_day = ""
        self.turns_at: Ms | None = None
        self._state = state
        self._drawings = drawings
        self._drawing: Drawing | None = None
        self._fragments: dict[str, Fragment] = {}
        self._left: deque[tuple[int, Left]] = deque(maxlen=LEFT)
        self._left_out = LeftOut(state)
        self._groups = Groups(state)
        self._noted: dict[str, None] | None = None
        """Tickets that may have changed; None: any may have."""
        self._holds = Holds()
        self._open_then: list[int] = []
        self._reload = False
        self._all_day_seq = 0
        self._born: int | None = None
        self._seq = 0
        self._now: Ms = 0
        self._steps = 0

    @property
    def stations(self) -> Collection[str] | None:
        """Whose tickets it shows; None: everybody's."""
        screen = self._state.kitchen.screens_now.get(self.screen)
        return screen.stations if screen is not None and screen.stations else None

    def note(self, touched: Touched) -> bool:
        """Tickets, their lines, slots; names of dishes; the kitchen itself, with which the page changes."""
        kitchen, menu = self._state.kitchen, self._state.menu
        shown = self.screen in touched.of(kitchen.screens_now) or self._holds != holds(self._state, self.screen)
        if shown or touched.of(kitchen.stations):
            self._reload, self._noted = True, None
        elif touched.of(menu.dishes):
            self._noted = None
        tickets = {each: None for each in touched.of(kitchen.tickets) if each in kitchen.tickets}
        lines = [kitchen.items[line].ticket for line in touched.of(kitchen.items) if line in kitchen.items]
        tickets.update(dict.fromkeys(lines))
        tickets.update(dict.fromkeys(self._said_otherwise(tickets)))
        if self._noted is not None:
            self._noted.update(tickets)
            if len(self._noted) > NOTED:
                self._noted = None
        if self._noted is None or self._concerns(tickets) or self.screen in touched.of(kitchen.slots):
            return True
        return bool(tickets) and self._left_out.is_other

    def _concerns(self, tickets: Collection[str]) -> bool:
        screen = self._state.kitchen.screens_now.get(self.screen)
        if screen is None or not screen.stations:
            return bool(tickets)
        # Of one that has gone to another station only the count is left here, drawn or named in the strip.
        gone = self._open_then != open_at(self._state, screen.stations)
        return gone or any(self._state.kitchen.tickets[each].station in screen.stations for each in tickets)

    def _said_otherwise(self, tickets: Iterable[str]) -> list[str]:
        """Tickets drawn here of which now other stations make something than is written on them."""
        state, near = self._state, dict[str, Ticket]()
        for name in tickets:
            near.update({each.ticket: each for each in siblings(state, state.kitchen.tickets[name])})
        here = [(each, self._fragments[name].drawn) for name, each in near.items() if name in self._fragments]
        return [each.ticket for each, drawn in here if isinstance(drawn, Drawn) and drawn.also != also_at(state, each)]

    def html(self, ticket: str) -> str:
        """The HTML of a ticket."""
        return self._fragments[ticket].drawn.html

    def page(self) -> Page:
        """What a first page shows, as of the last refresh."""
        first = {ticket: self.slots.index(ticket) for ticket in self.slots if ticket != FREE}
        return Page(
            screen=self._state.kitchen.screens_now[self.screen],
            seq=self._seq,
            now=self._now,
            grid=self.grid,
            slots=[(each, self.html(each) if first.get(each) == slot else "") for slot, each in enumerate(self.slots)],
            queue=[(ticket, self.html(ticket)) for ticket in self.queue],
            more=self.more,
            next=self.next,
            tickets=len(self._fragments),
            all_day=self.all_day,
            left_out=self._left_out.html,
            theme=self._holds.theme,
            bars=self._holds.bars,
        )

    def refresh(self, now: Ms, steps: int = 0) -> list[Frame]:
        """One board with what changed; where only other stations' tickets did, how many they are.

        Where the kitchen itself did, the page is told first to load itself anew.
        """
        screen = self._state.kitchen.screens_now.get(self.screen)
        if screen is None or not screen.is_wall:
            raise UnknownView(self.screen)
        self._holds = holds(self._state, self.screen)
        reload, self._reload = self._reload and self._born is not None, False
        before = (self.grid, self.slots, self.queue, self.more, self.next, self.all_day)
        self._seq, self._steps = self._state.seq, steps
        if self._born is None:
            self._born = self._seq
        queue = self._state.kitchen.queues.of(self.screen, now)
        late = queue.late_since(self._now)
        if now < self._now:
            self._noted = None
        self._now = now
        self._open_then = open_at(self._state, screen.stations)
        self._stand(screen, queue)
        left = self._note_left()
        moved = (self.slots, self.queue) != before[1:3]
        changed = self._draw(screen, queue, late, moved=moved)
        self.turns_at = queue.turns_at
        others = self._left_out.look(screen, self._drawings.of(self._state, screen, self.language))
        frames = [Frame(frame(Reload()))] if reload else []
        same_column = before[-1] == self.all_day
        if not same_column:
            self._all_day_seq = self._seq
        if changed or before != (self.grid, self.slots, self.queue, self.more, self.next, self.all_day):
            column = None if same_column else self.all_day
            frames.append(self._frame(changed, column, self._left_out.html if others else None, left))
        elif others:
            frames.append(Frame(frame(LeftOutNow(self._left_out.html))))
        return frames

    def since(self, seq: int) -> Frame:
        """The frame for a screen that shows what stood after event `seq`: everything, where that is not known."""
        if self._born is None or not self._born <= seq <= self._seq:
            everything = {ticket: each.drawn.html for ticket, each in self._fragments.items()}
            return self._frame(everything, self.all_day, self._left_out.html, [], full=True)
        # What changed at `seq` itself may have changed by time alone, after the page was made.
        missed = {ticket: each.drawn.html for ticket, each in self._fragments.items() if each.seq >= seq}
        left = [each for at, each in self._left if at > seq]
        others = self._left_out.html if self._left_out.seq >= seq else None
        return self._frame(missed, self.all_day if self._all_day_seq >= seq else None, others, left)

    def _frame(
        self,
        tickets: Mapping[str, str],
        all_day: str | None,
        left_out: str | None,
        left: list[Left],
        *,
        full: bool = False,
    ) -> Frame:
        board = Board(
            seq=self._seq,
            now=self._now,
            grid=GridSize(self.grid.columns, self.grid.rows),
            slots=self.slots,
            queue=self.queue,
            more=self.more,
            tickets=dict(tickets),
            all_day=all_day,
            full=full,
            left=left,
            steps=self._steps,
            next=self.next,
            left_out=left_out,
        )
        return Frame(frame(board), self.meant, self._seq)

    def _stand(self, screen: Screen, queue: Queue) -> None:
        """Who stands in which slot, who waits with all that is on them, and of whom only the table is told."""
        self.grid = grid_of(screen)
        self.slots = self._state.kitchen.slots[self.screen].tickets
        self.next = tuple(islice((ticket for ticket in queue.standing() if self._is_to_cook(ticket)), NEXT))
        seated = set(self.slots)
        self.queue = list(islice((ticket for ticket in queue if ticket not in seated), WAITING))
        shown = [*seated - {FREE}, *self.queue]
        beyond: Counter[str] = Counter()
        if len(queue) > len(shown):
            beyond.update(queue.labels)
            beyond.subtract([self._state.kitchen.tickets[ticket].label for ticket in shown])
        named = sorted((label, count) for label, count in beyond.items() if count)
        rest = sum(count for _, count in named[TABLES:])
        self.more = [*named[:TABLES], *([("", rest)] if rest else [])]
        self.meant = self.slots
        if screen.is_grouped:
            self._group(screen, {each: queue.why(each) for each in shown})

    def _group(self, screen: Screen, whys: Mapping[str, Why]) -> None:
        """Groups of what is on these tickets stand in their place."""
        if self._noted is None:
            self._groups.forget()
        self._groups.stand(screen, whys, with_station=len(stations_of(self._state, screen)) > 1)
        order, size = self._groups.order, self.grid.slots
        free = (FREE,) * (size - len(order))
        self.slots = (*[each.group for each in order[:size]], *free)
        self.meant = (*[each.meant for each in order[:size]], *free)
        self.queue, self.next = [each.group for each in order[size:]], ()

    def _is_to_cook(self, ticket: str) -> bool:
        return self._state.kitchen.tickets[ticket].state == "fired"

    def _note_left(self) -> list[Left]:
        """Which tickets were voided and are no longer here; not those that stood here to be stopped: that is known."""
        here, tickets = {*self.slots, *self.queue, *self._groups.tickets}, self._state.kitchen.tickets
        drawn = [each for fragment in self._fragments.values() for each in fragment.drawn.tickets]
        gone = [
            tickets[each] for each, stops in dict(drawn).items() if each not in here and each in tickets and not stops
        ]
        left = [Left(each.ticket, each.label, "voided") for each in gone if each.state == "voided"]
        self._left.extend((self._seq, each) for each in left)
        return left

    def _draw(self, screen: Screen, queue: Queue, late: list[str], *, moved: bool) -> dict[str, str]:
        """Draw what is new or may be different; returns by ticket what is."""
        drawing = self._drawings.of(self._state, screen, self.language)
        check = None if self._noted is None or drawing is not self._drawing else self._noted.keys() | set(late)
        self._drawing, self._noted = drawing, {}
        self.all_day = drawing.all_day(self._state, queue, screen) if screen.all_day else ""
        if screen.is_grouped:
            return self._draw_groups(drawing, screen)
        changed: dict[str, str] = {}
        if moved or check is None:
            before, self._fragments = self._fragments, {}
            names = [each for each in dict.fromkeys([*self.slots, *self.queue]) if each != FREE]
        else:
            before, names = self._fragments, [each for each in check if each in self._fragments]
        for name in names:
            known = before.get(name)
            if known is None or check is None or name in check:
                drawn = drawing.ticket(self._state, screen, name, queue.why(name))
                if known is None or known.drawn.html != drawn.html:
                    changed[name] = drawn.html
                known = Fragment(drawn, self._seq if known is None or name in changed else known.seq)
            self._fragments[name] = known
        return changed

    def _draw_groups(self, drawing: Drawing, screen: Screen) -> dict[str, str]:
        """The same of groups."""
        before, self._fragments = self._fragments, {}
        changed: dict[str, str] = {}
        for name, drawn in self._groups.draw(drawing, screen.layout).items():
            known = before.get(name)
            if known is None or known.drawn.html != drawn.html:
                changed[name] = drawn.html
            self._fragments[name] = Fragment(drawn, self._seq if known is None or name in changed else known.seq)
        return changed
