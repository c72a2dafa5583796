"""营业趋势 · Trend."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="sales_trend",
    group="sales",
    name=name("营业趋势", "Trend"),
    parameters=(*PERIOD, "area", "by"),
    columns=(
        column("period", "期间", "Period", "day"),
        column("net", "实收", "Net", "money", total=True),
        column("before", "上一期", "Period before", "money"),
        column("change", "环比", "Change", "permille"),
        column("year_before", "去年同期", "Year before", "money"),
        column("year_change", "同比", "Change on the year", "permille"),
    ),
    sql="""
    WITH booked AS (
        SELECT date_trunc($by, business_day::DATE)::DATE AS period, sum(net_minor) AS net
        FROM sales
        WHERE
            business_day::DATE BETWEEN $from::DATE - INTERVAL 14 MONTH AND $to::DATE + INTERVAL 1 MONTH
            AND ($area = '' OR area = $area)
        GROUP BY period
    ), periods AS (
        SELECT DISTINCT date_trunc($by, business_day::DATE)::DATE AS period FROM days($from, $to)
    ), shifted AS (
        SELECT
            period,
            CASE $by
                WHEN 'day' THEN period - INTERVAL 1 DAY
                WHEN 'week' THEN period - INTERVAL 7 DAY
                ELSE period - INTERVAL 1 MONTH
            END::DATE AS earlier,
            (period - CASE $by WHEN 'month' THEN INTERVAL 1 YEAR ELSE INTERVAL 364 DAY END)::DATE AS last_year
        FROM periods
    )
    SELECT
        strftime(shifted.period, '%Y-%m-%d') AS period,
        coalesce(now.net, 0) AS net,
        coalesce(earlier.net, 0) AS before,
        permille(coalesce(now.net, 0) - coalesce(earlier.net, 0), coalesce(earlier.net, 0)) AS change,
        coalesce(last_year.net, 0) AS year_before,
        permille(coalesce(now.net, 0) - coalesce(last_year.net, 0), coalesce(last_year.net, 0)) AS year_change
    FROM shifted
    LEFT JOIN booked AS now ON now.period = shifted.period
    LEFT JOIN booked AS earlier ON earlier.period = shifted.earlier
    LEFT JOIN booked AS last_year ON last_year.period = shifted.last_year
    ORDER BY period
    """,
    definition=meaning(
        "按日、周或月的实收，周和月都取整；环比和上一期比，同比和去年同月比，按日和按周则和 364 天前（同一星期几"
        "）比。前期没有实收时变化记为 0。",
        "Net by day, week or month, weeks and months whole; the change is against the period before, and on the "
        "year against the same month of the year before, or 364 days before, which is the same weekday. Where "
        "there was nothing before, the change is 0.",
    ),
    chart="lines",
)
