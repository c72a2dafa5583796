"""Law 10, Right party: what a device kept for one party never lands on the next one's bill, nor is it ever seen there.

Every order here bears the name of its party as its note. Devices know their session or only their table; they send at
once, or when they are back on the net.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.table_view import guests_table_line, guests_table_view
from kds.core.orders.answered import RoundIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.parties import guests_party, is_settled
from kds.core.types import Refusal
from tests.house import CLOSES, DAY, MINUTE, SmallHouse, want
from tests.web.served import serving

TABLES = ("A01", "A02")
TURNED_AWAY = {"session_ended", "session_required", "party_gone"}
"""What a device may be told instead of landing on the wrong bill."""


@dataclass
class Evening:
    """Two tables, the parties that come and go there, and the orders that devices hold back."""

    chance: random.Random
    house: SmallHouse = field(default_factory=SmallHouse)
    sits: dict[str, str] = field(default_factory=dict)
    """session → its table, for all that have not been cleared."""
    came: dict[str, int] = field(default_factory=dict)
    paid: dict[str, int] = field(default_factory=dict)
    """When a party came, and when it last paid."""
    held_back: list[tuple[str, PlaceRound]] = field(default_factory=list)
    landed: int = 0
    turned_away: int = 0

    def step(self) -> None:
        """Something happens, and time passes."""
        doing = self.chance.choice(
            (
                self.come,
                *3 * [self.order],
                *2 * [self.keep],
                self.send,
                self.pay,
                self.order_again,
                self.leave,
                self.move,
            )
        )
        doing()
        self.house.wait(self.chance.choice((1, MINUTE)))
        if self.chance.random() < 0.02:
            self.house.now = max(self.house.now, self.house.state.day.current[""].closes_at)
            self.house.tick(f"after {self.house.now}", max(CLOSES, self.house.now) + DAY)

    def come(self) -> None:
        """A party sits down, now and then beside another."""
        table = self.chance.choice(TABLES)
        if len([each for each in self.sits.values() if each == table]) < 3:
            session = self.house.ask(OpenSession(table, 2, share=True), PartyIs).session
            self.sits[session], self.came[session] = table, self.house.now

    def one(self) -> str | None:
        """A party that is there."""
        return self.chance.choice(sorted(self.sits)) if self.sits else None

    def made(self) -> tuple[str, PlaceRound] | None:
        """An order of a party: by name, or by table as long as the party is there and has not paid."""
        session = self.one()
        if session is None:
            return None
        by_name = self.chance.random() < 0.5
        if not by_name and is_settled(self.house.state, session):
            return None
        line = want(self.chance.choice(("tofu", "crab")), note=session)
        return session, PlaceRound(
            channel="waiter",
            lines=(line,),
            table=self.sits[session] if not by_name or self.chance.random() < 0.5 else "A03",
            session=session if by_name else None,
            made_at=self.house.now,
        )

    def order(self) -> None:
        """A device sends at once."""
        made = self.made()
        if made is not None:
            self.arrive(*made)

    def order_again(self) -> None:
        """A device of a party that has paid, and still sits there, orders by its table: for nobody else who does."""
        paid = [each for each in sorted(self.sits) if is_settled(self.house.state, each)]
        if not paid:
            return
        session = self.chance.choice(paid)
        table = self.sits[session]
        others = [each for each, at in self.sits.items() if at == table and each != session]
        if any(self.came[each] >= self.paid[session] for each in others):
            return  # who came since can be meant as well: nobody can tell
        order = PlaceRound(channel="waiter", lines=(want("crab"),), table=table)
        outcome = self.house.attempt(order)
        if isinstance(outcome, Refusal):
            assert outcome.reason.code == "session_required"
            self.turned_away += 1
            return
        assert isinstance(outcome.answer, RoundIs)
        assert outcome.answer.session not in others, f"{session} ordered, {outcome.answer.session} pays"
        self.house.do(VoidLine(outcome.answer.lines[0].line, "nobody's in this test"))
        self.house.do(ClearSession(outcome.answer.session))

    def keep(self) -> None:
        """A device is away from the net."""
        made = self.made()
        if made is not None:
            self.held_back.append(made)

    def send(self) -> None:
        """One of them is back."""
        if self.held_back:
            self.arrive(*self.held_back.pop(self.chance.randrange(len(self.held_back))))

    def arrive(self, session: str, order: PlaceRound) -> None:
        """It lands where it belongs, or is turned away with nothing done."""
        before = self.house.digest()
        outcome = self.house.attempt(order)
        if isinstance(outcome, Refusal):
            assert outcome.reason.code in TURNED_AWAY
            assert self.house.digest() == before
            self.turned_away += 1
            return
        assert isinstance(outcome.answer, RoundIs)
        assert outcome.answer.session == session, f"{session} ordered, {outcome.answer.session} pays"
        self.landed += 1

    def pay(self) -> None:
        """A party pays all that it owes."""
        session = self.one()
        for bill in sorted(self.house.state.orders.session_bills[session or ""]):
            if self.house.due(bill):
                self.house.do(PayBill(bill, "cash", self.house.due(bill)))
                self.paid[session or ""] = self.house.now

    def leave(self) -> None:
        """The table of a party that owes nothing is cleared."""
        session = self.one()
        if session is not None and not isinstance(self.house.attempt(ClearSession(session)), Refusal):
            del self.sits[session]

    def move(self) -> None:
        """A party goes to another table, also to one where others sit."""
        session = self.one()
        if session is not None:
            self.sits[session] = self.chance.choice(TABLES)
            self.house.do(MoveSession(session, self.sits[session]))

    def look(self) -> None:
        """What a guest at each table can read is of the one party there that has not paid, if it can be no other."""
        state = self.house.state
        for table in TABLES:
            there = [s for s, at in self.sits.items() if at == table]
            running = [s for s in there if not is_settled(state, s)]
            came = min([self.came[s] for s in running], default=0)
            together = [s for s in there if s in running or (running and self.paid[s] > came)]
            seen = msgspec.json.encode([guests_table_view(state, table), guests_table_line(state, table)]).decode()
            party = guests_party(state, table)
            assert (None if party is None else party.session) == (running[0] if len(together) == 1 else None)
            for other in state.floor.sessions:
                if party is None or other != party.session:
                    assert f'"{other}"' not in seen
                    assert not [bill for bill in state.orders.session_bills[other] if f'"{bill}"' in seen]


def dine(seed: int, steps: int) -> Evening:
    """An evening of so many happenings, the orders that were held back at its end among them."""
    evening = Evening(random.Random(seed))
    for _ in range(steps):
        evening.step()
        evening.look()
    while evening.held_back:
        evening.send()
    for line in [each for each in evening.house.state.orders.lines.values() if each.note]:
        assert evening.house.state.orders.rounds[line.round].session == line.note
    return evening


@given(st.integers(0, 1_000_000), st.integers(1, 120))
def test_law_10_an_order_lands_on_its_own_party_or_nowhere(seed: int, steps: int) -> None:
    dine(seed, steps)


def test_law_10_such_an_evening_has_both() -> None:
    evening = dine(1, 1_000)
    assert evening.landed > 100
    assert evening.turned_away > 50


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100))
def test_law_10_through_long_evenings(seed: int) -> None:
    dine(seed, 3_000)


async def test_law_10_the_next_guest_gets_no_word_of_the_party_before(tmp_path: Path) -> None:
    """Over the interface, by every read and refusal that a phone with the table's token can provoke."""
    async with serving(tmp_path / "data") as api:
        secret = "Mei, allergic to peanuts"
        lines = [{"dish": "crab", "qty": 3, "id": "mei-1", "note": secret}]
        before = await api.order(*lines, table="A01", external_id="MT-1", guests=7, role="guest")
        await api.pay(before["bill"])
        words = (secret, before["session"], before["bill"], before["round"], before["lines"][0]["line"], "crab", "297")

        async def nothing_seen() -> None:
            line = before["lines"][0]["line"]
            again = [{"dish": "tofu", "qty": 1, "id": "mei-1"}]
            answers = [
                await api.get("/tables", "guest"),
                await api.get("/tables/A01", "guest"),
                await api.get(f"/bills/{before['bill']}", "guest"),
                await api.get("/sessions", "guest"),
                await api.get("/events", "guest", since=0),
                await api.post("/rounds", {"table": "A01", "made_at": 1, "lines": again}, "guest"),
                await api.post(
                    "/rounds", {"table": "A01", "channel": "scan", "external_id": "MT-1", "lines": again}, "guest"
                ),
                await api.post("/rounds", {"session": before["session"], "lines": again}, "guest"),
                await api.post(f"/lines/{line}/rush", role="guest"),
                await api.post(f"/lines/{line}/void", {"reason": "x"}, "guest"),
            ]
            assert {answer.status_code for answer in answers} <= {200, 403, 409}
            for answer in answers:
                text = answer.text.replace(f'{{"session":"{before["session"]}",', "{")  # what was asked for is named
                assert not [word for word in words if f'"{word}"' in text], text

        await nothing_seen()
        after = await api.order("tofu", role="guest")
        assert after["session"] != before["session"]
        await nothing_seen()
        await api.post(f"/sessions/{before['session']}/clear")
        await nothing_seen()
        assert (await api.get(f"/bills/{after['bill']}", "guest")).json()["total_minor"] == 1200


