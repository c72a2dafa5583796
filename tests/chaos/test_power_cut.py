"""Law 3, Durable: what was acknowledged survives a power cut, of which only what was fsynced is left.

The controls take the fsync away and must lose, or this test could not.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.chaos.powercut.shim import Disk, build
from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.load import Load
from tests.live.orders import Card, card
from tests.live.server import RUNNER, House, Server
from tests.needs import needs

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

CUTS = 4
SEEDS_AT_LENGTH = 25


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needs("cc")
    return build(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def disk(library: Path, tmp_path: Path) -> Disk:
    return Disk(library, tmp_path)


def on(disk: Disk, founded: House, *, cut: int, options: tuple[str, ...] = ()) -> Server:
    """A server on the disk, which holds a copy of the house the first time."""
    house = founded.copied_to(disk.data) if cut == 0 else House(disk.data, founded.tokens)
    return Server(house, command=(*RUNNER, *options), env=disk.environment())


async def serve_and_cut(
    server: Server, disk: Disk, promises: Promises, *, orders: int, seed: int, torn: int | None = None
) -> Card:
    """Serve under load, and cut the power after so many more acknowledgements, in the midst of others."""
    server.start()
    async with Api(server.url, server.house.tokens) as api:
        menu = await card(api)
        async with Load(api, menu, promises, pause_s=0.0, name=f"cut-{seed}", seed=seed) as load:
            await load.acknowledged(orders)
            disk.cut(server.running, torn=torn)
            load.abandon()
    server.kill()
    return menu


def seeds() -> list[object]:
    """One in short, the others at length; every other one with cuts that keep a random part of what was unsynced."""
    long = [pytest.mark.long, pytest.mark.timeout(600)]
    return [0, 1, *[pytest.param(seed, marks=long) for seed in range(2, SEEDS_AT_LENGTH)]]


@pytest.mark.parametrize("seed", seeds())
async def test_nothing_acknowledged_is_lost_by_a_power_cut(disk: Disk, founded: House, seed: int) -> None:
    promises, dice = Promises(), random.Random(seed)
    for cut in range(CUTS):
        torn = 100 * seed + cut if seed % 2 else None
        server = on(disk, founded, cut=cut)
        orders = dice.randint(50, 500)
        menu = await serve_and_cut(server, disk, promises, orders=orders, seed=10 * seed + cut, torn=torn)
    with on(disk, founded, cut=CUTS) as server:
        async with Api(server.url, server.house.tokens) as api:
            assert await audit(api, promises, menu.station) == []
            assert server.verify() == ""
            # Whoever had no answer asks again with the same key, and what was stored is not stored twice.
            for order in list(promises.pending.values()):
                promises.answered(order, await api.until_answered("/api/v1/rounds", order.body, order.key, order.role))
            assert await audit(api, promises, menu.station) == []
    assert len(promises.acknowledged) >= CUTS * 50


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
async def test_the_same_cut_loses_what_was_acknowledged_without_the_fsync(
    disk: Disk, founded: House, synchronous: str
) -> None:
    promises = Promises()
    server = on(disk, founded, cut=0, options=("--synchronous", synchronous))
    menu = await serve_and_cut(server, disk, promises, orders=100, seed=0)
    with on(disk, founded, cut=1) as server:
        async with Api(server.url, server.house.tokens) as api:
            faults = await audit(api, promises, menu.station)
    assert len(faults) > 50, faults
