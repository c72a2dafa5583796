"""Tickets and all-day columns as HTML, drawn once for all screens that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup
from msgspec.structs import replace

from kds.core.journal import ONLY
from kds.core.kitchen.batch import Batch, Limits, batches_of, limits_of
from kds.core.kitchen.model import Station, Ticket, Why
from kds.core.kitchen.queue import Queue
from kds.core.kitchen.screens import Layout, Screen, ScreenLanguage, TextSize
from kds.core.kitchen.siblings import also_at
from kds.core.kitchen.slots import stations_of
from kds.core.menu.model import Dish
from kds.core.state import State
from kds.core.types import Name
from kds.feed.batch_pictures import batch_picture, waited
from kds.feed.pictures import BoardEntry, Tally, tallied, ticket_picture
from kds.feed.templating import environment
from kds.i18n import Language

BATCHES = 4
"""Batches that stand at the head of an all-day column; the others are on its card."""
TICKETS = 2_048
"""Drawn tickets that are kept of one look."""


MadeOf = tuple[BoardEntry, tuple[Dish | None, ...], Name | None, tuple[str, ...]]
"""Of a drawn ticket all but its HTML."""


class Look(NamedTuple):
    """What makes two screens draw a ticket alike."""

    language: Language
    text: TextSize
    screen_language: ScreenLanguage
    with_station: bool


class Drawn(NamedTuple):
    """The HTML of a ticket, and what it was made of."""

    entry: BoardEntry
    dishes: tuple[Dish | None, ...]
    station: Name | None
    also: tuple[str, ...]
    """The other stations that still make something of the same round."""
    html: str

    @property
    def tickets(self) -> list[tuple[str, int]]:
        """The ticket, and how much of it has to be stopped."""
        return [(self.entry.ticket.ticket, self.entry.ticket.stops)]


class Column(NamedTuple):
    """The HTML of an all-day column, its rows by what they say, and what it was made of: a count of changes, a menu."""

    made_of: tuple[int, int]
    rows: dict[Tally, Markup]
    html: str


class Together(NamedTuple):
    """The HTML of what can be cooked together, dish by dish with what it was made of, and of all of it."""

    made_of: tuple[int, int, Limits | None]
    dishes: dict[str, tuple[int, list[tuple[Batch, Markup]]]]
    html: str


class Drawing:
    """What is drawn in one look."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._tickets: dict[str, Drawn] = {}
        self._columns: WeakKeyDictionary[Queue, Column] = WeakKeyDictionary()
        env = environment(look.language)
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._ticket: Any = env.get_template("wall/_ticket.html").make_module()
        self._column: Any = env.get_template("wall/_all_day.html").make_module()
        self._group: Any = env.get_template("wall/_group.html").make_module()
        self._together: WeakKeyDictionary[Queue, Together] = WeakKeyDictionary()
        self._batches: Any = env.get_template("wall/_batches.html").make_module()
        self._left_out: Any = env.get_template("wall/_left_out.html").make_module()

    def ticket(self, state: State, screen: Screen, name: str, why: Why) -> Drawn:
        """The ticket; the very same object while it looks the same."""
        ticket = state.kitchen.tickets[name]
        items = tuple([state.kitchen.items[line] for line in ticket.lines])
        entry = BoardEntry(_as_drawn(ticket), items, why)
        station = state.kitchen.stations.get(ticket.station)
        dishes = tuple([state.menu.known(item.dish) for item in items])
        made_of = (entry, dishes, station.name if station else None, also_at(state, ticket))
        known = self._tickets.get(name)
        if known is not None and _looks_like(known, made_of):
            return known
        picture = ticket_picture(state, entry, screen, with_station=self._look.with_station)
        drawn = Drawn(*made_of, str(self._ticket.article(picture)).strip())
        self._tickets.pop(name, None)
        self._tickets[name] = drawn
        if len(self._tickets) > TICKETS:
            del self._tickets[next(iter(self._tickets))]
        return drawn

    def group(self, layout: Layout, group: object) -> str:
        """A group of lines, as this layout has them."""
        return str(self._group.dish(group) if layout == "dishes" else self._group.table(group)).strip()

    def all_day(self, state: State, queue: Queue, screen: Screen) -> str:
        """The column of a screen, at its head what can be cooked together, where the screen shows that."""
        return (self.together(state, queue) if screen.batches else "") + self.column(state, queue)

    def column(self, state: State, queue: Queue) -> str:
        """The all-day column of a queue (待做汇总): most first, then by the menu's id."""
        menu = state.menu.head[ONLY].version if ONLY in state.menu.head else 0
        before = self._columns.get(queue)
        if before is not None and before.made_of == (queue.counted, menu):
            return before.html
        known = before.rows if before is not None else {}
        counts = sorted(queue.portions.items(), key=lambda each: (-each[1].qty, -each[1].held, each[0]))
        tallies = [tallied(state, dish, *count) for dish, count in counts]
        rows = {each: known.get(each) or self._column.row(each) for each in tallies}
        html = str(self._column.column(Markup("").join(rows.values()))).strip()
        self._columns[queue] = Column((queue.counted, menu), rows, html)
        return html

    def together(self, state: State, queue: Queue) -> str:
        """What of a queue can be cooked together, those first that wait for longest; "" where nothing can."""
        menu = state.menu.head[ONLY].version if ONLY in state.menu.head else 0
        made_of, before = (queue.counted, menu, limits_of(state)), self._together.get(queue)
        if before is not None and before.made_of == made_of:
            return before.html
        known = before.dishes if before is not None and before.made_of[1:] == made_of[1:] else {}
        dishes: dict[str, tuple[int, list[tuple[Batch, Markup]]]] = {}
        for dish in queue.dishes:
            turned, same = queue.turned[dish], known.get(dish)
            if same is None or same[0] != turned:
                found = batches_of(state, queue, dish)
                same = (turned, [(each, self._batches.batch(batch_picture(state, each))) for each in found])
            dishes[dish] = same
        rows = sorted([each for _, some in dishes.values() for each in some], key=lambda each: waited(each[0]))
        shown = Markup("").join([html for _, html in rows[:BATCHES]])
        html = str(self._batches.group(shown, max(0, len(rows) - BATCHES))).strip() if rows else ""
        self._together[queue] = Together(made_of, dishes, html)
        return html

    def left_out(self, stations: Sequence[tuple[Station, int]]) -> str:
        """What a screen leaves out: of these stations so many tickets; "" where there are none."""
        return str(self._left_out.mark(stations)).strip() if stations else ""


