"""Every report of the hand-checked day, each figure written by hand (tests/reports/evening.py tells the day)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kds.reports.answer import Given
from kds.reports.registry import reports
from tests.reports.asked import Asked, asked_of
from tests.reports.evening import DAY, NEXT, evening, moment
from tests.reports.golden import GOLDEN


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    found = asked_of(tmp_path_factory.mktemp("facts"), evening().recorded)
    yield found
    found.close()


def told(given: Given, report: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows."""
    names = [each.id for each in reports()[report].columns]
    return [tuple([row[names.index(each)] for each in columns]) for row in given.rows]


def test_every_report_has_its_figures_written_by_hand() -> None:
    assert GOLDEN.keys() == reports().keys()


@pytest.mark.parametrize("report", GOLDEN)
def test_the_figures_are_those_on_paper(asked: Asked, report: str) -> None:
    columns, rows = GOLDEN[report]
    assert told(asked.give(report, DAY, DAY), report, *columns) == rows


def test_what_goes_back_the_day_after_is_of_that_day(asked: Asked) -> None:
    columns = GOLDEN["sales_daily"][0]
    assert told(asked.give("sales_daily", DAY, NEXT), "sales_daily", *columns) == [
        *GOLDEN["sales_daily"][1],
        (NEXT, 0, 0, 1_200, -1_200, 0, 0, 0, 0, 0),
    ]
    assert told(asked.give("refunds", NEXT, NEXT), "refunds", "tender", "amount", "lag") == [
        ("cash", 1_200, moment("10:00", NEXT) - moment("03:10", NEXT))
    ]


def total(asked: Asked, report: str, column: str, **filters: str) -> int:
    names = [each.id for each in reports()[report].columns]
    found = asked.give(report, DAY, NEXT, **filters).totals[names.index(column)]
    assert found is not None
    return found


def test_what_was_tendered_is_what_the_bills_come_to(asked: Asked) -> None:
    assert total(asked, "tenders", "net") == total(asked, "sales_daily", "net") == 22_230
    assert total(asked, "order_ledger", "net") == total(asked, "sales_daypart", "net") == 22_230


def test_the_dishes_are_the_bills_before_reductions(asked: Asked) -> None:
    assert total(asked, "dish_ranking", "list") == total(asked, "sales_daily", "gross") == 26_000
    assert total(asked, "category_mix", "list") == 26_000


def test_the_channels_are_the_sales(asked: Asked) -> None:
    assert total(asked, "channels", "amount") == total(asked, "sales_daily", "net")


def test_the_kitchen_is_what_was_served_voided_and_is_open(asked: Asked) -> None:
    parts = [total(asked, "speed_of_service", each) for each in ("served", "voided", "unserved")]
    assert parts == [7, 1, 4]
    assert sum(parts) == total(asked, "channels", "lines") == total(asked, "peak_heatmap", "lines")


@pytest.mark.parametrize(
    ("report", "filters", "rows"),
    [
        ("speed_of_service", {"station": "soup"}, 1),
        ("late_items", {"dish": "sesame"}, 1),
        ("late_items", {"area": "vip"}, 0),
        ("dish_ranking", {"channel": "counter"}, 3),
        ("tenders", {"person": "boss"}, 1),
        ("channels", {"area": "hall"}, 2),
        ("sales_trend", {"by": "month"}, 1),
    ],
)
def test_a_filter_leaves_what_it_names(asked: Asked, report: str, filters: dict[str, str], rows: int) -> None:
    assert len(asked.give(report, DAY, DAY, **filters).rows) == rows


def test_weeks_and_months_are_whole(asked: Asked) -> None:
    assert told(asked.give("sales_trend", DAY, NEXT, by="week"), "sales_trend", "period", "net") == [
        ("2026-10-19", 22_230)
    ]
    assert told(asked.give("sales_trend", NEXT, NEXT, by="day"), "sales_trend", "net", "before", "change") == [
        (-1_200, 23_430, -1_051)
    ]
