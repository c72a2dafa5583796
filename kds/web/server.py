"""The server: uvicorn with protocols of the house's own, its signals left to whoever runs it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from kds.web import header_limits, sockets
from kds.web.connection_limit import ConnectionLimit
from kds.web.crowd import Crowd

WS_MESSAGE = 64 << 10
"""Bytes of a message that a client may send over a websocket."""
GRACE_S = 5
"""Seconds that requests under way get when the server stops."""


class Server(uvicorn.Server):
    """uvicorn, but for its signals: those are ours, so that the store is closed before the process ends."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def server_of(app: Any, ready: Callable[[], None]) -> Server:
    """A server that ends on SIGINT and SIGTERM."""
    limit = ConnectionLimit(app, lambda: len(server.server_state.connections) > header_limits.CONNECTIONS)
    server = Server(config_of(limit), ready)
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


def address_of(host: str, listener: socket.socket) -> str:
    """What a browser is given."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"
