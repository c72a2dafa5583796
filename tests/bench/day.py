"""`python -m tests.bench.day DATA ROUNDS [STAYS_MS]`: a whole day in a new store in DATA, and what it costs, as JSON.

Parties come, order three times, are cooked for, pay and leave, from morning to night, in the store's own time. Then
half a day passes, in which a bill may still be refunded or opened again, and the last of them is gone.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kds.bootstrap import running_store
from kds.core.day import leave
from kds.core.day.events import PartiesLeft
from kds.core.deadlines import Tick
from kds.followers import COLLECT
from kds.runtime import batch
from kds.runtime.store import Store
from tests.bench.days import Calendar, party
from tests.bench.house import HOUSE, found, table_name

TABLES = 64
OPEN_MS = 14 * 3_600_000
"""From the first party to the last."""


class Slices:
    """How long parties that leave hold up the commands after them, in processor time: others run here too."""

    def __init__(self) -> None:
        self.left = 0
        self.longest_ms = 0.0
        self._let_time_pass = batch.let_time_pass

    def __call__(self, *given: Any) -> Any:
        """As `let_time_pass`, with an eye on the clock."""
        started = time.thread_time()
        events, head = self._let_time_pass(*given)
        took_ms = (time.thread_time() - started) * 1000
        gone = [each.event for each in events if isinstance(each.event, PartiesLeft)]
        if gone:
            self.left += sum(len(event.sessions) for event in gone)
            self.longest_ms = max(self.longest_ms, took_ms)
        return events, head


async def day(data: Path, rounds: int) -> dict[str, float]:
    """A day of so many rounds; the figures of it."""
    calendar, slices = Calendar(), Slices()
    batch.let_time_pass = slices  # type: ignore[assignment]
    await found(data, TABLES, calendar.clock_from)
    async with running_store(data, clock_from=calendar.clock_from) as house:
        before = rss_mb()
        parties = rounds // 3
        numbers = iter(range(parties))
        pace = OPEN_MS // parties
        await asyncio.gather(*[_table(house.store, calendar, table_name(n), numbers, pace) for n in range(TABLES)])
        await house.store.settled()
        at_night = rss_mb()
        calendar.shift_ms += leave.STAYS_MS
        while house.store.state.day.leaving.first is not None:
            await house.store.submit(Tick(), HOUSE)
        books = house.store.state.books()
        return {
            "before_mb": before,
            "at_night_mb": at_night,
            "after_mb": rss_mb(),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "records": sum(len(book) for name, book in books.items() if name.startswith(("orders.", "kitchen.i"))),
            "parties_left": slices.left,
            "longest_slice_ms": slices.longest_ms,
        }


async def _table(store: Store, calendar: Calendar, table: str, numbers: Iterator[int], pace: int) -> None:
    dice = random.Random(table)
    for _ in numbers:
        await party(store, table, dice)
        calendar.shift_ms += pace


def rss_mb() -> float:
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Run it."""
    gc.set_threshold(*COLLECT)
    data, rounds = Path(sys.argv[1]), int(sys.argv[2])
    if len(sys.argv) > 3:
        leave.STAYS_MS = int(sys.argv[3])
    data.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(json.dumps(asyncio.run(day(data, rounds))) + "\n")


if __name__ == "__main__":
    main()
