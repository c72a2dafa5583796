"""The server: uvicorn with protocols of the house's own, its signals left to whoever runs it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import resource
import signal
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import uvicorn

from kds.web import header_limits, sockets
from kds.web.connection_limit import ConnectionLimit
from kds.web.crowd import Crowd

WS_MESSAGE = 64 << 10
"""Bytes of a message that a client may send over a websocket."""
GRACE_S = 5
"""Seconds that requests under way get when the server stops."""


HANDSHAKE_S = 10.0
"""How long a stranger may take to agree on how to speak encrypted."""


class Encrypted(NamedTuple):
    """Sockets at which HTTPS is spoken, beside those of plain HTTP, and by which certificate."""

    sockets: Sequence[socket.socket]
    context: ssl.SSLContext


class Server(uvicorn.Server):
    """uvicorn, but for its signals: those are ours, so that the store is closed before the process ends.

    Plain and encrypted connections are of one server, and so of one crowd.
    """

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], encrypted: Encrypted | None = None) -> None:
        super().__init__(config)
        self._ready = ready
        self._encrypted = encrypted

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            if self._encrypted is not None:
                await self._listen_encrypted(self._encrypted)
            self._ready()

    async def _listen_encrypted(self, encrypted: Encrypted) -> None:
        loop = asyncio.get_running_loop()
        for each in encrypted.sockets:
            listener = await loop.create_server(
                self._connection,
                sock=each,
                ssl=encrypted.context,
                ssl_handshake_timeout=HANDSHAKE_S,
                backlog=self.config.backlog,
            )
            self.servers.append(listener)

    def _connection(self) -> asyncio.Protocol:
        """As uvicorn makes those of its own sockets."""
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def server_of(app: Any, ready: Callable[[], None], encrypted: Encrypted | None = None) -> Server:
    """A server that ends on SIGINT and SIGTERM."""
    limit = ConnectionLimit(app, lambda: len(server.server_state.connections) > header_limits.CONNECTIONS)
    server = Server(config_of(limit), ready, encrypted)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
    return server


def config_of(app: Any) -> uvicorn.Config:
    """How the house is served."""
    return uvicorn.Config(
        app,
        # Its own httptools, in which all that a stranger can do is bounded.
        http=functools.partial(header_limits.Protocol, Crowd()),  # type: ignore[arg-type]
        # Its own websockets-sansio, from which a client that reads nothing can be cut off.
        ws=sockets.Protocol,
        ws_per_message_deflate=False,
        ws_max_size=WS_MESSAGE,
        ws_ping_interval=sockets.PING_S,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        # A client that keeps its connection loses no order to a closing race.
        timeout_keep_alive=120,
        timeout_graceful_shutdown=GRACE_S,
        backlog=2048,
    )


def open_files() -> None:
    """Take as many open files as the system lets us have: every phone in the house is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens there; port 0 takes a free one. Raises `OSError` where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=2048) as listener:
        yield listener


def address_of(host: str, listener: socket.socket, scheme: str = "http") -> str:
    """What a browser is given."""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{listener.getsockname()[1]}"
