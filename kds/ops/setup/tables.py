"""Tables as people write them: an area a line, `大厅：A01–A24 4座，A25 10座` or `Hall: A1-A8 4 seats, T1 T2`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kds.core.types import Name
from kds.ops.house_file.row import Cells, Sheets

SEATS = 4
"""Of a table of which nobody says how many it has."""
SEATS_MOST = 99
TABLES_MOST = 1_000
LINE_CHARS = 2_000

_RANGE = re.compile(r"([^\d\s,，、;；]*)(\d+)\s*(?:[-–—~～到至]|to)\s*([^\d\s,，、;；]*)(\d+)(?!\d)")
_SEATS = re.compile(r"(\d{1,3})\s*(?:座|人|位|seats?|places?|persons?)(?![\w])", re.IGNORECASE)
_ONE = re.compile(r"[^\s,，、;；]+")
_BETWEEN = re.compile(r"[\s,，、;；]+")


class Written(NamedTuple):
    """The rows of the sheets `areas` and `tables`, and what of the lines could not be understood."""

    sheets: Sheets
    faults: list[Name]


def tables_of(text: str, known: Mapping[str, str]) -> Written:
    """The areas and tables of some lines. `known` are the areas that there are: name → id; others get new ids."""
    areas: list[tuple[str, Cells]] = []
    tables: list[tuple[str, Cells]] = []
    faults: list[Name] = []
    ids, seen = dict(known), dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        named, rest = _split(line.strip()[:LINE_CHARS])
        where = f"#{number}"
        if not named:
            faults.append(_fault(number, "开头要写区域名称，如“大厅：A01–A24”", "begin with the area: “Hall: A01–A24”"))
            continue
        area = ids.setdefault(named, _new_id(ids.values()))
        areas.append((where, {"area": area, "zh": named, "en": named}))
        try:
            found = list(_tables(rest))
        except _TooMany as many:
            zh, en = f"“{many}”太多了，最多{TABLES_MOST}张桌", f"“{many}” is too many: at most {TABLES_MOST} tables"
            faults.append(_fault(number, zh, en))
            continue
        except _NotUnderstood as odd:
            faults.append(_fault(number, f"“{odd}”看不懂", f"“{odd}” is not understood"))
            continue
        if not found:
            faults.append(_fault(number, "没有桌号", "there are no tables"))
        for table, seats in found:
            if table in seen:
                zh, en = f"{table}已经写在第{seen[table]}行", f"{table} stands in line {seen[table]}"
                faults.append(_fault(number, zh, en))
            seen[table] = number
            tables.append((where, {"table": table, "area": area, "seats": seats}))
    if len(tables) > TABLES_MOST:
        faults.append(Name(zh=f"最多{TABLES_MOST}张桌", en=f"At most {TABLES_MOST} tables"))
    return Written({"areas": areas, "tables": tables}, faults)


class _NotUnderstood(ValueError):
    """A piece of a line that is neither tables nor seats."""


class _TooMany(ValueError):
    """A span of more tables than a house may have."""


def _split(line: str) -> tuple[str, str]:
    """The area's name, and what is written of its tables."""
    for sign in "：:":
        if sign in line:
            name, _, rest = line.partition(sign)
            return name.strip(), rest
    name, _, rest = line.partition(" ")
    return ("", line) if any(letter.isdigit() for letter in name) else (name, rest)


def _tables(rest: str) -> Iterator[tuple[str, int]]:
    """Each table with its seats, which are said after one table or several. Raises `_NotUnderstood`, `_TooMany`."""
    waiting: list[str] = []
    at = 0
    while at < len(rest):
        if gap := _BETWEEN.match(rest, at):
            at = gap.end()
        elif seats := _SEATS.match(rest, at):
            if not waiting or not 1 <= int(seats[1]) <= SEATS_MOST:
                raise _NotUnderstood(seats[0])
            yield from ((table, int(seats[1])) for table in waiting)
            waiting, at = [], seats.end()
        elif span := _RANGE.match(rest, at):
            waiting += _span(span)
            at = span.end()
        elif one := _ONE.match(rest, at):
            if not any(letter.isdigit() for letter in one[0]):
                raise _NotUnderstood(one[0])
            waiting.append(one[0])
            at = one.end()
    yield from ((table, SEATS) for table in waiting)


def _span(found: re.Match[str]) -> list[str]:
    """A01–A24: every table from the one to the other, its number as wide as it is written."""
    before, first, again, last = found.groups()
    if again not in ("", before) or int(last) < int(first):
        raise _NotUnderstood(found[0])
    if int(last) - int(first) >= TABLES_MOST:
        raise _TooMany(found[0])
    width = len(first) if first.startswith("0") else 1
    return [f"{before}{number:0{width}}" for number in range(int(first), int(last) + 1)]


def _new_id(used: Iterable[str]) -> str:
    known = set(used)
    return next(each for number in range(1, len(known) + 2) if (each := f"area-{number}") not in known)


def _fault(line: int, zh: str, en: str) -> Name:
    return Name(zh=f"第{line}行：{zh}", en=f"Line {line}: {en}")
