"""Limits on the headers of a request: uvicorn's protocol, which bounds neither their length nor their time.

Whoever reaches the port may send headers, long before a token is looked at. Without a limit one connection could fill
the memory with a header that never ends, and some thousand silent ones would take every connection there is.
"""

from __future__ import annotations

from asyncio import BaseTransport, TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kds.web import wire
from kds.web.problems import HEAD_TOO_LARGE, TOO_SLOW, Failed, of_failure
from kds.web.whole_answers import WholeAnswers

HEADER_BYTES = 64 << 10
"""How many bytes of headers may wait for their end; what came in one read from the network is not cut in two."""
CONNECTIONS = 12_000
"""Connections at a time. One more, and whoever has been silent for longest makes room."""
HEADER_S = 20.0
"""How long headers may take to arrive: from the connection, and later from their first byte."""


class Protocol(HttpToolsProtocol):
    """For `uvicorn.Config(http=...)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        self._make_room()
        self._wait()

    def handle_websocket_upgrade(self) -> None:
        """A websocket writes as it likes."""
        if isinstance(self.transport, WholeAnswers):
            self.transport = self.transport.transport
        super().handle_websocket_upgrade()

    def on_response_complete(self) -> None:
        """Silent again, until the next request."""
        self._quiet_since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._waited()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse; refuse headers, or a trailer, that have no end."""
        self._open += len(data)
        super().data_received(data)
        if self._open > HEADER_BYTES and not self.transport.is_closing():
            self._hang_up(Failed(HEAD_TOO_LARGE, limit_bytes=HEADER_BYTES))

    def on_message_begin(self) -> None:
        """The time of the headers runs, where it does not run already."""
        super().on_message_begin()
        self._asked = True
        self._wait()

    def on_headers_complete(self) -> None:
        """The headers are there."""
        self._open = 0
        self._waited()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Handed on, and counted by whoever reads it."""
        self._open = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """What follows belongs to another request."""
        self._open = 0
        super().on_message_complete()

    def _make_room(self) -> None:
        """A house full of connections that ask for nothing may not keep out one that does."""
        if len(self.connections) > CONNECTIONS:
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

    def _hang_up(self, failure: Failed) -> None:
        """Close; with a word, unless an answer is under way, which it would be taken for."""
        if self.silent:
            status, body = of_failure(failure)
            headers = [
                *wire.problem_headers(failure),
                (b"content-length", b"%d" % len(body)),
                (b"connection", b"close"),
            ]
            head = b"".join(b"%s: %s\r\n" % header for header in headers)
            self.transport.write(STATUS_LINE[status] + head + b"\r\n" + body)
        self.transport.close()
