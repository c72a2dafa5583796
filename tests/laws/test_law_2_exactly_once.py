"""Law 2, Exactly once: the same command id, repeated, at the same time, or after a crash: one effect, one answer."""

from __future__ import annotations

import asyncio
import random
from typing import Any, NamedTuple

import pytest

from tests.live.audit import Promises, audit
from tests.live.client import Answer, Api
from tests.live.load import differences, place
from tests.live.orders import ROUNDS, Card, Menu, Order, card
from tests.live.server import Server

pytestmark = pytest.mark.slow

AT_ONCE = 16


class Deed(NamedTuple):
    """A change to be made, and by which role."""

    path: str
    body: dict[str, Any]
    role: str


async def deeds(api: Api) -> dict[str, Deed]:
    """One of each kind of change, on a round that was placed for it; in an order in which all of them succeed."""
    dish = plain(await card(api))
    lines: list[dict[str, Any]] = [{"dish": dish, "qty": 1} for _ in range(5)]
    lines[4]["fire"] = "hold"
    told = (await api.until_answered(ROUNDS, {"table": "A01", "lines": lines}, "placed")).round
    first, second, third, fourth, held = (each.line for each in told.lines)
    ticket = f"/api/v1/tickets/{told.tickets[0]}"
    due = sum(each.price_minor for each in told.lines if each.line != fourth)
    return {
        "fire": Deed(f"/api/v1/lines/{held}/fire", {}, "waiter"),
        "rush": Deed(f"/api/v1/lines/{first}/rush", {}, "guest"),
        "start": Deed(f"{ticket}/start", {"lines": [first]}, "kitchen"),
        "bump": Deed(f"{ticket}/bump", {"lines": [second]}, "kitchen"),
        "recall": Deed(f"{ticket}/recall", {"lines": [second]}, "kitchen"),
        "serve": Deed(f"/api/v1/lines/{third}/serve", {}, "waiter"),
        "void": Deed(f"/api/v1/lines/{fourth}/void", {"reason": "spilt"}, "waiter"),
        "sold-out": Deed(f"/api/v1/dishes/{dish}/sold-out", {"remaining": 3}, "manager"),
        "pay": Deed(f"/api/v1/bills/{told.bill}/pay", {"tender": "card", "amount_minor": due}, "waiter"),
        "clear": Deed(f"/api/v1/sessions/{told.session}/clear", {}, "waiter"),
    }


def plain(menu: Card) -> str:
    """A dish about which nothing has to be asked, and which can be held."""
    return next(each.dish for each in menu.dishes if not each.options and each.kind == "dish")


async def test_a_repeated_order_has_one_effect_and_one_answer(api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(1)
    order = menu.order(dice, "A01", "once", 3)
    first = await api.post(ROUNDS, order.body, order.key)
    before = (await api.health()).seq
    again = [await api.post(ROUNDS, order.body, order.key) for _ in range(3)]
    promises.answered(order, first)
    assert (first.status, first.replayed) == (201, False)
    assert [(each.status, each.body, each.replayed) for each in again] == [(201, first.body, True)] * 3
    assert (await api.health()).seq == before
    assert await audit(api, promises, menu.station) == []


async def test_every_kind_of_change_at_the_same_time_repeated_and_after_a_crash(server: Server, api: Api) -> None:
    made = await deeds(api)
    first: dict[str, Answer] = {}
    for name, deed in made.items():
        before = (await api.health()).seq
        answers = await asyncio.gather(*[api.post(deed.path, deed.body, name, deed.role) for _ in range(AT_ONCE)])
        await asyncio.gather(*[api.cut_off(deed.path, deed.body, name, deed.role) for _ in range(3)])
        first[name] = next(answer for answer in answers if not answer.replayed)
        assert {(answer.status, answer.body) for answer in answers} == {(200, first[name].body)}, (name, answers)
        assert sum(answer.replayed for answer in answers) == AT_ONCE - 1
        assert (await api.health()).seq > before, f"{name} did nothing"
    after = await api.events()
    server.kill()
    server.start()
    for name, deed in made.items():
        again = await api.post(deed.path, deed.body, name, deed.role)
        assert (again.status, again.body, again.replayed) == (200, first[name].body, True)
    assert await api.events() == after
    assert server.verify() == ""


async def test_keys_that_a_crash_left_unanswered_are_done_once(server: Server, api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(2)
    orders = [menu.order(dice, f"A{n % 8 + 1:02}", f"crash-{n}", 2) for n in range(64)]

    waiting = [asyncio.create_task(api.until_answered(ROUNDS, each.body, each.key, each.role)) for each in orders]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    server.kill()
    await asyncio.to_thread(server.start)
    answers = await asyncio.gather(*waiting)
    for order, answer in zip(orders, answers, strict=True):
        promises.answered(order, answer)
        repeated = await api.post(ROUNDS, order.body, order.key, order.role)
        assert (repeated.status, repeated.body, repeated.replayed) == (answer.status, answer.body, True)
    assert await audit(api, promises, menu.station) == []


async def test_a_key_belongs_to_one_body_one_actor_and_one_path(api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(3)
    order = menu.order(dice, "A01", "mine", 2)._replace(role="waiter")
    await place(api, promises, order, "calm", dice)
    line = promises.acknowledged[0][1].lines[0].line
    reused = [
        await api.post(ROUNDS, {**order.body, "guests": 9}, order.key),
        await api.post(ROUNDS, order.body, order.key, "integration"),
        await api.post(f"/api/v1/lines/{line}/rush", {}, order.key),
    ]
    assert [(each.status, each.reason, each.replayed) for each in reused] == [(422, "key_reused", False)] * 3
    again = await api.post(ROUNDS, order.body, order.key)
    assert (again.status, again.replayed) == (201, True)
    assert await audit(api, promises, menu.station) == []


async def test_the_same_body_written_otherwise_is_the_same_command(api: Api) -> None:
    menu, dice = await card(api), random.Random(4)
    order = menu.order(dice, "A01", "spelt", 2)
    first = await api.post(ROUNDS, order.body, order.key)
    again = await api.post(ROUNDS, dict(reversed(order.body.items())), order.key)
    assert differences(order, [first, again]) == []


async def test_a_refusal_is_decided_again(server: Server, api: Api) -> None:
    menu = await card(api)
    dish = plain(menu)
    order = Order("sold-out", {"table": "A01", "lines": [{"id": "late", "dish": dish, "qty": 2}]})
    await stock(api, dish, 1)
    refused = [await api.post(ROUNDS, order.body, order.key) for _ in range(2)]
    assert [(each.status, each.reason, each.replayed) for each in refused] == [(409, "sold_out", False)] * 2
    server.kill()
    server.start()
    assert (await api.post(ROUNDS, order.body, order.key)).reason == "sold_out"
    await stock(api, dish, None)
    other = {"table": "A01", "lines": [{"id": "late", "dish": dish, "qty": 3}]}
    answers = [await api.post(ROUNDS, other, order.key) for _ in range(2)]
    assert [(each.status, each.replayed) for each in answers] == [(201, False), (201, True)]
    assert [line.qty for line in answers[0].round.lines] == [3]


async def stock(api: Api, dish: str, remaining: int | None) -> None:
    """Say how many of a dish are left; each time under a key of its own."""
    key = f"stock-{remaining}"
    answer = await api.post(f"/api/v1/dishes/{dish}/sold-out", {"remaining": remaining}, key, "manager")
    assert answer.status == 200
    shown = await api.get("/api/v1/menu", Menu)
    assert next(each for each in shown.dishes if each.dish == dish).remaining == remaining