def _as_drawn(ticket: Ticket) -> Ticket:
    """Who has seen it, and when, is not drawn."""
    return replace(ticket, seen_at=None, unseen_since=None)


def _looks_like(known: Drawn, made_of: MadeOf) -> bool:
    entry, dishes, station, also = made_of
    same = known.entry == entry and known.station == station and known.also == also
    return same and _same_faces(known.dishes, dishes)


def _same_faces(ours: Sequence[Dish | None], others: Sequence[Dish | None]) -> bool:
    return all(one is other or _face(one) == _face(other) for one, other in zip(ours, others, strict=True))


def _face(dish: Dish | None) -> object:
    """What of a dish is written on a ticket: a new price is not."""
    if dish is None:
        return None
    options = [(choice.option, choice.name) for group in dish.options for choice in group.choices]
    return dish.name, options, [(soup.soup, soup.name) for soup in (dish.cells.soups if dish.cells else ())]


class Drawings:
    """One drawing for each look."""

    def __init__(self) -> None:
        self._drawings: dict[Look, Drawing] = {}

    def of(self, state: State, screen: Screen, language: Language) -> Drawing:
        """How this screen draws in this language."""
        look = Look(language, screen.text, screen.language, with_station=len(stations_of(state, screen)) > 1)
        if look not in self._drawings:
            self._drawings[look] = Drawing(look)
        return self._drawings[look]
