"""What is queued goes to the printers: one slip at a time an address, and no order waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import structlog

from kds.connect.printers import alarming
from kds.connect.printers.content import dropped_rows, label_rows, slip_rows
from kds.connect.printers.layout import Row
from kds.connect.printers.making import Made, made
from kds.connect.printers.transport import PATIENCE, Outcome, Patience, deliver
from kds.core import ids
from kds.core.printing.model import Printer, PrintFault, PrintJob
from kds.core.printing.report_not_confirmed import ReportNotConfirmed
from kds.core.printing.report_printed import ReportPrinted
from kds.core.types import Command, Refusal
from kds.runtime.changes import Changes
from kds.runtime.messages import HOUSE, Fault, InDoubt, Overloaded, StorageFailed
from kds.runtime.store import Store

log = structlog.get_logger()

TOGETHER_MOST = 100
"""Jobs of one slip at most."""
REPORTED_AGAIN_S = 1.0
"""Pause before what could not be written down is written down again."""


class Pace(NamedTuple):
    """In seconds: how soon a printer that did not take a slip is tried again, and at last; how long until the second
    does it.
    """

    again: float = 3.0
    at_last: float = 30.0
    second: float = 20.0


class Down(NamedTuple):
    """A printer that takes nothing: why, since when by the loop's clock, and when it is tried again."""

    fault: PrintFault
    since: float
    again_at: float


Address = tuple[str, int]
Deliver = Callable[[Address, bytes, str, Patience], Outcome]


