"""Where a server is reached: a port for plain HTTP, and one for HTTPS where the house has that."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kds.storage import data_dir
from kds.web.server import Encrypted, Server, address_of, listening, server_of

if TYPE_CHECKING:
    from kds.ops.tls.served import Served, Wanted

ACCEPTS = 32
"""Connections that are let in at a turn of the loop, which takes one from each socket: a crowd may not wait."""


class Doors(NamedTuple):
    """The sockets of a server, and what it is called by each: the plain one first."""

    addresses: Sequence[str]
    sockets: list[socket.socket]
    served: Served | None
    encrypted: Encrypted | None

    def server(self, app: Any, ready: Callable[[str], None]) -> Server:
        """A server for them that tells `ready` every address."""

        def tell() -> None:
            for address in self.addresses:
                ready(address)

        return server_of(app, tell, self.encrypted)

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """What has to go on while they are open: certificates end."""
        return [] if self.served is None else [self.served.watch()]


@contextlib.contextmanager
def open_doors(data: Path, host: str, port: int, tls: Wanted | None) -> Iterator[Doors]:
    """Listen; port 0 takes a free one. Raises `DataDirError`, also of certificates, and `OSError` of ports."""
    with contextlib.ExitStack() as stack:
        plain = stack.enter_context(listening(host, port))
        addresses, served, encrypted = [address_of(host, plain)], None, None
        if tls is not None:
            # It takes long to import.
            from kds.ops.tls.served import Served

            data_dir.find(data)
            served = Served(tls, data)
            listener = stack.enter_context(listening(host, tls.port))
            served.port = listener.getsockname()[1]
            addresses.append(address_of(host, listener, "https"))
            encrypted = Encrypted(_many(listener), served.context)
        yield Doors(addresses, _many(plain), served, encrypted)


def _many(listener: socket.socket) -> list[socket.socket]:
    return [listener, *[listener.dup() for _ in range(ACCEPTS - 1)]]
