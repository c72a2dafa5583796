"""高峰热力 · Peak heat map."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="peak_heatmap",
    group="peaks",
    name=name("高峰热力", "Peak heat map"),
    parameters=(*PERIOD, "area", "channel"),
    columns=(
        column("weekday", "星期", "Weekday", "weekday"),
        column("slot", "时段", "Quarter", "slot"),
        column("rounds", "下单批次", "Rounds", "count", total=True),
        column("lines", "份次", "Lines", "count", total=True),
        column("p90", "上桌 P90", "Ticket time, P90", "ms"),
    ),
    sql="""
    SELECT
        isodow(business_day::DATE) AS weekday,
        slot,
        count(DISTINCT round) AS rounds,
        count(*) AS lines,
        at_share(CASE WHEN served_at - submitted_at <= 3600000 THEN served_at - submitted_at END, 0.9) AS p90
    FROM lines
    WHERE business_day BETWEEN $from AND $to AND ($area = '' OR area = $area)
        AND ($channel = '' OR channel = $channel)
    GROUP BY weekday, slot
    ORDER BY weekday, slot
    """,
    definition=meaning(
        "按营业日的星期几和下单的 15 分钟：批次、份次，以及从下单到上桌的 P90（超过 1 小时的不算）。",
        "By the weekday of the business day and the quarter of an hour of the order: rounds, lines, and the P90 "
        "from submitted to served, without what took over an hour.",
    ),
    chart="heat",
)
