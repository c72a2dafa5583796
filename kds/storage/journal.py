"""The journal: every commit once more, in plain files that are synced while the database commits.

SQLite's log ends for it at the first damaged frame, and what came after is forgotten without a word. The journal
notices that, for commits are numbered, and has what is missing.

A file, a segment, begins with the numbers of the commit and the event that it goes on after. A record is magic,
segment, number, length, the CRC-32 of all that and of the payload, and the payload. A segment's bytes are used again
for a later one, which saves the disk the making of room: what is left of the earlier one bears its number and is
passed over. Room is made ahead, and at its end stands a mark: a segment without it was cut off, and nobody knows what
it held.
"""

from __future__ import annotations

import os
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

from kds.storage.files import sync_folder

FOLDER = "journal"
SPARE = "spare"
SPARE_MOST = 16 << 20
"""Bytes that are kept to be used again."""

BEGIN, RECORD = b"kd1B", b"kd1R"
"""The number counts the shapes that changes have had: those of another release are not done again."""
HEAD = struct.Struct(">4sQQII")
CHECKED = HEAD.size - 4
END = b"kd1E end"
"""Stands at the end of every segment's room."""
ROOM = 1 << 16
"""Bytes of room that a segment has at first; where they are not enough, twice as many, and so on."""


def record(kind: bytes, segment: int, number: int, payload: bytes) -> bytes:
    """One record's bytes."""
    head = HEAD.pack(kind, segment, number, len(payload), 0)[:CHECKED]
    return head + zlib.crc32(payload, zlib.crc32(head)).to_bytes(4, "big") + payload


def segment_path(data: Path, segment: int) -> Path:
    """Where a segment lies."""
    return data / FOLDER / f"{segment:012d}.journal"


class Journal:
    """Writes the journal of a store; `prepare`, `write` and so on in the order in which they stand here.

    `synced` False is for tests that must lose data.
    """

    def __init__(self, data: Path, store_id: str, last_segment: int, *, synced: bool = True) -> None:
        self._data = data
        self._store_id = store_id
        self._segment = last_segment
        self._next: int | None = None
        self._file: int | None = None
        self._end = self._room = 0
        self._written = b""
        self.in_doubt = False
        """Whether the last record was begun and not kept: it may or may not be whole."""
        self._syncer = _Syncer(self._sync if synced else lambda: None)

    def prepare(self) -> None:
        """Have a next segment ready, its name durable. May be done while commits go on."""
        if self._next is None:
            path = segment_path(self._data, self._segment + 1)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            spare = path.with_name(SPARE)
            file = os.open(spare, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _make_room(file, ROOM)
                os.fsync(file)
                # Only now has it a segment's name: whenever the power goes, a segment has its mark.
                spare.rename(path)
                sync_folder(path.parent)
            except OSError:
                os.close(file)
                raise
            self._next = file

    def begin(self, commits: int, seq: int) -> None:
        """Go on in the prepared segment, after commit number `commits` and event number `seq`.

        Raises `OSError` where a commit is in doubt.
        """
        if self.in_doubt or self._next is None:
            raise OSError("the journal is not ready for a new segment")
        if self._file is not None:
            os.close(self._file)
        self._file, self._next = self._next, None
        self._segment += 1
        self._room = os.fstat(self._descriptor).st_size
        first = record(BEGIN, self._segment, commits, f"{self._store_id} {seq}".encode())
        self._put(first, 0)
        self._end = len(first)

    def free(self) -> None:
        """Let go of all earlier segments: what they hold is in the database file."""
        self._sync()
        for path in sorted((self._data / FOLDER).glob("*.journal")):
            if path < segment_path(self._data, self._segment):
                spare = path.rename(path.with_name(SPARE))
                if spare.stat().st_size > SPARE_MOST:
                    os.truncate(spare, SPARE_MOST)

    def wipe(self) -> None:
        """Let nothing of earlier segments lie where the next one will: it gets bytes that are new. Raises `OSError`."""
        if self._next is not None:
            os.close(self._next)
            self._next = None
            segment_path(self._data, self._segment + 1).unlink()
        (self._data / FOLDER / SPARE).unlink(missing_ok=True)

    def write(self, number: int, payload: bytes) -> None:
        """Begin a commit: its record is written, and being synced from now on. Raises `OSError`."""
        self._written = record(RECORD, self._segment, number, payload)
        self.in_doubt = True
        needed = self._end + len(self._written) + len(END)
        if needed > self._room:
            self._room = _make_room(self._descriptor, needed)
            self._sync()
        self._put(self._written, self._end)
        self._syncer.begin()

    def wait(self) -> None:
        """Until the record is synced. Raises `OSError`."""
        self._syncer.wait()

    def keep(self) -> None:
        """The record is synced, and its commit stands."""
        self._end += len(self._written)
        self.in_doubt = False

    def resolve(self, *, stands: bool) -> None:
        """After a failure: make the last record whole, or nothing. Raises `OSError`, and may be tried again."""
        if not self.in_doubt:
            return
        if stands:
            self._put(self._written, self._end)
        else:
            self._put(bytes(max(0, min(HEAD.size, self._room - len(END) - self._end))), self._end)
        self._sync()
        if stands:
            self.keep()
        self.in_doubt = False

    def close(self) -> None:
        """Let go of the files; what was kept stays."""
        self._syncer.close()
        for file in (self._file, self._next):
            if file is not None:
                os.close(file)
        self._file = self._next = None

    @property
    def _descriptor(self) -> int:
        if self._file is None:
            raise OSError("the journal is closed")
        return self._file

    def _sync(self) -> None:
        os.fdatasync(self._descriptor)

    def _put(self, data: bytes, at: int) -> None:
        view = memoryview(data)
        while view:
            written = os.pwrite(self._descriptor, view, at)
            view, at = view[written:], at + written


def _make_room(file: int, needed: int) -> int:
    """Have room of `needed` bytes and more, marked at its end; returns how much. Raises `OSError`.

    The mark comes before the room, and durably: it is what makes the file longer, so at no moment is a file without it.
    """
    had = os.fstat(file).st_size
    room = max(had, ROOM)
    while room < needed:
        room *= 2
    if os.pread(file, len(END), room - len(END)) != END:
        os.pwrite(file, END, room - len(END))
        os.fdatasync(file)
        try:
            os.posix_fallocate(file, 0, room)
        except OSError:
            os.ftruncate(file, had)
            raise
    return room


class _Syncer:
    """A thread that syncs when it is told to, while its teller does something else."""

    def __init__(self, sync: Callable[[], None]) -> None:
        self._sync = sync
        self._told, self._done = threading.Lock(), threading.Lock()
        self._told.acquire()
        self._done.acquire()
        self._error: OSError | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        self._told.release()

    def wait(self) -> None:
        self._done.acquire()
        error, self._error = self._error, None
        if error is not None:
            raise error

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self._told.release()
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._told.acquire()
            if self._closing:
                return
            try:
                self._sync()
            except OSError as error:
                self._error = error
            self._done.release()
