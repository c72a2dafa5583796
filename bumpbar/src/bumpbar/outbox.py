"""Presses until they are answered: on disk before anything else, bounded, in order, each only for a while.

A file of JSON lines, appended to: a press is synced before it counts as kept; that it was answered is only noted, as
the server answers a press that it has done already by its id. What was kept before a reboot has expired: the monotonic
clock began anew.
"""

from __future__ import annotations

import fcntl
import os
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import msgspec

from bumpbar import clock

MOST = 200
"""Presses that may wait."""
LINES_MOST = 2_000
"""Lines after which the file is written anew."""


class Busy(Exception):
    """Another daemon has this outbox."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"another bumpbar runs already: it has {path}")


class Full(Exception):
    """`MOST` presses wait already; this one was not taken."""


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A press that waits. `seen` is the ticket that this bar believes stood in the slot, "" where none did."""

    press: str
    bar: str
    screen: str
    kind: str
    at_ms: int
    boot: str
    slot: int | None = None
    seen: str | None = None
    ticket: str | None = None
    dish: int | None = None


class _Gone(msgspec.Struct, frozen=True):
    gone: str


_encode = msgspec.json.encode
_kept = msgspec.json.Decoder(Kept).decode
_gone = msgspec.json.Decoder(_Gone).decode


def is_used(path: Path) -> bool:
    """Whether a daemon that runs has this outbox. Raises `OSError` where that cannot be seen."""
    try:
        # The lock is the daemon's own: made by whoever looks, it could not be opened by the daemon.
        os.close(_locked(path, os.O_RDWR))
    except FileNotFoundError:
        return False
    except Busy:
        return True
    return False


def _locked(path: Path, how: int = os.O_RDWR | os.O_CREAT) -> int:
    lock = os.open(path.with_name(path.name + ".lock"), how, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Busy(path) from None
    return lock


class Outbox:
    """The presses of this box that wait, in the order in which they were made. Raises `Busy` where another has it."""

    def __init__(self, path: Path, now: Callable[[], int] = clock.now_ms) -> None:
        self._path = path
        self._now = now
        self._waiting: OrderedDict[str, Kept] = OrderedDict()
        self._lines = 0
        self._lock = _locked(path)
        self._read()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._rewrite()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, kept: Kept) -> None:
        """Keep a press; on disk when this returns. Raises `Full`, and `OSError` where the disk does not take it."""
        if len(self._waiting) >= MOST:
            raise Full
        self._append(_encode(kept))
        os.fdatasync(self._file)
        self._waiting[kept.press] = kept

    def gone(self, press: str) -> None:
        """It was answered, or has expired."""
        if self._waiting.pop(press, None) is not None:
            self._append(_encode(_Gone(press)))
            if self._lines > LINES_MOST:
                self._rewrite()

    def first(self, screen: str) -> Kept | None:
        """The oldest one for a screen."""
        return next((each for each in self._waiting.values() if each.screen == screen), None)

    def age_ms(self, kept: Kept) -> int:
        """How long ago it was made."""
        return max(0, self._now() - kept.at_ms)

    def expired(self, screen: str, after_ms: int) -> list[Kept]:
        """Take out what is too old to be meant any more."""
        old = [each for each in self._waiting.values() if each.screen == screen and self._is_old(each, after_ms)]
        for each in old:
            self.gone(each.press)
        return old

    def close(self) -> None:
        """Let go of the file; what waits stays on disk."""
        os.close(self._file)
        os.close(self._lock)

    def _is_old(self, kept: Kept, after_ms: int) -> bool:
        return kept.boot != clock.boot() or self.age_ms(kept) > after_ms

    def _append(self, line: bytes) -> None:
        data = line + b"\n"
        if os.write(self._file, data) != len(data):
            raise OSError("the disk took only a part of a press")
        self._lines += 1

    def _read(self) -> None:
        """A line that a power cut has torn was never acknowledged: it is left out."""
        text = self._path.read_bytes() if self._path.exists() else b""
        for line in text.splitlines():
            try:
                kept = _kept(line)
                self._waiting[kept.press] = kept
            except msgspec.DecodeError:
                try:
                    self._waiting.pop(_gone(line).gone, None)
                except msgspec.DecodeError:
                    continue

    def _rewrite(self) -> None:
        fresh = self._path.with_name(self._path.name + ".new")
        with fresh.open("wb") as file:
            file.writelines(_encode(each) + b"\n" for each in self._waiting.values())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        os.close(self._file)
        self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        self._lines = len(self._waiting)
