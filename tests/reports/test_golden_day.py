"""Every report of the hand-checked day, each figure written by hand (tests/reports/evening.py tells the day)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kds.reports.answer import Given
from kds.reports.registry import reports
from tests.house import MINUTE
from tests.reports.asked import Asked, asked_of
from tests.reports.evening import DAY, NEXT, evening, moment

SECOND = 1000
Row = dict[str, Any]

STATIONS = ("cold", "drinks", "hot", "soup")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    found = asked_of(tmp_path_factory.mktemp("facts"), evening().recorded)
    yield found
    found.close()


def told(given: Given, report: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows."""
    names = [each.id for each in reports()[report].columns]
    return [tuple([row[names.index(each)] for each in columns]) for row in given.rows]


GOLDEN: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "sales_daily": (
        (
            "business_day",
            "gross",
            "reductions",
            "refunds",
            "net",
            "bills",
            "parties",
            "guests",
            "per_bill",
            "per_guest",
        ),
        # 82.00 + 127.00 + 21.00 + 30.00; 10 % of 127.00 and the sesame; guests 2 + 4 + 0 + 2.
        [(DAY, 26_000, 1_570, 1_000, 23_430, 5, 4, 8, 4_686, 2_928)],
    ),
    "sales_trend": (
        ("period", "net", "before", "change", "year_before", "year_change"),
        [(DAY, 23_430, 0, 0, 0, 0)],
    ),
    "sales_daypart": (
        ("slot", "bills", "guests", "net", "share"),
        [
            (75, 2, 2, 8_200, 350),
            (80, 1, 4, 11_430, 488),  # C was paid and opened again in the same quarter as B was paid
            (81, 1, 0, 1_800, 77),
            (84, 0, 0, -1_000, -43),
            (108, 1, 2, 3_000, 128),  # 03:10 in the night
        ],
    ),
    "order_ledger": (
        ("kind", "table_id", "gross", "reductions", "refunds", "net", "operator", "happened_at"),
        [
            ("closed", "A03", 7_000, 0, 0, 7_000, "till", moment("18:55")),
            ("closed", "A03", 1_200, 0, 0, 1_200, "till", moment("18:56")),
            ("closed", "A02", 12_700, 1_270, 0, 11_430, "till", moment("20:00")),
            ("closed", "", 1_500, 300, 0, 1_200, "till", moment("20:05")),
            ("reopened", "", -1_500, -300, 0, -1_200, "boss", moment("20:10")),
            ("closed", "", 2_100, 300, 0, 1_800, "till", moment("20:15")),
            ("refunded", "A02", 0, 0, 1_000, -1_000, "boss", moment("21:00")),
            ("closed", "A01", 3_000, 0, 0, 3_000, "till", moment("03:10", NEXT)),
        ],
    ),
    "area_table": (
        ("area", "table_id", "seats", "parties", "guests", "net", "turnover", "occupancy"),
        [
            ("hall", "A01", 4, 1, 2, 3_000, 1_000, 500),
            ("hall", "A02", 4, 1, 4, 10_430, 1_000, 1_000),
            ("hall", "A03", 6, 1, 2, 8_200, 1_000, 333),
        ],
    ),
    "dining_time": (
        ("guests", "parties", "median", "p90", "mean", "outliers"),
        # D sat from 23:30 to 03:20, and of that night an hour came twice: 4 h 50 min.
        [(2, 2, 58 * MINUTE, 58 * MINUTE, 58 * MINUTE, 1), (4, 1, 90 * MINUTE, 90 * MINUTE, 90 * MINUTE, 0)],
    ),
    "dish_ranking": (
        ("dish", "qty", "lines", "list", "net", "share", "bills", "pick_rate"),
        [
            ("crab", 1, 1, 9_900, 8_910, 365, 1, 200),
            ("beef", 1, 1, 5_800, 5_800, 237, 1, 200),
            ("tofu", 4, 4, 4_800, 4_800, 196, 3, 600),
            ("plain_pot", 1, 1, 2_800, 2_520, 103, 1, 200),
            ("cola", 4, 3, 2_400, 2_400, 98, 3, 600),
            ("sesame", 1, 1, 300, 0, 0, 1, 200),
        ],
    ),
    "category_mix": (("category", "lines", "list", "net", "share"), [("all", 11, 26_000, 24_430, 1_000)]),
    "voids": (
        ("dish", "reason", "begun", "before", "lines", "qty", "amount", "ordered", "rate"),
        [("noodles", "too slow", 1, 0, 1, 1, 1_800, 1, 1_000)],
    ),
    "comps": (
        ("dish", "reason", "given_by", "approver", "lines", "qty", "amount"),
        [("sesame", "regular", "ann", "", 1, 1, 300)],
    ),
    "speed_of_service": (
        (
            "station",
            "served",
            "median",
            "p90",
            "mean",
            "outliers",
            "done",
            "on_time",
            "on_time_rate",
            "voided",
            "unserved",
        ),
        [
            # Served after 5, 10 and 10 minutes; late were the beef, by two minutes, and the sesame.
            ("cold", 3, 10 * MINUTE, 10 * MINUTE, 500 * SECOND, 0, 5, 3, 600, 0, 3),
            ("drinks", 2, 270 * SECOND, 294 * SECOND, 270 * SECOND, 0, 2, 2, 1_000, 0, 1),
            ("hot", 1, 12 * MINUTE, 12 * MINUTE, 12 * MINUTE, 0, 1, 1, 1_000, 1, 0),
            ("soup", 1, 9 * MINUTE, 9 * MINUTE, 9 * MINUTE, 0, 1, 1, 1_000, 0, 0),
        ],
    ),
    "dish_times": (
        ("station", "dish", "made", "delay", "cook", "took", "standard", "deviation", "late", "outliers"),
        [
            ("cold", "beef", 1, MINUTE, 7 * MINUTE, 8 * MINUTE, 6 * MINUTE, 2 * MINUTE, 1, 0),
            ("cold", "sesame", 1, 0, 0, 2 * MINUTE, MINUTE, MINUTE, 1, 0),
            ("drinks", "cola", 2, 0, 0, 30 * SECOND, MINUTE, -30 * SECOND, 0, 0),
            ("cold", "tofu", 3, 0, 0, 2 * MINUTE, 3 * MINUTE, -MINUTE, 0, 0),
            ("soup", "plain_pot", 1, 0, 0, 8 * MINUTE, 10 * MINUTE, -2 * MINUTE, 0, 0),
            ("hot", "crab", 1, 0, 0, 4 * MINUTE, 10 * MINUTE, -6 * MINUTE, 0, 0),
        ],
    ),
    "station_load": (
        ("station", "items", "open_ms", "per_hour", "peak", "worked_ms", "utilisation"),
        [
            ("cold", 5, 332 * MINUTE, 0, 2, 7 * MINUTE, 21),
            ("drinks", 2, 510 * MINUTE + 30 * SECOND, 0, 1, 0, 0),
            ("hot", 1, 4 * MINUTE, 15, 1, 0, 0),
            ("soup", 1, 8 * MINUTE, 7, 1, 0, 0),
        ],
    ),
    "late_items": (
        ("dish", "station", "table_id", "took", "standard", "over", "fired_at"),
        [
            ("beef", "cold", "A03", 8 * MINUTE, 6 * MINUTE, 2 * MINUTE, moment("18:00")),
            ("sesame", "cold", "", 2 * MINUTE, MINUTE, MINUTE, moment("20:00")),
        ],
    ),
    "chase_ups": (
        ("station", "lines", "chased", "chases", "rate", "at_chase", "response"),
        [
            ("hot", 2, 1, 1, 500, 3 * MINUTE, MINUTE),
            ("cold", 6, 0, 0, 0, 0, 0),
            ("drinks", 3, 0, 0, 0, 0, 0),
            ("soup", 1, 0, 0, 0, 0, 0),
        ],
    ),
    "base_first": (
        ("business_day", "bases", "median", "p90", "on_time", "on_time_rate", "lead", "first", "parties"),
        [(DAY, 1, 9 * MINUTE, 9 * MINUTE, 1, 1_000, 3 * MINUTE, 1, 1)],
    ),
    "table_completion": (
        ("business_day", "rounds", "median", "p90", "spread", "unfinished"),
        # Complete after 10, 12, 10 and 5 minutes, done within 7.5, 4, 0 and 0.
        [(DAY, 4, 10 * MINUTE, 684 * SECOND, 2 * MINUTE, 3)],
    ),
    "runner_time": (
        ("runner", "area", "served", "median", "p90", "outliers"),
        # 1, 2, 3, 3.5, 4.5, 8 and 8 minutes.
        [("run", "hall", 7, 210 * SECOND, 8 * MINUTE, 0)],
    ),
    "recalls": (
        ("station", "bumps", "recalls", "rate", "quick"),
        [("cold", 5, 0, 0, 0), ("drinks", 2, 0, 0, 0), ("hot", 1, 0, 0, 0), ("soup", 1, 0, 0, 0)],
    ),
    "channels": (
        ("channel", "rounds", "lines", "bills", "amount", "share"),
        [("scan", 4, 6, 3, 11_200, 478), ("waiter", 1, 3, 1, 10_430, 445), ("counter", 2, 3, 1, 1_800, 77)],
    ),
    "tenders": (
        ("tender", "payments", "amount", "refunded", "net", "tips"),
        [
            ("cash", 3, 11_200, 0, 11_200, 0),
            ("qr", 1, 11_430, 1_000, 10_430, 0),
            ("card", 2, 1_800, 0, 1_800, 0),
        ],
    ),
    "refunds": (
        ("tender", "amount", "lag", "reason", "given_by"),
        [("qr", 1_000, 60 * MINUTE, "cold", "boss")],
    ),
    "peak_heatmap": (
        ("weekday", "slot", "rounds", "lines", "p90"),
        [
            (6, 72, 1, 3, 9 * MINUTE),  # served after 4, 5 and 10 minutes
            (6, 76, 1, 3, 702 * SECOND),
            (6, 80, 2, 3, 0),
            (6, 94, 1, 1, 10 * MINUTE),
            (6, 106, 2, 2, 5 * MINUTE),  # both 02:30
        ],
    ),
}


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
