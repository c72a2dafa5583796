"""XLSX, CSV, JSON and TOML as sheets of rows, and back. What is text stays the very text: 007, 1/2 and =1+1 are codes.

`xlsx.py` is imported where it is needed: its library takes a tenth of a server's start.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from kds.core.types import Name
from kds.ops.house_file import csv_folder
from kds.ops.house_file.row import Cells, Row, Sheets
from kds.ops.house_file.rows import KINDS

BYTES_MOST = 16 << 20
ROWS_MOST = 20_000
"""How large a file, and a sheet of it, may be."""


PLAIN: dict[str, Callable[[bytes], Any]] = {".toml": msgspec.toml.decode, ".json": msgspec.json.decode}
"""How files of plain text are read, by the ending of their names."""


ROWS_IN = {".toml": "[[{name}]]", ".json": '"{name}": [ {{ }} ]'}
"""How a sheet is written in each."""


class BadFile(Exception):
    """A file that cannot be taken over, and all that is wrong with it, each with the row where it stands."""

    def __init__(self, faults: list[Name]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read(path: Path) -> Sheets:
    """The sheets of a file by the ending of its name, or of a folder of CSV files.

    Raises `BadFile`, or `OSError` where it cannot be read.
    """
    if sum([each.stat().st_size for each in (path.iterdir() if path.is_dir() else (path,))]) > BYTES_MOST:
        raise _whole("文件太大", "The file is too large")
    return known(_read(path))


def _read(path: Path) -> Sheets:
    if path.is_dir():
        return _read_csv(path)
    suffix = path.suffix.lower()
    return _read_xlsx(path) if suffix not in PLAIN else _read_plain(path, suffix)


def known(sheets: Sheets) -> Sheets:
    """The sheets, once it is sure that there are such. Raises `BadFile`."""
    unknown = [name for name in sheets if name not in KINDS]
    if unknown:
        known = ", ".join(KINDS)
        told = [Name(zh=f"没有“{each}”这种表", en=f"There is no sheet “{each}”") for each in unknown]
        raise BadFile([*told, Name(zh=f"可以有的表：{known}", en=f"The sheets that there are: {known}")])
    for name, rows in sheets.items():
        if len(rows) > ROWS_MOST:
            raise _whole(f"表“{name}”超过{ROWS_MOST}行", f"The sheet “{name}” has more than {ROWS_MOST} rows")
    return sheets


def _whole(zh: str, en: str) -> BadFile:
    return BadFile([Name(zh=zh, en=en)])


def _read_plain(path: Path, suffix: str) -> Sheets:
    kind = suffix.removeprefix(".").upper()
    try:
        found = PLAIN[suffix](path.read_bytes())
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _whole(f"这不是有效的{kind}文件：{error}", f"This is no valid {kind} file: {error}") from None
    if not isinstance(found, dict):
        raise _whole(f"这不是有效的{kind}文件", f"This is no valid {kind} file")
    written = ROWS_IN[suffix]
    if odd := [name for name, rows in found.items() if not _is_sheet(rows)]:
        raise BadFile(
            [
                Name(
                    zh=f"“{name}”不是表：表写成{written.format(name=name)}，一行一个",
                    en=f"“{name}” is no sheet: its rows are {written.format(name=name)}",
                )
                for name in odd
            ]
        )
    return {
        name: [(f"{name} #{number}", cells) for number, cells in enumerate(rows, start=1)]
        for name, rows in found.items()
    }


def _is_sheet(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(each, dict) for each in rows)


def _read_csv(path: Path) -> Sheets:
    try:
        return csv_folder.read(path, ROWS_MOST + 1)
    except ValueError as error:
        raise _whole(f"这不是有效的CSV文件：{error}", f"This is no valid CSV file: {error}") from None


def _read_xlsx(path: Path) -> Sheets:
    from kds.ops.house_file import xlsx

    try:
        return xlsx.read(path, ROWS_MOST + 1)
    except ValueError as error:
        raise _whole(f"这不是有效的XLSX文件：{error}", f"This is no valid XLSX file: {error}") from None


def write(path: Path, rows: dict[str, list[Row]]) -> None:
    """A new file of these rows, by the ending of its name; without one a folder of CSV files."""
    plain = {name: [_plain(row) for row in found] for name, found in rows.items()}
    columns = {name: _columns(KINDS[name]) for name in plain}
    if path.suffix.lower() == ".toml":
        path.write_text(tomli_w.dumps(plain), encoding="utf-8")
    elif path.suffix.lower() == ".json":
        path.write_bytes(msgspec.json.format(msgspec.json.encode(plain), indent=1))
    elif not path.suffix:
        csv_folder.write(path, plain, columns)
    else:
        from kds.ops.house_file import xlsx

        xlsx.write(path, plain, columns)


def _plain(row: Row) -> Cells:
    cells = {name: getattr(row, name) for name in _columns(type(row))}
    return {
        name: format(value, "f") if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value
        for name, value in cells.items()
        if value is not None and value != ()
    }


def _columns(kind: type[Row]) -> list[str]:
    """The columns of a sheet: what a row is called by comes first, names after it."""
    fields = [each for each in kind.__struct_fields__ if each not in ("zh", "en")]
    return [fields[0], "zh", "en", *fields[1:]] if "zh" in kind.__struct_fields__ else fields
