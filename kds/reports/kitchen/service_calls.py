"""服务呼叫 · Service calls."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="service_calls",
    group="kitchen",
    name=name("服务呼叫", "Service calls"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("kind", "种类", "Kind", "text"),
        column("calls", "呼叫", "Calls", "count", total=True),
        column("withdrawn", "客人取消", "Withdrawn", "count", total=True),
        column("median", "等待中位数", "Waited, median", "ms"),
        column("p90", "等待 P90", "Waited, P90", "ms"),
        column("mean", "等待平均", "Waited, mean", "ms"),
        column("outliers", "超过 1 小时", "Over an hour", "count", total=True),
    ),
    sql="""
    WITH answered AS (
        SELECT
            kind,
            withdrawn,
            waited_ms > 3600000 AS outlier,
            CASE WHEN NOT withdrawn AND waited_ms <= 3600000 THEN waited_ms END AS waited
        FROM calls
        WHERE business_day BETWEEN $from AND $to AND ($person = '' OR actor = $person)
    )
    SELECT
        kind,
        count(*) AS calls,
        count(*) FILTER (WHERE withdrawn) AS withdrawn,
        at_share(waited, 0.5) AS median,
        at_share(waited, 0.9) AS p90,
        mean(waited) AS mean,
        count(*) FILTER (WHERE outlier) AS outliers
    FROM answered
    GROUP BY kind
    ORDER BY calls DESC, kind
    """,
    definition=meaning(
        "从第一次呼叫到有人去过；客人取消的不算时间，超过 1 小时的不进平均，单独计数。",
        "From the first call until somebody had been there; what the guests took back has no time, and what took "
        "over an hour is left out of the averages and counted beside them.",
    ),
    chart="bars",
)
