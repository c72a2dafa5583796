"""A commit whose sync failed: what was told as not stored does not come to life at the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kds.storage.opening import open_ledger
from tests.needs import needs

SCRIPT = """
import asyncio, os, pathlib, subprocess, sys
from kds.storage import data_dir
from kds.storage.ledger import StorageError
from kds.storage.opening import open_ledger
from tests.storage.rows import answer, append

LOOK = '''
import asyncio, pathlib, sys
from kds.storage.opening import read_ledger

async def look(data):
    async with read_ledger(data) as ledger:
        print((await ledger.head()).seq)

asyncio.run(look(pathlib.Path(sys.argv[1])))
'''

def seen_by_another(data):
    environ = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    return subprocess.check_output([sys.executable, "-c", LOOK, data], env=environ, text=True).strip()

async def main(data, flag, asks):
    async with open_ledger(data) as ledger:
        await append(ledger, 1)
        flag.touch()
        try:
            await append(ledger, 1)
        except StorageError:
            print("failed")
        if asks:
            try:
                await ledger.head()
            except StorageError:
                print("unknown")
        print("seen", seen_by_another(data), flush=True)
        flag.unlink()
        if asks:
            print((await ledger.head()).seq, flush=True)
        os._exit(9)

asyncio.run(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3] == "asks"))
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that fails syncs on demand."""
    library = tmp_path_factory.mktemp("shim") / "no_sync.so"
    source = Path(__file__).with_name("no_sync.c")
    subprocess.run([needs("cc"), "-shared", "-fPIC", "-Wall", "-Werror", "-o", library, source], check=True)
    return library


def killed(shim: Path, data: Path, how: str) -> list[str]:
    """What a process told that lost its disk for a while, and then its life."""
    flag = data / "no-sync"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, data, flag, how],
        env=os.environ | {"LD_PRELOAD": str(shim), "NO_SYNC": str(flag)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr
    return done.stdout.split()


async def seq(data: Path) -> int:
    async with open_ledger(data) as ledger:
        return (await ledger.head()).seq


async def test_what_the_head_does_not_show_stays_away_and_no_follower_has_seen_it(shim: Path, data: Path) -> None:
    assert killed(shim, data, "asks") == ["failed", "unknown", "seen", "1", "1"]
    assert await seq(data) == 1


async def test_without_asking_for_the_head_it_would_come_to_life(shim: Path, data: Path) -> None:
    """The control: it shows that the test above can fail."""
    assert killed(shim, data, "dies") == ["failed", "seen", "1"]
    assert await seq(data) == 2