@pytest.mark.parametrize("role", ["guest", "kiosk"])
async def test_law_10_a_line_that_stands_is_not_told_to_a_guest(tmp_path: Path, role: str) -> None:
    """Its id may have been guessed by somebody else: they learn that it is taken, and no more."""
    async with serving(tmp_path / "data") as api:
        await api.order({"dish": "crab", "qty": 3, "id": "1", "note": "room 12"}, table="A01")
        again = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1, "id": "1"}]}
        answer = await api.post("/rounds", again, role)
        assert (answer.status_code, answer.json()["reason"]) == (409, "line_differs")
        for word in ("room 12", "crab", "蟹", "L5-1"):
            assert word not in answer.text
        staff = await api.post("/rounds", again, "waiter")
        assert staff.json()["lines"][0]["differs"]["note"]["stands"] == "room 12"


async def test_law_10_a_guest_names_no_party_but_the_one_of_the_table(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        first = await api.order("tofu", table="A01")
        one_more = {"session": first["session"], "lines": [{"dish": "tofu", "qty": 1}]}
        assert (await api.post("/rounds", one_more, "guest")).status_code == 201
        second = (await api.post("/sessions", {"table": "A01", "guests": 2, "share": True}, "waiter")).json()
        for session in (first["session"], second["session"]):
            answer = await api.post("/rounds", {**one_more, "session": session}, "guest")
            assert (answer.status_code, answer.json()["reason"], answer.json()["sessions"]) == (409, "party_gone", [])
