"""QR codes, as the path of an SVG: pages draw them without an image, and paper prints them sharp."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

import segno

QUIET = 4
"""Light modules around a code, without which no camera finds it."""


class Qr(NamedTuple):
    """A code: `size` modules high and wide with its light edge, and the path of the dark ones."""

    size: int
    path: str


def qr_of(text: str) -> Qr:
    """The code of a text; a seventh of it may be dirty (level M)."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix_iter(border=QUIET)]
    return Qr(len(rows), "".join([_run(y, *run) for y, row in enumerate(rows) for run in _dark(row)]))


def _dark(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many they are."""
    found, at = [], 0
    for module, same in groupby(row):
        length = len(list(same))
        if module:
            found.append((at, length))
        at += length
    return found


def _run(y: int, x: int, length: int) -> str:
    return f"M{x} {y}h{length}v1h-{length}z"
