"""Follow the public feed: cooks hear that something came, waiters what is done, whoever bumped it."""

from __future__ import annotations

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from kds.demo.evening import Evening
from kds.demo.wire import FeedEvent, Health

FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 5.0


async def follow(evening: Evening, base_url: str, token: str) -> None:
    """Read the feed from now on; after every interruption from where it broke off."""
    since = (await evening.api.get("/healthz", Health)).seq
    address = base_url.replace("http", "ws", 1).rstrip("/") + "/api/v1/feed"
    headers = {"Authorization": f"Bearer {token}"}
    wait_s = FIRST_WAIT_S
    while True:
        try:
            async with connect(f"{address}?since={since}", additional_headers=headers, proxy=None) as socket:
                wait_s = FIRST_WAIT_S
                while True:
                    since = await _hear(evening, socket)
        except (TimeoutError, OSError, WebSocketException):
            evening.book.counts["reconnected"] += 1
        await evening.pace.wait(wait_s)
        wait_s = min(wait_s * 2, LONGEST_WAIT_S)


async def _hear(evening: Evening, socket: ClientConnection) -> int:
    """Pass one event on to whom it concerns, and say its number."""
    event = msgspec.json.decode(await evening.pace.soon(socket.recv()), type=FeedEvent)
    if event.type == "TicketBumped":
        for line in event.data["lines"]:
            evening.is_done(line)
    elif event.type == "TicketsRouted":
        for ticket in event.data["tickets"]:
            evening.news[ticket["station"]].set()
    elif event.type == "LinesPassedOn":
        evening.news[event.data["station"]].set()
    return event.seq
