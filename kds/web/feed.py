"""The live feed: the past from its table, then what happens now, each event once and in order."""

from __future__ import annotations

import asyncio
from collections import Counter

import structlog
from starlette.types import Receive, Scope, Send

from kds.core.types import Refusal
from kds.feed.events import Behind
from kds.feed.past import PastBehind, WholeFeed
from kds.feed.public import EncodedEvent
from kds.ops.metrics import Metrics
from kds.runtime.store import Store
from kds.storage.ledger import StorageError
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web import auth, decoding, sockets, wire
from kds.web.problems import SINCE_AHEAD, TOO_MANY_FEEDS, UPGRADE_REQUIRED, Failed, of_failure, of_refusal
from kds.web.routes import Stream
from kds.web.together import Revoked, first_end, until_revoked

log = structlog.get_logger()

PAGE = 500
"""Events of the past read at a time."""
BURST = 64
"""Events sent before others get their turn."""
STALL_S = 5.0
"""How long a burst may take to leave."""
OF_ONE = 64
"""Listeners of one token, of all that there may be."""

CLOSE_BEHIND, CLOSE_REVOKED, CLOSE_FAILED, CLOSE_LATER = 4008, 4401, 1011, 1013


class Gone(Exception):
    """The client has left."""


class FeedHandler:
    """Serves the feed's websockets. Close codes: 4008 fell behind, 4401 token revoked, 1011 the disk failed, 1013 so
    much of the past is not ready yet: come back with the last number that was heard.
    """

    def __init__(self, feed: Stream, store: Store, tokens: Tokens, whole: WholeFeed, metrics: Metrics) -> None:
        self._feed = feed
        self._store = store
        self._tokens = tokens
        self._whole = whole
        self._broadcast = whole.live
        self._metrics = metrics
        self._of = Counter[str]()
        """Token → its listeners."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One listener, from the handshake to its end."""
        await receive()
        try:
            token = auth.websocket_holder(self._store.state, self._tokens, scope, self._feed.rights)
            since = decoding.query_of(self._feed.query, scope["query_string"]).since
            self._admit(since, token)
        except (Failed, Refusal) as error:
            self._metrics.refused(error.reason.code if isinstance(error, Refusal) else error.cause.code)
            await reject(scope, send, error)
            return
        self._broadcast.listeners += 1
        self._of[token.id] += 1
        try:
            await send({"type": "websocket.accept"})
            with self._tokens.held(token) as revoked:
                code = await self._serve(receive, send, since, revoked)
            if code is not None:
                log.info("feed_closed", code=code, token=token.id)
                await sockets.close(scope, send, code)
                # One of the connections is taken until the client has gone, or has been dropped.
                await _left(receive)
        finally:
            self._broadcast.listeners -= 1
            self._of -= Counter({token.id: 1})  # whoever has none is not remembered

    def _admit(self, since: int, token: Token) -> None:
        broadcast = self._broadcast
        for has, limit in ((broadcast.listeners, broadcast.limit), (self._of[token.id], OF_ONE)):
            if has >= limit:
                raise Failed(TOO_MANY_FEEDS, {"retry-after": "5"}, limit=limit)
        if since > broadcast.head:
            raise Failed(SINCE_AHEAD, since=since, head=broadcast.head)

    async def _serve(self, receive: Receive, send: Send, since: int, revoked: asyncio.Event) -> int | None:
        """Until one side ends it: the code to close with, None where the client has left."""
        try:
            await first_end(self._pump(send, since), until_revoked(revoked), _hear(receive))
        except (Behind, TimeoutError):
            return CLOSE_BEHIND
        except PastBehind:
            return CLOSE_LATER
        except Revoked:
            return CLOSE_REVOKED
        except StorageError:
            return CLOSE_FAILED
        except (Gone, OSError):
            return None
        return None

    async def _pump(self, send: Send, cursor: int) -> None:
        while not self._broadcast.reaches(cursor):
            found = await self._whole.after(cursor, PAGE)
            for start in range(0, len(found), BURST):
                cursor = await _burst(send, found[start : start + BURST])
        # From here on whoever leaves the run has fallen behind.
        while True:
            await self._broadcast.news(cursor)
            cursor = await _burst(send, self._broadcast.after(cursor, BURST))


async def _burst(send: Send, events: list[EncodedEvent]) -> int:
    """Send some events; the number of the last. Raises `TimeoutError` where the client does not take them."""
    async with asyncio.timeout(STALL_S):
        for event in events:
            await send({"type": "websocket.send", "text": event.json.decode()})
    await asyncio.sleep(0)
    return events[-1].seq


async def _hear(receive: Receive) -> None:
    await _left(receive)
    raise Gone


async def _left(receive: Receive) -> None:
    """Wait for the client to go; what it says meanwhile is not listened to."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def reject(scope: Scope, send: Send, error: Failed | Refusal) -> None:
    """Refuse a handshake with a problem."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    status, body = of_refusal(error) if isinstance(error, Refusal) else of_failure(error)
    problem = wire.PROBLEM if isinstance(error, Refusal) else wire.problem_headers(error)
    headers = [*problem, (b"content-length", b"%d" % len(body))]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body})


async def upgrade_required(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to a plain GET."""
    raise Failed(UPGRADE_REQUIRED, {"upgrade": "websocket"})
