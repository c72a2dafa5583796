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
_READ = 256
"""Frames read at a time."""
_INDEX = struct.Struct("=12xBBHI12x8s")


class Position(NamedTuple):
    """How many frames of a log are committed; `salts` tell it from the log before it started again."""

    frames: int
    salts: bytes


def committed(index: int) -> Position:
    """Read from the descriptor of the log's index what its connections know."""
    _, _, _, frames, salts = _INDEX.unpack(os.pread(index, _INDEX.size, 0))
    return Position(frames, salts)


class Written(NamedTuple):
    """One frame of a log: which page it is, where in the log its content stands, and that."""

    page: int
    at: int
    content: bytes


def written(log: int, page_size: int, since: int, position: Position) -> Iterator[Written]:
    """What was committed after frame number `since`, in order, from the log's descriptor.

    Raises `ValueError` where the log is another one than `position` is of. Reads many frames at a time: every read
    lets go of the interpreter, and would have to win it back from who takes orders.
    """
    whole = struct.Struct(f"{FRAME.format}{page_size}s")
    for first in range(since, position.frames, _READ):
        at = HEADER.size + first * whole.size
        block = os.pread(log, min(_READ, position.frames - first) * whole.size, at)
        for page, _, salts, _, _, content in whole.iter_unpack(block[: len(block) // whole.size * whole.size]):
            if salts != position.salts:
                raise ValueError("the write-ahead log is not what its index says")
            yield Written(page, at + FRAME.size, content)
            at += whole.size
        if at != HEADER.size + min(first + _READ, position.frames) * whole.size:
            raise ValueError("the write-ahead log is shorter than its index says")


def ends_early(path: Path, page_size: int, known: Position | None) -> bool:
    """Whether frames of the log as it last started are damaged or gone; `known` is what its index said.

    Goes through all of it, as SQLite does, and in Python: for when it matters.
    """
    if not path.exists():
        return True
    data = memoryview(path.read_bytes())
    if len(data) < HEADER.size:
        return len(data) > 0 or known is None or known.frames > 0
    size = FRAME.size + page_size
    salts, words = bytes(data[16:24]), struct.Struct(">2I" if data[3] & 1 else "<2I")
    sums, sound, there = _checksum(words, (0, 0), data[:24]), 0, 0
    for at in range(HEADER.size, len(data) - size + 1, size):
        if bytes(data[at + 8 : at + 16]) != salts:
            break
        there += 1
        if sound == there - 1:
            sums = _checksum(words, _checksum(words, sums, data[at : at + 8]), data[at + FRAME.size : at + size])
            sound += sums == struct.unpack_from(">2I", data, at + 16)
    cut = (len(data) - HEADER.size) % size > 0
    return cut or sound < there or (known is not None and known.salts == salts and sound < known.frames)


def _checksum(words: struct.Struct, before: tuple[int, int], data: memoryview) -> tuple[int, int]:
    one, two = before
    for first, second in words.iter_unpack(data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


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
