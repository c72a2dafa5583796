"""An answer leaves in one piece: writing its headers and its body apart costs a call of the system more, each time."""

from __future__ import annotations

from asyncio import AbstractEventLoop, BaseProtocol, Transport


class WholeAnswers(Transport):
    """A connection as uvicorn writes to it: headers wait for what follows, until the loop's turn is over at most."""

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        super().__init__()
        self.transport = transport
        """The connection itself."""
        self._loop = loop
        self._headers = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send it, after the headers that wait."""
        if self._headers:
            headers, self._headers = self._headers, b""
            self.transport.write(headers + data)
        elif bytes(data[:5]) == b"HTTP/":
            self._headers = bytes(data)
            self._loop.call_soon(self._let_go)
        else:
            self.transport.write(data)

    def close(self) -> None:
        """Once all is sent."""
        self._let_go()
        self.transport.close()

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self.transport.is_closing()

    def set_protocol(self, protocol: BaseProtocol) -> None:
        """Hand the connection over."""
        self._let_go()
        self.transport.set_protocol(protocol)

    def _let_go(self) -> None:
        if self._headers:
            headers, self._headers = self._headers, b""
            self.transport.write(headers)
