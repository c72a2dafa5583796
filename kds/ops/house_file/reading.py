"""The rows of a file, each read as its sheet wants it; what could not be read is told row by row."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

import msgspec

from kds.core.refusals import MOST
from kds.core.types import Name
from kds.ops.house_file.row import Row, Sheets
from kds.ops.house_file.rows import KINDS

R = TypeVar("R", bound=Row)
SECONDS = 3
"""Decimals of a second."""


class Placed(NamedTuple):
    """A row, and where it stands."""

    where: str
    row: Any


class HouseFile:
    """The rows of a file, each read; `faults` are those that could not be."""

    def __init__(self, sheets: Sheets) -> None:
        self.faults: list[Name] = []
        self.given = frozenset(sheets)
        self.broken: set[str] = set()
        """The sheets of which a row could not be read: what another sheet misses there may be that."""
        self._placed: dict[str, list[Placed]] = {}
        for name, rows in sheets.items():
            self._placed[name] = [placed for where, cells in rows if (placed := self._read(name, where, cells))]

    def _read(self, name: str, where: str, cells: dict[str, Any]) -> Placed | None:
        kind = KINDS[name]
        try:
            return Placed(where, msgspec.convert(_typed(kind, cells), kind, strict=False))
        except msgspec.ValidationError as error:
            self.broken.add(name)
            self.fault(where, f"内容不对（{error}）", str(error))
            return None

    def fault(self, where: str, zh: str, en: str) -> None:
        """One thing that is wrong, and where."""
        self.faults.append(Name(zh=f"{where}：{zh}", en=f"{where}: {en}"))

    def of(self, name: str, kind: type[R]) -> list[tuple[str, R]]:
        """The rows of a sheet that could be read, and where they stand."""
        return [(placed.where, placed.row) for placed in self._placed.get(name, ())]

    def where(self, about: str, sheets: Iterable[str]) -> str:
        """Where the thing of that id stands: in the first sheet that has it, the last of its rows."""
        for sheet in sheets:
            found = [each.where for each in self._placed.get(sheet, ()) if _key(each.row) == about]
            if found:
                return found[-1]
        return "/".join(sheets)


def gone(file: HouseFile, sheet: str, known: Iterable[str], *, replace: bool) -> tuple[str, ...]:
    """What the house has of a sheet and the file has not, where that is to go."""
    if not replace or sheet not in file.given:
        return ()
    return tuple(sorted(set(known) - {_key(row) for _, row in file.of(sheet, Row)}))


def parts(file: HouseFile, where: str, whole: Decimal, exponent: int) -> int:
    """So many of the smallest parts: of a currency, or of a second."""
    scaled = whole.scaleb(exponent) if whole.is_finite() else Decimal("0.5")
    if abs(scaled) > MOST or scaled != scaled.to_integral_value():
        file.fault(where, f"{whole}的小数位太多或数字太大", f"{whole} has too many decimals, or is too large")
        return 0
    return int(scaled)


def _key(row: Row) -> str:
    """What a row is called by: its first column."""
    fields = [each for each in row.__struct_fields__ if each not in ("zh", "en")]
    return str(getattr(row, fields[0]))


def _typed(kind: type[Row], cells: dict[str, Any]) -> dict[str, Any]:
    """Cells of a sheet as fields want them: codes are text, and a list has an entry a line."""
    types = {field.name: field.type for field in msgspec.structs.fields(kind)}
    found: dict[str, Any] = {}
    for name, value in cells.items():
        wanted = types.get(name)
        if wanted is str and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        elif getattr(wanted, "__origin__", None) is tuple and isinstance(value, str | int):
            value = [each.strip() for each in str(value).split("\n") if each.strip()]
        elif wanted is Decimal and isinstance(value, float):
            value = repr(value)
        found[name] = value
    return found
