"""What every report gives of the hand-checked day, each figure written by hand: report → some columns, their rows."""

from __future__ import annotations

from typing import Any

from tests.house import MINUTE
from tests.reports.evening import DAY, NEXT, moment

SECOND = 1000

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
    "exceptions": (
        ("kind", "person", "approver", "times", "amount"),
        [
            ("voided", "ann", "", 1, 1_800),
            ("reopened", "boss", "", 1, 1_200),
            ("refunded", "boss", "", 1, 1_000),
            ("comped", "ann", "", 1, 300),
        ],
    ),
    "surcharges": (("surcharge", "bills", "amount"), []),
    "combos": (("meal", "dish", "qty"), []),
    "hotpot_bases": (("dish", "cells", "soup", "pots", "filled", "share"), [("plain_pot", 1, "clear", 1, 1, 1_000)]),
    "modifiers": (
        ("dish", "choice", "picks", "lines", "rate", "amount"),
        [("beef", "thin", 1, 1, 1_000, 0)],
    ),
    "service_calls": (
        ("kind", "calls", "withdrawn", "median", "p90", "mean", "outliers"),
        [("water", 1, 0, 2 * MINUTE, 2 * MINUTE, 2 * MINUTE, 0)],
    ),
    "discounts": (
        ("kind", "reason", "times", "amount", "share"),
        [("percent", "regular", 1, 1_270, 49), ("comp", "regular", 1, 300, 12)],
    ),
    "cashiers": (
        ("cashier", "bills", "amount", "reopened", "refunds", "shifts", "difference"),
        [("till", 6, 24_430, 0, 0, 1, -100), ("boss", 0, 0, 1, 1, 0, 0)],
    ),
    "cooks": (
        ("cook", "station", "items", "on_time", "on_time_rate", "recalls", "weighted"),
        [
            # Beef 6, sesame 1 and three tofus of 3 minutes.
            ("cook", "cold", 5, 3, 600, 0, 16 * MINUTE),
            ("cook", "drinks", 2, 2, 1_000, 0, 2 * MINUTE),
            ("cook", "hot", 1, 1, 1_000, 0, 10 * MINUTE),
            ("cook", "soup", 1, 1, 1_000, 0, 10 * MINUTE),
        ],
    ),
    "servers": (
        ("server", "parties", "guests", "net", "per_guest", "lines", "voided", "void_rate"),
        # Nobody in particular served them; D's tofu of the day after is taken off what they paid.
        [("", 4, 8, 22_230, 2_778, 12, 1, 83)],
    ),
    "receivables": (("account", "charged"), []),
    "cash_deposits": (
        ("kind", "tender", "times", "amount"),
        [("deposit", "cash", 1, 2_000), ("drop", "cash", 1, -5_000)],
    ),
    "shifts": (
        ("till", "opened_by", "closed_by", "expected", "counted", "difference", "happened_at"),
        [("main", "till", "till", 18_200, 18_100, -100, moment("03:30", NEXT))],
    ),
    "z_report": (
        (
            "z",
            "bills",
            "closed",
            "reduced",
            "tendered",
            "refunded",
            "carried",
            "kept",
            "open_tickets",
            "unpaid",
            "checks",
        ),
        # Open are D's tofu, C's cola, and the noodles that the kitchen has not said to have stopped.
        [(1, 5, 23_430, 1_270, 24_430, 1_000, 0, 2_000, 3, 0, "")],
    ),
    "system_health": (
        ("business_day", "shown", "late", "p99", "prints", "dropped"),
        [(DAY, 0, 0, 0, 0, 0)],
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