class Desk:
    """Sends what waits, an address at a time, and reports what became of it."""

    def __init__(self, store: Store, patience: Patience = PATIENCE, pace: Pace | None = None) -> None:
        self._store = store
        self._patience = patience
        self._pace = pace or Pace()
        self._changes = Changes(store, self._matters)
        self._threads: dict[Address, ThreadPoolExecutor] = {}
        self._serving: dict[Address, asyncio.Task[None]] = {}
        self._down: dict[str, Down] = {}
        self._began_at = store.head.seq
        self._done: dict[str, str] = {}
        """Slips that are printed, and not yet written down as such, with their printers."""

    def _matters(self) -> bool:
        """Whether there is, or was, anything to print: most houses have no printers."""
        printing = self._store.state.printing
        return bool(printing.printers) or bool(self._down)

    async def run(self) -> None:
        """For ever. What is queued by now may have been sent by whoever ran before."""
        self._began_at = self._store.head.seq
        try:
            while True:
                self._changes.begin()
                await self._store.settled()
                self._forget()
                for address in self._addresses():
                    if address not in self._serving:
                        self._serve(address)
                alarming.tell(self._store, {name: each.fault for name, each in self._down.items()})
                await self._changes.wait(self._next())
        finally:
            for task in self._serving.values():
                task.cancel()
            for thread in self._threads.values():
                thread.shutdown(wait=False, cancel_futures=True)
            self._threads.clear()

    def _serve(self, address: Address) -> None:
        task = asyncio.create_task(self._work(address), name=f"printer {address[0]}:{address[1]}")
        self._serving[address] = task
        task.add_done_callback(lambda _: self._served(address))

    def _served(self, address: Address) -> None:
        self._serving.pop(address, None)
        self._changes.wake()

    def _forget(self) -> None:
        """What is gone is down no longer, and its thread ends."""
        printers = self._store.state.printing.printers
        self._down = {name: each for name, each in self._down.items() if name in printers}
        there = {(each.host, each.port) for each in printers.values()}
        for address in [each for each in self._threads if each not in there and each not in self._serving]:
            self._threads.pop(address).shutdown(wait=False)

    def _addresses(self) -> list[Address]:
        """Where something waits that can be tried now."""
        return list(dict.fromkeys([(each.host, each.port) for each in self._ready()]))

    def _ready(self, address: Address | None = None) -> list[Printer]:
        printing, now = self._store.state.printing, asyncio.get_running_loop().time()
        found = []
        for printer in printing.printers.values():
            standing = printing.standings.get(printer.printer)
            waits = printing.queue.count(printer.printer) or (standing is not None and standing.dropped)
            down = self._down.get(printer.printer)
            due = down is None or down.again_at <= now
            if waits and due and address in (None, (printer.host, printer.port)):
                found.append(printer)
        return found

    def _next(self) -> int | None:
        """When a printer that took nothing is tried again."""
        now = asyncio.get_running_loop().time()
        left = min([each.again_at - now for each in self._down.values() if each.again_at > now], default=None)
        return None if left is None else self._store.now() + int(left * 1000) + 1

    async def _work(self, address: Address) -> None:
        """Everything that waits at an address, the oldest first, whichever of its printers it is for."""
        loop = asyncio.get_running_loop()
        while True:
            await self._store.settled()
            ready = self._ready(address)
            if not ready:
                return
            printer, jobs = min([(each, self._head(each)) for each in ready], key=lambda each: _age(each[1]))
            if await self._told_already(printer, jobs):
                continue
            slip, names = self._slip(printer, jobs), [each.job for each in jobs]
            if slip is None:
                await self._report(ReportPrinted(tuple(names), printer.printer))
                continue
            thread = self._threads.setdefault(address, ThreadPoolExecutor(1, "printer"))
            outcome = await loop.run_in_executor(thread, _deliver, address, slip, self._patience)
            await self._outcome(printer, names, outcome)

    def _head(self, printer: Printer) -> list[PrintJob]:
        """The jobs of the next slip: what came together, of one ticket or one table, where its slips hold that."""
        queued = self._store.state.printing.queued(printer.printer)
        if not queued:
            return []
        first = queued[0]
        if printer.slip == "dish" or first.of > 1 or not first.lines or first.first_at is not None:
            return [first]
        return [each for each in queued[:TOGETHER_MOST] if self._key(printer, each) == self._key(printer, first)]

    def _key(self, printer: Printer, job: PrintJob) -> tuple[object, ...]:
        items = self._store.state.kitchen.items
        item = items.get(job.lines[0]) if job.lines else None
        ticket = item.ticket if item is not None and printer.slip == "station" else ""
        return (job.session, ticket, job.why, job.mark, job.queued_at, job.sent_at, job.tries, job.of, job.first_at)

    def _slip(self, printer: Printer, jobs: list[PrintJob]) -> Made | None:
        """What is to be sent; None where nothing is left of it."""
        state, now = self._store.state, self._store.now()
        standing = state.printing.standings.get(printer.printer)
        notice = dropped_rows(state, printer, standing) if standing is not None and standing.dropped else []
        perhaps = any((ids.birth(each.job) or 0) <= self._began_at for each in jobs)
        if printer.kind == "label":
            labels = [each for job in jobs for each in label_rows(state, printer, job, perhaps=perhaps)]
            return Made(printer, [], [*([(notice, 1)] if notice else []), *labels])
        rows: Sequence[Row] = slip_rows(state, printer, jobs, now, perhaps=perhaps) if jobs else []
        return Made(printer, [*notice, *rows], []) if notice or rows else None

    async def _told_already(self, printer: Printer, jobs: list[PrintJob]) -> bool:
        """Write down what is printed and could not be written down then, instead of printing it twice."""
        done = [each.job for each in jobs if each.job in self._done]
        if done:
            await self._printed(printer.printer, done)
        return bool(done)

    async def _outcome(self, printer: Printer, names: list[str], outcome: Outcome) -> None:
        name, now = printer.printer, asyncio.get_running_loop().time()
        if outcome.fault is None:
            self._down.pop(name, None)
            await self._printed(name, names)
            return
        log.warning("slip_not_confirmed", printer=name, fault=outcome.fault, sent=outcome.sent, slips=len(names))
        since = self._down[name].since if name in self._down else now
        pause = min(max(self._pace.again, (now - since) / 4), self._pace.at_last)
        self._down[name] = Down(outcome.fault, since, now + pause)
        if outcome.sent:
            await self._report(ReportNotConfirmed(name, tuple(names), outcome.fault, sent=True))
        elif now - since >= self._pace.second and printer.second:
            waiting = self._store.state.printing.queued(name)[:TOGETHER_MOST]
            await self._report(ReportNotConfirmed(name, tuple([each.job for each in waiting]), outcome.fault))

    async def _printed(self, printer: str, names: list[str]) -> None:
        self._done.update(dict.fromkeys(names, printer))
        await self._report(ReportPrinted(tuple(names), printer))
        for each in names:
            self._done.pop(each, None)

    async def _report(self, command: Command) -> None:
        """Until it is written down, or has no meaning any more."""
        while True:
            try:
                await self._store.submit(command, HOUSE)
            except (Overloaded, StorageFailed, InDoubt):
                await asyncio.sleep(REPORTED_AGAIN_S)
            except (Refusal, Fault) as error:
                log.warning("report_failed", command=type(command).__name__, error=repr(error))
                return
            else:
                return


def _age(jobs: list[PrintJob]) -> tuple[int, tuple[int, int]]:
    return (jobs[0].queued_at, ids.age(jobs[0].job)) if jobs else (0, (0, 0))


def _deliver(address: Address, slip: Made, patience: Patience) -> Outcome:
    """In the thread of the address: the bytes are made there too, for pictures take their time."""
    return deliver(address, made(slip), slip.printer.kind, patience)
