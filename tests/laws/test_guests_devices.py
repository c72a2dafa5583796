"""Law 10, Right party, on the devices of guests: what was kept in an outage lands on its own party's bill or nowhere.

Whoever has come, moved or gone meanwhile. Every order here bears the name of who made it as its note.
"""

from __future__ import annotations

import random
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kds.storage.devices import pair
from kds.storage.tokens import GuestPlace
from kds.web.auth import COOKIE
from tests.web.guests.phones import Phone, codes, phone
from tests.web.served import Api, serving

MINUTE_MS = 60_000
TABLES = ("A01", "A02", "A03")
TURNED_AWAY = {"visit_over", "party_gone", "session_ended", "session_required"}
"""What a device may be told instead of landing on the wrong bill."""


def a_round(note: str, session: str | None, table: str, made_at: int, channel: str = "scan") -> dict[str, Any]:
    """An order as the page writes it down before it goes."""
    whose = {"session": session} if session else {"table": table}
    return {"channel": channel, "lines": [{"dish": "tofu", "qty": 1, "note": note}], "made_at": made_at, **whose}


@dataclass
class Group:
    """People who sit together, with a phone, and the orders that it keeps; each says of which visit it is."""

    name: str
    table: str
    phone: Phone
    session: str | None = None
    known: str | None = None
    """The party as their page knew it when it last had a network, and the table."""
    at: str = ""
    kept: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    is_here: bool = True


@dataclass
class Evening:
    """Groups that come and go, and a network that comes and goes as it likes."""

    api: Api
    chance: random.Random
    links: dict[str, str]
    open_phone: Any
    groups: list[Group] = field(default_factory=list)
    landed: int = 0
    turned_away: int = 0

    async def step(self) -> None:
        """Something happens."""
        doing = (self.come, self.seat, self.look, *3 * [self.keep], *3 * [self.send], self.move, self.leave)
        self.api.hands.ms += self.chance.choice((1_000, MINUTE_MS))
        await self.chance.choice(doing)()

    def one(self, *, here: bool = True, seated: bool | None = None) -> Group | None:
        """Some group that is here, or was."""
        found = [each for each in self.groups if each.is_here or not here]
        found = [each for each in found if seated is None or (each.session is not None) == seated]
        return self.chance.choice(found) if found else None

    @property
    def free(self) -> list[str]:
        """Tables where nobody is."""
        taken = {each.table for each in self.groups if each.is_here}
        return [each for each in TABLES if each not in taken]

    async def come(self) -> None:
        """People sit down and scan; the staff may have seen them first."""
        if not self.free:
            return
        group = Group(f"group {len(self.groups)}", self.chance.choice(self.free), await self.open_phone())
        self.groups.append(group)
        if self.chance.random() < 0.5:
            await self.open(group)
        await group.phone.scan(self.links[group.table])
        await self.seen(group)

    async def seat(self) -> None:
        """The staff find them there."""
        group = self.one(seated=False)
        if group is not None:
            await self.open(group)

    async def open(self, group: Group) -> None:
        answer = await self.api.post("/sessions", {"table": group.table, "guests": 2})
        group.session = answer.json()["session"]

    async def look(self) -> None:
        """Their page has a network for a moment."""
        group = self.one()
        if group is not None:
            await self.seen(group)

    async def seen(self, group: Group) -> None:
        now = await group.phone.now()
        if now["state"] == "ended":
            return
        party = now["now"]["party"]
        group.known = None if party is None else party["session"]
        group.at = now["table"]
        assert group.known in (None, group.session), "it sees its own party or none"

    async def keep(self) -> None:
        """They order, and nobody hears it yet."""
        group = self.one()
        if group is not None:
            group.kept.append((group.phone.visit, a_round(group.name, group.known, group.at, self.api.store.now())))

    async def send(self) -> None:
        """Some phone has a network again, wherever it is by now."""
        group = self.one(here=False)
        if group is not None and group.kept:
            await self.arrive(group, *group.kept.pop(0))

    async def arrive(self, group: Group, visit: str, body: dict[str, Any]) -> None:
        """It lands on their own bill, or they are told."""
        answer = await group.phone.post("/rounds", body, visit)
        told = answer.json()
        if answer.status_code != 201:
            assert told["reason"] in TURNED_AWAY, told
            self.turned_away += 1
            return
        others = [each.name for each in self.groups if each is not group and each.session == told["session"]]
        assert others == [], f"{group.name} ordered, {others} pay"
        group.session = group.session or told["session"]
        assert told["session"] == group.session
        self.landed += 1

    async def move(self) -> None:
        """The staff move a party to another table."""
        group = self.one(seated=True)
        if group is not None and self.free:
            group.table = self.chance.choice(self.free)
            await self.api.post(f"/sessions/{group.session}/move", {"table": group.table})

    async def leave(self) -> None:
        """They pay and go, with what their phone still keeps."""
        group = self.one(seated=True)
        if group is None:
            return
        bills = {each["bill"] for each in await self.placed() if each["session"] == group.session}
        for bill in sorted(bills):
            await self.api.pay(bill)
        answer = await self.api.post(f"/sessions/{group.session}/clear")
        assert answer.status_code == 200, answer.text
        group.is_here = False

    async def placed(self) -> list[dict[str, Any]]:
        """All orders that the house has."""
        told = (await self.api.get("/events", since=0, limit=1000)).json()["events"]
        return [each["data"] for each in told if each["type"] == "RoundPlaced"]


