"""`kds serve` with a part exchanged for one that a test commands. The product has no such options.

python -m tests.live.runner [--synchronous NORMAL|OFF] [--wall FILE] [--commit-s SECONDS] [--retained EVENTS]
                            --data DIR --port PORT

--synchronous   what SQLite is told instead of FULL: a ledger that must lose rows when the power is cut
--wall          a file with the milliseconds by which the wall clock is wrong, read at every look
--commit-s      how much longer each commit takes: a slow disk
--retained      how many public events are in memory: who is further behind reads the past
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop

from kds import bootstrap
from kds.feed.events import RETAINED
from kds.feed.past import whole_feed
from kds.ops.logging import to_stderr
from kds.runtime.clock import Clock, wall_ms
from kds.storage.ledger import Head, StoredAnswer, StoredEvent
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger


def slow_commits(seconds: float) -> None:
    """Make every commit of this process take so much longer."""
    append = SqliteLedger.append

    async def slow(
        self: SqliteLedger, events: Sequence[StoredEvent], answers: Sequence[StoredAnswer], expected: Head, epoch: int
    ) -> None:
        await asyncio.sleep(seconds)
        await append(self, events, answers, expected, epoch)

    SqliteLedger.append = slow  # type: ignore[method-assign]


def wall_of(file: Path) -> int:
    """What the wall clock says, wrong by what stands in the file."""
    return wall_ms() + int(file.read_text())


def ready(address: str) -> None:
    """Say what `kds serve` says."""
    os.write(1, f"ready at {address}\n".encode())


def damaged(address: str) -> None:
    """Say what `kds serve` says."""
    os.write(1, f"damaged store at {address}\n".encode())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--synchronous", choices=["FULL", "NORMAL", "OFF"], default="FULL")
    parser.add_argument("--wall", type=Path)
    parser.add_argument("--commit-s", type=float, default=0.0)
    parser.add_argument("--retained", type=int, default=RETAINED)
    options = parser.parse_args()
    parts: dict[str, Any] = {}
    if options.wall is not None:
        parts["clock_from"] = functools.partial(Clock, wall=functools.partial(wall_of, options.wall))
    bootstrap.running_store = functools.partial(bootstrap.running_store, **parts)
    bootstrap.open_ledger = functools.partial(open_ledger, synchronous=options.synchronous)  # type: ignore[attr-defined]
    bootstrap.whole_feed = functools.partial(whole_feed, retained=options.retained)  # type: ignore[attr-defined]
    if options.commit_s:
        slow_commits(options.commit_s)
    to_stderr()
    uvloop.run(bootstrap.serve(options.data, "127.0.0.1", options.port, ready, damaged))


if __name__ == "__main__":
    main()
