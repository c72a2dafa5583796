"""上齐与同步 · Table completion."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="table_completion",
    group="kitchen",
    name=name("上齐与同步", "Table completion"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("rounds", "上齐的批次", "Rounds completed", "count", total=True),
        column("median", "上齐中位数", "Completion, median", "ms"),
        column("p90", "上齐 P90", "Completion, P90", "ms"),
        column("spread", "同步中位数", "Spread, median", "ms"),
        column("unfinished", "未上齐", "Not completed", "count", total=True),
    ),
    sql="""
    WITH rounds AS (
        SELECT
            business_day,
            round,
            count(*) FILTER (WHERE served_at IS NULL) AS missing,
            max(served_at) - min(submitted_at) AS wait,
            max(done_at) - min(done_at) AS spread
        FROM lines
        WHERE business_day BETWEEN $from AND $to AND stands <> 'voided' AND ($area = '' OR area = $area)
        GROUP BY business_day, round
    )
    SELECT
        business_day,
        count(*) FILTER (WHERE missing = 0) AS rounds,
        at_share(CASE WHEN missing = 0 THEN wait END, 0.5) AS median,
        at_share(CASE WHEN missing = 0 THEN wait END, 0.9) AS p90,
        at_share(CASE WHEN missing = 0 THEN spread END, 0.5) AS spread,
        count(*) FILTER (WHERE missing > 0) AS unfinished
    FROM rounds
    GROUP BY business_day
    ORDER BY business_day
    """,
    definition=meaning(
        "上齐 = 下单到这一批最后一道菜上桌；同步 = 这一批最后做好 − 最先做好。退了的菜不算。",
        "Completion is from submitted to the last line of the round served; the spread is last done less first "
        "done. What was voided does not count.",
    ),
    chart="lines",
)
