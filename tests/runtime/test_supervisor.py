"""The followers' processes: begun again when they end, told of news, ended with the server, and never in its way."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kds.runtime import supervisor as module
from kds.runtime.supervisor import CODE, Standing, Supervisor
from tests.runtime.running import Kitchen
from tests.runtime.waiting import until

SAY = """
import json, os, sys, time
def say(**what): print(json.dumps(what), flush=True)
def head(): return int(open(sys.argv[2]).read())
"""
GOOD = f"""{SAY}
say(seq=head(), waits=True)
while os.read(0, 100): say(seq=head(), waits=True)
"""
"""Takes in everything at once, and ends with its server. The file says how far the ledger goes."""
FAILING = f"""{SAY}
say(seq=3)
say(error="Trouble: the disk of the follower is full")
sys.exit(1)
"""
DEAF = f"{SAY}\nsay(seq=head(), waits=True)\ntime.sleep(600)"
"""Says that it waits, and then reads nothing."""
SILENT = "import time; time.sleep(600)"
NOISY = "print('this is no line of JSON', flush=True); input()"
LONG = "import sys; sys.stdout.write('x' * 100_000); sys.stdout.flush(); input()"


class Followed:
    """A kitchen with followers that are the programs of a test."""

    def __init__(self, kitchen: Kitchen, supervisor: Supervisor, programs: dict[str, str], head: Path) -> None:
        self.kitchen = kitchen
        self.supervisor = supervisor
        self.programs = programs
        self._head = head

    def __getitem__(self, name: str) -> Standing:
        return self.supervisor.standings[name]

    @property
    def alarm(self) -> Any:
        """The details of the alarm, if it stands."""
        found = self.kitchen.store.alarms.get(CODE)
        return None if found is None else found.details["followers"]

    async def order(self, count: int = 1) -> None:
        """So many commits; the file says so before any follower hears of it."""
        for _ in range(count):
            await self.kitchen.order()

    def note(self) -> None:
        self._head.write_text(str(self.kitchen.store.head.seq))


@asynccontextmanager
async def followed(kitchen: Kitchen, **programs: str) -> AsyncIterator[Followed]:
    head = kitchen.data / "head"

    def start(name: str) -> list[str]:
        return [sys.executable, "-c", programs[name], name, str(head)]

    noted = Followed(kitchen, Supervisor(kitchen.store, list(programs), start), programs, head)
    kitchen.store.listeners._followers.insert(0, lambda events: noted.note())
    noted.note()
    async with noted.supervisor.running():
        yield noted


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses a test can wait for."""
    monkeypatch.setattr(module, "BACK_OFF_S", (0.01, 0.02))
    monkeypatch.setattr(module, "LOOK_S", 0.02)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_follower_hears_of_every_commit_and_its_server_of_how_far_it_is(kitchen: Kitchen) -> None:
    async with followed(kitchen, good=GOOD) as house:
        await until(lambda: house["good"].waits)
        for _ in range(3):
            await house.order(5)
            await until(lambda: house["good"].waits and house.supervisor.lag(house["good"]) == 0)
            assert house["good"].seq == kitchen.store.head.seq
    assert house["good"].failures <= 1


async def test_what_is_committed_before_it_waits_is_told_when_it_does(kitchen: Kitchen) -> None:
    async with followed(kitchen, good=GOOD) as house:
        await house.order(3)
        await until(lambda: house["good"].seq == kitchen.store.head.seq)


async def test_a_follower_that_is_killed_is_begun_again_and_no_alarm_stands(kitchen: Kitchen) -> None:
    async with followed(kitchen, good=GOOD) as house:
        for number in range(1, 4):
            await until(lambda: house["good"].waits)
            os.kill(house["good"].pid, signal.SIGKILL)
            await until(lambda n=number: house["good"].failures == n)  # type: ignore[misc]
            await house.order()
        await until(lambda: house["good"].seq == kitchen.store.head.seq)
        assert house.alarm is None


