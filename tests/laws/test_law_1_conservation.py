"""Law 1, Conservation: every dish acknowledged is on the bill exactly once, on the tickets exactly once per routed
station, and in the feed exactly once; nothing else is.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.feed import Follower, history
from tests.live.load import MANNERS, TABLES, differences, place
from tests.live.orders import ROUNDS, Card, Order, card
from tests.live.server import Server

pytestmark = pytest.mark.slow

CLIENTS = 64


async def dine(api: Api, menu: Card, promises: Promises, number: int, rounds: int) -> None:
    """One guest of four at a table, who orders so many rounds in one manner or another."""
    dice = random.Random(number)
    table = TABLES[number % len(TABLES)]
    for count in range(rounds):
        order = menu.order(dice, table, f"guest-{number}-{count}", dice.randint(1, 4))
        await place(api, promises, order, dice.choice(MANNERS), dice)


async def parties_at(api: Api, tables: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """table → how many open sessions and open bills it has."""
    found = {table: await api.table(table) for table in tables}
    return {table: (len(each.sessions), len(each.bills)) for table, each in found.items()}


@pytest.mark.parametrize("rounds", [5, pytest.param(60, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
async def test_64_clients_at_16_tables_lose_nothing_and_get_nothing_twice(api: Api, rounds: int) -> None:
    menu, promises = await card(api), Promises()
    async with Follower(api) as live:
        await asyncio.gather(*[dine(api, menu, promises, number, rounds) for number in range(CLIENTS)])
        assert await audit(api, promises, menu.station) == []
        await live.reached((await api.health()).seq)
    assert len(promises.acknowledged) == CLIENTS * rounds
    assert not promises.pending
    assert live.messages == await history(api)


async def test_first_orders_at_the_same_instant_open_one_session_and_one_bill(api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(1)
    orders = [menu.order(dice, TABLES[n % len(TABLES)], f"first-{n}", 2) for n in range(CLIENTS)]
    await asyncio.gather(*[place(api, promises, order, "calm", dice) for order in orders])
    assert await parties_at(api, TABLES) == dict.fromkeys(TABLES, (1, 1))
    opened = Counter(event.data["table"] for event in await api.events() if event.type == "SessionOpened")
    assert opened == Counter(TABLES)
    assert len({told.bill for _, told in promises.acknowledged}) == len(TABLES)
    assert await audit(api, promises, menu.station) == []


@pytest.mark.parametrize("seated", [False, True], ids=["a new party", "a seated party"])
async def test_two_phones_submitting_one_cart_order_it_once(api: Api, seated: bool) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(2)
    if seated:
        await asyncio.gather(
            *[place(api, promises, menu.order(dice, table, f"seat-{table}", 1), "calm", dice) for table in TABLES]
        )
    carts = [menu.order(dice, table, f"cart-{table}", 3) for table in TABLES]
    await asyncio.gather(*[submit_by_two_phones(api, promises, cart) for cart in carts])
    assert await audit(api, promises, menu.station) == []
    assert await parties_at(api, TABLES) == dict.fromkeys(TABLES, (1, 1))


async def submit_by_two_phones(api: Api, promises: Promises, cart: Order) -> None:
    """The same lines under two keys, at the same time: both are told of the same lines."""
    phones = [cart._replace(key=f"{cart.key}-{phone}") for phone in ("ann", "ben")]
    answers = await asyncio.gather(*[api.until_answered(ROUNDS, each.body, each.key, each.role) for each in phones])
    for phone, answer in zip(phones, answers, strict=True):
        promises.answered(phone, answer)
    one, other = (answer.round for answer in answers)
    assert (one.lines, one.bill, one.session, one.round) == (other.lines, other.bill, other.session, other.round)


async def test_a_cart_that_grew_on_one_phone_adds_only_what_is_new(api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(3)
    cart = menu.order(dice, "A01", "cart", 3)
    more = menu.line(dice, "cart.more")
    grown = Order("grown", {**cart.body, "lines": [*cart.body["lines"], more]}, cart.role)
    for order in (cart, grown):
        await place(api, promises, order, "calm", dice)
    first, second = (told for _, told in promises.acknowledged)
    assert second.lines[:3] == first.lines
    assert (await audit(api, promises, menu.station), second.round_no) == ([], 2)


@pytest.mark.parametrize("end", ["stopped", "killed"])
async def test_a_cart_submitted_again_after_a_restart_adds_nothing(server: Server, api: Api, end: str) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(5)
    cart = menu.order(dice, "A01", "cart", 3)
    await place(api, promises, cart, "calm", dice)
    before = await api.events()
    (server.stop if end == "stopped" else server.kill)()
    server.start()
    await place(api, promises, cart._replace(key="cart-of-another-phone"), "calm", dice)
    assert await api.events() == before
    assert await audit(api, promises, menu.station) == []


async def test_duplicates_on_many_connections_at_once_are_one_order(api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(4)
    order = menu.order(dice, "A01", "many", 4)
    what = (ROUNDS, order.body, order.key, order.role)
    hung_up = [api.cut_off(*what, after_s=dice.uniform(0, 0.01)) for _ in range(CLIENTS)]
    answers, _ = await asyncio.gather(
        asyncio.gather(*[api.until_answered(*what) for _ in range(CLIENTS)]), asyncio.gather(*hung_up)
    )
    promises.answered(order, answers[0])
    assert differences(order, answers) == []
    assert await audit(api, promises, menu.station) == []
