"""Checksums of stored rows: a bit that flips on the disk changes no answer and no right without being noticed."""

from __future__ import annotations

import sqlite3
import zlib

import msgspec

from kds.core.types import Ms

_encode = msgspec.msgpack.Encoder().encode


def checksum(*values: str | int | bytes | None) -> int:
    """CRC-32 of a row's values, in order; their types count. Part of the stored format: it never changes."""
    return zlib.crc32(_encode(values))


def answer_checksum(store_id: str, actor: str, key: str, fingerprint: bytes, at: Ms, body: bytes) -> int:
    """The checksum of a kept answer."""
    return checksum(store_id, actor, key, fingerprint, at, body)


def teach(db: sqlite3.Connection) -> None:
    """Let the statements of a connection say `checksum(...)`."""
    db.create_function("checksum", -1, checksum, deterministic=True)
