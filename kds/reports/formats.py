"""Answers as programs and people take them: JSON, CSV, and XLSX whose cells are what they are; in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Literal

import msgspec
import xlsxwriter  # type: ignore[import-untyped]

from kds.core.money import EXPONENTS
from kds.core.types import Name
from kds.reports.answer import Given
from kds.reports.report import Column, Meaning, Report, Type
from kds.runtime.zones import zone_of

Format = Literal["json", "csv", "xlsx"]
CONTENT_TYPES: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WEEKDAYS = ("周一 · Mon", "周二 · Tue", "周三 · Wed", "周四 · Thu", "周五 · Fri", "周六 · Sat", "周日 · Sun")
TOTAL = "合计 · Total"
CUT = "只列出了前面的行，合计包括全部 · Only the first rows are listed; the totals are of all"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would read as a formula."""


class House(msgspec.Struct, frozen=True):
    """Whose figures they are: by what money and clock they are written."""

    currency: str = "CNY"
    timezone: str = "UTC"


class Told(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """A report as programs get it. `rows` are in the order of `columns`, `totals` None where a column has none.

    `until` is the last event that is in it and `behind` how many more there were: 0 means that nothing is missing.
    `more`: there are rows beyond these, which the totals count.
    """

    report: str
    name: Name
    definition: Meaning
    first: str
    last: str
    until: int
    behind: int
    more: bool
    took_ms: int
    columns: tuple[Column, ...]
    rows: list[tuple[str | int | None, ...]]
    totals: tuple[int | None, ...]


def as_json(told: Told) -> bytes:
    """For programs: whole numbers, in their smallest units."""
    return msgspec.json.encode(told)


def as_csv(told: Told, house: House) -> bytes:
    """For spreadsheets of any kind: a header in both languages, then the rows, then the totals."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write([_head(each) for each in told.columns])
    for row in told.rows:
        write([_plain(value, column, house) for value, column in zip(row, told.columns, strict=True)])
    totals = [_plain(value, column, house) for value, column in zip(told.totals, told.columns, strict=True)]
    if any(each.total for each in told.columns):
        write([totals[0] or TOTAL, *totals[1:]])
    if told.more:
        write([CUT])
    return text.getvalue().encode("utf-8-sig")


def _head(column: Column) -> str:
    return f"{column.name.zh} · {column.name.en}"


def _plain(value: Any, column: Column, house: House) -> str:
    """A cell as text; the dot is the decimal sign, a moment is local and ISO, a length is seconds."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    write = _PLAIN.get(column.type)
    return str(value) if write is None else write(value, house)


def _decimal(value: int, digits: int) -> str:
    if not digits:
        return str(value)
    whole, rest = divmod(abs(value), 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{digits}}"


def clock(slot: int) -> str:
    """The quarter of an hour as the local clock has it: 102 is 01:30 in the night after."""
    hour, quarter = divmod(slot, 4)
    return f"{hour % 24:02}:{quarter * 15:02}"


def _moment(value: int, house: House) -> datetime:
    return datetime.fromtimestamp(value / 1000, UTC).astimezone(zone_of(house.timezone)).replace(tzinfo=None)


_PLAIN: dict[Type, Callable[[int, House], str]] = {
    "money": lambda value, house: _decimal(value, EXPONENTS.get(house.currency, 2)),
    "permille": lambda value, house: _decimal(value, 3),
    "ms": lambda value, house: _decimal(value, 3),
    "moment": lambda value, house: _moment(value, house).isoformat(sep=" ", timespec="seconds"),
    "slot": lambda value, house: clock(value),
    "weekday": lambda value, house: WEEKDAYS[value - 1],
}


def as_xlsx(told: Told, house: House) -> bytes:
    """For Excel and its like: numbers, money, shares, lengths, dates and moments as such, the definition below."""
    file = io.BytesIO()
    digits = EXPONENTS.get(house.currency, 2)
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(told.name.en[:31])
        bold = book.add_format({"bold": True})
        formats = {kind: book.add_format({"num_format": shape}) for kind, shape in _SHAPES.items()}
        formats["money"] = book.add_format({"num_format": f"#,##0.{'0' * digits}" if digits else "#,##0"})
        sheet.write_row(0, 0, [_head(each) for each in told.columns], bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(told.columns) - 1, 18)
        for number, row in enumerate([*told.rows, told.totals], start=1):
            for place, (value, column) in enumerate(zip(row, told.columns, strict=True)):
                _write(sheet, (number, place), value, column, house, formats)
        last = len(told.rows) + 1
        if told.totals[0] is None:
            sheet.write_string(last, 0, TOTAL, bold)
        notes = [*([CUT] if told.more else []), told.definition.zh, told.definition.en]
        for below, note in enumerate(notes, start=2):
            sheet.write_string(last + below, 0, note)
    return file.getvalue()


_SHAPES: dict[Type, str] = {
    "count": "#,##0",
    "permille": "0.0%",
    "ms": "[h]:mm:ss",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}


def _write(sheet: Any, place: tuple[int, int], value: Any, column: Column, house: House, formats: Any) -> None:
    shape = formats.get(column.type)
    match column.type:
        case _ if value is None:
            return
        case "money":
            sheet.write_number(*place, value / 10 ** EXPONENTS.get(house.currency, 2), shape)
        case "permille":
            sheet.write_number(*place, value / 1000, shape)
        case "ms":
            sheet.write_number(*place, value / 86_400_000, shape)
        case "count":
            sheet.write_number(*place, value, shape)
        case "moment":
            sheet.write_datetime(*place, _moment(value, house), shape)
        case "day":
            sheet.write_datetime(*place, datetime.combine(date.fromisoformat(value), datetime.min.time()), shape)
        case "slot":
            sheet.write_string(*place, clock(value))
        case "weekday":
            sheet.write_string(*place, WEEKDAYS[value - 1])
        case _:
            sheet.write_string(*place, value)


def told(report: Report, given: Given, first: str, last: str, head: int) -> Told:
    """A report with what it gave; `head` is the last event that there is."""
    return Told(
        report=report.id,
        name=report.name,
        definition=report.definition,
        first=first,
        last=last,
        until=given.until,
        behind=max(0, head - given.until),
        more=given.more,
        took_ms=given.took_ms,
        columns=report.columns,
        rows=given.rows,
        totals=given.totals,
    )


def written(found: Told, form: Format, house: House) -> bytes:
    """In one of the formats."""
    if form == "json":
        return as_json(found)
    return as_csv(found, house) if form == "csv" else as_xlsx(found, house)