async def test_a_follower_that_fails_again_and_again_is_alarmed_and_stops_nothing_else(kitchen: Kitchen) -> None:
    async with followed(kitchen, bad=FAILING, good=GOOD) as house:
        await until(lambda: house.alarm is not None)
        assert house["bad"].in_a_row >= module.FAILED_OFTEN
        error = "Trouble: the disk of the follower is full"
        assert house.alarm == [{"follower": "bad", "seq": 3, "error": error}]
        await house.order(3)
        await until(lambda: house["good"].seq == kitchen.store.head.seq)
        assert kitchen.store.status().ready
        house.programs["bad"] = GOOD
        await until(lambda: house.alarm is None)
        assert house["bad"].error == ""


async def test_the_pause_grows_with_every_failure_in_a_row(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        if seconds in (0.011, 0.012, 0.013):
            pauses.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr(module, "BACK_OFF_S", (0.011, 0.012, 0.013))
    monkeypatch.setattr(asyncio, "sleep", noted)
    async with followed(kitchen, bad=FAILING):
        await until(lambda: len(pauses) >= 4)
    assert pauses[:4] == [0.011, 0.012, 0.013, 0.013]


async def test_a_follower_that_reads_nothing_costs_a_byte_however_much_is_committed(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    async with followed(kitchen, deaf=DEAF) as house:
        await until(lambda: house["deaf"].waits)
        process = house["deaf"].process
        assert process is not None
        assert process.stdin is not None
        write = process.stdin.write

        def noted(data: bytes) -> None:
            sent.append(data)
            write(data)

        monkeypatch.setattr(process.stdin, "write", noted)
        await house.order(100)
        assert sent == [b"\n"]
        assert process.stdin.transport.get_write_buffer_size() == 0
        assert house.supervisor.lag(house["deaf"]) > 100


async def test_a_follower_that_is_behind_and_does_not_move_is_alarmed(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with followed(kitchen, deaf=DEAF, good=GOOD) as house:
        await until(lambda: house["deaf"].waits and house["good"].waits)
        monkeypatch.setattr(module, "LATE_S", 0.2)
        assert not house.alarm
        await house.order()
        await until(lambda: bool(house.alarm))
        assert [each["follower"] for each in house.alarm] == ["deaf"]


async def test_a_follower_of_which_nothing_is_heard_is_ended_and_begun_again(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LATE_S", 0.2)
    async with followed(kitchen, silent=SILENT) as house:
        await until(lambda: house["silent"].pid > 0)
        first = house["silent"].pid
        await until(lambda: house["silent"].failures > 0)
        assert not alive(first)
        assert "nothing was heard" in house["silent"].error
        house.programs["silent"] = GOOD
        await until(lambda: house["silent"].waits)


async def test_one_that_waits_in_a_silent_house_is_left_alone(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with followed(kitchen, good=GOOD) as house:
        await until(lambda: house["good"].waits)
        monkeypatch.setattr(module, "LATE_S", 0.05)
        pid = house["good"].pid
        await asyncio.sleep(0.3)
        assert (house["good"].pid, house["good"].failures, house.alarm) == (pid, 0, None)


@pytest.mark.parametrize("program", [NOISY, LONG, ""])
async def test_one_that_is_no_follower_is_ended_and_begun_again(kitchen: Kitchen, program: str) -> None:
    """It talks nonsense, does not end its line, or ends at once."""
    async with followed(kitchen, noisy=program) as house:
        await until(lambda: house.alarm is not None)
        assert house["noisy"].error
        house.programs["noisy"] = GOOD
        await until(lambda: house["noisy"].waits)
        await until(lambda: not list(kitchen.store.alarms))


async def test_one_that_cannot_be_started_is_tried_again(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    start = asyncio.create_subprocess_exec

    async def no_room(*command: str, **options: Any) -> Any:
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", no_room)
    async with followed(kitchen, good=GOOD) as house:
        await until(lambda: house.alarm is not None)
        assert "Cannot allocate memory" in house["good"].error
        monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
        await until(lambda: house["good"].waits)


@pytest.mark.parametrize("program", [GOOD, SILENT])
async def test_the_processes_end_with_the_server(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """Also one that does not look at its standard input."""
    monkeypatch.setattr(module, "END_S", 0.3)
    async with followed(kitchen, one=program) as house:
        await until(lambda: house["one"].pid > 0)
        pid = house["one"].pid
    assert not alive(pid)
    assert await asyncio.wait_for(kitchen.order(), 5)
