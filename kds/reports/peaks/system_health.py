"""系统健康 · System health."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="system_health",
    group="peaks",
    name=name("系统健康", "System health"),
    parameters=PERIOD,
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("shown", "已显示", "Tickets shown", "count", total=True),
        column("late", "显示过晚", "Shown late", "count", total=True),
        column("p99", "显示 P99", "Time to be shown, P99", "ms"),
        column("prints", "打印失败", "Print failures", "count", total=True),
        column("dropped", "过期未打印", "Slips dropped", "count", total=True),
    ),
    sql="""
    WITH seen AS (
        SELECT business_day, count(*) AS shown, count(*) FILTER (WHERE late) AS late, at_share(delay_ms, 0.99)
            AS p99
        FROM shown
        WHERE business_day BETWEEN $from AND $to
        GROUP BY business_day
    ), paper AS (
        SELECT
            business_day,
            coalesce(sum(jobs) FILTER (WHERE fault <> 'dropped'), 0) AS prints,
            coalesce(sum(jobs) FILTER (WHERE fault = 'dropped'), 0) AS dropped
        FROM prints
        WHERE business_day BETWEEN $from AND $to
        GROUP BY business_day
    )
    SELECT
        business_day,
        coalesce(shown, 0) AS shown,
        coalesce(late, 0) AS late,
        coalesce(p99, 0) AS p99,
        coalesce(prints, 0) AS prints,
        coalesce(dropped, 0) AS dropped
    FROM days($from, $to) LEFT JOIN seen USING (business_day) LEFT JOIN paper USING (business_day)
    ORDER BY business_day
    """,
    definition=meaning(
        "制作单第一次显示在屏上用了多久，过晚是超过店铺设置的；打印机没有确认的小票，和放太久不再打印的小票。",
        "How long it took until a screen first showed a ticket, late is more than the house allows; slips that a "
        "printer did not confirm, and those that waited for too long.",
    ),
    chart="lines",
)
