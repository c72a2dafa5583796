"""What a journal holds, also where it is damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kds.storage.changes import unpack
from kds.storage.journal import BEGIN, CHECKED, END, FOLDER, HEAD, RECORD

_MAGIC = BEGIN[:3]


class JournalScan(NamedTuple):
    """The journal of a store: `records` by the number of their commit; `begins`, the commits after which segments
    begin, and the number of the last event then.

    It is not `whole` where something is missing between its first commit and its last, or where it was `cut` off: then
    nobody knows which was the last.
    """

    last_segment: int
    begins: dict[int, int]
    records: dict[int, bytes]
    whole: bool
    cut: bool = False

    @property
    def last(self) -> int | None:
        """The number of the last commit that it knows of; None where it knows of none."""
        return max([*self.begins, *self.records], default=None)

    def after(self, commits: int) -> list[tuple[int, bytes]] | None:
        """The commits after that number, in order; None where one of them is missing."""
        last = commits if self.last is None else self.last
        numbers = range(commits + 1, last + 1)
        if any(number not in self.records for number in numbers):
            return None
        return [(number, self.records[number]) for number in numbers]

    def seq(self) -> int:
        """The number of the last event that it knows of; 0 where it knows of none."""
        known = max(self.begins.values(), default=0)
        for number in sorted(self.records, reverse=True):
            numbers: list[int] = [
                row[0] for what, rows in unpack(self.records[number]) if what == "events" for row in rows
            ]
            if numbers:
                return max(known, *numbers)
        return known


def scan(folder: Path, store_id: str | None = None) -> JournalScan:
    """Read the journal of a data directory; segments of another store than `store_id` are as good as damaged."""
    begins: dict[int, int] = {}
    records: dict[int, bytes] = {}
    whole, cut, last_segment = True, False, 0
    for path in sorted((folder / FOLDER).glob("*.journal")):
        last_segment = int(path.stem) if path.stem.isdigit() else last_segment
        data = path.read_bytes()
        here, its_records, sound = _segment(data, last_segment, store_id)
        cut = cut or not data.endswith(END)
        begins |= here
        records |= its_records
        whole = whole and sound
    scanned = JournalScan(last_segment, begins, records, whole and not cut, cut)
    if begins and scanned.after(min(begins)) is None:
        scanned = scanned._replace(whole=False)
    return scanned


def _segment(data: bytes, segment: int, store_id: str | None) -> tuple[dict[int, int], dict[int, bytes], bool]:
    begins: dict[int, int] = {}
    records: dict[int, bytes] = {}
    whole, expected = True, 0
    for at, end, kind, number, payload in _found(data, segment):
        whole = whole and at == expected
        expected = end
        if kind == RECORD:
            records[number] = payload
            continue
        owner, _, seq = payload.decode().partition(" ")
        if store_id not in (None, owner):
            return {}, {}, False
        begins[number] = int(seq)
    return begins, records, whole and (bool(begins) or not records)


def _found(data: bytes, segment: int) -> Iterator[tuple[int, int, bytes, int, bytes]]:
    """Every whole record of that segment, wherever it stands: where, where it ends, its kind, number and payload."""
    at = 0
    while (at := data.find(_MAGIC, at)) >= 0:
        if at + HEAD.size <= len(data):
            kind, its_segment, number, length, crc = HEAD.unpack_from(data, at)
            start = at + HEAD.size
            payload = data[start : start + length] if its_segment == segment and kind in (BEGIN, RECORD) else b""
            checked = data[at : at + CHECKED]
            if its_segment == segment and len(payload) == length and zlib.crc32(payload, zlib.crc32(checked)) == crc:
                yield at, start + length, kind, number, payload
                at = start + length
                continue
        at += 1
