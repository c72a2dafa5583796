"""用餐时长 · Dining time."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="dining_time",
    group="sales",
    name=name("用餐时长", "Dining time"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("guests", "人数", "Party size", "count"),
        column("parties", "开台", "Parties", "count", total=True),
        column("median", "中位数", "Median", "ms"),
        column("p90", "P90", "P90", "ms"),
        column("mean", "平均", "Mean", "ms"),
        column("outliers", "超过 4 小时", "Over four hours", "count", total=True),
    ),
    sql="""
    WITH stays AS (
        SELECT guests, cleared_at - opened_at AS stay
        FROM parties
        WHERE business_day BETWEEN $from AND $to AND merged_into = '' AND table_id <> ''
            AND cleared_at IS NOT NULL AND ($area = '' OR area = $area)
    )
    SELECT
        guests,
        count(*) AS parties,
        at_share(CASE WHEN stay <= 14400000 THEN stay END, 0.5) AS median,
        at_share(CASE WHEN stay <= 14400000 THEN stay END, 0.9) AS p90,
        mean(CASE WHEN stay <= 14400000 THEN stay END) AS mean,
        count(*) FILTER (WHERE stay > 14400000) AS outliers
    FROM stays
    GROUP BY guests
    ORDER BY guests
    """,
    definition=meaning(
        "从开台到清台，按人数；超过 4 小时的不进平均，单独计数。",
        "From opened to cleared, by party size; what took over four hours is left out of the averages and "
        "counted beside them.",
    ),
    chart="bars",
)
