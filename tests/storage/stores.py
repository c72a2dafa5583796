"""Stores with everything in them, as a crash leaves them, and what is told of them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kds.storage import data_dir
from kds.storage.connections import FILE, connector, log_of, writing
from kds.storage.damage import Finding
from kds.storage.ledger import AnswerQuery, Key, StoredAnswer, StoredEvent
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger
from kds.storage.sqlite_tokens import SqliteTokens
from kds.storage.tokens import Token
from tests.storage.rows import answer, put, run_of

WAL = log_of(Path(FILE)).name


class Truth(NamedTuple):
    """All that was acknowledged."""

    events: list[StoredEvent]
    answers: dict[Key, StoredAnswer]
    tokens: list[Token]


class Crashed(NamedTuple):
    """A copy of a data directory as it was at one moment, and what had been acknowledged then."""

    data: Path
    truth: Truth


class Healed(NamedTuple):
    """What a store holds that was opened again, and what was found amiss when it was."""

    truth: Truth
    findings: list[Finding]


class Busy:
    """A store at work: every commit is of events, of an answer and now and then of a token."""

    def __init__(self, ledger: SqliteLedger, data: Path) -> None:
        self.ledger = ledger
        self.data = data
        self.tokens = SqliteTokens(ledger)
        self.keys: list[str] = []

    async def work(self, commits: int, size: int = 400) -> None:
        """So many commits."""
        for _ in range(commits):
            number = len(self.keys)
            events = run_of(self.ledger, 1 + number % 3, await self.ledger.head(), f"S{number % 4}", size)
            self.keys.append(f"k{number}")
            await put(self.ledger, events if number % 5 else [], [answer(self.keys[-1])])
            if number % 7 == 0:
                token, _ = await self.tokens.create("waiter", f"w{number}")
                if number % 2:
                    await self.tokens.revoke(token.id)

    async def truth(self) -> Truth:
        """What has been acknowledged so far."""
        return await truth_of(self.ledger, self.keys)

    async def crashed(self, into: Path) -> Crashed:
        """As a process leaves it that is killed now."""
        ignored = shutil.ignore_patterns("lock", "control")
        return Crashed(Path(shutil.copytree(self.data, into, ignore=ignored)), await self.truth())


async def truth_of(ledger: SqliteLedger, keys: list[str]) -> Truth:
    """All that a ledger holds, of answers those of ann's keys."""
    answers = dict(await ledger.answers([AnswerQuery("ann", key, b"") for key in keys]))
    return Truth(await ledger.read(0, 100_000), answers, await SqliteTokens(ledger).list_all())


async def opened(data: Path, keys: list[str], *, accept: bool = False) -> Healed:
    """Open, look, and see that it goes on: another commit is kept over another opening, which finds nothing amiss."""
    async with open_ledger(data, accept=accept) as ledger:
        findings = list(ledger.findings)
        truth = await truth_of(ledger, keys)
        more = run_of(ledger, 1, await ledger.head())
        await put(ledger, more, [], await epoch_of(ledger))
    async with open_ledger(data) as ledger:
        assert not ledger.findings
        again = await truth_of(ledger, keys)
        assert again == truth._replace(events=[*truth.events, *more])
    return Healed(truth, findings)


async def epoch_of(ledger: SqliteLedger) -> int:
    """The epoch of the one who has claimed a store last."""
    ((epoch,),) = await ledger.rows("SELECT epoch FROM store")
    return int(epoch)


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def cut(path: Path, size: int) -> None:
    """Shorten a file."""
    path.write_bytes(path.read_bytes()[:size])


class Moments(NamedTuple):
    """Crashes at every moment of a checkpoint, by name, and the keys of the answers that were given until then."""

    at: dict[str, Crashed]
    keys: list[str]


async def moments(into: Path) -> Moments:
    """A store at work, crashed again and again: each crash is a copy of its directory."""
    data = into / "at work"
    data_dir.create(data)
    at: dict[str, Crashed] = {}
    async with open_ledger(data) as ledger:
        busy = Busy(ledger, data)

        async def crash(name: str) -> None:
            at[name] = await busy.crashed(into / name)

        await crash("opened")
        await busy.work(30)
        await crash("before any checkpoint")
        await ledger.checkpoint()
        await crash("after a checkpoint")
        await busy.work(20)
        await crash("in a new log")
        await _checkpoint_in_steps(busy, crash)
        await busy.work(10)
        await crash("beside a log that is partly moved")
        await ledger.checkpoint()
        await busy.work(1)
        await crash("one commit after")
    await _crash_amid_moving(at, into)
    closed = Path(shutil.copytree(data, into / "closed", ignore=shutil.ignore_patterns("lock")))
    at["closed"] = Crashed(closed, at["one commit after"].truth)
    return Moments(at, busy.keys)


async def _checkpoint_in_steps(busy: Busy, crash: Callable[[str], Awaitable[None]]) -> None:
    ledger, settling = busy.ledger, busy.ledger._settling
    settling.journal.prepare()
    await crash("prepared")
    with closing(connector(busy.data / FILE, "ro")()) as reader:
        point = await ledger._writer.between_commits(lambda db: ledger._mark(db, reader))
        await crash("marked")
        await busy.work(5)
        await crash("marked, and more")
        settling.expect(point)
        await crash("expected")
        with writing(busy.data / FILE) as db:
            db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            await crash("moved")
            assert settling.move(db, point)
        await crash("settled")


async def _crash_amid_moving(at: dict[str, Crashed], into: Path) -> None:
    """What a power cut leaves of a checkpoint: some pages new, some old, some torn in the middle."""
    before, after = (at[name].data / FILE for name in ("expected", "moved"))
    old, new = before.read_bytes(), after.read_bytes()
    dice, size = random.Random(1), max(len(old), len(new))
    mixed = bytearray(old.ljust(size, b"\0"))
    for start in range(0, size, 512):
        if dice.random() < 0.5:
            mixed[start : start + 512] = new[start : start + 512]
    torn = Path(shutil.copytree(at["expected"].data, into / "amid moving"))
    (torn / FILE).write_bytes(mixed)
    at["amid moving"] = Crashed(torn, at["expected"].truth)
