"""A menu as it lies on somebody's desk, as cells: pasted, typed, or a sheet of theirs, columns matched by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple, get_args

Column = Literal["name", "english", "price", "category", "station", "code"]
COLUMNS: tuple[Column, ...] = get_args(Column)
CALLED: Mapping[Column, tuple[str, ...]] = {
    "name": ("菜名", "品名", "名称", "菜品", "中文", "商品", "dish", "name", "item", "product"),
    "english": ("英文", "英文名", "english", "en"),
    "price": ("价格", "单价", "售价", "价", "金额", "price", "amount"),
    "category": ("分类", "类别", "品类", "类", "category", "group", "section"),
    "station": ("档口", "厨房", "出品", "station", "kitchen"),
    "code": ("编码", "编号", "助记", "助记码", "速记", "code", "sku", "no"),
}
"""What people call their columns, in small letters."""
ROWS_MOST = 5_000
CELL_CHARS = 200
_SIGN = r"(?:[¥￥$€£]|RMB|CNY)"
_SUM = re.compile(
    rf"\s*{_SIGN}?\s*(?P<sum>\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d*)?|\d+(?:\.\d*)?)\s*(?:元|{_SIGN})?\s*", re.IGNORECASE
)
_BETWEEN = r"(?:(?!(?<=\s)[-−][¥￥$€£]?\d)[\s.…·—,，:：-])*"
"""What stands between a name and its price; a sign of minus after a space belongs to the price."""
_PRICED = re.compile(
    rf"^(?P<name>.*?\S){_BETWEEN}(?P<price>-?[¥￥$€£]?\s*-?\d(?:[\d.,，]|[-–/]\d)*)\s*(?:元|rmb)?(?:/\S+)?$",
    re.IGNORECASE,
)
"""The price is all that could be one, so that what is none is told, and never cut down to one."""
_DAY_PRICE = r"[时時][价價]|面[议議]|(?<![a-z])(?:market\s+price|seasonal\s+price|m\.?p\.?)"
_MARKET = rf"[(（【\[]?\s*(?:今日)?(?:{_DAY_PRICE})\s*[)）】\]]?"
_AT_MARKET = re.compile(rf"^(?P<name>.*?\S)[\s.…·—,，:：-]*(?P<price>{_MARKET})$", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=[\s¥￥$€£])\d{1,3}(?:[,，]\d{3})+(?!\d)")


class Grid(NamedTuple):
    """Cells as they were given, and which column is what; a line that was no sheet's has a name and a price."""

    columns: tuple[Column | None, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Each with its number, from 1, as people count."""
    cut: bool = False
    """There were more rows than are read."""


def grid_of_text(text: str) -> Grid:
    """What was pasted: from a sheet, with tabs or commas, or lines of a name and a price; any other is a category."""
    every = text.splitlines()
    lines, cut = [line.strip("\r") for line in every[: ROWS_MOST + 1]], len(every) > ROWS_MOST + 1
    for sign in ("\t", ",", ";", "，"):
        if _is_sheet(lines, sign):
            return grid_of(list(csv.reader(lines, delimiter=sign)))._replace(cut=cut)
    rows: list[tuple[int, tuple[str, ...]]] = []
    heading: tuple[int, str] | None = None
    """A line without a price, until a dish follows it; one that none follows is no category, but lacks its price."""
    category = ""
    for number, line in enumerate(lines, start=1):
        said = line.strip()[:CELL_CHARS]
        found = _PRICED.match(said) or _AT_MARKET.match(said)
        if found:
            if heading is not None:
                category, heading = heading[1].strip("【】[]#:："), None
            rows.append((number, (found["name"], found["price"], category)))
        elif said:
            rows += _without_price(heading)
            heading = (number, said)
    rows += _without_price(heading)
    return Grid(("name", "price", "category"), tuple(rows), cut)


def _is_sheet(lines: Sequence[str], sign: str) -> bool:
    """Whether the sign parts columns: its first line names them, or most lines have it elsewhere than in a price."""
    if lines and {"name", "price"} <= {*_named(lines[0].split(sign))}:
        return True
    return sum(sign in _THOUSANDS.sub("", line) for line in lines) * 2 > sum(bool(line.strip()) for line in lines)


def _without_price(heading: tuple[int, str] | None) -> list[tuple[int, tuple[str, ...]]]:
    return [] if heading is None else [(heading[0], (heading[1], "", ""))]


def grid_of_file(path: Path) -> Grid:
    """A file: XLSX, else CSV in UTF-8 or GB18030. Raises `ValueError` where it is neither."""
    if path.suffix.lower() == ".xlsx":
        from kds.ops.house_file import xlsx

        cells = xlsx.grid(path, ROWS_MOST + 1)
        return grid_of([["" if each is None else str(each) for each in row] for row in cells])
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return grid_of_text(text)
    raise ValueError("neither XLSX nor text")


def grid_of(cells: Sequence[Sequence[str]]) -> Grid:
    """A sheet: its first row says what the columns are; where it does not, they are guessed by what stands in them."""
    rows = [
        (number, tuple([str(cell).strip()[:CELL_CHARS] for cell in row]))
        for number, row in enumerate(cells[: ROWS_MOST + 1], start=1)
        if any(str(cell).strip() for cell in row)
    ]
    if not rows:
        return Grid((), ())
    columns = _named(rows[0][1])
    if "name" in columns and all(money(cell) is None for cell in rows[0][1]):
        return Grid(columns, tuple(rows[1:]))
    return Grid(_guessed([row for _, row in rows]), tuple(rows))


def _named(head: Iterable[str]) -> tuple[Column | None, ...]:
    found: list[Column | None] = []
    for title in head:
        said = title.casefold()
        exact = [column for column, names in CALLED.items() if said in names]
        within = [column for column, names in CALLED.items() if any(len(each) > 1 and each in said for each in names)]
        column = next((each for each in (*exact, *within) if each not in found), None)
        found.append(column)
    return tuple(found)


def _guessed(rows: Sequence[tuple[str, ...]]) -> tuple[Column | None, ...]:
    """The first texts are names, the first sums prices, and other texts of which there are few are categories."""
    found: list[Column | None] = []
    for number in range(max(map(len, rows))):
        cells = [row[number] for row in rows if number < len(row) and row[number]]
        priced = sum(money(each) is not None for each in cells) * 2 > len(cells) > 0
        few = len(set(cells)) * 3 <= len(cells) + 3
        column: Column | None = "price" if priced else "name" if "name" not in found else "category" if few else None
        found.append(None if column in found else column)
    return tuple(found)


def money(cell: str) -> Decimal | None:
    """A sum in whole money, whatever sign stands beside it; None where it is none. Commas part thousands only."""
    found = _SUM.fullmatch(cell)
    return None if found is None else Decimal(found["sum"].replace(",", "").replace("，", ""))


def is_at_market(cell: str) -> bool:
    """Whether it says that the price is that of the day (时价)."""
    return re.fullmatch(_MARKET, cell.strip(), re.IGNORECASE) is not None
