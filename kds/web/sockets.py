"""Websockets that can be cut off: the protocol of uvicorn, but a client that reads nothing cannot hold its end open.

uvicorn waits for a client to take what was sent before it sends a close, and for the close to be taken before it
lets go of the connection. A stalled client would keep both for hours. Here the close is sent at once, behind what
waits already, and the connection is dropped when the client has not taken it in time.

A message for many is made into a frame once, and written to each client that can take it without waiting.
"""

from __future__ import annotations

import logging
import socket
from asyncio import BaseTransport
from collections.abc import Callable
from typing import Any

from starlette.types import Scope, Send
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

from kds.web.crowd import Unsent

EXTENSION = "kds.cut_off"
WRITE = "kds.write"
LINGER_S = 30.0
"""How long a client has to read up to the close, before the connection is dropped."""
FAREWELL_S = 2.0
"""The same when the server stops, or when the client has not answered a ping."""
SEND_BUFFER = 256 << 10
"""Bytes that the kernel keeps for a client that does not read."""

_quiet = logging.getLogger("kds.sockets")
# Each accepted handshake is logged with its query, in which the token stands.
_quiet.setLevel(logging.WARNING)


class Protocol(WebSocketsSansIOProtocol):
    """For `uvicorn.Config(ws=...)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = _quiet
        self._unsent = Unsent()

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
        """Offer `cut_off` and `write_now` to the application."""
        self.scope["extensions"][EXTENSION] = {"call": self.cut_off}
        self.scope["extensions"][WRITE] = {"call": self.write_now}
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

    def keepalive_timeout(self) -> None:
        """A client that answers no ping takes no close either."""
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


async def close(scope: Scope, send: Send, code: int) -> None:
    """Close a websocket with this code, without waiting where the server's protocol can do that."""
    extension = scope.get("extensions", {}).get(EXTENSION)
    if extension is not None:
        extension["call"](code)
    else:
        await send({"type": "websocket.close", "code": code})
