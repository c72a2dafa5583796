"""What screens have painted for the first time: receipts of all of them, gathered into few commands (law 5)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog

from kds.core.kitchen.report_shown import ReportShown
from kds.core.types import SYSTEM, Refusal
from kds.feed.ranking import stations_of
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store

log = structlog.get_logger()

GATHER_S = 0.02
"""How long receipts gather: all screens of a view paint a new ticket within about that time."""
AGAIN_S = 0.5
"""Pause before receipts that could not be stored are tried again."""
MOST = 2_000
"""Tickets whose receipts wait at a time; what is beyond is refused, and screens that paint it anew say so again."""


class Receipts:
    """The receipts of all screens on their way to the ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, str] = {}
        """Ticket → the first screen that painted it."""
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many tickets' receipts are not stored yet."""
        return len(self._waiting)

    def shown(self, screen: str, tickets: Iterable[str]) -> None:
        """A screen has painted these tickets. Waits for nothing; tickets that were seen before cost a look."""
        for ticket in tickets:
            if self._news(screen, ticket) and len(self._waiting) < MOST:
                self._waiting.setdefault(ticket, screen)
        if self._waiting and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._store_all())

    async def close(self) -> None:
        """Let go of what waits: the server stops."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _news(self, screen: str, ticket_id: str) -> bool:
        ticket, place = self._store.state.kitchen.tickets.get(ticket_id), self._store.state.kitchen.screens.get(screen)
        if ticket is None or place is None or ticket.station not in stations_of(self._store.state, place):
            return False
        return ticket.seen_at is None

    async def _store_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER_S)
            await self._store.settled()
            # What a failed commit seemed to have shown is still here, and what somebody acted upon is not news.
            self._waiting = {ticket: screen for ticket, screen in self._waiting.items() if self._news(screen, ticket)}
            groups: dict[str, list[str]] = {}
            for ticket, screen in self._waiting.items():
                groups.setdefault(screen, []).append(ticket)
            stored = await asyncio.gather(*[self._submit(screen, tickets) for screen, tickets in groups.items()])
            if not all(stored):
                await asyncio.sleep(AGAIN_S)

    async def _submit(self, screen: str, tickets: list[str]) -> bool:
        """Whether these receipts are dealt with; the others are tried again."""
        try:
            await self._store.submit(ReportShown(screen, tuple(tickets)), Sender(SYSTEM, device=screen))
        except (Overloaded, StorageFailed, InDoubt):
            return False
        except (Refusal, Fault):
            log.exception("receipts_failed", screen=screen, tickets=len(tickets))
        for ticket in tickets:
            self._waiting.pop(ticket, None)
        return True
