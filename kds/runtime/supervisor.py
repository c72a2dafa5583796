"""The server's side of the followers: a process for each, begun again when it ends, and what is known of how it fares.

A follower costs the server a byte and a line for each time that it has caught up, ten a second at most, however much
it has to do: nothing is kept for it, and nobody waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import msgspec
import structlog

from kds.runtime.following import FollowerReport
from kds.runtime.messages import Committed
from kds.runtime.store import Store
from kds.runtime.timers import kept_up

log = structlog.get_logger()

CODE = "follower_late"
BACK_OFF_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Pauses before a follower that ended without having got any further is begun again; the last one repeats."""
FAILED_OFTEN = 3
"""So many ends without any progress are an alarm."""
LATE_S = 60.0
"""Who is behind and has not moved for so long is an alarm; whoever says nothing at all meanwhile is ended."""
LOOK_S = 5.0
END_S = 2.0
"""How long a process may take to end once its standard input has ended."""

Start = Callable[[str], Sequence[str]]
"""The command by which the follower of that name is started."""


class Standing:
    """How one follower fares, as far as its server knows. `seq` is the last event that stands with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seq = 0
        self.failures = 0
        """How often it ended by itself in this run."""
        self.in_a_row = 0
        """How often of late, without having got any further."""
        self.error = ""
        """Why it ended the last time; "" once it goes on."""
        self.pid = 0
        self.waits = False
        self.moved_at = self.heard_at = time.monotonic()
        self.process: Process | None = None

    def began(self, process: Process) -> None:
        """There is a process again."""
        self.process, self.pid, self.waits = process, process.pid, False
        self.heard_at = time.monotonic()

    def heard(self, told: FollowerReport) -> None:
        """It has said something."""
        self.heard_at = time.monotonic()
        self.waits = told.waits
        if told.error:
            self.error = told.error
            return
        if told.seq != self.seq or told.waits:
            self.moved_at = self.heard_at
            self.in_a_row, self.error = 0, ""
        self.seq = told.seq

    def ended(self, how: int | None) -> None:
        """It has no process any more."""
        self.process, self.pid, self.waits = None, 0, False
        self.failures += 1
        self.in_a_row += 1
        self.error = self.error or f"the process ended with {how}"

    def news(self) -> None:
        """Tell it that there is something to read, if that is what it waits for: until now it had everything."""
        if self.waits and self.process is not None and self.process.stdin is not None:
            self.waits = False
            self.moved_at = self.heard_at = time.monotonic()
            with contextlib.suppress(OSError, RuntimeError):  # it has just ended
                self.process.stdin.write(b"\n")


class Supervisor:
    """Keeps the followers of these names running beside a store. `standings` may be read at any time."""

    def __init__(self, store: Store, names: Sequence[str], start: Start) -> None:
        self.standings = {name: Standing(name) for name in names}
        self._store = store
        self._start = start
        store.listeners.follow(self._committed)

    def lag(self, standing: Standing) -> int:
        """How many events a follower is behind."""
        return max(0, self._store.head.seq - standing.seq)

    def _committed(self, events: Sequence[Committed]) -> None:
        for each in self.standings.values():
            each.news()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Have them run meanwhile."""
        works: dict[str, Callable[[], Any]] = {name: self._keeper(each) for name, each in self.standings.items()}
        works["followers"] = self._watch
        tasks = [asyncio.create_task(kept_up(self._store, name, work), name=name) for name, work in works.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _keeper(self, standing: Standing) -> Callable[[], Any]:
        async def keep() -> None:
            while True:
                await self._once(standing)
                log.warning("follower_ended", follower=standing.name, error=standing.error)
                self._look()
                await asyncio.sleep(BACK_OFF_S[min(standing.in_a_row, len(BACK_OFF_S)) - 1])

        return keep

    async def _once(self, standing: Standing) -> None:
        """From the start of a process to its end."""
        command = self._start(standing.name)
        try:
            # In a session of its own: Ctrl-C is for the server, which then ends it.
            process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        except OSError as error:
            standing.error = f"it cannot be started: {error}"
            standing.ended(None)
            return
        standing.began(process)
        try:
            await self._listen(standing, process)
        finally:
            await _ended(process)
            standing.ended(process.returncode)

    async def _listen(self, standing: Standing, process: Process) -> None:
        assert process.stdout is not None
        try:
            while line := await process.stdout.readline():
                standing.heard(msgspec.json.decode(line, type=FollowerReport))
                if self.lag(standing):
                    standing.news()
        except (ValueError, msgspec.MsgspecError) as error:  # ValueError: a line that is too long
            standing.error = f"it talks nonsense: {error}"

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            for each in self.standings.values():
                if each.process is not None and not each.waits and time.monotonic() - each.heard_at > LATE_S:
                    each.error = f"nothing was heard of it for {LATE_S:.0f} s"
                    with contextlib.suppress(ProcessLookupError):
                        each.process.kill()
            self._look()

    def _look(self) -> None:
        """Let the alarm stand as it should."""
        late = [each for each in self.standings.values() if self._is_late(each)]
        if not late:
            self._store.alarms.clear(CODE)
            return
        details = [{"follower": each.name, "seq": each.seq, "error": each.error} for each in late]
        self._store.alarms.sound(CODE, self._store.now(), followers=details)

    def _is_late(self, standing: Standing) -> bool:
        stands_still = self.lag(standing) > 0 and time.monotonic() - standing.moved_at > LATE_S
        return standing.in_a_row >= FAILED_OFTEN or stands_still


async def _ended(process: Process) -> None:
    """End a process and wait for it; what it has not kept it does again."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(END_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
