"""Law 2, Exactly once: the same command id, repeated, at the same time, or after a crash: one effect, one answer."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable

import pytest

from kds.web.routes import PREFIX
from tests.good_requests import GOOD, Good, Ground, Json
from tests.live.audit import Promises, audit
from tests.live.client import Answer, Api
from tests.live.load import differences, place
from tests.live.orders import ROUNDS, Card, Menu, Order, card
from tests.live.server import Server
from tests.live.wire import Event

pytestmark = pytest.mark.slow

AT_ONCE = 16
DEVICES = (("A01", "guest"), ("A02", "waiter"), ("A03", "integration"))
"""Tables, and which device orders there."""


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


async def test_every_post_at_the_same_time_repeated_and_after_a_crash(server: Server, api: Api) -> None:
    first: dict[str, tuple[Good, Answer]] = {}
    ground = Ground(sender(api), plain(await card(api)), iter([f"A{number:02}" for number in range(1, 9)]))
    for name, prepare in GOOD.items():
        good = await prepare(ground)
        path, before = PREFIX + good.path, (await api.health()).seq
        answers = await asyncio.gather(*[api.post(path, good.body, name, "manager") for _ in range(AT_ONCE)])
        await asyncio.gather(*[api.cut_off(path, good.body, name, "manager") for _ in range(3)])
        first[name] = (good, next(answer for answer in answers if not answer.replayed))
        told = {(answer.status, answer.body) for answer in answers}
        assert len(told) == 1, (name, told)
        assert answers[0].status < 300, (name, answers[0])
        assert sum(answer.replayed for answer in answers) == AT_ONCE - 1
        assert (await api.health()).seq > before, f"{name} did nothing"
    after = await asked_for(api)
    server.kill()
    server.start()
    for name, (good, answer) in first.items():
        again = await api.post(PREFIX + good.path, good.body, name, "manager")
        assert (again.status, again.body, again.replayed) == (answer.status, answer.body, True)
    assert await asked_for(api) == after
    assert server.verify() == ""


async def asked_for(api: Api) -> list[Event]:
    """The events so far, without those that come by themselves as time passes."""
    return [each for each in await api.events() if not each.data.get("expired")]


def sender(api: Api) -> Callable[[str, Json], Awaitable[Json]]:
    """Posts what has to be there before, each under a key of its own, and gives the answer's body."""
    keys = itertools.count()

    async def send(path: str, body: Json) -> Json:
        answer = await api.post(PREFIX + path, body, f"before-{next(keys)}", "manager")
        told: Json = answer.read(dict)
        return told

    return send


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


FIRST = "the-first-of-a-device"


async def test_two_devices_that_both_count_from_one_never_meet(server: Server, api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(5)
    orders = [menu.order(dice, table, FIRST, 2)._replace(role=role) for table, role in DEVICES]
    for each in orders:
        each.body["channel"] = "scan"  # a guest's token knows no other
    for _ in range(2):
        answers = await asyncio.gather(
            *[api.post(ROUNDS, each.body, FIRST, each.role) for each in orders for _ in "ab"]
        )
        for order, answer in zip(orders, answers[::2], strict=True):
            promises.answered(order, answer)
        assert [answer.body for answer in answers[::2]] == [answer.body for answer in answers[1::2]]
        server.kill()
        await asyncio.to_thread(server.start)
    assert len({answer.round.round for answer in answers}) == len(DEVICES)
    assert await audit(api, promises, menu.station) == []


async def test_a_key_belongs_to_one_body_and_one_path(api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(3)
    order = menu.order(dice, "A01", "mine", 2)._replace(role="waiter")
    await place(api, promises, order, "calm", dice)
    line = promises.acknowledged[0][1].lines[0].line
    reused = [
        await api.post(ROUNDS, {**order.body, "guests": 9}, order.key),
        await api.post(f"/api/v1/lines/{line}/rush", {}, order.key),
    ]
    assert [(each.status, each.reason, each.replayed) for each in reused] == [(422, "key_reused", False)] * 2
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
