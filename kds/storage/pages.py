"""A checksum of every page of the database file, in a file beside it.

In the database file itself SQLite notices no flipped bit. It changes only when the write-ahead log is moved into it;
the checksums that its pages will have are written down before: whatever moment a crash comes at, a page is as it was
`settled`, as it is `pending`, or still in the log.
"""

from __future__ import annotations

import functools
import hashlib
import sys
import zlib
from array import array
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from kds.storage.files import write_whole

FILE = "ledger.sums"
FORMAT = f"1-{sys.byteorder}"
_TYPE = "I"
_READ = 256
"""Pages read at a time."""


class DamagedSums(Exception):
    """The file of checksums is not whole, or that of another store."""


class _Header(msgspec.Struct, frozen=True):
    format: str
    store_id: str
    page_size: int
    settled_at: int
    pending_at: int
    settled: int
    pending: int


class Sums:
    """The pages of a database file as of commit `settled_at`, and what those become that are being changed to what
    they are as of commit `pending_at`.
    """

    def __init__(self, store_id: str, page_size: int, settled: array[int], commits: int) -> None:
        self.store_id = store_id
        self.page_size = page_size
        self.settled = settled
        self.settled_at = commits
        self.pending: dict[int, int] = {}
        self.pending_at = commits

    def expect(self, pages: Mapping[int, int], commits: int) -> None:
        """These pages are about to be changed, to what they are as of that commit."""
        self.pending |= pages
        self.pending_at = commits

    def settle(self) -> None:
        """All that was expected has been done."""
        self.settled, self.pending = self._whole(), {}
        self.settled_at = self.pending_at

    def write(self, data: Path) -> None:
        """Put them on the disk. Raises `OSError`."""
        numbers, checksums = array(_TYPE, self.pending.keys()), array(_TYPE, self.pending.values())
        header = _Header(
            FORMAT,
            self.store_id,
            self.page_size,
            self.settled_at,
            self.pending_at,
            len(self.settled),
            len(self.pending),
        )
        parts = [
            msgspec.json.encode(header) + b"\n",
            self.settled.tobytes(),
            numbers.tobytes(),
            checksums.tobytes(),
        ]
        write_whole(data / FILE, [*parts, hashlib.sha256(b"".join(parts)).digest()])

    def wrong(self, found: array[int]) -> set[int]:
        """The pages that are not what they were to become, where the file is not as a whole what it was before.

        Those that lie in the log are right all the same: they are read there, and written again from there. Once the
        log has started again, all others are what they were to become.
        """
        if self.stands_at(found) is not None:
            return set()
        expected = self._whole()
        differ = {page for page, (is_, to_be) in enumerate(zip(found, expected, strict=False), 1) if is_ != to_be}
        lengths = sorted([len(found), len(expected)])
        return differ.union(range(lengths[0] + 1, lengths[1] + 1))

    def missing(self, found: array[int]) -> dict[int, int]:
        """What the pages have to become for the whole file to be what it was to become."""
        expected = enumerate(self._whole(), start=1)
        return {page: to_be for page, to_be in expected if page > len(found) or found[page - 1] != to_be}

    def length(self, commits: int) -> int:
        """How many pages the file has as of that commit."""
        return len(self._whole()) if commits == self.pending_at else len(self.settled)

    def allowed(self, page: int) -> list[int]:
        """The checksums that a page may have."""
        settled = [self.settled[page - 1]] if page <= len(self.settled) else []
        return [*settled, self.pending[page]] if page in self.pending else settled

    def stands_at(self, found: array[int]) -> int | None:
        """The commit as of which the whole file is, whatever lies in the log; None where it is of no one commit."""
        if found == self._whole():
            return self.pending_at
        more = range(len(self.settled) + 1, len(found) + 1)
        as_it_was = found[: len(self.settled)] == self.settled and all(page in self.pending for page in more)
        return self.settled_at if as_it_was else None

    def _whole(self) -> array[int]:
        """The whole file as it is to become."""
        whole = self.settled[:]
        whole.extend([0] * (max(self.pending, default=0) - len(whole)))
        for page, checksum in self.pending.items():
            whole[page - 1] = checksum
        return whole


def read(data: Path) -> Sums | None:
    """The checksums in `data`, None where there are none. Raises `DamagedSums`."""
    try:
        raw = (data / FILE).read_bytes()
    except FileNotFoundError:
        return None
    body, checked = raw[:-32], raw[-32:]
    line, _, rest = body.partition(b"\n")
    if hashlib.sha256(body).digest() != checked:
        raise DamagedSums(f"{FILE} is not whole")
    header = msgspec.json.decode(line, type=_Header)
    if header.format != FORMAT:
        raise DamagedSums(f"{FILE} has format {header.format}")
    numbers = array(_TYPE)
    numbers.frombytes(rest)
    sums = Sums(header.store_id, header.page_size, numbers[: header.settled], header.settled_at)
    pages = numbers[header.settled : header.settled + header.pending]
    sums.expect(dict(zip(pages, numbers[header.settled + header.pending :], strict=True)), header.pending_at)
    return sums


def checksums_of(path: Path, page_size: int) -> array[int]:
    """The checksum of every page of a database file; a part of a page at the end counts as one."""
    found = array(_TYPE)
    for block in _blocks(path, page_size * _READ):
        found.extend([zlib.crc32(block[at : at + page_size]) for at in range(0, len(block), page_size)])
    return found


def _blocks(path: Path, size: int) -> Iterator[memoryview]:
    with path.open("rb") as file:
        while block := file.read(size):
            yield memoryview(block)


def mended(page: bytes, wanted: Collection[int]) -> bytes | None:
    """The page with the one bit turned back for which it has another checksum than one of those `wanted`."""
    for checksum in wanted:
        bit = _bits(len(page)).get(zlib.crc32(page) ^ checksum)
        if bit is not None:
            whole = bytearray(page)
            whole[bit // 8] ^= 1 << bit % 8
            return bytes(whole)
    return None


@functools.lru_cache(maxsize=2)
def _bits(size: int) -> dict[int, int]:
    """By how much a checksum is wrong → which bit of a page is: the same for all pages, for a CRC is linear."""
    empty = bytearray(size)
    right = zlib.crc32(empty)
    bits: dict[int, int] = {}
    for bit in range(size * 8):
        empty[bit // 8] = 1 << bit % 8
        bits[zlib.crc32(empty) ^ right] = bit
        empty[bit // 8] = 0
    return bits
