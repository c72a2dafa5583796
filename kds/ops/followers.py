"""How far the followers have come, whether a server runs or not; and how one is made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from kds.runtime import control
from kds.runtime.follower import Follower, Work
from kds.runtime.following import FollowerReport, Following, News
from kds.storage import data_dir
from kds.storage.opening import read_ledger
from kds.storage.own_store import folder_of

LOOK_S = 0.2
"""How often it is looked how far a server's follower has come."""

Moved = Callable[[int, int], None]
"""Called with how many events are done, of how many."""


async def standings(data: Path, followers: Sequence[Follower]) -> list[str]:
    """A line for each follower. Raises what `read_ledger` raises, and `StorageError`."""
    async with read_ledger(data) as ledger:
        head = await ledger.head()
    found = []
    for each in followers:
        seq = await each.stands(folder_of(data, each.name))
        if seq is None:
            found.append(f"{each.name}: not begun, {head.seq} events behind")
        else:
            found.append(f"{each.name}: after event {seq}, {max(0, head.seq - seq)} behind")
    return found


async def rebuild(data: Path, follower: Follower, moved: Moved) -> int:
    """Have what a follower made made anew, and wait for it: a server's makes it, or, where none runs, this process.

    Gives the event up to which it is. Raises `DataDirError`, `StorageError`, what the follower raises, and
    `OtherHistory` where it acts in the world.
    """
    data_dir.find(data)
    follower.open(folder_of(data, follower.name)).reset()
    async with read_ledger(data) as ledger:
        head = (await ledger.head()).seq
        if await control.runs(data):
            return await _watch(folder_of(data, follower.name), follower, head, moved)

        def tell(told: FollowerReport) -> None:
            moved(min(told.seq, head), head)
            if told.waits:
                raise _CaughtUp

        works: list[Work] = []

        def opened(folder: Path) -> Work:
            works.append(follower.open(folder))
            return works[-1]

        following = Following(ledger, data, follower._replace(open=opened), tell)
        try:
            await following.run(News())
        except _CaughtUp:
            return following.head.seq
        finally:
            for work in works:
                work.close()


class _CaughtUp(Exception):
    """There is no more for the moment."""


async def _watch(folder: Path, follower: Follower, head: int, moved: Moved) -> int:
    while True:
        seq = await follower.stands(folder) or 0
        moved(min(seq, head), head)
        if seq >= head:
            return seq
        await asyncio.sleep(LOOK_S)
