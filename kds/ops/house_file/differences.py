"""What a file would change, row by row: what is new, what is other, what goes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, NamedTuple

from kds.ops.house_file.row import Row
from kds.ops.house_file.rows import Rows

How = Literal["new", "changed", "gone"]
KEYS: dict[str, tuple[str, ...]] = {
    "house": (),
    "lateness": (),
    "rounding": (),
    "options": ("dish", "group", "option"),
    "soups": ("dish", "soup"),
    "meals": ("dish", "group", "part"),
    "theme_screens": ("theme", "screen"),
    "theme_bars": ("theme", "screen"),
    "reasons": ("deed", "zh", "en"),
    "rights": ("role", "right"),
}
"""The columns by which a row is told from the others of its sheet, where that is not its first alone; none: it is the
only one."""


class Difference(NamedTuple):
    """A row that is not as it was: by what it is known, what it is called, and of one that is other each column as it
    was and as it is.
    """

    sheet: str
    how: How
    key: str
    name: str
    columns: tuple[tuple[str, str, str], ...] = ()


def differences(before: Rows, after: Rows) -> list[Difference]:
    """All of them, sheet by sheet."""
    found: list[Difference] = []
    for sheet in after:
        was, now = ({key_of(sheet, row): row for row in rows.get(sheet, [])} for rows in (before, after))
        found += [_told(sheet, "new", key, row) for key, row in now.items() if key not in was]
        found += [
            _told(sheet, "changed", key, row, tuple(_columns(was[key], row)))
            for key, row in now.items()
            if key in was and was[key] != row
        ]
        found += [_told(sheet, "gone", key, row) for key, row in was.items() if key not in now]
    return found


def key_of(sheet: str, row: Row) -> str:
    """By what a row is known in its sheet."""
    first = next(each for each in row.__struct_fields__ if each not in ("zh", "en"))
    return " · ".join([shown(getattr(row, each)) for each in KEYS.get(sheet, (first,))])


def _told(sheet: str, how: How, key: str, row: Row, columns: tuple[tuple[str, str, str], ...] = ()) -> Difference:
    name = getattr(row, "zh", "") or getattr(row, "en", "")
    return Difference(sheet, how, key, "" if name in key else name, columns)


def _columns(was: Row, now: Row) -> list[tuple[str, str, str]]:
    pairs = [(each, getattr(was, each), getattr(now, each)) for each in now.__struct_fields__]
    return [(name, shown(one), shown(other)) for name, one, other in pairs if one != other]


def shown(value: Any) -> str:
    """What stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return ", ".join([str(each) for each in value]) if isinstance(value, tuple) else str(value)
