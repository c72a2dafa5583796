"""A wall by dish or by table: what is open on its tickets in groups, each of which is drawn as a ticket is.

By dish a group is a dish with its options and note, at one station and one step, and a line of it for each table; what
has to be read for one table alone stands alone: with an allergy, a party's note, or to be stopped. A press means its
first line, the oldest.
By table it is a party with the lines of its tickets, one ticket after the other. A press means its first ticket.
Groups stand in the order of their oldest line, those of which all is held last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2s
from operator import attrgetter
from typing import NamedTuple

from kds.core.chosen import PotCell
from kds.core.kitchen.model import OPEN, Ticket, Why
from kds.core.kitchen.screens import Layout, Screen
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.feed.drawing import Drawing
from kds.feed.pictures import BoardEntry, LinePicture, Moments, TicketPicture, ticket_picture

PICTURED = 2
"""Cells of a pot that is drawn as it stands on the table; of one with more a row of a list says what is in which."""


class Part(NamedTuple):
    """A line of a group: its ticket, whose it is, since when it is there, and whether its ticket begins with it."""

    of: TicketPicture
    line: LinePicture
    label: str
    since: Ms
    begins: bool = False

    @property
    def ticket(self) -> Ticket:
        """What it stands on."""
        return self.of.ticket

    @property
    def age(self) -> tuple[Ms, int, str, int, str]:
        """The oldest first; of one moment those that were ordered first: ids are numbered."""
        ticket, line = self.ticket.ticket, self.line.line
        return self.since, len(ticket), ticket, len(line), line

    @property
    def held(self) -> bool:
        """Whether it is not to be made yet."""
        return self.line.state == "held"


class Group(NamedTuple):
    """A group as it is drawn; `parts` in order. `meant` by its number is a ticket, or a ticket and a line."""

    group: str
    parts: tuple[Part, ...]
    meant: str

    @property
    def first(self) -> Part:
        """What a press means, or begins with."""
        return self.parts[0]

    @property
    def since(self) -> Ms:
        """Since when there is something."""
        return min(each.since for each in self.parts)

    @property
    def held(self) -> bool:
        """Whether nothing of it is to be made yet."""
        return all(each.held for each in self.parts)

    @property
    def moments(self) -> Moments | None:
        """It is as late as its latest line."""
        running = [each.line.moments for each in self.parts if each.line.moments is not None]
        return Moments(*map(min, zip(*running, strict=True))) if running else None

    @property
    def qty(self) -> int:
        """How many portions, or grams."""
        return sum(each.line.qty for each in self.parts)

    @property
    def stops(self) -> int:
        """How many lines are to be stopped."""
        return sum(each.line.stop for each in self.parts)

    @property
    def rushes(self) -> int:
        """How often its lines were asked for."""
        return sum(each.line.rushes for each in self.parts)

    @property
    def tickets(self) -> list[Ticket]:
        """Each once."""
        return list({each.ticket.ticket: each.ticket for each in self.parts}.values())

    @property
    def stations(self) -> list[Name]:
        """Where it is made, where the screen shows several."""
        return list(dict.fromkeys(each.of.station for each in self.parts if each.of.station is not None))

    @property
    def soups(self) -> list[tuple[PotCell, str]]:
        """Each soup of its pot once, and in which cells it is, counted row by row; none where a picture says that."""
        cells = self.first.line.cells
        if len(cells) <= PICTURED:
            return []
        return [
            (cell, " ".join(str(at) for at, each in enumerate(cells, start=1) if each == cell))
            for cell in dict.fromkeys(cells)
        ]

    @property
    def labels(self) -> list[str]:
        """The tables that it is for."""
        return list(dict.fromkeys(each.label for each in self.parts))


class Drawn(NamedTuple):
    """A group and its HTML."""

    group: Group
    html: str

    @property
    def tickets(self) -> list[tuple[str, int]]:
        """Its tickets, and how much of each has to be stopped."""
        return [(each.ticket, each.stops) for each in self.group.tickets]


class Groups:
    """The groups of one wall."""

    def __init__(self, state: State) -> None:
        self.order: list[Group] = []
        self._state = state
        self._pictures: dict[str, tuple[BoardEntry, TicketPicture]] = {}
        self._drawn: dict[str, Drawn] = {}

    def stand(self, screen: Screen, whys: Mapping[str, Why], *, with_station: bool) -> None:
        """Group what is open on these tickets."""
        tickets = [self._picture(screen, name, why, with_station) for name, why in whys.items()]
        self._pictures = {name: self._pictures[name] for name in whys}
        found = by_dish(self._state, tickets) if screen.layout == "dishes" else by_table(self._state, tickets)
        self.order = sorted(found, key=lambda each: (each.held, min(part.age for part in each.parts)))

    @property
    def tickets(self) -> list[str]:
        """All that have something in a group."""
        return list(dict.fromkeys(each.ticket.ticket for group in self.order for each in group.parts))

    def draw(self, drawing: Drawing, layout: Layout) -> dict[str, Drawn]:
        """Every group by its id; what looks as it did is not drawn again."""
        before, self._drawn = self._drawn, {}
        for each in self.order:
            known = before.get(each.group)
            same = known is not None and known.group == each
            self._drawn[each.group] = known if known and same else Drawn(each, drawing.group(layout, each))
        return self._drawn

    def forget(self) -> None:
        """Anything may look otherwise now."""
        self._pictures, self._drawn = {}, {}

    def _picture(self, screen: Screen, name: str, why: Why, with_station: bool) -> TicketPicture:
        kitchen = self._state.kitchen
        ticket = kitchen.tickets[name]
        entry = BoardEntry(ticket, tuple([kitchen.items[line] for line in ticket.lines]), why)
        known = self._pictures.get(name)
        if known is None or known[0] != entry:
            known = entry, ticket_picture(self._state, entry, screen, with_station=with_station)
            self._pictures[name] = known
        return known[1]


def open_parts(state: State, picture: TicketPicture) -> list[Part]:
    """The lines of a ticket with which there is something to do."""
    parts = []
    for line in picture.lines:
        item = state.kitchen.items[line.line]
        if line.state in OPEN or line.stop:
            since = item.submitted_at if item.fired_at is None else item.fired_at
            parts.append(Part(picture, line, line.label or picture.ticket.label, since))
    return parts


def by_dish(state: State, tickets: Iterable[TicketPicture]) -> list[Group]:
    """A group for each dish, as it is to be made."""
    found: dict[str, list[Part]] = {}
    for picture in tickets:
        for part in open_parts(state, picture):
            found.setdefault(_dish_key(state, part), []).append(part)
    groups = []
    for key, parts in found.items():
        parts.sort(key=attrgetter("age"))
        first = parts[0]
        groups.append(Group(key, tuple(parts), f"{first.ticket.ticket} {first.line.line}"))
    return groups


def _dish_key(state: State, part: Part) -> str:
    """What lines have in common that are cooked alike. Whatever has to be read for one table alone stands alone."""
    line, ticket, known = part.line, part.ticket, state.orders.lines[part.line.line]
    item = state.kitchen.items[line.line]
    alone = line.stop or line.allergy or ticket.note or ticket.allergies or ticket.changes or known.item is not None
    if alone or line.note_was is not None:
        return f"d-{line.line}"
    when = (line.course, line.state == "held", line.waits)
    where = (ticket.station, len(item.passed), [each.station for each in item.ahead])
    alike = (known.dish, known.options, known.cells, line.note, line.meal, when, where)
    return f"d-{blake2s(repr(alike).encode(), digest_size=8).hexdigest()}"


def by_table(state: State, tickets: Iterable[TicketPicture]) -> list[Group]:
    """A group for each party, its tickets one after the other: what is held last."""
    found: dict[str, list[list[Part]]] = {}
    for picture in tickets:
        parts = open_parts(state, picture)
        if parts:
            parts.sort(key=attrgetter("held"))
            parts[0] = parts[0]._replace(begins=True)
            found.setdefault(picture.ticket.session or picture.ticket.ticket, []).append(parts)
    groups = []
    for party, each in found.items():
        each.sort(key=lambda parts: (parts[0].held, parts[0].age))
        parts = [part for some in each for part in some]
        groups.append(Group(f"t-{party}", tuple(parts), parts[0].ticket.ticket))
    return groups
