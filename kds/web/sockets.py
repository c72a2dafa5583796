"""Websockets that can be cut off: the protocol of uvicorn, but a client that reads nothing cannot hold its end open.

uvicorn waits for a client to take what was sent before it sends a close, and for the close to be taken before it
lets go of the connection. A stalled client would keep both for hours. Here the close is sent at once, behind what
waits already, and the connection is dropped when the client has not taken it in time.

A message for many is made into a frame once, and written to each client that can take it without waiting.

How long each ping takes to be answered is told to whoever follows the socket.
"""

from __future__ import annotations

import logging
import socket
from asyncio import BaseTransport
from collections.abc import Callable
from typing import Any
from typing import Protocol as Shape

from starlette.types import Scope, Send
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

from kds.web.crowd import Unsent

EXTENSION = "kds.cut_off"
WRITE = "kds.write"
FOLLOW = "kds.follow"
PING_S = 10.0
"""How often a client is pinged; how long it has for its answer, uvicorn says."""
FIRST_PING_S = 1.0
"""The first comes sooner: a device that was just set up is looked at now."""
LINGER_S = 30.0
"""How long a client has to read up to the close, before the connection is dropped."""
FAREWELL_S = 2.0
"""The same when the server stops, or when the client has not answered a ping."""
SEND_BUFFER = 256 << 10
"""Bytes that the kernel keeps for a client that does not read."""

_quiet = logging.getLogger("kds.sockets")
# Each accepted handshake is logged with its query, in which the token stands.
_quiet.setLevel(logging.WARNING)


class Follower(Shape):
    """Hears how the pings of a socket fare."""

    def trip(self, ms: int) -> None:
        """One was answered after so many milliseconds."""
        ...

    def missed(self) -> None:
        """One was not answered in time, and the socket ends."""
        ...


class Protocol(WebSocketsSansIOProtocol):
    """For `uvicorn.Config(ws=...)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = _quiet
        self._unsent = Unsent()
        self._follower: Follower | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Bound what the kernel keeps."""
        super().connection_made(transport)
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def look(self, now: float) -> None:
        """Drop a client that takes nothing."""
        if self._unsent.stalls(self.transport.get_write_buffer_size(), now):
            self.transport.abort()

    async def run_asgi(self) -> None:
        """Offer `cut_off`, `write_now` and `follow` to the application."""
        self.scope["extensions"][EXTENSION] = {"call": self.cut_off}
        self.scope["extensions"][WRITE] = {"call": self.write_now}
        self.scope["extensions"][FOLLOW] = {"call": self.follow}
        await super().run_asgi()

    async def send(self, message: ASGISendEvent) -> None:
        """After a close nothing is sent; to the application the client has gone."""
        await self.writable.wait()
        if self.close_sent and self.handshake_complete:
            raise ClientDisconnected
        await super().send(message)
        if self.close_sent:
            # A handshake that was refused is complete too; uvicorn would log each as a fault.
            self.handshake_complete = True

    def write_now(self, frame: bytes) -> bool:
        """Write a frame that `text_frame` made; False where the client would have to be waited for, or has gone.

        No message is ever sent in pieces here, so a whole frame may stand anywhere between two others.
        """
        if not self.writable.is_set() or self.close_sent or not self.handshake_complete or self.disconnected:
            return False
        if self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

    def cut_off(self, code: int) -> None:
        """Send a close now, and drop the connection when it is not taken in time."""
        if self.close_sent or self.transport.is_closing():
            return
        self.stop_keepalive()
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(LINGER_S, self.transport.abort)

    def follow(self, follower: Follower) -> None:
        """Tell how pings fare from now on."""
        self._follower = follower

    def start_keepalive(self) -> None:
        """Ping soon, and then as often as it is set."""
        if self.ping_interval:
            self.ping_timer = self.loop.call_later(min(FIRST_PING_S, self.ping_interval), self.send_keepalive_ping)

    def handle_pong(self, event: Frame) -> None:
        """An answer, if it is one to the ping that waits for it."""
        waited = self.pending_ping_payload is not None
        super().handle_pong(event)
        if waited and self.pending_ping_payload is None and self._follower is not None:
            self._follower.trip(round(self.last_ping_rtt * 1000))

    def keepalive_timeout(self) -> None:
        """A client that answers no ping takes no close either."""
        if self._follower is not None and not self.close_sent and not self.transport.is_closing():
            self._follower.missed()
        super().keepalive_timeout()
        self.loop.call_later(FAREWELL_S, self.transport.abort)

    def shutdown(self) -> None:
        """The server stops; nobody may hold it up."""
        super().shutdown()
        self.loop.call_later(FAREWELL_S, self.transport.abort)


def text_frame(text: str) -> bytes:
    """A text message as it goes to clients: the same bytes for all of them, as nothing is compressed."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def writer(scope: Scope) -> Callable[[bytes], bool]:
    """How to write a frame to this websocket without waiting; it never can where the server offers no such thing."""
    extension = scope.get("extensions", {}).get(WRITE)
    call: Callable[[bytes], bool] = extension["call"] if extension is not None else lambda frame: False
    return call


def follow(scope: Scope, follower: Follower) -> None:
    """Have a follower told how the pings of this websocket fare, where the server tells that."""
    extension = scope.get("extensions", {}).get(FOLLOW)
    if extension is not None:
        extension["call"](follower)


async def close(scope: Scope, send: Send, code: int) -> None:
    """Close a websocket with this code, without waiting where the server's protocol can do that."""
    extension = scope.get("extensions", {}).get(EXTENSION)
    if extension is not None:
        extension["call"](code)
    else:
        await send({"type": "websocket.close", "code": code})
