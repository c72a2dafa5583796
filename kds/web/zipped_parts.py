"""A page that is the same for all but for one piece: zipped ahead around that, and put together for each reader."""

from __future__ import annotations

import zlib
from hashlib import sha256

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""Of a gzip file without a name or a time, packed as tightly as can be (RFC 1952)."""
RAW = -15
"""A stream without a header or a sum of its own."""
TIGHT, LOOSE = 9, 1
"""What is packed once, and what is packed for each reader."""


class ZippedParts:
    """What stands before the piece and after it, plain and zipped."""

    def __init__(self, before: bytes, after: bytes) -> None:
        self._before, self._after = before, after
        self._zipped = HEADER + _packed(before, TIGHT, zlib.Z_FULL_FLUSH), _packed(after, TIGHT, zlib.Z_FINISH)
        self._sum = zlib.crc32(before)
        self._mark = sha256(before + b"\0" + after).hexdigest()

    def plain(self, piece: bytes) -> bytes:
        """The whole of it."""
        return self._before + piece + self._after

    def zipped(self, piece: bytes) -> bytes:
        """The same as one gzip file: no part knows of another, so that each can be packed by itself."""
        before, after = self._zipped
        total = zlib.crc32(self._after, zlib.crc32(piece, self._sum))
        length = (len(self._before) + len(piece) + len(self._after)) & 0xFFFFFFFF
        end = total.to_bytes(4, "little") + length.to_bytes(4, "little")
        return before + _packed(piece, LOOSE, zlib.Z_FULL_FLUSH) + after + end

    def mark(self, piece: bytes) -> str:
        """Tells the whole from any other."""
        return sha256(self._mark.encode() + piece).hexdigest()[:24]


def _packed(data: bytes, level: int, end: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, RAW)
    return packer.compress(data) + packer.flush(end)
