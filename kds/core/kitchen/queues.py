"""The queue of every screen: the open tickets of its stations in the order to cook them.

A queue is no book: it is made from the books, and follows them when somebody looks. Then the records that have changed
since the last look are put where they belong, those too that were changed back, and tickets that have become late
where time has brought them. So a look costs what has changed, never what is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from kds.core.journal import Noted
from kds.core.kitchen.model import Item, Station, Ticket
from kds.core.kitchen.priority import Rank, rank_of
from kds.core.kitchen.queue import Queue, Waits, facts_of
from kds.core.kitchen.screens import PriorityRule, Screen
from kds.core.types import Ms

DEFAULT_PRIORITY: tuple[PriorityRule, ...] = Station.__struct_defaults__[0]
"""The rules where a screen mixes stations, and for the catch-all."""
QueueKind = tuple[tuple[str, ...], tuple[PriorityRule, ...]]
"""Whose tickets, none are all of them, and by which rules they are ranked."""
NOTES = 30_000
"""Lines whose changes may be noted; with more of them, making the queues from all that is open costs less."""
SOME = 20
"""Records of a kind that are followed at a time where nobody waits for it."""


class Queues:
    """The queue of every screen; screens of the same stations and rules share one."""

    def __init__(
        self,
        stations: Noted[str, Station],
        screens: Noted[str, Screen],
        tickets: Noted[str, Ticket],
        items: Noted[str, Item],
    ) -> None:
        self._stations = stations
        self._screens = screens
        self._tickets = tickets
        self._items = items
        self._by_screen: dict[str, Queue] = {}
        self._by_kind: dict[QueueKind, Queue] = {}
        self._all = Queue(DEFAULT_PRIORITY)
        self._showing: dict[str, list[Queue]] = {}
        """Station → the queues of its tickets."""
        self._standing: dict[str, list[Queue]] = {}
        """Ticket → the queues in which it is."""
        self._stale = True

    def of(self, screen: str, now: Ms) -> Queue:
        """The queue of a screen of the kitchen, as of now. It stands until something changes."""
        self._follow()
        queue = self._by_screen[screen]
        queue.turn(now)
        return queue

    def all(self, now: Ms) -> Queue:
        """The queue of all open tickets, as of now, whether or not a screen shows them all."""
        self._follow()
        self._all.turn(now)
        return self._all

    def of_station(self, station: str, now: Ms) -> Queue:
        """The queue of a station by itself, as of now; made when first asked for, where no screen shows just it."""
        self._follow()
        kind = ((station,), rules_of(self._stations, (station,)))
        queue = self._by_kind.get(kind)
        if queue is None:
            queue = self._by_kind[kind] = Queue(kind[1])
            self._showing.pop(station, None)
            self._put([each.ticket for each in self._tickets.values() if each.station == station])
        queue.turn(now)
        return queue

    def make_anew(self) -> None:
        """The books were loaded."""
        self._stale = True

    def keep_short(self) -> None:
        """Note no more where nobody has looked for so long: the next who does has the queues made from the books."""
        if len(self._items.changed) > NOTES:
            self._stale = True
            self._forget_notes()

    def follow_some(self) -> None:
        """Follow some of what has changed, so that the next who looks waits the less."""
        if not self._stale and not self._screens.changed and not self._stations.changed:
            self._put(self._changed(SOME))

    def _follow(self) -> None:
        if self._stale or self._screens.changed or self._stations.changed:
            self._begin()
            self._put(list(self._tickets))
            self._stale = False
            self._forget_notes()
        else:
            self._put(self._changed())

    def _forget_notes(self) -> None:
        for book in (self._stations, self._screens, self._tickets, self._items):
            book.changed.clear()

    def _changed(self, most: int | None = None) -> list[str]:
        """Tickets that have changed, or whose lines have; of each kind the first so many, which are then done with."""
        tickets, lines = _taken(self._tickets.changed, most), _taken(self._items.changed, most)
        named = [self._items[line].ticket for line in lines if line in self._items]
        return list(dict.fromkeys([*tickets, *named]))

    def _begin(self) -> None:
        usual = rules_of(self._stations, sorted(self._stations))
        self._all = Queue(usual)
        self._by_screen, self._by_kind = {}, {((), usual): self._all}
        for name, screen in self._screens.items():
            own = rules_of(self._stations, screen.stations) if screen.stations else usual
            kind = (screen.stations, screen.priority or own)
            queue = self._by_kind.get(kind)
            if queue is None:
                queue = self._by_kind[kind] = Queue(kind[1])
            self._by_screen[name] = queue
        self._showing, self._standing = {}, {}

    def _put(self, names: Iterable[str]) -> None:
        changed: dict[Queue, dict[str, Waits | None]] = {}
        for name in names:
            for queue in self._standing.pop(name, ()):
                changed.setdefault(queue, {})[name] = None
            ticket = self._tickets.get(name)
            if ticket is None or not ticket.is_open:
                continue
            facts = facts_of(ticket, self._items)
            ranks: dict[tuple[object, bool], Rank] = {}
            queues = self._standing[name] = self._of_station(ticket.station)
            for queue in queues:
                like = (queue.rules, facts.is_late(queue.now))
                rank = ranks.get(like)
                if rank is None:
                    rank = ranks[like] = rank_of(facts.ranked, queue.rules, queue.now)
                changed.setdefault(queue, {})[name] = Waits(rank, facts)
        for queue, waits in changed.items():
            queue.change(waits)

    def _of_station(self, station: str) -> list[Queue]:
        """The queues in which the tickets of a station stand."""
        queues = self._showing.get(station)
        if queues is None:
            queues = [queue for (stations, _), queue in self._by_kind.items() if not stations or station in stations]
            self._showing[station] = queues
        return queues


def _taken(changed: dict[str, None], most: int | None) -> list[str]:
    """Take these keys, or the first of them, out of a note."""
    if most is None or len(changed) <= most:
        taken = list(changed)
        changed.clear()
        return taken
    taken = list(islice(changed, most))
    for key in taken:
        del changed[key]
    return taken


def rules_of(stations: Mapping[str, Station], names: Sequence[str]) -> tuple[PriorityRule, ...]:
    """The rules by which the tickets of these stations are ranked together: a single station has its own."""
    if len(names) == 1 and names[0] in stations:
        return stations[names[0]].priority
    return DEFAULT_PRIORITY
