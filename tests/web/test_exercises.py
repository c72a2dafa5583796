"""Exercises: each begins on a stage of its own, and is ticked by what the person did, and by nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import FloorGone
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart, MenuGone
from kds.core.menu.plain_dishes import plain_dishes
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.types import Name
from kds.ops.practice.exercises import EXERCISES
from kds.ops.practice.progress import Progress
from kds.ops.practice.stage import Props
from kds.runtime.messages import HOUSE
from tests.house import DISHES
from tests.web.practised import Browser
from tests.web.served import Api


class Trainee(Browser):
    """Somebody who practises."""

    async def start(self, exercise: str) -> str:
        """Begin an exercise: the page to which that leads."""
        if not self.claims:
            await self.begin()
        answer = await self.form("/practice/exercise", exercise=exercise)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    @property
    def progress(self) -> Progress:
        return self.ground.made.progress

    @property
    def about(self) -> Props:
        """What the exercise is about."""
        return self.progress._props

    def tickets(self) -> list[str]:
        """All tickets of the practice."""
        return sorted(self.progress._store.state.kitchen.tickets)

    async def panel(self, language: str = "en") -> str:
        return (await self.get(f"/practice/panel?language={language}")).text

    async def bill(self) -> Any:
        return (await self.get(f"/api/v1/bills/{self.about.bill}")).json()


@pytest.fixture
def manager(api: Api) -> Trainee:
    return Trainee(api, "manager")


@pytest.fixture
def waiter(api: Api) -> Trainee:
    return Trainee(api, "waiter")


async def test_a_round_is_seating_ordering_and_ordering_more(waiter: Trainee) -> None:
    assert await waiter.start("round") == "/floor"
    assert waiter.about.table in await waiter.panel()
    await waiter.done("/sessions", {"table": waiter.about.table, "guests": 2})
    assert waiter.progress.done == 1
    await waiter.order("tofu", table=waiter.about.table)
    assert (waiter.progress.done, waiter.progress.is_over) == (2, False)
    await waiter.order("cola", table=waiter.about.table)
    assert waiter.progress.is_over
    assert "Well done!" in await waiter.panel()
    assert "做得好！" in await waiter.panel("zh")


async def test_a_move_is_of_a_party_and_of_a_dish(waiter: Trainee) -> None:
    assert await waiter.start("move") == f"/sessions/{waiter.about.session}"
    session, bill = waiter.about.session, await waiter.bill()
    free = next(each for each in ("A01", "A02", "A03", "V01") if each not in (waiter.about.table, waiter.about.other))
    await waiter.done(f"/sessions/{session}/move", {"table": free})
    assert waiter.progress.done == 1
    lines = [bill["lines"][0]["line"]]
    others = (await waiter.get("/api/v1/sessions")).json()["sessions"]
    target = next(each["session"] for each in others if each["table"] == waiter.about.other)
    await waiter.done("/lines/move", {"lines": lines, "to_session": target})
    assert waiter.progress.is_over


async def test_a_bill_is_split_and_paid(waiter: Trainee) -> None:
    assert await waiter.start("split") == f"/cashier?bill={waiter.about.bill}"
    await waiter.done(f"/bills/{waiter.about.bill}/split", {"by": "equal", "parts": 2})
    assert waiter.progress.done == 1
    rest = (await waiter.bill())["total_minor"]
    await waiter.done(f"/bills/{waiter.about.bill}/pay", {"tender": "card", "amount_minor": rest})
    assert waiter.progress.is_over


async def test_a_waiter_gives_money_back_with_the_word_of_who_approves_in_a_practice(waiter: Trainee) -> None:
    await waiter.start("refund")
    bill = await waiter.bill()
    assert bill["state"] == "paid"
    made = waiter.ground.made
    assert made.pin in await waiter.panel()
    path = f"/bills/{waiter.about.bill}/refund"
    body = {"amount_minor": 100, "reason": "cold"}
    assert (await waiter.do(path, body)).json()["reason"] == "forbidden"
    people = (await waiter.get("/approvals")).json()["people"]
    (approver,) = [each for each in people if each["name"] == f"{made.approver.zh} {made.approver.en}"]
    wrong = await waiter.form(
        f"/approvals?practice={waiter.claims}", person=approver["person"], pin="135790", deeds="1"
    )
    assert wrong.json()["state"] == "wrong"
    right = await waiter.form(
        f"/approvals?practice={waiter.claims}", person=approver["person"], pin=made.pin, deeds="1"
    )
    await waiter.done(path, body, approval=right.json()["approvals"][0])
    assert waiter.progress.is_over


async def test_the_one_who_approves_in_a_practice_is_nobody_in_the_house(api: Api, waiter: Trainee) -> None:
    await waiter.start("refund")
    assert api.people.all() == []
    assert dict(api.store.state.people.staff) == {}


async def test_a_manager_needs_nobody_to_give_money_back(manager: Trainee) -> None:
    await manager.start("refund")
    assert manager.ground.made.pin not in await manager.panel()
    await manager.done(f"/bills/{manager.about.bill}/refund", {"amount_minor": 100, "reason": "cold"})
    assert manager.progress.is_over


@pytest.mark.parametrize("role", ["kitchen", "manager"])
async def test_tickets_are_bumped_and_recalled_on_a_wall_of_the_practice(api: Api, role: str) -> None:
    cook = Trainee(api, role)
    place = await cook.start("bump")
    assert place == f"/screens/{cook.about.screen}"
    assert "practice-mark" in (await cook.get(place)).text
    tickets = cook.tickets()
    assert len(tickets) == 2
    for ticket in tickets:
        await cook.done(f"/tickets/{ticket}/bump")
    assert cook.progress.is_over
    await cook.start("recall")
    (ticket,) = set(cook.tickets()) - set(tickets)
    await cook.done(f"/tickets/{ticket}/bump")
    assert cook.progress.done == 1
    await cook.done(f"/tickets/{ticket}/recall")
    assert cook.progress.is_over


async def test_steps_are_done_in_order_and_by_the_person_alone(waiter: Trainee) -> None:
    await waiter.start("split")
    rest = (await waiter.bill())["total_minor"]
    await waiter.done(f"/bills/{waiter.about.bill}/pay", {"tender": "card", "amount_minor": rest - 100})
    assert waiter.progress.done == 0, "the bill is to be split first"
    await waiter.start("round")
    store = waiter.progress._store
    await store.submit(PlaceRound("waiter", (LineWanted("tofu", 1),), table=waiter.about.table), HOUSE)
    assert waiter.progress.done == 0, "somebody else has seated guests"


async def test_an_exercise_is_done_again_on_another_stage(waiter: Trainee) -> None:
    await waiter.start("round")
    for _ in range(2):
        await waiter.order("tofu", table=waiter.about.table)
    first = waiter.about.table
    await waiter.order("tofu", table=first)
    page = (await waiter.get("/practice")).text
    assert "Do it again" in page
    await waiter.start("round")
    assert waiter.progress.done == 0
    assert waiter.about.table != first
    assert waiter.progress.finished == {"round"}


@pytest.mark.parametrize(
    ("role", "named"),
    [
        ("waiter", ["round", "move", "split", "refund"]),
        ("cashier", ["round", "move", "split", "refund"]),
        ("kitchen", ["bump", "recall"]),
        ("expo", ["bump", "recall"]),
        ("manager", list(EXERCISES)),
        ("owner", list(EXERCISES)),
    ],
)
async def test_everybody_practises_what_their_role_does(api: Api, role: str, named: list[str]) -> None:
    trainee = Trainee(api, role)
    await trainee.begin()
    page = (await trainee.get("/practice")).text
    assert [each for each in EXERCISES if f'value="{each}"' in page] == named
    for other in EXERCISES.keys() - set(named):
        assert (await trainee.form("/practice/exercise", exercise=other)).headers["location"] == "/practice"
    assert trainee.progress.exercise is None


async def test_where_every_table_is_taken_some_are_put_up(api: Api, waiter: Trainee) -> None:
    for table in ("A01", "A02", "A03", "V01"):
        await api.order("tofu", table=table)
    await waiter.start("move")
    assert {waiter.about.table, waiter.about.other} == {"P1", "P2"}
    assert "P1" not in api.store.state.floor.tables


async def test_a_house_without_tables_practises_too(api: Api, waiter: Trainee) -> None:
    await api.do(ChangeFloor(gone=FloorGone(areas=("hall",), tables=tuple(api.store.state.floor.tables))))
    await waiter.start("round")
    assert waiter.about.table == "P1"


async def test_where_nothing_can_be_ordered_as_it_is_the_reason_is_told(api: Api, waiter: Trainee) -> None:
    gone = tuple(each.dish for each in DISHES if each.cells is None)
    await api.do(ChangeMenu(gone=MenuGone(dishes=gone)))
    await waiter.begin()
    answer = await waiter.form("/practice/exercise", exercise="split")
    assert answer.status_code == 422
    assert "No dish of the menu can be ordered as it is" in answer.text


@pytest.mark.parametrize("fields", [{"channels": ("scan",)}, {"course": 2}, {"dayparts": ("later",)}])
async def test_a_stage_is_set_with_what_is_sold_now(api: Api, waiter: Trainee, fields: dict[str, Any]) -> None:
    names = ("now", 0), ("later", 1439)
    parts = tuple([Daypart(name, Name(zh=name, en=name), minute) for name, minute in names])
    await api.do(ChangeMenu(dayparts=parts))
    first = plain_dishes(api.store.state, "waiter")[0]
    await api.do(ChangeMenu(dishes=(replace(first, **fields),)))
    await waiter.start("move")
    ordered = [each["dish"] for each in (await waiter.bill())["lines"]]
    assert ordered
    assert first.dish not in ordered


async def test_what_is_no_exercise_begins_none(waiter: Trainee) -> None:
    await waiter.begin()
    for wanted in ("", "fly", "bump"):
        assert (await waiter.form("/practice/exercise", exercise=wanted)).headers["location"] == "/practice"
    assert (await Browser(waiter.api).form("/practice/exercise", exercise="round")).headers["location"] == (
        "/practice?ended=1"
    )


@pytest.mark.parametrize("exercise", EXERCISES)
async def test_every_exercise_is_told_in_both_languages(manager: Trainee, exercise: str) -> None:
    await manager.start(exercise)
    for step in manager.progress.steps():
        assert "{" not in step.words.zh + step.words.en
        assert (await manager.get(step.page)).status_code == 200
    assert EXERCISES[exercise].name.en in await manager.panel()
    assert EXERCISES[exercise].name.zh in await manager.panel("zh")
