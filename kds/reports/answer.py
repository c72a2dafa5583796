"""What a report gives: its rows and totals as they stand, within a time and a size."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import duckdb
import msgspec

from kds.reports.report import Report

ROWS = 10_000
"""Rows of an answer at most; it says where there are more."""
TIME_S = 10.0
"""How long a question may take."""

MACROS = (
    "CREATE OR REPLACE MACRO per(part, whole) AS CASE WHEN whole = 0 THEN 0 ELSE part // whole END",
    """
    CREATE OR REPLACE MACRO permille(part, whole) AS
    CASE WHEN whole = 0 THEN 0 ELSE round(1000.0 * part / whole)::BIGINT END
    """,
    "CREATE OR REPLACE MACRO at_share(what, share) AS coalesce(round(quantile_cont(what, share)), 0)::BIGINT",
    "CREATE OR REPLACE MACRO mean(what) AS coalesce(round(avg(what)), 0)::BIGINT",
    """
    CREATE OR REPLACE MACRO days(first, last) AS TABLE
    SELECT strftime(day, '%Y-%m-%d') AS business_day
    FROM generate_series(first::DATE, last::DATE, INTERVAL 1 DAY) AS series(day)
    """,
)
"""What questions say in a word: a share that is 0 of nothing, rounded down; thousandths; a quantile, 0 of nothing."""


class TooSlow(Exception):
    """A question took longer than it may."""


class Given(msgspec.Struct, frozen=True):
    """The rows, in the order of the report's columns; `more`: there are others beyond them, which the totals count.

    `totals` are of all rows, None for a column that has none. `until` is the last event that is in it.
    """

    until: int
    rows: list[tuple[Any, ...]]
    totals: tuple[int | None, ...]
    more: bool
    took_ms: int


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Have the words of questions known. Raises `duckdb.Error`."""
    for statement in MACROS:
        db.execute(statement)


def give(db: duckdb.DuckDBPyConnection, report: Report, values: Mapping[str, str], most: int = ROWS) -> Given:
    """Ask; all that is asked is of one moment. Raises `TooSlow` and `duckdb.Error`."""
    asked = {each: values[each] for each in report.takes}
    began = time.monotonic()
    timer = threading.Timer(TIME_S, db.interrupt)
    timer.start()
    db.execute("BEGIN")
    try:
        ((until,),) = db.execute("SELECT seq FROM cursor").fetchall()
        found = db.execute(report.sql, asked).fetchmany(most + 1)
        totals = _totals(db, report, asked)
    except duckdb.InterruptException as error:
        raise TooSlow(report.id) from error
    finally:
        timer.cancel()
        db.execute("ROLLBACK")
    took = round((time.monotonic() - began) * 1000)
    return Given(until, found[:most], totals, more=len(found) > most, took_ms=took)


def _totals(db: duckdb.DuckDBPyConnection, report: Report, asked: Mapping[str, str]) -> tuple[int | None, ...]:
    summed = [each.id for each in report.columns if each.total]
    if not summed:
        return (None,) * len(report.columns)
    sums = ", ".join([f"coalesce(sum({each}), 0)" for each in summed])
    (found,) = db.execute(f"SELECT {sums} FROM ({report.sql})", dict(asked)).fetchall()
    by_id = dict(zip(summed, found, strict=True))
    return tuple([int(by_id[each.id]) if each.total else None for each in report.columns])
