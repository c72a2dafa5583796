"""A disk with a volatile cache, served to the emulator over NBD on a Unix socket.

The emulator's own disks keep every write across a reset, whether it was flushed or not. This one keeps writes in
memory until the guest flushes (or writes through, FUA), and a cut drops them: an fsync that flushes nothing is caught.
The protocol is NBD's fixed newstyle handshake and simple replies; one client at a time.
"""

import random
import socket
import struct
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

SECTOR = 512

OPTION_MAGIC = 0x49484156454F5054
OPTION_REPLY_MAGIC = 0x3E889045565A9
REQUEST_MAGIC, REPLY_MAGIC = 0x25609513, 0x67446698
EXPORT_NAME, ABORT, INFO, GO = 1, 2, 6, 7
REPLY_ACK, REPLY_INFO, REPLY_UNSUPPORTED = 1, 3, (1 << 31) + 1
READ, WRITE, DISCONNECT, FLUSH = 0, 1, 2, 3
WRITE_THROUGH = 1
FEATURES = 1 | 4 | 8  # has flags, takes flushes, takes write-through
IO_ERROR = 5


class VolatileDisk:
    """Serves the file `image` on the socket `address` while the context lasts, which the client must not outlive."""

    def __init__(self, image: Path, address: Path) -> None:
        self.image = image
        self.address = address
        self._stable = image.open("r+b", buffering=0)
        self._size = image.stat().st_size
        self._cache: dict[int, bytes] = {}
        self._powered = True
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._listener.bind(str(self.address))
        self._listener.listen()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        self._stable.close()

    def cut(self, torn: int | None = None) -> int:
        """Drops what was not flushed, and fails every request from this instant on; returns the sectors dropped.

        With a seed `torn`, a random half of those sectors is kept, as a real disk may.
        """
        with self._lock:
            self._powered = False
            unsafe = sorted(self._cache)
            if torn is not None:
                dice = random.Random(torn)
                self._settle([sector for sector in unsafe if dice.random() < 0.5])
            dropped = len(self._cache)
            self._cache.clear()
            return dropped

    def power(self) -> None:
        """Serves again what was stable at the cut."""
        with self._lock:
            self._powered = True

    def _settle(self, sectors: list[int]) -> None:
        for sector in sectors:
            self._stable.seek(sector * SECTOR)
            self._stable.write(self._cache.pop(sector))

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # closed
                return
            with client:
                try:
                    if self._shake_hands(client):
                        while self._answer(client):
                            pass
                except ConnectionError:
                    continue

    def _shake_hands(self, client: socket.socket) -> bool:
        client.sendall(b"NBDMAGIC" + struct.pack(">QH", OPTION_MAGIC, 3))
        _receive(client, 4)
        while True:
            _, option, length = struct.unpack(">QII", _receive(client, 16))
            _receive(client, length)
            export = struct.pack(">QH", self._size, FEATURES)
            if option == EXPORT_NAME:
                client.sendall(export)
                return True
            if option in (INFO, GO):
                _reply(client, option, REPLY_INFO, struct.pack(">H", 0) + export)
                _reply(client, option, REPLY_ACK)
                if option == GO:
                    return True
            elif option == ABORT:
                _reply(client, option, REPLY_ACK)
                return False
            else:
                _reply(client, option, REPLY_UNSUPPORTED)

    def _answer(self, client: socket.socket) -> bool:
        magic, flags, kind, handle, offset, length = struct.unpack(">IHHQQI", _receive(client, 28))
        if magic != REQUEST_MAGIC:
            raise ConnectionError("not an NBD request")
        if kind == DISCONNECT:
            return False
        data = _receive(client, length) if kind == WRITE else b""
        with self._lock:
            error, answer = (0, self._do(kind, flags, offset, length, data)) if self._powered else (IO_ERROR, b"")
        client.sendall(struct.pack(">IIQ", REPLY_MAGIC, error, handle) + answer)
        return True

    def _do(self, kind: int, flags: int, offset: int, length: int, data: bytes) -> bytes:
        first, last = offset // SECTOR, (offset + max(length, len(data))) // SECTOR
        if kind == READ:
            self._stable.seek(offset)
            stable = self._stable.read(length)
            return b"".join(
                self._cache.get(first + i, stable[i * SECTOR : (i + 1) * SECTOR]) for i in range(last - first)
            )
        if kind == WRITE:
            for i in range(last - first):
                self._cache[first + i] = data[i * SECTOR : (i + 1) * SECTOR]
            if flags & WRITE_THROUGH:
                self._settle(list(range(first, last)))
        elif kind == FLUSH:
            self._settle(list(self._cache))
        return b""


def _receive(client: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        part = client.recv(length - len(data))
        if not part:
            raise ConnectionError("the emulator is gone")
        data += part
    return bytes(data)


def _reply(client: socket.socket, option: int, kind: int, data: bytes = b"") -> None:
    client.sendall(struct.pack(">QIII", OPTION_REPLY_MAGIC, option, kind, len(data)) + data)
