"""A server is killed amid orders and one file of its store is damaged: the next start has every acknowledged order, and
says on its pages what was mended; or every page says why there is no house.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.load import Load
from tests.live.orders import ROUNDS, card
from tests.live.server import House, Server
from tests.storage.stores import WAL, cut, flip

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

ORDERS = 150
SEEDS_AT_LENGTH = 40


def early_bit(path: Path, dice: random.Random) -> None:
    """Of what matters most: the beginning."""
    flip(path, dice.randrange(8 * path.stat().st_size // 4))


def any_bit(path: Path, dice: random.Random) -> None:
    flip(path, dice.randrange(8 * path.stat().st_size))


def half(path: Path, dice: random.Random) -> None:
    cut(path, path.stat().st_size // 2)


def gone(path: Path, dice: random.Random) -> None:
    path.unlink()


DAMAGES: list[tuple[str, Callable[[Path, random.Random], None]]] = [
    (WAL, early_bit),
    (WAL, half),
    (WAL, gone),
    ("journal", early_bit),
    ("journal", gone),
    ("ledger.sums", any_bit),
    ("ledger.sums", gone),
    ("ledger.db", any_bit),
]


def cases() -> list[object]:
    """Each once in short, and with other orders at length."""
    short = [pytest.param(0, *damage, id=f"{damage[0]}-{damage[1].__name__}") for damage in DAMAGES]
    dice = random.Random(1)
    more = [(seed, *dice.choice(DAMAGES)) for seed in range(1, SEEDS_AT_LENGTH)]
    long = [pytest.mark.long, pytest.mark.timeout(600)]
    return [*short, *[pytest.param(*each, marks=long) for each in more]]


@pytest.mark.parametrize(("seed", "file", "damage"), cases())
async def test_nothing_acknowledged_is_lost_and_what_was_mended_is_said(
    founded: House, tmp_path: Path, seed: int, file: str, damage: Callable[[Path, random.Random], None]
) -> None:
    house, promises, dice = founded.copied_to(tmp_path / "data"), Promises(), random.Random(seed)
    with Server(house) as server:
        async with Api(server.url, house.tokens) as api:
            menu = await card(api)
            async with Load(api, menu, promises, seed=seed, pause_s=0.0) as load:
                await load.acknowledged(ORDERS)
                server.kill()
                load.abandon()
        inflict(house.data / file, damage, dice)
        assert server.verify() != "" or file == "ledger.db", "whoever looks sees it"
        server.start()
        async with Api(server.url, house.tokens) as api:
            assert await audit(api, promises, menu.station) == []
            for order in list(promises.pending.values()):
                promises.answered(order, await api.until_answered(ROUNDS, order.body, order.key, order.role))
            assert await audit(api, promises, menu.station) == []
            codes = (await api.health()).alarm_codes
        if "damage_healed" in codes:
            shown = httpx2.get(server.url, headers={"accept": "text/html", "accept-language": "en"}).text
            assert "Stored data was damaged and is mended" in shown
            assert file in shown
        else:
            # The page lay in the log too, and has been written again from there.
            assert file == "ledger.db"
        assert server.verify() == ""


def inflict(path: Path, damage: Callable[[Path, random.Random], None], dice: random.Random) -> None:
    """Damage a file, or the journal's segment that is in use."""
    if path.is_dir():
        if damage is gone:
            shutil.rmtree(path)
            return
        path = max(each for each in path.glob("*.journal") if each.stat().st_size > 1_000)
    damage(path, dice)