async def dine(data: Path, seed: int, steps: int) -> Evening:
    """An evening of so many happenings, at whose end everything that was kept is sent."""
    async with serving(data) as api, AsyncExitStack() as phones:
        evening = Evening(api, random.Random(seed), await codes(api), lambda: phones.enter_async_context(phone(api)))
        for _ in range(steps):
            await evening.step()
        for group in evening.groups:
            while group.kept:
                await evening.arrive(group, *group.kept.pop(0))
        whose = {each.session: each.name for each in evening.groups if each.session}
        for order in await evening.placed():
            assert {line["note"] for line in order["lines"]} == {whose[order["session"]]}
        return evening


@pytest.mark.parametrize("seed", range(3))
async def test_law_10_an_order_kept_on_a_guests_phone_lands_on_its_own_party_or_nowhere(
    tmp_path: Path, seed: int
) -> None:
    evening = await dine(tmp_path / "data", seed, 120)
    assert evening.landed > 5
    assert evening.turned_away > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 60))
async def test_law_10_on_guests_phones_through_many_evenings(tmp_path: Path, seed: int) -> None:
    await dine(tmp_path / "data", seed, 250)


@pytest.mark.parametrize("names", ["session", "table"])
@pytest.mark.parametrize("channel", ["scan", "tablet"])
async def test_law_10_an_order_kept_in_an_outage_never_lands_on_the_next_partys_bill(
    tmp_path: Path, channel: str, names: str
) -> None:
    """Made at the table by who sat there; sent when others sit there, under the visit of then and of now."""
    async with serving(tmp_path / "data") as api, phone(api) as device:
        links = await codes(api)
        first = (await api.post("/sessions", {"table": "A01", "guests": 2})).json()["session"]
        if channel == "tablet":
            device.client.cookies.set(COOKIE, (await pair(api.tokens, "a tablet", GuestPlace("tablet", "A01")))[1])
            device.visit = (await device.now())["visit"]
        else:
            await device.scan(links["A01"])
        kept, visit = (
            a_round("for the first", first if names == "session" else None, "A01", api.store.now(), channel),
            device.visit,
        )
        api.hands.ms += MINUTE_MS
        await api.post(f"/sessions/{first}/clear")
        second = (await api.post("/sessions", {"table": "A01", "guests": 3})).json()["session"]
        answer = await device.post("/rounds", kept, visit)
        assert (answer.status_code, answer.json()["reason"]) == (409, "visit_over")
        await device.scan(links["A01"])
        again = await device.post("/rounds", kept, visit)
        assert (again.status_code, again.json()["reason"]) == (409, "visit_over")
        for word in ("for the first", first):
            assert word not in (await device.client.get("/guest/now")).text
        bills = (await api.get("/tables/A01")).json()
        assert second in str(bills)
        assert [
            each for each in (await api.get("/events", since=0)).json()["events"] if each["type"] == "RoundPlaced"
        ] == []
