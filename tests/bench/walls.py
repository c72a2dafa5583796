"""Walls for measurements: websockets that note when a board came and throw the rest away."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import socket
import time
from urllib.parse import urlsplit

BOARD = re.compile(rb'^\{"type":"board","seq":(\d+)')
EXTENDED, LONG = 126, 127


class Wall(asyncio.Protocol):
    """One wall. It reads frames as they come and keeps, for each board's `seq`, the moment at which it was whole."""

    def __init__(self, path: str, token: str) -> None:
        self._path, self._token = path, token
        self._buffer = bytearray()
        self._open = False
        self.opened = asyncio.get_running_loop().create_future()
        self.boards: list[tuple[int, float]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(_upgrade(self._path, self._token))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._open:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head:
                self.opened.set_exception(RuntimeError(head.decode()))
                return
            self._open, self._buffer = True, rest
            self.opened.set_result(None)
        while (frame := self._frame()) is not None:
            board = BOARD.match(frame)
            if board is not None:
                self.boards.append((int(board[1]), time.perf_counter()))

    def _frame(self) -> bytes | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 0x7F, 2
        if size == EXTENDED:
            size, start = int.from_bytes(buffer[2:4], "big"), 4
        elif size == LONG:
            size, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + size:
            return None
        frame = bytes(buffer[start : start + min(size, 60)])
        del buffer[: start + size]
        return frame

    def seen_at(self, seq: int) -> float:
        """When the wall had the first board that is not older than event `seq`; endless where it never had."""
        return next((at for board, at in self.boards if board >= seq), float("inf"))


async def walls(address: str, screen: str, token: str, count: int, language: str = "zh") -> list[Wall]:
    """So many walls of one screen, each with its first board on the way."""
    place = urlsplit(address)
    made = []
    for _ in range(count):
        _, wall = await asyncio.get_running_loop().create_connection(
            lambda: Wall(_live(screen, language), token), str(place.hostname), place.port or 80
        )
        await wall.opened
        made.append(wall)
    return made


async def stalled(address: str, screen: str, token: str) -> socket.socket:
    """A wall that opens and then reads nothing any more, with as small a buffer as the system gives."""
    place = urlsplit(address)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await asyncio.to_thread(deaf.connect, (place.hostname, place.port))
    deaf.sendall(_upgrade(_live(screen), token))
    return deaf


def _live(screen: str, language: str = "zh") -> str:
    return f"/screens/{screen}/live?since=0&lang={language}"


def _upgrade(path: str, token: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    head = f"GET {path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    rest = f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    return f"{head}Authorization: Bearer {token}\r\n{rest}".encode()
