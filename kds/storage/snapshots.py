"""Snapshots of the state beside the ledger, for a fast start. They may all be lost: the ledger is enough.

A file is a header line of JSON, chunks with their lengths before them, and the SHA-256 of all that.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from kds.core.types import Ms
from kds.storage.files import create_private, sync_folder

FOLDER = "snapshots"
KEEP = 2
"""How many of the newest are kept, beside those of the last day closes."""
DAYS_KEPT = 15
"""Of so many day closes: who looks back at an evening begins where the day before ended."""


HEADER_MOST = 4_096
"""Bytes of a header line."""


class Header(msgspec.Struct, frozen=True):
    """What a snapshot is of: the state after event `seq`, whose hash is `hash` in hex."""

    format: int
    store_id: str
    seq: int
    at: Ms
    hash: str
    day_close: bool


class DamagedSnapshot(Exception):
    """A file that is no whole snapshot."""


class SnapshotWriter:
    """Writes one snapshot: chunks as they come, then `finish`; until then the file has no name to be found by."""

    def __init__(self, data: Path, header: Header) -> None:
        folder = data / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        self._final = folder / _name(header)
        self._draft = self._final.with_suffix(".draft")
        self._file: BinaryIO = os.fdopen(create_private(self._draft), "wb")
        self._hash = hashlib.sha256()
        self._put(msgspec.json.encode(header) + b"\n")

    def chunk(self, data: bytes) -> None:
        """Append one chunk."""
        self._put(len(data).to_bytes(4, "big") + data)

    def finish(self) -> None:
        """Make the snapshot durable and findable, and drop those that it makes needless."""
        self._file.write((0).to_bytes(4, "big") + self._hash.digest())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._draft.rename(self._final)
        sync_folder(self._final.parent)
        _tidy(self._final)

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        self._draft.unlink(missing_ok=True)

    def _put(self, data: bytes) -> None:
        self._hash.update(data)
        self._file.write(data)


class Snapshot(NamedTuple):
    """One that was found: `header` is None where it is damaged."""

    path: Path
    header: Header | None
    chunks: list[bytes]


def newest_first(data: Path) -> Iterator[Snapshot]:
    """All snapshots, newest first, those of other formats and damaged ones too."""
    for path in _files(data / FOLDER):
        try:
            yield Snapshot(path, *read(path))
        except FileNotFoundError:  # a newer one has made it needless
            continue
        except (DamagedSnapshot, OSError):
            yield Snapshot(path, None, [])


def read(path: Path) -> tuple[Header, list[bytes]]:
    """One snapshot, of whatever format. Raises `DamagedSnapshot`."""
    with path.open("rb") as file:
        line = file.readline(HEADER_MOST)
        header = _header(path.name, line)
        whole = hashlib.sha256(line)
        chunks = []
        length = path.stat().st_size
        while size := int.from_bytes(file.read(4), "big"):
            if size > length:
                raise DamagedSnapshot(f"{path.name} is not whole")
            chunk = file.read(size)
            whole.update(size.to_bytes(4, "big") + chunk)
            chunks.append(chunk)
        if file.read() != whole.digest():
            raise DamagedSnapshot(f"{path.name} is not whole")
    return header, chunks


def discard(data: Path, after: int | None = None) -> None:
    """Delete those that are damaged, and those that were taken after event number `after`."""
    for path, header, _ in newest_first(data):
        if header is None or (after is not None and header.seq > after):
            path.unlink()


def _header(name: str, line: bytes) -> Header:
    try:
        return msgspec.json.decode(line, type=Header)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DamagedSnapshot(f"{name}: {error}") from error


def _name(header: Header) -> str:
    return f"{header.seq:015d}{'-day' if header.day_close else ''}.snapshot"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.snapshot"), reverse=True) if folder.is_dir() else []


def _tidy(newest: Path) -> None:
    """Keep the snapshot that was just taken and what may still be needed. What claims to be newer is of another
    history: the ledger was put back from a copy.
    """
    files = _files(newest.parent)
    older = files[files.index(newest) :]
    days = [path for path in older if path.stem.endswith("-day")]
    kept = {*older[:KEEP], *days[:DAYS_KEPT]}
    for path in [*files, *newest.parent.glob("*.draft")]:
        if path not in kept:
            path.unlink(missing_ok=True)
