"""How the server fares: for people and load balancers as JSON, for Prometheus as text."""

from __future__ import annotations

import msgspec
from starlette.types import Receive, Scope, Send

from kds import __version__
from kds.feed.events import Broadcast
from kds.ops.kitchen_figures import KitchenFigures
from kds.ops.metrics import CONTENT_TYPE, Metrics
from kds.runtime.alarms import Alarm
from kds.runtime.store import Store
from kds.runtime.unseen import unseen_tickets
from kds.web import wire


class Health(msgspec.Struct, frozen=True):
    """`ready`: orders are taken. `commit_lag_ms`: how long the oldest waiting command has waited."""

    ready: bool
    seq: int
    commit_lag_ms: int
    queue_depth: int
    feed_clients: int
    alarms: list[Alarm]
    now: int
    version: str


class HealthHandler:
    """GET /healthz: 200 while it serves, however it fares; what is wrong stands in the body."""

    def __init__(self, store: Store, broadcast: Broadcast) -> None:
        self._store = store
        self._broadcast = broadcast

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The status as it is."""
        status = self._store.status()
        health = Health(
            ready=status.ready,
            seq=status.seq,
            commit_lag_ms=status.commit_lag_ms,
            queue_depth=status.queue_depth,
            feed_clients=self._broadcast.listeners,
            alarms=status.alarms,
            now=self._store.now(),
            version=__version__,
        )
        await wire.respond(send, 200, wire.JSON, msgspec.json.encode(health))


class MetricsHandler:
    """GET /metrics."""

    def __init__(self, metrics: Metrics, store: Store, broadcast: Broadcast, figures: KitchenFigures) -> None:
        self._metrics = metrics
        self._figures = figures
        gauges = {
            "feed_clients": ("Feed connections.", lambda: broadcast.listeners),
            "ledger_seq": ("The last event on disk.", lambda: store.head.seq),
            "unseen_tickets": (
                "Tickets that nobody has seen in time.",
                lambda: unseen_tickets(store),
            ),
            "alarms": ("Alarms that stand.", lambda: len(store.status().alarms)),
            "commit_lag_seconds": (
                "How long the oldest waiting command has waited.",
                lambda: store.status().commit_lag_ms / 1000,
            ),
        }
        for name, (documentation, read) in gauges.items():
            metrics.gauge(name, documentation, read)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The figures as they are."""
        headers = [*wire.API, (b"content-type", CONTENT_TYPE.encode())]
        kitchen = await self._figures.families()
        await wire.respond(send, 200, headers, self._metrics.exposition(kitchen))
