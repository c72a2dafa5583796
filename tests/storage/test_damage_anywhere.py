"""Any bit of any file of a store that was killed flips, or a file is cut or goes: it is healed with all that was
acknowledged, or refused in words. Nothing is ever silently different.
"""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kds.storage.damage import DamagedStore, Finding
from kds.storage.examination import examine
from kds.storage.opening import open_ledger
from kds.storage.write_ahead_log import frames
from tests.storage.stores import WAL, Crashed, Moments, cut, flip, moments, truth_of

pytestmark = pytest.mark.slow

FLIPS = 25
"""In each of `SEEDS` rounds; twice as many rounds at length are forty."""
SEEDS, SEEDS_AT_LENGTH = 8, 80
OTHERS = 5
"""Cuts, losses and overwritten sectors in each round."""


class Damage(NamedTuple):
    """What was done to which file."""

    file: str
    how: str
    place: int


@pytest.fixture(scope="module")
def all_moments(tmp_path_factory: pytest.TempPathFactory) -> Moments:
    return asyncio.run(moments(tmp_path_factory.mktemp("moments")))


def seeds() -> list[object]:
    return [*range(SEEDS), *[pytest.param(seed, marks=pytest.mark.long) for seed in range(SEEDS, SEEDS_AT_LENGTH)]]


@pytest.mark.parametrize("seed", seeds())
async def test_nothing_is_ever_silently_different(all_moments: Moments, tmp_path: Path, seed: int) -> None:
    dice, noticed, healed = random.Random(seed), 0, 0
    for number in range(FLIPS + OTHERS):
        crashed = all_moments.at[dice.choice(sorted(all_moments.at))]
        copy = crashed._replace(data=Path(shutil.copytree(crashed.data, tmp_path / f"{number}")))
        needless = pages_in_log(copy)
        damage = inflicted(dice, copy.data, "flip" if number < FLIPS else dice.choice(["cut", "gone", "sector"]))
        seen = bool(examine(copy.data))
        findings = await outcome(copy, all_moments.keys, damage)
        if findings or findings is None:
            noticed += 1
            healed += findings is not None
        else:
            assert cannot_matter(damage, needless), damage
        assert seen == (findings is None or bool(findings)), f"whoever looks sees what a start sees: {damage}"
        shutil.rmtree(copy.data)
    assert noticed > FLIPS // 4
    assert healed > 0


async def outcome(crashed: Crashed, keys: list[str], damage: Damage) -> list[Finding] | None:
    """What was found and healed; None where the store was refused."""
    try:
        async with open_ledger(crashed.data) as ledger:
            assert await truth_of(ledger, keys) == crashed.truth, damage
            return list(ledger.findings)
    except DamagedStore:
        return None


def inflicted(dice: random.Random, data: Path, how: str) -> Damage:
    """Damage one file, the larger the likelier."""
    files = sorted(path for path in data.rglob("*") if path.is_file() and path.stat().st_size)
    path = dice.choices(files, [path.stat().st_size + 10_000 for path in files])[0]
    size = path.stat().st_size
    place = dice.randrange(size)
    damages: dict[str, Callable[[], None]] = {
        "flip": lambda: flip(path, place * 8 + dice.randrange(8)),
        "cut": lambda: cut(path, place),
        "gone": path.unlink,
        "sector": lambda: overwrite(path, place // 512 * 512, dice.randbytes(512)),
    }
    damages[how]()
    return Damage(path.relative_to(data).as_posix(), how, place)


def overwrite(path: Path, place: int, content: bytes) -> None:
    whole = bytearray(path.read_bytes())
    whole[place : place + len(content)] = content[: len(whole) - place]
    path.write_bytes(whole)


def pages_in_log(crashed: Crashed) -> set[int]:
    """The pages that SQLite reads in its log, and writes again from there."""
    return {page for page, current, _ in frames(crashed.data / WAL, 4096) if current}


def cannot_matter(damage: Damage, in_log: set[int]) -> bool:
    """Whether it may go unnoticed: what is there is read by nobody, or has been written over since."""
    if damage.file == "ledger.db":
        return damage.how in ("flip", "sector") and damage.place // 4096 + 1 in in_log
    # In the log and in the journal what lies behind the last commit, the last commit itself, which the other one has
    # too, and what has been moved into the database.
    return damage.file == WAL or damage.file.startswith("journal/") or damage.file.endswith("-shm")
