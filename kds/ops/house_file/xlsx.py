"""Workbooks as sheets of rows, and back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from kds.ops.house_file.row import Cells, Sheets

UNPACKED_MOST = 64 << 20
"""Bytes of a workbook once it is unpacked: what is packed can be a thousandth of that."""


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A workbook. Raises `ValueError` where it is none."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNPACKED_MOST:
                raise ValueError(f"it unpacks to more than {UNPACKED_MOST >> 20} MB")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        with closing(book):
            yield book
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, EOFError) as error:
        raise ValueError(error) from None


def read(path: Path, most: int) -> Sheets:
    """The sheets of a workbook, of each the first `most` rows. Raises `ValueError` where it is none."""
    with _opened(path) as book:
        return {sheet.title: _rows(sheet, most) for sheet in book.worksheets}


def grid(path: Path, most: int) -> list[list[Any]]:
    """The first sheet of a workbook as it stands, at most so many rows. Raises `ValueError` where it is none."""
    with _opened(path) as book:
        return [[_value(cell) for cell in cells] for cells in book.worksheets[0].iter_rows(max_row=most)]


def _rows(sheet: Any, most: int) -> list[tuple[str, Cells]]:
    columns: list[str] = []
    rows: list[tuple[str, Cells]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=most + 1), start=1):
        values = [_value(cell) for cell in cells]
        if not columns:
            columns = ["" if value is None else str(value).strip() for value in values]
        elif any(value is not None for value in values):
            known = {name: value for name, value in zip(columns, values, strict=False) if value is not None}
            rows.append((f"{sheet.title} row {number}", known))
    return rows


def _value(cell: Any) -> Any:
    """What a person sees in the cell: a number that is shown with leading zeros is a code with leading zeros."""
    value = cell.value
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    shown = getattr(cell, "number_format", "") or ""
    if isinstance(value, int) and not isinstance(value, bool) and len(shown) > 1 and set(shown) == {"0"}:
        return str(value).zfill(len(shown))
    return value


def write(path: Path, sheets: dict[str, list[Cells]], columns_of: Mapping[str, list[str]]) -> None:
    """A new workbook: a sheet each, with the columns in this order."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        columns = columns_of[name]
        for column, title in enumerate(columns, start=1):
            _put(sheet.cell(1, column), title)
            sheet.cell(1, column).font = Font(bold=True)
        for number, cells in enumerate(rows, start=2):
            for column, title in enumerate(columns, start=1):
                _put(sheet.cell(number, column), cells.get(title))
        sheet.freeze_panes = "B2"
    book.save(path)


def _put(cell: Cell | MergedCell, value: Any) -> None:
    """Text is text, also where it looks like a formula or a number; a list has an entry a line."""
    if isinstance(value, list):
        value = "\n".join(map(str, value))
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
