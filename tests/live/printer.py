"""A TCP printer that speaks the status protocol of ESC/POS and of TSPL, serves one connection, and can fail."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import struct
import threading
import time
from typing import Literal

Mood = Literal["well", "ends", "empty", "open", "hangs", "deaf", "resets", "half_closed", "refuses"]
"""`ends`: says only after the cut that the paper is at an end; `hangs` takes all and answers nothing, `deaf` reads
nothing; `resets` after the cut; `half_closed` sends nothing more; `refuses` every connection."""
BEGIN, CUT, ASK_PRINTED = b"\x1b@", b"\x1dV", b"\x1dr\x01"
QUESTIONS = re.compile(rb"\x10\x04([\x01-\x04])|\x1dr\x01|\x1b!\?")


class Slip(bytes):
    """What was printed of one slip, from its beginning to its cut."""

    @property
    def text(self) -> str:
        """Its words."""
        plain = re.sub(rb"\x1dv0.{5}.*?(?=\x1b)", b"", bytes(self), flags=re.DOTALL)
        plain = re.sub(rb"\x1b@|\x1c&|\x1dk..|[\x1b\x1d][!EaBdVhwHf].", b"", plain, flags=re.DOTALL)
        return plain.decode("gb18030", "replace")


def _is_held(connection: socket.socket) -> bool:
    """Whether whoever is at the other end has not let go of it, heard or not yet."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return not readable or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        return False


class Printer:
    """A printer on a port of its own. `moods` are those of the next connections, then it is `mood`."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.mood: Mood = "well"
        self.moods: list[Mood] = []
        self.connections = 0
        self.most_at_once = 0
        self._stopped = threading.Event()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> Printer:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        for each in list(self._open):
            with contextlib.suppress(OSError):
                each.close()

    @property
    def address(self) -> tuple[str, int]:
        """Where it is."""
        return ("127.0.0.1", self.port)

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            mood = self.moods.pop(0) if self.moods else self.mood
            self.most_at_once = max(self.most_at_once, 1 + sum([_is_held(each) for each in list(self._open)]))
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection, mood), daemon=True).start()

    def _serve(self, connection: socket.socket, mood: Mood) -> None:
        try:
            with contextlib.suppress(OSError):
                self._speak(connection, mood)
        finally:
            self._open.discard(connection)
            connection.close()

    def _speak(self, connection: socket.socket, mood: Mood) -> None:
        if mood == "refuses":
            self._reset(connection)
            return
        if mood == "deaf":
            self._stopped.wait(3)
            return
        if mood == "half_closed":
            connection.shutdown(socket.SHUT_WR)
        connection.settimeout(3)
        waiting, printed = b"", b""
        while not self._stopped.is_set():
            data = connection.recv(4096)
            if not data:
                return
            waiting += data
            while (found := QUESTIONS.search(waiting)) is not None:
                printed += waiting[: found.start()]
                waiting = waiting[found.end() :]
                if found[0] == ASK_PRINTED or (found[0] == b"\x1b!?" and b"PRINT" in printed):
                    self.slips.append(Slip(printed))
                    printed = b""
                if not self._answer(connection, mood, found):
                    return

    def _answer(self, connection: socket.socket, mood: Mood, found: re.Match[bytes]) -> bool:
        after = found[0] == ASK_PRINTED
        if mood == "resets" and after:
            self._reset(connection)
            return False
        if mood in ("hangs", "half_closed"):
            return True
        if found[0] == b"\x1b!?":
            connection.sendall({"empty": b"\x04", "open": b"\x01"}.get(mood, b"\x00"))
        elif after:
            connection.sendall(b"\x0c" if mood == "ends" else b"\x00")
        elif found[1] == b"\x04":
            connection.sendall(b"\x72" if mood == "empty" else b"\x12")
        else:
            connection.sendall(b"\x16" if mood == "open" else b"\x12")
        return True

    @staticmethod
    def _reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def nobody() -> tuple[str, int]:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return ("127.0.0.1", port)


def wait_for(printer: Printer, slips: int, seconds: float = 10) -> list[Slip]:
    """The slips, once there are so many."""
    until = time.monotonic() + seconds
    while len(printer.slips) < slips and time.monotonic() < until:
        time.sleep(0.005)
    return printer.slips
