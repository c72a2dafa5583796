"""A folder of CSV files as sheets of rows, and back: dishes.csv, tables.csv … Every cell is text."""

from __future__ import annotations

import csv
from pathlib import Path

from kds.ops.house_file.row import Cells, Sheets

ENDING = ".csv"
UNICODE = "utf-8-sig"
"""With the mark by which spreadsheets know it; files without it are read as well."""


def read(folder: Path, most: int) -> Sheets:
    """The files of a folder, of each the first `most` rows. Raises `ValueError` where one is no CSV in UTF-8."""
    return {path.stem: _rows(path, most) for path in sorted(folder.glob(f"*{ENDING}"))}


def _rows(path: Path, most: int) -> list[tuple[str, Cells]]:
    rows: list[tuple[str, Cells]] = []
    with path.open(encoding=UNICODE, newline="") as source:
        try:
            for number, cells in enumerate(csv.DictReader(source, strict=True), start=2):
                known = {(name or "").strip(): value for name, value in cells.items() if value not in (None, "")}
                if known:
                    rows.append((f"{path.stem} row {number}", known))
                if len(rows) >= most:
                    break
        except csv.Error as error:
            raise ValueError(f"{path.name}: {error}") from None
    return rows


def write(folder: Path, rows: dict[str, list[Cells]], columns_of: dict[str, list[str]]) -> None:
    """A new folder; a list has an entry a line."""
    folder.mkdir()
    for name, several in rows.items():
        with (folder / f"{name}{ENDING}").open("w", encoding=UNICODE, newline="") as target:
            writer = csv.DictWriter(target, columns_of[name])
            writer.writeheader()
            writer.writerows([{column: _cell(value) for column, value in cells.items()} for cells in several])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "\n".join([str(each) for each in value]) if isinstance(value, list) else str(value)
