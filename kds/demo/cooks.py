"""The cooks: at every station some pairs of hands that take what stands first, make it, and bump it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from random import Random
from typing import Any

from kds.demo.client import Refused
from kds.demo.evening import Evening
from kds.demo.wire import Done, Stations, Ticket, Tickets

HANDS = {"soup_base": 3, "meat": 4, "vegetables": 3, "hot_line": 3}
"""Cooks at a station; elsewhere there are `FEW_HANDS`."""
FEW_HANDS = 2
LOOK_EVERY_S = 5.0
"""Seconds after which a cook looks up although nothing seems to have happened."""
AT_MOST_EVERY_S = 0.3
NOTHING: Mapping[str, Any] = {}
PICKING_UP_S = (4.0, 25.0)
"""Simulated seconds from a free hand to a begun ticket."""
USUAL_MS = 180_000
RECALLED, FORGOTTEN, IN_PARTS, SPOILT = 0.03, 0.015, 0.25, 0.02
"""The shares of tickets bumped too early, of those that lie until they are nearly late by the wall clock, of those
with several lines that are bumped line by line, and of those that go to waste and are made again."""
NOTICING_S = (5.0, 40.0)
"""Simulated seconds until somebody looks up and sees what was voided."""


async def all_stations(evening: Evening) -> None:
    """Every station at work until the dinner is over."""
    stations = await evening.api.get("/api/v1/stations", Stations, "kitchen")
    for station in stations.stations:
        evening.begin(Station(evening, station.station).work())


class Station:
    """One station: what its cooks have in their hands, and what they see on their screen."""

    def __init__(self, evening: Evening, station: str) -> None:
        self.evening = evening
        self.station = station
        self.rng = evening.rng("cooks", station)
        self._busy: set[str] = set()
        self._noticing: set[str] = set()
        self._overlooked: dict[str, bool] = {}
        self._free = asyncio.Semaphore(HANDS.get(station, FEW_HANDS))

    async def work(self) -> None:
        """Whenever a hand is free, take the next ticket; where there is none, wait for news."""
        news = self.evening.news[self.station]
        while True:
            await self.evening.pace.soon(self._free.acquire())
            news.clear()
            while (ticket := await self._next()) is None:
                with contextlib.suppress(TimeoutError):
                    await self.evening.pace.soon(news.wait(), LOOK_EVERY_S)
                await self.evening.pace.wait(AT_MOST_EVERY_S)
                news.clear()
            self._busy.add(ticket.ticket)
            self.evening.begin(self._make(ticket))

    async def _next(self) -> Ticket | None:
        path = f"/api/v1/stations/{self.station}/tickets"
        seen = (await self.evening.api.get(path, Tickets, "kitchen")).tickets
        self.evening.book.saw(seen)
        for ticket in seen:
            if any(line.stop for line in ticket.lines) and ticket.ticket not in self._noticing:
                self._noticing.add(ticket.ticket)
                self.evening.begin(self._stop(ticket))
            to_do = any(line.state in ("fired", "started") for line in ticket.lines)
            if to_do and ticket.ticket not in self._busy and not self._lies(ticket):
                return ticket
        return None

    def _lies(self, ticket: Ticket) -> bool:
        """Some tickets are overlooked until somebody asks, or until they are nearly late on the wall's own clock."""
        if ticket.ticket not in self._overlooked:
            self._overlooked[ticket.ticket] = ticket.state == "fired" and self.rng.random() < FORGOTTEN
        return self._overlooked[ticket.ticket] and ticket.why != "rushed" and not _nearly_due(ticket)

    async def _make(self, ticket: Ticket) -> None:
        """Begin, cook, bump; at times too early, and then it comes back."""
        try:
            await self._pause(*PICKING_UP_S)
            await self._do(ticket, "start", "started")
            await self._cook(ticket)
            if self.rng.random() < SPOILT:
                await self._do(ticket, "end", "wasted", {"outcome": "wasted", "reason": "掉在地上"})
                await self._do(ticket, "recall", "recalled")
                await self._cook(ticket)
            await self._do(ticket, "bump", "bumped")
            if self.rng.random() < RECALLED:
                await self._pause(3, 8)
                await self._do(ticket, "recall", "recalled")
                await self._pause(20, 60)
                await self._do(ticket, "bump", "bumped")
        finally:
            self._busy.discard(ticket.ticket)
            self._free.release()

    async def _stop(self, ticket: Ticket) -> None:
        """Leave off what was voided, and say so."""
        await self._pause(*NOTICING_S)
        await self._do(ticket, "acknowledge-voids", "stopped")
        self._noticing.discard(ticket.ticket)

    async def _cook(self, ticket: Ticket) -> None:
        lines = [line.line for line in ticket.lines if line.state in ("fired", "started")]
        seconds = cooking_s(ticket, self.rng)
        if len(lines) < 2 or self.rng.random() > IN_PARTS:
            await self.evening.pace.pause(seconds)
            return
        for line in lines[:-1]:
            await self.evening.pace.pause(seconds / len(lines))
            await self._do(ticket, "bump", "bumped_lines", {"lines": [line]})
        await self.evening.pace.pause(seconds / len(lines))

    async def _do(self, ticket: Ticket, what: str, count: str, body: Mapping[str, Any] = NOTHING) -> None:
        path = f"/api/v1/tickets/{ticket.ticket}/{what}"
        try:
            await self.evening.api.post(path, body, Done, "kitchen", self.evening.key())
        except Refused:
            return  # somebody at a screen was faster, or the line was taken back
        self.evening.book.counts[count] += 1

    async def _pause(self, least_s: float, most_s: float) -> None:
        await self.evening.pace.pause(self.rng.uniform(least_s, most_s))


def cooking_s(ticket: Ticket, rng: Random) -> float:
    """Simulated seconds that a ticket takes: a share of its standard time, mostly well within it, at times beyond."""
    left_ms = USUAL_MS if ticket.due_at is None else ticket.due_at - time.time() * 1000
    standard_s = min(max(left_ms, USUAL_MS / 3), 4 * USUAL_MS) / 1000
    return standard_s * min(max(rng.gauss(0.55, 0.2), 0.15), 1.4)


def _nearly_due(ticket: Ticket) -> bool:
    return ticket.due_at is not None and ticket.due_at - time.time() * 1000 < 10_000
