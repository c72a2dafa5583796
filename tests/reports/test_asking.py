"""The server asks the process that has the facts, which answers while it takes in what is new."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import openpyxl
import pytest
import pytest_asyncio
from msgspec import structs

from kds.core.all_facts import TABLES
from kds.reports import answering
from kds.reports.answer import Given, TooSlow
from kds.reports.asking import Facts, FactsAway, FactsSlow
from kds.reports.exporting import export_facts
from kds.reports.follower import FOLLOWER, AnsweringWork, stands
from kds.reports.formats import CUT, Format, House, as_csv, as_xlsx, clock, told
from kds.reports.questions import LINE_MOST, NAME, SOCKET, AskReport, ExportForm, address
from kds.reports.registry import reports
from kds.reports.report import column
from kds.reports.store import FILE
from kds.storage.ledger import StorageError
from kds.storage.own_store import folder_of
from tests.reports.asked import ANY
from tests.reports.evening import DAY, evening
from tests.runtime.followed import following, ledger_of

BERLIN = House("EUR", "Europe/Berlin")
HEAD = 100

LAST = len(evening().recorded)


async def until(there: Callable[[], bool]) -> None:
    """Wait for what happens without telling."""
    for _ in range(1_000):
        if there():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


@pytest_asyncio.fixture
async def folder(tmp_path: Path) -> AsyncIterator[Path]:
    """That of a follower which has taken in the evening, and answers."""
    works: list[AnsweringWork] = []

    def opened(folder: Path) -> AnsweringWork:
        works.append(AnsweringWork(folder))
        return works[-1]

    async with ledger_of(tmp_path, evening().recorded) as ledger:
        async with following(ledger, tmp_path, FOLLOWER._replace(open=opened)) as (_, said):
            await until(lambda: any(each.waits for each in said))
            yield folder_of(tmp_path, NAME)
        for work in works:
            work.close()


def asked(report: str, form: Format = "json", **filters: str) -> AskReport:
    return AskReport(report, {**ANY, "from": DAY, "to": DAY, **filters}, HEAD, form, BERLIN)


async def cells(folder: Path, report: str) -> list[list[Any]]:
    """The sheet of a report."""
    book = openpyxl.load_workbook(io.BytesIO(await Facts(folder).ask(asked(report, "xlsx"))))
    assert book.active is not None
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


async def test_a_report_says_how_far_it_goes_and_what_is_missing(folder: Path) -> None:
    found = msgspec.json.decode(await Facts(folder).ask(asked("sales_daily")))
    assert found["rows"] == [[DAY, 26_000, 1_570, 1_000, 23_430, 5, 4, 8, 4_686, 2_928]]
    assert found["totals"] == [None, 26_000, 1_570, 1_000, 23_430, 5, 4, 8, None, None]
    assert (found["until"], found["behind"], found["more"]) == (LAST, HEAD - LAST, False)
    assert (found["from"], found["to"], found["report"]) == (DAY, DAY, "sales_daily")
    assert found["columns"][4] == {"id": "net", "name": {"zh": "实收", "en": "Net"}, "type": "money", "total": True}


async def test_a_sheet_has_cells_that_are_what_they_are(folder: Path) -> None:
    rows = await cells(folder, "order_ledger")
    head, first, totals = rows[0], rows[1], rows[9]
    assert head[:3] == ["营业日 · Business day", "账单 · Bill", "号码 · Number"]
    assert (str(first[0]), first[1], first[2]) == (f"{DAY} 00:00:00", "B7", 1)
    assert str(first[8]) == f"{DAY} 18:55:00"
    assert first[9] == 70
    assert totals[0] == "合计 · Total"
    assert totals[12] == 234.3
    assert "反结账" in rows[11][0]
    heat = await cells(folder, "peak_heatmap")
    assert heat[1][:4] == ["周六 · Sat", "18:00", 1, 3]
    assert heat[1][4] == timedelta(minutes=9)


async def test_a_table_of_text_has_the_same(folder: Path) -> None:
    text = (await Facts(folder).ask(asked("order_ledger", "csv"))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["营业日 · Business day", "账单 · Bill"]
    assert rows[1][7:10] == [f"{DAY} 18:00:00", f"{DAY} 18:55:00", "70.00"]
    assert rows[5][12] == "-12.00"
    assert rows[-1][0] == "合计 · Total"
    assert rows[-1][12] == "234.30"


async def test_what_is_written_meanwhile_is_not_waited_for(folder: Path) -> None:
    questions = [Facts(folder).ask(asked("sales_daily")) for _ in range(8)]
    assert {msgspec.json.decode(each)["totals"][4] for each in await asyncio.gather(*questions)} == {23_430}


async def test_a_file_for_each_table_is_written(folder: Path, tmp_path: Path) -> None:
    forms: tuple[ExportForm, ...] = ("parquet", "csv")
    for form in forms:
        to = tmp_path / form
        assert await export_facts(tmp_path, to, form) == LAST
        assert {each.name for each in to.iterdir()} == {f"{name}.{form}" for name in TABLES}
        (found,) = duckdb.connect().execute(f"SELECT sum(net_minor) FROM '{to}/sales.{form}'").fetchall()
        assert found == (22_230,)


async def test_who_asks_for_what_there_is_not_is_told(folder: Path) -> None:
    with pytest.raises(StorageError, match="no_such"):
        await Facts(folder).ask(asked("no_such"))
    assert await Facts(folder).head() == LAST


async def test_a_question_that_takes_too_long_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any) -> bytes:
        raise TooSlow

    monkeypatch.setattr(answering, "answered", slow)
    with pytest.raises(FactsSlow):
        await Facts(folder).head()


async def test_who_is_one_too_many_is_told_to_come_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()

    def waits(*_: Any) -> bytes:
        held.wait(10)
        return b"1"

    monkeypatch.setattr(answering, "answered", waits)
    most = answering.AT_ONCE + answering.WAITING
    tasks = [asyncio.create_task(Facts(folder).head()) for _ in range(most + 3)]
    done, _ = await asyncio.wait(tasks, timeout=2)
    assert [type(each.exception()) for each in done] == [FactsSlow] * 3
    held.set()
    assert sum(await asyncio.gather(*[each for each in tasks if each not in done])) == most


async def test_who_finds_the_file_damaged_has_it_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: Any) -> bytes:
        raise duckdb.IOException("Corrupt database file: computed checksum 1 does not match stored checksum 2")

    monkeypatch.setattr(answering, "answered", damaged)
    with pytest.raises(StorageError, match="Corrupt"):
        await Facts(folder).head()
    assert not (folder / FILE).exists()


@pytest.mark.parametrize("line", [b"nonsense\n", b'{"ask":"drop"}\n', b"x" * (LINE_MOST + 2)])
async def test_nonsense_hurts_nobody(folder: Path, line: bytes) -> None:
    with address(folder) as path:
        reader, writer = await asyncio.open_unix_connection(path)
    writer.write(line)
    if line.endswith(b"\n"):
        assert b'"fault":"failed"' in await reader.readline()
    writer.close()
    assert await Facts(folder).head() == LAST


async def test_only_its_owner_can_ask(folder: Path) -> None:
    assert (folder / SOCKET).stat().st_mode & 0o777 == 0o600
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600


async def test_how_far_it_is_is_told_by_who_has_the_file_or_by_the_file(folder: Path, tmp_path: Path) -> None:
    assert await stands(folder) == LAST
    assert await stands(tmp_path / "nothing") is None
    work = AnsweringWork(tmp_path / "stopped")
    work.cursor()
    work.close()
    assert await stands(tmp_path / "stopped") == 0


async def test_nobody_is_there_to_be_asked(tmp_path: Path) -> None:
    with pytest.raises(FactsAway):
        await Facts(tmp_path / "nothing").head()


@pytest.mark.parametrize(("slot", "time"), [(16, "04:00"), (72, "18:00"), (102, "01:30"), (111, "03:45")])
def test_a_quarter_is_told_by_the_clock(slot: int, time: str) -> None:
    assert clock(slot) == time


@pytest.mark.parametrize("sly", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_what_a_spreadsheet_would_reckon_stays_text_and_what_is_cut_off_is_said(sly: str) -> None:
    given = Given(7, [(sly,)], (None,), more=True, took_ms=0)
    report = structs.replace(reports()["sales_daily"], columns=(column("word", "词", "Word", "text"),))
    found = told(report, given, DAY, DAY, 7)
    text = as_csv(found, BERLIN).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["词 · Word"], [f"'{sly}"], [CUT]]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(found, BERLIN))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == (sly, "s")
    assert [cell.value for cell in sheet["A"]].count(CUT) == 1
