"""Limits on a request and its connection: uvicorn's protocol, which bounds neither their length nor their time.

Whoever reaches the port may send headers, long before a token is looked at. Without a limit one connection could fill
the memory with a header that never ends, or with requests whose answers it does not read, and some thousand silent
ones would take every connection there is. How long a body and an unread answer take is looked at in one sweep through
all connections (`crowd.py`): no request pays for a timer of its own.
"""

from __future__ import annotations

from asyncio import BaseTransport, TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kds.web import wire
from kds.web.addresses import address_of
from kds.web.crowd import CONNECTION, Crowd, Unsent
from kds.web.problems import HEAD_TOO_LARGE, TOO_SLOW, Failed, of_failure
from kds.web.whole_answers import WholeAnswers

HEADER_BYTES = 64 << 10
"""How many bytes of headers may wait for their end; what came in one read from the network is not cut in two."""
CONNECTIONS = 12_000
"""Connections at a time. One more, and an unproven one makes room, or else whoever has been silent for longest."""
PIPELINE = 16
"""Requests of one connection that may wait for their answers. With the last of them it is closed."""
BODY_S = 20.0
"""How long a body may take to arrive once its head has, and be silent; a large one takes longer."""
BODY_PER_S = 256 << 10
"""Bytes of a body that buy it another second."""
HEADER_S = 20.0
"""How long headers may take to arrive: from the connection, and later from their first byte."""


class Protocol(HttpToolsProtocol):
    """For `uvicorn.Config(http=...)`, with the crowd that its connections belong to."""

    def __init__(self, crowd: Crowd, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._crowd = crowd
        self._peer = ""
        self._proven = False
        self._unsent = Unsent()
        self._in_head = False
        self._full = False
        """Whether there were too many requests at once: what comes now is not heard."""
        self._body_since: float | None = None
        self._open = 0
        """Bytes since the last headers, piece of a body, or request were complete: what the parser has to keep."""
        self._late: TimerHandle | None = None
        self._asked = False
        self._quiet_since = 0.0

    def connection_made(self, transport: BaseTransport) -> None:
        """Wait for the first headers."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self.transport = WholeAnswers(self.transport, self.loop)
        self._quiet_since = self.loop.time()
        self._peer = address_of(self.client[0]) if self.client else ""
        self._crowd.came(self, self._peer)
        self._crowd.watch(self.connections)
        self._make_room()
        self._wait()

    def handle_websocket_upgrade(self) -> None:
        """A websocket writes as it likes."""
        if isinstance(self.transport, WholeAnswers):
            self.transport = self.transport.transport
        self._crowd.gone(self, self._peer)
        super().handle_websocket_upgrade()

    def on_response_complete(self) -> None:
        """Silent again, until the next request."""
        self._quiet_since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._waited()
        self._crowd.gone(self, self._peer)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse; refuse headers, or a trailer, that have no end."""
        if self._full:
            return
        self._open += len(data)
        super().data_received(data)
        if self._open > HEADER_BYTES and not self.transport.is_closing():
            self._hang_up(Failed(HEAD_TOO_LARGE, limit_bytes=HEADER_BYTES))

    def on_message_begin(self) -> None:
        """The time of the headers runs, where it does not run already."""
        if not self.silent and len(self.pipeline) >= PIPELINE - 1:
            # What was taken is answered, and the last answer says that nothing else was.
            self._full = True
            self.cycle.keep_alive = False
        if self._full:
            return
        super().on_message_begin()
        self.scope[CONNECTION] = self  # type: ignore[literal-required]
        self._asked = self._in_head = True
        self._wait()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        if not self._full:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header. What stands behind a body is none: it was not there when it was asked who this is."""
        if self._in_head and not self._full:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The headers are there."""
        if self._full:
            return
        self._open = 0
        self._in_head = False
        self._waited()
        self._body_since = self.loop.time()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Handed on, and counted by whoever reads it."""
        if self._full:
            return
        self._open = 0
        if self._body_since is not None:
            self._body_since = min(self.loop.time(), self._body_since + len(body) / BODY_PER_S)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """What follows belongs to another request."""
        if self._full:
            return
        self._open = 0
        self._body_since = None
        super().on_message_complete()

    def prove(self) -> None:
        """A living token was shown here."""
        if not self._proven:
            self._proven = True
            self._crowd.gone(self, self._peer)

    def drop(self) -> None:
        """Close at once: what was not sent yet is not."""
        self._crowd.gone(self, self._peer)
        self._connection().abort()

    def look(self, now: float) -> None:
        """Drop a client that takes nothing, close on one whose body does not come."""
        connection = self._connection()
        if self._unsent.stalls(connection.get_write_buffer_size(), now):
            self.drop()
        elif self._body_since is not None and self.flow.read_paused:
            # It is not read: an answer is under way, or what came is not taken yet.
            self._body_since = now
        elif self._body_since is not None and now - self._body_since > BODY_S:
            self._body_since = None
            self._give_up_body()

    def _connection(self) -> Transport:
        return self.transport.transport if isinstance(self.transport, WholeAnswers) else self.transport

    def _make_room(self) -> None:
        """A house full of connections that ask for nothing may not keep out one that does."""
        if len(self.connections) > CONNECTIONS and not self._crowd.make_room(self):
            silent = [
                each for each in self.connections if isinstance(each, Protocol) and each is not self and each.silent
            ]
            if silent:
                min(silent, key=lambda each: each._quiet_since).transport.close()

    @property
    def silent(self) -> bool:
        """Whether no request of this connection is under way."""
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEADER_S, self._too_late)

    def _waited(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        self._late = None
        if not self._asked:
            self.transport.close()
        elif not self.transport.is_closing():
            self._hang_up(Failed(TOO_SLOW))

    def _give_up_body(self) -> None:
        """Close on a request that does not end: with a word, where it has no answer yet and it is its turn."""
        if not self.pipeline and not self.cycle.response_started:
            self._tell(Failed(TOO_SLOW))
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        self.transport.close()

    def _hang_up(self, failure: Failed) -> None:
        """Close; with a word, unless an answer is under way, which it would be taken for."""
        if self.silent:
            self._tell(failure)
        self.transport.close()

    def _tell(self, failure: Failed) -> None:
        status, body = of_failure(failure)
        headers = [*wire.problem_headers(failure), (b"content-length", b"%d" % len(body)), (b"connection", b"close")]
        head = b"".join(b"%s: %s\r\n" % header for header in headers)
        self.transport.write(STATUS_LINE[status] + head + b"\r\n" + body)
