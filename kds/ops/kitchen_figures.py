"""How each station fared on each business day: counted by a follower that folds, shown to Prometheus.

What an event means here stands in the state after it: the station of its ticket, the clocks of its lines, the day.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import structlog
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

from kds.core.kitchen.events import (
    LineRushed,
    LineServed,
    LinesPassedOn,
    TicketBumped,
    TicketEnded,
    TicketRecalled,
    TicketsRouted,
    TicketTransferred,
)
from kds.core.orders.events import LineVoided
from kds.core.state import State
from kds.core.types import Event, Ms, Stamp
from kds.runtime.follower import Follower
from kds.storage.ledger import Events, Head, StorageError, holds
from kds.storage.own_store import OwnStore, folder_of, read

log = structlog.get_logger()

NAME = "kitchen_figures"
FORM = "2"
"""Changes with what is counted, and how: then all of it is counted anew."""
DAYS = 2
"""Business days that are shown: the one under way, or the last, and the one before."""
MINUTES = (1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60)
"""Upper bounds of the buckets for the time from a line's fire until it was done."""
BOUNDS_MS = tuple(60_000 * minutes for minutes in MINUTES)

TABLES = (
    """
    CREATE TABLE figures (
        day TEXT NOT NULL, station TEXT NOT NULL, what TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (day, station, what)
    ) STRICT, WITHOUT ROWID
    """,
)
_ADD = """
    INSERT INTO figures VALUES (?, ?, ?, ?)
    ON CONFLICT (day, station, what) DO UPDATE SET count = count + excluded.count
"""
_LAST = """
    SELECT day, station, what, count FROM figures
    WHERE day IN (SELECT DISTINCT day FROM figures ORDER BY day DESC LIMIT ?) ORDER BY day, station, what
"""

COUNTED = {
    "tickets": "Tickets that came to the station.",
    "bumps": "Bumps of tickets.",
    "recalls": "Bumps that were taken back.",
    "rushes": "Times that somebody asked where a line is.",
    "voids": "Lines that were taken back.",
}
MADE_MS = "made_ms"
"""The time of all lines that were made, together."""

Figure = tuple[str, str, str]
"""Day, station, and what is counted: of `COUNTED`, `MADE_MS`, or `made_<n>` for the lines in the bucket n."""


def figures_of(stamp: Stamp, event: Event, state: State) -> Iterator[tuple[str, str, int]]:
    """What an event adds: the station, what is counted, and how much. `state` is the one right after it."""
    tickets = state.kitchen.tickets
    match event:
        case TicketsRouted():
            for each in event.tickets:
                yield each.station, "tickets", 1
        case TicketTransferred():
            yield event.station, "tickets", 1
        case TicketBumped():
            station = tickets[event.ticket].station
            yield station, "bumps", 1
            yield from _made(state, station, event.lines)
        case LinesPassedOn(back=True):
            yield event.station, "recalls", 1
        case LinesPassedOn():
            yield event.station, "tickets", 1
            yield event.came_from, "bumps", 1
            yield from _handed_on(state, event)
        case TicketEnded(outcome="made"):
            yield from _made(state, tickets[event.ticket].station, event.lines)
        case TicketRecalled():
            yield tickets[event.ticket].station, "recalls", 1
        case LineRushed():
            yield tickets[event.ticket].station, "rushes", 1
        case LineVoided():
            yield tickets[state.kitchen.items[event.line].ticket].station, "voids", 1
        case LineServed() if not state.kitchen.items[event.line].bumped:
            yield from _made(state, tickets[event.ticket].station, [event.line])


def _handed_on(state: State, event: LinesPassedOn) -> Iterator[tuple[str, str, int]]:
    """What a station made of lines that go on to their next step."""
    for line in event.lines:
        yield from _took(event.came_from, state.kitchen.items[line].passed[-1].took_ms)


def _made(state: State, station: str, lines: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    for line in lines:
        item = state.kitchen.items[line]
        if item.done_at is not None and item.fired_at is not None:
            yield from _took(station, max(0, item.done_at - item.fired_at))


def _took(station: str, took_ms: Ms) -> Iterator[tuple[str, str, int]]:
    yield station, f"made_{bisect_left(BOUNDS_MS, took_ms)}", 1
    yield station, MADE_MS, took_ms


class FiguresWork:
    """Counts, exactly once: the counts and the cursor are in one file."""

    def __init__(self, folder: Path) -> None:
        self._own = OwnStore(folder, TABLES, FORM)
        self._counts: Counter[Figure] = Counter()

    def cursor(self) -> Head:
        """The last event that is counted."""
        return self._own.stands()

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        """Count, for the business day that is under way after the event."""
        day = state.day.current.value
        for station, what, count in figures_of(stamp, event, state):
            self._counts["" if day is None else day.business_day, station, what] += count

    def keep(self, head: Head) -> None:
        """Add what was counted to what was counted before."""
        self._own.run(_ADD, [(*figure, count) for figure, count in self._counts.items()])
        self._own.keep(head)
        self._counts.clear()

    def reset(self) -> None:
        """Nothing is counted."""
        self._own.reset()

    def close(self) -> None:
        """Let go of the file."""
        self._own.close()


FOLLOWER = Follower(name=NAME, open=FiguresWork, folds=True)


class KitchenFigures:
    """Reads the counts for Prometheus. Those of another history, of a ledger put back from a copy, are not shown, and
    none while all of it is counted anew: half of a day looks like a quiet one.
    """

    def __init__(self, ledger: Events, data: Path) -> None:
        self._ledger = ledger
        self._folder = folder_of(data, NAME)
        self._counted = 0
        """The last event that was counted when it was last looked."""
        self._whole_from: int | None = None
        """Until this event is counted nothing is shown; None before anybody has looked."""

    async def families(self) -> list[Metric]:
        """The figures of the last days; none where not all is counted yet, or the file cannot be read."""
        try:
            found = await asyncio.to_thread(read, self._folder, FORM, _LAST, (DAYS,))
            if not await self._is_whole(0 if found is None else found.head.seq):
                return []
            if found is None or not found.rows or not await holds(self._ledger, found.head):
                return []
        except StorageError as error:
            log.warning("kitchen_figures_unreadable", error=str(error))
            return []
        return list(families({(day, station, what): count for day, station, what, count in found.rows}))

    async def _is_whole(self, counted: int) -> bool:
        """Whether all is counted that had happened when the counting was first seen, or seen to have begun anew."""
        if self._whole_from is None or counted < self._counted:
            self._whole_from = (await self._ledger.head()).seq
        self._counted = counted
        return counted >= self._whole_from


def families(figures: Mapping[Figure, int]) -> Iterator[Metric]:
    """The figures as Prometheus has them."""
    places = sorted({(day, station) for day, station, _ in figures})
    for what, documentation in COUNTED.items():
        counter = CounterMetricFamily(f"kds_station_{what}", documentation, labels=["day", "station"])
        for place in places:
            counter.add_metric(place, figures.get((*place, what), 0))
        yield counter
    words = "From a line's fire until it was done."
    made = HistogramMetricFamily("kds_station_made_seconds", words, labels=["day", "station"])
    for place in places:
        counts = [figures.get((*place, f"made_{bucket}"), 0) for bucket in range(len(MINUTES) + 1)]
        made.add_metric(place, _buckets(counts), figures.get((*place, MADE_MS), 0) / 1000)
    yield made


def _buckets(counts: Sequence[int]) -> list[tuple[str, float]]:
    bounds = [*(str(float(60 * minutes)) for minutes in MINUTES), "+Inf"]
    return [(bound, sum(counts[: n + 1])) for n, bound in enumerate(bounds)]
