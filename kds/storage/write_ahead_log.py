"""SQLite's write-ahead log, as far as one has to know it to tell which pages a checkpoint will change.

The format is described at https://www.sqlite.org/walformat.html and is part of SQLite's promise to stay readable.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HEADER = struct.Struct(">4I8s2I")
FRAME = struct.Struct(">2I8s2I")
_INDEX = struct.Struct("=12xBBHI12x8s")


class Position(NamedTuple):
    """How many frames of a log are committed; `salts` tell it from the log before it started again."""

    frames: int
    salts: bytes


def committed(index: int) -> Position:
    """Read from the descriptor of the log's index what its connections know."""
    _, _, _, frames, salts = _INDEX.unpack(os.pread(index, _INDEX.size, 0))
    return Position(frames, salts)


def places(log: int, page_size: int, since: int, position: Position) -> dict[int, int]:
    """page → where in the log's descriptor its newest content stands, among the frames after number `since`.

    Raises `ValueError` where the log is another one than `position` is of.
    """
    found: dict[int, int] = {}
    for number in range(since, position.frames):
        at = HEADER.size + number * (FRAME.size + page_size)
        page, _, salts, _, _ = FRAME.unpack(os.pread(log, FRAME.size, at))
        if salts != position.salts:
            raise ValueError("the write-ahead log is not what its index says")
        found[page] = at + FRAME.size
    return found


def frames(path: Path, page_size: int) -> Iterator[tuple[int, bool, bytes]]:
    """Every frame that lies in a log's file: its page, whether it is of the log as it last started, its content."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(HEADER.size)
        salts = HEADER.unpack(header)[4] if len(header) == HEADER.size else b""
        while len(frame := file.read(FRAME.size + page_size)) == FRAME.size + page_size:
            page, _, its, _, _ = FRAME.unpack_from(frame)
            yield page, its == salts, frame[FRAME.size :]
