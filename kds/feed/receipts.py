"""What screens have painted for the first time: receipts of all of them, gathered into few commands (law 5)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

import structlog

from kds.core.kitchen.report_shown import ReportShown, shows
from kds.core.kitchen.slots import stations_of
from kds.core.types import SYSTEM, Refusal
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store

log = structlog.get_logger()

GATHER_S = 0.02
"""How long receipts gather: all screens of a view paint a new ticket within about that time."""
AGAIN_S = 0.5
"""Pause before receipts that could not be stored are tried again."""
MOST = 2_000
"""Tickets whose receipts wait at a time; what is beyond is refused, and screens that paint it anew say so again."""


class Paint(NamedTuple):
    """A screen that painted a ticket, and the event as of which; None where it does not say."""

    screen: str
    seq: int | None


class Receipts:
    """The receipts of all screens on their way to the ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, Paint] = {}
        """Ticket → the first paint of it, or of what it has become since."""
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many tickets' receipts are not stored yet."""
        return len(self._waiting)

    def shown(self, screen: str, tickets: Iterable[str], seq: int | None = None) -> None:
        """A screen has painted these tickets as of event `seq`. Waits for nothing; what is no news costs a look."""
        paint = Paint(screen, seq)
        for ticket in tickets:
            before = self._waiting.get(ticket)
            waits = before is not None and self._news(ticket, before)
            if not waits and self._news(ticket, paint) and (before is not None or len(self._waiting) < MOST):
                self._waiting[ticket] = paint
        if self._waiting and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._store_all())

    async def close(self) -> None:
        """Let go of what waits: the server stops."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _news(self, ticket_id: str, paint: Paint) -> bool:
        kitchen = self._store.state.kitchen
        ticket, screen = kitchen.tickets.get(ticket_id), kitchen.screens_now.get(paint.screen)
        if ticket is None or screen is None or ticket.station not in stations_of(self._store.state, screen):
            return False
        return ticket.seen_at is None and shows(ticket, paint.seq)

    async def _store_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER_S)
            await self._store.settled()
            # What a failed commit seemed to have shown is still here, and what somebody acted upon is not news.
            self._waiting = {ticket: paint for ticket, paint in self._waiting.items() if self._news(ticket, paint)}
            groups: dict[Paint, list[str]] = {}
            for ticket, paint in self._waiting.items():
                groups.setdefault(paint, []).append(ticket)
            stored = await asyncio.gather(*[self._submit(paint, tickets) for paint, tickets in groups.items()])
            if not all(stored):
                await asyncio.sleep(AGAIN_S)

    async def _submit(self, paint: Paint, tickets: list[str]) -> bool:
        """Whether these receipts are dealt with; the others are tried again."""
        try:
            command = ReportShown(paint.screen, tuple(tickets), paint.seq)
            await self._store.submit(command, Sender(SYSTEM, device=paint.screen))
        except (Overloaded, StorageFailed, InDoubt):
            return False
        except (Refusal, Fault):
            log.exception("receipts_failed", screen=paint.screen, tickets=len(tickets))
        for ticket in tickets:
            if self._waiting.get(ticket) == paint:
                del self._waiting[ticket]
        return True
