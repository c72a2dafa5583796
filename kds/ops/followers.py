"""How far the followers have come, whether a server runs or not; and how one is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kds.runtime.follower import Follower
from kds.storage import data_dir
from kds.storage.opening import read_ledger
from kds.storage.own_store import folder_of, read


async def standings(data: Path, names: Sequence[str]) -> list[str]:
    """A line for each follower. Raises what `read_ledger` raises, and `StorageError`."""
    async with read_ledger(data) as ledger:
        head = await ledger.head()
    found = []
    for name in names:
        kept = read(folder_of(data, name), None, "SELECT 1")
        if kept is None:
            found.append(f"{name}: not begun, {head.seq} events behind")
        else:
            found.append(f"{name}: after event {kept.head.seq}, {max(0, head.seq - kept.head.seq)} behind")
    return found


def rebuild(data: Path, follower: Follower) -> None:
    """Have what a follower made made anew: by itself where a server runs, else when the next one does.

    Raises `DataDirError`, `StorageError`, and `OtherHistory` where it acts in the world.
    """
    data_dir.find(data)
    follower.open(folder_of(data, follower.name)).reset()
