"""Law 8, Nothing slow, nothing hidden: a crowd is served, or refused honestly, in bounded time;
no list is cut off silently, and a dish without a station is cooked by the catch-all.

What screens say of overflow and staleness is tested where the screens are.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from kds.bootstrap import running_store
from kds.runtime.messages import HOUSE
from kds.storage import data_dir
from tests.house import FOUNDING
from tests.live.aside import aside
from tests.live.audit import Promises, audit, gather
from tests.live.client import Api
from tests.live.flood import Tally, flood, small_orders
from tests.live.load import TABLES, place
from tests.live.orders import ROUNDS, Card, Order, card
from tests.live.server import KDS, RUNNER, House, Server, with_tokens
from tests.live.wire import Bill

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

TIMES = 10
"""How many times as many clients come as there were."""
SERVED = 0.8
"""How much of what was served before, and of what is asked for, is served then at least."""
SLOW_DISK = (*RUNNER, "--commit-s", "0.15")
"""A server that a client in Python can bring to its limits."""
P99_S = 2.0
MEMORY_KB = 64 << 10
"""What a server may grow by under overload."""
PORTIONS = 400


def plain(menu: Card) -> str:
    """A dish about which nothing has to be asked."""
    return next(each.dish for each in menu.dishes if not each.options and each.cells is None)


def peak_kb(server: Server) -> int:
    """The most memory that the server has had."""
    status = Path(f"/proc/{server.running.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def kept(tally: Tally) -> Promises:
    """What a flood was told."""
    promises = Promises()
    for order, answer in tally.admitted:
        promises.answered(order, answer)
    promises.refused = tally.refused
    promises.faults += tally.faults
    return promises


async def healthy_again(api: Api, menu: Card, promises: Promises) -> None:
    """After the flood orders are answered at once, and nothing is alarming."""
    health = await api.health()
    assert (health.ready, health.queue_depth, health.broken) == (True, 0, [])
    await place(api, promises, menu.order(random.Random(1), "A01", "after", 1), "calm", random.Random(1))
    assert promises.seconds[-1] < 1.0


@pytest.mark.alone
async def test_ten_times_the_clients_it_had_are_served_and_lose_nothing(house: House) -> None:
    with Server(house, command=SLOW_DISK) as server:
        async with Api(server.url, house.tokens) as api:
            menu, before = await card(api), peak_kb(server)
            alone = await flood(api, small_orders(plain(menu), TABLES), connections=40, seconds=2.0)
            tally = await flood(api, small_orders(plain(menu), TABLES), connections=40 * TIMES, seconds=4.0)
            assert (tally.faults, tally.hung) == ([], 0)
            assert set(tally.statuses) <= {201, 503}
            served, before_s = len(tally.admitted) / 4.0, len(alone.admitted) / 2.0
            assert served >= SERVED * before_s, (
                f"{served:.0f} orders a second, {before_s:.0f} with a tenth of the clients"
            )
            assert len(tally.admitted) >= SERVED * tally.answers, "a short wait beats a refusal"
            assert tally.p99_s() < P99_S
            assert peak_kb(server) - before < MEMORY_KB
            promises = kept(tally)
            for order, answer in alone.admitted:
                promises.answered(order, answer)
            await healthy_again(api, menu, promises)
            assert await audit(api, promises, menu.station) == []
            assert server.verify() == ""


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(600)
async def test_a_flood_of_2000_connections_hangs_nobody_and_loses_nothing(house: House) -> None:
    with Server(house, command=(*KDS, "serve")) as server:
        async with Api(server.url, house.tokens) as api:
            menu, before = await card(api), peak_kb(server)
            tally = await flood(api, small_orders(plain(menu), TABLES), connections=2000, seconds=20.0)
            assert (tally.faults, tally.hung) == ([], 0)
            assert set(tally.statuses) <= {201, 503}
            assert peak_kb(server) - before < 8 * MEMORY_KB
            promises = kept(tally)
            await healthy_again(api, menu, promises)
            assert await audit(api, promises, menu.station) == []
            assert server.verify() == ""


async def test_no_list_is_cut_off(api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(1)
    dish = plain(menu)
    body = {"table": "A01", "fire": "hold"}
    orders = [Order(f"n{n}", {**body, "lines": [{"id": f"n{n}", "dish": dish, "qty": 1}]}) for n in range(PORTIONS)]
    for start in range(0, PORTIONS, 50):
        await asyncio.gather(*[place(api, promises, each, "calm", dice) for each in orders[start : start + 50]])
    shown = await gather(api)
    assert [len(bill.lines) for bill in shown.bills.values()] == [PORTIONS]
    assert len(shown.tickets[menu.station[dish]].tickets) == PORTIONS
    assert sum(event.type == "RoundPlaced" for event in shown.events) == PORTIONS
    assert await audit(api, promises, menu.station) == []


@pytest.fixture
def small_house(tmp_path: Path) -> House:
    """The small house of the other tests, in which one dish, `stray`, belongs to a station that is not there."""
    data = tmp_path / "data"
    data_dir.create(data)

    async def found() -> None:
        async with running_store(data) as running:
            for command in FOUNDING:
                await running.store.submit(command, HOUSE)

    aside(found())
    return with_tokens(data)


def test_a_dish_without_a_station_is_shown_at_the_catch_all(small_house: House) -> None:
    async def order_a_stray() -> None:
        async with Api(server.url, small_house.tokens) as api:
            lines = [{"id": dish, "dish": dish, "qty": 1} for dish in ("stray", "tofu")]
            told = (await api.post(ROUNDS, {"table": "A01", "lines": lines}, "stray")).round
            at = {station: await api.tickets(station) for station in STATIONS}
            bill = await api.get(f"/api/v1/bills/{told.bill}", Bill)
            assert [line.dish for ticket in at["catch_all"].tickets for line in ticket.lines] == ["stray"]
            assert [line.dish for ticket in at["cold"].tickets for line in ticket.lines] == ["tofu"]
            assert [(line.dish, line.station) for line in bill.lines] == [("stray", "catch_all"), ("tofu", "cold")]
            promises = Promises(acknowledged=[(Order("stray", {"lines": lines}), told)])
            assert await audit(api, promises, {"stray": "catch_all", "tofu": "cold"}) == []

    with Server(small_house) as server:
        asyncio.run(order_a_stray())


STATIONS = ("soup", "cold", "hot", "drinks", "catch_all")
