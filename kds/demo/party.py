"""One party's evening: the base first, then round after round, and in the end the bill."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

from kds.demo import settling
from kds.demo.appetite import Appetite
from kds.demo.book import Line
from kds.demo.client import Refused
from kds.demo.evening import Evening
from kds.demo.ordering import manner, place
from kds.demo.wire import Done, PartyIs, RoundIs, Sessions, Table

CHANNELS = {"scan": 45, "miniprogram": 20, "tablet": 15, "waiter": 20}
"""From what guests order, and how often."""
BASE_AT_ONCE, SHARED_CART, VOIDED, FORGETFUL = 0.8, 0.3, 0.06, 0.4
"""The shares: bases sent before anything else, big orders sent by two phones, rounds of which a line is taken back,
parties that pay and go without having called for what they had held."""
SEATED, MISCOUNTED = 0.3, 0.15
"""The shares of parties that a waiter seats before they order, and of those whose phones say a wrong number."""
VOID_REASONS = ("客人点多了", "上错桌", "客人等太久", "Ordered by mistake", "Guest changed their mind")


class Party:
    """The guests at one table, from sitting down to leaving."""

    def __init__(self, evening: Evening, table: Table, rng: Random, appetite: Appetite) -> None:
        self.evening = evening
        self.table = table
        self.rng = rng
        self.appetite = appetite
        self.guests = rng.randint(max(1, table.seats // 2), table.seats)
        self.said = self.guests * 10 if rng.random() < MISCOUNTED else self.guests
        """How many they are by their phones."""
        self.counted = False
        self.channel = rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        self.session: str | None = None
        self.bill: str | None = None
        self.held: list[str] = []

    async def dine(self) -> None:
        """Order, eat, pay, leave. A table cleared under them sends them home."""
        try:
            await self._sit_down()
            await self._arrive()
            await self._be_counted()
            await self._order_main()
            await self._add_on()
        except Refused as refusal:
            if refusal.reason != "session_ended":
                raise
            return
        if self.session is None:
            return
        await self._check_count(self.session)
        if self.bill is None:
            await settling.clear(self.evening, self.session)
            return
        if self.rng.random() > FORGETFUL:
            await self._fire_held()
        await settling.finish(self.evening, self.session, self.bill, self.rng)
        self.evening.book.counts["parties_left"] += 1

    async def _sit_down(self) -> None:
        """Some are seated by a waiter, who from then on names their session; the others scan the table."""
        if self.channel == "waiter" or self.rng.random() < SEATED:
            body = {"table": self.table.table, "guests": self.guests}
            party = await self.evening.api.post("/api/v1/sessions", body, PartyIs, "waiter", self.evening.key())
            self.session = party.session
            self.evening.book.counts["opened"] += 1

    async def _be_counted(self) -> None:
        """A waiter sees that a phone said a wrong number, and sets it right."""
        if self.session is None or self.said == self.guests:
            return
        path, body = f"/api/v1/sessions/{self.session}/guests", {"guests": self.guests}
        await self.evening.api.post(path, body, PartyIs, "waiter", self.evening.key())
        self.evening.book.counts["recounted"] += 1
        self.counted = True

    async def _check_count(self, session: str) -> None:
        """What the waiter counted stands, whatever the phones went on to say."""
        if not self.counted:
            return
        there = await self.evening.api.get("/api/v1/sessions", Sessions)
        found = [party.guests for party in there.sessions if party.session == session]
        if found and found != [self.guests]:
            self.evening.book.faults.append(f"{session} are {self.guests} guests, and the house says {found[0]}")

    async def _arrive(self) -> None:
        """The base as soon as it is chosen, while the others still read the menu; at times two phones begin at once."""
        await self._pause(20, 90)
        base, small = self.appetite.base(self.guests), self._small_things()
        if self.rng.random() > BASE_AT_ONCE:
            await self.order(base + small)
            return
        if self.channel != "waiter" and self.rng.random() < 0.3:
            await self._from_two_phones(base, small)
            return
        await self.order(base)
        await self._pause(40, 180)
        await self.order(small)

    def _small_things(self) -> list[Line]:
        return self.appetite.sauces(self.guests) + self.appetite.drinks(self.guests)

    async def _order_main(self) -> None:
        await self._pause(60, 300)
        lines = self.appetite.main(self.guests)
        if self.channel != "waiter" and self.rng.random() < SHARED_CART:
            # Both phones show the one cart, and both press: the same line ids under two keys.
            extra = self.appetite.drinks(1)
            await self._from_two_phones(lines, lines + extra)
        else:
            await self.order(lines)

    async def _add_on(self) -> None:
        for _ in range(self.rng.randint(1, 4)):
            await self._pause(420, 1080)
            if self.evening.pace.last_orders:
                return
            await self.order(self.appetite.add_on(self.guests))
            if self.rng.random() < 0.5:
                await self._fire_held()

    async def _from_two_phones(self, one: list[Line], other: list[Line]) -> None:
        answers = await asyncio.gather(self.order(one), self.order(other))
        sessions = {answer.session for answer in answers if answer is not None}
        if len(sessions) > 1:
            self.evening.book.faults.append(f"table {self.table.table} has two parties: {sorted(sessions)}")

    async def order(self, lines: list[Line]) -> RoundIs | None:
        """Place a round of these lines."""
        if not lines:
            return None
        order: dict[str, Any] = {
            "table": self.table.table,
            "channel": self.channel,
            "guests": self.said,
            "lines": lines,
        }
        if self.session is not None:
            order["session"] = self.session
        answer = await place(self.evening, order, manner(self.rng))
        if answer is not None:
            self.session, self.bill = answer.session, answer.bill
            self._remember(lines, answer)
        return answer

    def _remember(self, lines: list[Line], answer: RoundIs) -> None:
        held = {line["id"] for line in lines if line.get("fire") == "hold"}
        self.held += [line.line for line in answer.lines if line.id in held and line.line not in self.held]
        if self.rng.random() < VOIDED:
            self.evening.begin(self._take_back(self.rng.choice(answer.lines).line))

    async def _take_back(self, line: str) -> None:
        await self._pause(15, 90)
        await settling.void(self.evening, line, self.rng.choice(VOID_REASONS))

    async def _fire_held(self) -> None:
        held, self.held = self.held, []
        for line in held:
            try:
                await self.evening.api.post(f"/api/v1/lines/{line}/fire", {}, Done, "waiter", self.evening.key())
                self.evening.book.counts["fired"] += 1
            except Refused:
                continue  # taken back, or fired by somebody else

    async def _pause(self, least_s: float, most_s: float) -> None:
        await self.evening.pace.pause(self.rng.uniform(least_s, most_s))
