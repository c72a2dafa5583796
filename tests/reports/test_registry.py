"""Every report is declared whole, asks one question that only reads, and gives the columns that it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from kds.reports import answer
from kds.reports.answer import TooSlow, give
from kds.reports.registry import reports
from kds.reports.report import BY, GROUPS, PARAMETERS, PERIOD, Type
from tests.house import SmallHouse
from tests.reports.asked import ANY, Asked, asked_of
from tests.reports.evening import DAY, NEXT, evening

TEXT: tuple[Type, ...] = ("text", "day")
PERIODS = {"from": DAY, "to": NEXT}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    found = asked_of(tmp_path_factory.mktemp("facts"), evening().recorded)
    yield found
    found.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    found = asked_of(tmp_path_factory.mktemp("empty"), SmallHouse().recorded)
    yield found
    found.close()


def test_a_report_is_found_because_its_file_is_there() -> None:
    package = Path(answer.__file__).parent
    files = {each.stem for each in package.glob("*/*.py")} - {"__init__"}
    assert reports().keys() == files


@pytest.mark.parametrize("report", reports())
def test_it_speaks_both_languages_and_takes_what_it_says(report: str) -> None:
    told = reports()[report]
    meant = (told.definition.zh, told.definition.en)
    for zh, en in (meant, *[(each.zh, each.en) for each in (told.name, *[each.name for each in told.columns])]):
        assert en
        assert re.search(r"[^\x00-\x7f]|^P\d\d$", zh), zh
    assert told.parameters[:2] == PERIOD
    assert set(told.parameters) <= PARAMETERS.keys()
    assert told.takes == set(told.parameters)
    assert len({each.id for each in told.columns}) == len(told.columns)
    assert not [each.id for each in told.columns if each.total and each.type not in ("count", "money", "ms")]


@pytest.mark.parametrize("report", reports())
def test_it_asks_one_question_that_only_reads(report: str) -> None:
    (statement,) = duckdb.extract_statements(reports()[report].sql)
    assert statement.type == duckdb.StatementType.SELECT


@pytest.mark.parametrize("report", reports())
def test_it_gives_the_columns_that_it_declares(asked: Asked, report: str) -> None:
    told = reports()[report]
    values = {**ANY, **PERIODS}
    given = asked.store.db.execute(told.sql, {each: values[each] for each in told.takes})
    description = given.description
    assert description is not None
    assert [each[0] for each in description] == [each.id for each in told.columns]
    for column, found in zip(told.columns, description, strict=True):
        assert str(found[1]) in (("VARCHAR",) if column.type in TEXT else ("BIGINT", "HUGEINT")), column.id


@pytest.mark.parametrize("report", reports())
def test_an_empty_period_gives_zeros_and_no_error(empty: Asked, report: str) -> None:
    given = empty.give(report, "2026-09-21", "2026-09-22")
    columns = reports()[report].columns
    assert [each for each in given.totals if each is not None] == [0] * sum(each.total for each in columns)
    for row in given.rows:
        assert [value for value, column in zip(row, columns, strict=True) if column.total and value != 0] == []


def test_every_group_is_one_that_is_listed() -> None:
    assert {each.group for each in reports().values()} <= GROUPS.keys()
    order = list(GROUPS)
    assert [order.index(each.group) for each in reports().values()] == sorted(
        order.index(each.group) for each in reports().values()
    )


@pytest.mark.parametrize("by", BY)
def test_a_trend_is_told_by_each_of_its_units(asked: Asked, by: str) -> None:
    assert len(asked.give("sales_trend", DAY, DAY, by=by).rows) == 1


def test_an_answer_is_no_longer_than_it_may_be_and_says_so(asked: Asked) -> None:
    report, values = reports()["order_ledger"], {**ANY, **PERIODS}
    whole, cut = give(asked.store.db, report, values), give(asked.store.db, report, values, most=2)
    assert (len(whole.rows), whole.more) == (9, False)
    assert (cut.rows, cut.more, cut.totals) == (whole.rows[:2], True, whole.totals)
    assert whole.until == asked.store.head.seq


def test_a_question_takes_no_longer_than_it_may(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "TIME_S", 0.05)
    endless = reports()["sales_daily"]
    slow = "SELECT count(*) AS business_day FROM range(1000000000) a, range(1000) b WHERE $from <> a.range::VARCHAR"
    report = type(endless)(**{**{name: getattr(endless, name) for name in endless.__struct_fields__}, "sql": slow})
    with pytest.raises(TooSlow):
        give(asked.store.db, report, {**ANY, **PERIODS})
    monkeypatch.undo()
    assert asked.give("sales_daily", DAY, DAY).rows
