"""A simulated dinner: guests, cooks, waiters and a manager at work against the public API, from outside."""

from __future__ import annotations

import asyncio
import itertools
import signal
import uuid

from rich.console import Console

from kds.demo import cooks, feed, settling, takeaway, waiters
from kds.demo.audit import audit
from kds.demo.book import Book
from kds.demo.client import Api, DinnerTokens, Refused, Unanswered
from kds.demo.display import Display, greeting, summary, verdict_text
from kds.demo.evening import DinnerOptions, Evening
from kds.demo.pace import Pace
from kds.demo.party import Party
from kds.demo.wire import Bill, Health, PartyIs, Sessions, Table, Tables

__all__ = ["DinnerOptions", "DinnerTokens", "run"]

HELD, FAULTY, UNKNOWN = 0, 1, 2
"""What `run` returns: the audit holds, the audit found faults, the server was gone and nothing is known."""
FIRST_PARTIES_S, NEXT_PARTY_S = (0.0, 150.0), 75.0
"""Simulated seconds: between which the first parties come, and how far apart the next ones are on average."""
SETTLE_MIN = 60.0
"""Simulated minutes after last orders at which whoever still sits there is left sitting."""


def run(base_url: str, tokens: DinnerTokens, options: DinnerOptions) -> int:
    """Hold a dinner until its last orders are eaten, or until SIGINT or SIGTERM; then audit the house.

    Returns 0 where every acknowledged line is where it belongs exactly once, 1 where it is not, 2 where the
    server could not be asked. Started against a server that is not there yet, it waits for it.
    """
    try:
        return asyncio.run(_dinner(base_url, tokens, options))
    except (KeyboardInterrupt, asyncio.CancelledError):  # a second Ctrl-C: no audit
        return UNKNOWN


async def _dinner(base_url: str, tokens: DinnerTokens, options: DinnerOptions) -> int:
    book, console = Book(), Console(highlight=False)
    api = Api(base_url, tokens, book.counts)
    evening = Evening(api, Pace(options.speed, options.until), book, options, uuid.uuid4().hex[:10])
    _heed_signals(evening, console)
    console.print(greeting(base_url, options), soft_wrap=True)
    try:
        since = (await api.get("/healthz", Health)).seq
        await _serve_guests(evening, base_url, tokens, Display(evening, console))
        console.print(summary(evening))
        verdict = await audit(api, book, since, evening.nonce)
    except Unanswered as gone:
        console.print(f"[yellow]无法对账 NO AUDIT:[/] {gone}")
        return UNKNOWN
    finally:
        await api.close()
    console.print(verdict_text(verdict, book.doubtful), soft_wrap=True)
    return FAULTY if verdict.faults else HELD


async def _serve_guests(evening: Evening, base_url: str, tokens: DinnerTokens, display: Display) -> None:
    for doing in (
        display.show(),
        feed.follow(evening, base_url, tokens.manager),
        cooks.all_stations(evening),
        waiters.mark_sold_out(evening),
        takeaway.all_evening(evening),
        _seat_guests(evening),
        *[waiters.bring(evening, number) for number in range(waiters.WAITERS)],
    ):
        evening.begin(doing)
    try:
        await evening.all_gone()
    finally:
        evening.end()


def _heed_signals(evening: Evening, console: Console) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if evening.pace.over:
            for task in asyncio.all_tasks(loop):
                task.cancel()
            return
        console.print("打烊对账 Closing, then the audit. Ctrl-C: 不等了 leave without it.")
        evening.end()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


async def _seat_guests(evening: Evening) -> None:
    """Seat parties at free tables until last orders, then wait until they have left."""
    rng = evening.rng("door")
    await _clear_leftovers(evening)
    for number in itertools.count():
        if evening.pace.last_orders:
            break
        first = number < max(1, evening.options.tables * 2 // 3)
        await evening.pace.pause(
            rng.uniform(*FIRST_PARTIES_S) / evening.options.tables if first else rng.expovariate(1 / NEXT_PARTY_S)
        )
        if len(evening.in_use) < evening.options.tables and not evening.pace.last_orders:
            await _seat(evening, number)
    await _wait_for_the_last(evening)
    evening.end()


async def _seat(evening: Evening, number: int) -> None:
    rng = evening.rng("party", number)
    tables = (await evening.api.get("/api/v1/tables", Tables)).tables
    free = [table for table in tables if table.state == "free" and table.table not in evening.in_use]
    if not free:
        return
    table = rng.choice(free)
    evening.in_use.add(table.table)
    evening.book.counts["parties"] += 1
    evening.begin(_party(evening, table, number))


async def _party(evening: Evening, table: Table, number: int) -> None:
    rng = evening.rng("guests", number)
    try:
        await Party(evening, table, rng, await evening.appetite(rng, f"p{number}")).dine()
    finally:
        evening.in_use.discard(table.table)


async def _wait_for_the_last(evening: Evening) -> None:
    doors_closed = evening.pace.minutes()
    while (evening.in_use or evening.to_take_away) and evening.pace.minutes() < doors_closed + SETTLE_MIN:
        await evening.pace.wait(0.1)


async def _clear_leftovers(evening: Evening) -> None:
    """Guests of an earlier dinner that was stopped pay and leave; their dishes are cooked all the same."""
    rng = evening.rng("leftovers")
    for party in (await evening.api.get("/api/v1/sessions", Sessions)).sessions:
        evening.begin(_see_off(evening, party, rng.random()))


async def _see_off(evening: Evening, party: PartyIs, dice: float) -> None:
    rng = evening.rng("leftover", dice)
    bills = [await evening.api.get(f"/api/v1/bills/{bill}", Bill) for bill in party.bills]
    for line in [line.line for bill in bills if bill.state == "open" for line in bill.lines if line.state == "held"]:
        await settling.void(evening, line, "客人已离店")
    await evening.pace.pause(rng.uniform(0, 240))
    try:
        for bill in bills:
            await settling.pay(evening, bill.bill, rng)
        await settling.clear(evening, party.session)
    except Refused:
        return  # somebody at a screen has seen to it
