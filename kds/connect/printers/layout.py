"""Rows broken into lines for a roll of paper, by cells: a letter is one wide, a Han character two.

| paper | dots | cells | at double width |
|-------|------|-------|-----------------|
| 40 mm | 300  | 25    | 12              |
| 58 mm | 384  | 32    | 16              |
| 80 mm | 576  | 48    | 24              |

A row has a head, such as a quantity, that is never broken and never dropped: what follows wraps beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from kds.connect.printers.cleaning import cleaned, spelled

Size = Literal["normal", "tall", "large"]
"""As it is, twice as high, twice as high and wide."""
LABEL = 40
DOTS = {LABEL: 300, 58: 384, 80: 576}
CELL_DOTS = 12
HEAD_MOST = 12
"""Cells of a head at most; a longer one gets a line of its own."""


class Row(NamedTuple):
    """A paragraph of a slip; `loud` is white on black, `rule` a line across, `code` a bar code in place of text."""

    text: str
    size: Size = "normal"
    head: str = ""
    indent: int = 0
    bold: bool = False
    loud: bool = False
    centre: bool = False
    rule: bool = False
    code: str = ""


class Line(NamedTuple):
    """A line as it is printed, no wider than the paper."""

    text: str
    size: Size = "normal"
    bold: bool = False
    loud: bool = False
    centre: bool = False
    code: str = ""


def cells(text: str) -> int:
    """How wide a text is."""
    return sum([cell(each) for each in text])


def cell(character: str) -> int:
    """How wide a character is; what a printer takes from its Chinese font is two wide."""
    if unicodedata.combining(character):
        return 0
    return 1 if " " <= character <= "~" else 2


def columns(width: int, size: Size) -> int:
    """How many cells a line has on paper so many millimetres wide."""
    whole = DOTS[width] // CELL_DOTS
    return whole // 2 if size == "large" else whole


def laid_out(rows: Iterable[Row], width: int, drawable: Callable[[str], bool]) -> list[Line]:
    """The lines of these rows."""
    found: list[Line] = []
    for row in rows:
        if row.rule:
            found.append(Line("-" * columns(width, "normal")))
        elif row.code:
            found.append(Line("", code=cleaned(row.code)))
        else:
            texts = _wrapped(row, columns(width, row.size), drawable)
            found += [Line(each, row.size, row.bold, row.loud, row.centre) for each in texts]
    return found


def _wrapped(row: Row, most: int, drawable: Callable[[str], bool]) -> list[str]:
    head, text = cleaned(row.head), spelled(cleaned(row.text), drawable)
    lead = f"{head} " if head else " " * row.indent
    own_line = cells(lead) > min(HEAD_MOST, most // 2)
    hang = 2 if own_line else cells(lead)
    pieces = broken(text, most - hang)
    if own_line:
        return [*broken(lead.strip(), most), *[" " * hang + each for each in pieces]]
    first, *rest = pieces or [""]
    return [(lead + first).rstrip() or " ", *[" " * hang + each for each in rest]]


def broken(text: str, most: int) -> list[str]:
    """A text in pieces of so many cells at most, broken at spaces where that is not too early; no character is lost."""
    pieces: list[str] = []
    while cells(text) > most:
        end = _fits(text, most)
        space = text.rfind(" ", 0, end + 1)
        if space > end // 2:
            pieces.append(text[:space])
            text = text[space + 1 :]
        else:
            pieces.append(text[:end])
            text = text[end:].lstrip(" ")
    return [*pieces, text] if text else pieces


def _fits(text: str, most: int) -> int:
    """How many characters of it fit, one at least."""
    used = 0
    for at, each in enumerate(text):
        used += cell(each)
        if used > most:
            return max(at, 1)
    return len(text)
