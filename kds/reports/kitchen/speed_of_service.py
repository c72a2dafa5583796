"""出餐总览 · Speed of service."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="speed_of_service",
    group="kitchen",
    name=name("出餐总览", "Speed of service"),
    parameters=(*PERIOD, "station", "channel", "area"),
    columns=(
        column("station", "档口编号", "Station", "text"),
        column("station_zh", "档口", "Chinese name", "text"),
        column("station_en", "英文名", "English name", "text"),
        column("served", "已上桌", "Served", "count", total=True),
        column("median", "中位数", "Median", "ms"),
        column("p90", "P90", "P90", "ms"),
        column("p99", "P99", "P99", "ms"),
        column("mean", "平均", "Mean", "ms"),
        column("outliers", "超过 1 小时", "Over an hour", "count", total=True),
        column("done", "已做好", "Done", "count", total=True),
        column("on_time", "准时", "On time", "count", total=True),
        column("on_time_rate", "准时率", "On-time rate", "permille"),
        column("voided", "已退", "Voided", "count", total=True),
        column("unserved", "未上桌", "Not served", "count", total=True),
    ),
    sql="""
    WITH waits AS (
        SELECT
            station,
            stands = 'voided' AS voided,
            served_at IS NOT NULL AS served,
            CASE WHEN stands <> 'voided'
                AND served_at - submitted_at <= 3600000 THEN served_at - submitted_at END AS wait,
            stands <> 'voided' AND served_at - submitted_at > 3600000 AS outlier,
            done_at - fired_at AS took,
            late_ms
        FROM lines
        WHERE
            business_day BETWEEN $from AND $to AND ($station = '' OR station = $station)
                AND ($channel = '' OR channel = $channel)
            AND ($area = '' OR area = $area)
    )
    SELECT
        station,
        coalesce(any_value(names.zh), station) AS station_zh,
        coalesce(any_value(names.en), station) AS station_en,
        count(*) FILTER (WHERE NOT voided AND served) AS served,
        at_share(wait, 0.5) AS median,
        at_share(wait, 0.9) AS p90,
        at_share(wait, 0.99) AS p99,
        mean(wait) AS mean,
        count(*) FILTER (WHERE outlier) AS outliers,
        count(took) FILTER (WHERE NOT voided) AS done,
        count(*) FILTER (WHERE NOT voided AND took < late_ms) AS on_time,
        permille(
            count(*) FILTER (WHERE NOT voided AND took < late_ms), count(took) FILTER (WHERE NOT voided)
        ) AS on_time_rate,
        count(*) FILTER (WHERE voided) AS voided,
        count(*) FILTER (WHERE NOT voided AND NOT served) AS unserved
    FROM waits LEFT JOIN names ON names.kind = 'station' AND names.id = station
    GROUP BY station
    ORDER BY station
    """,
    definition=meaning(
        "从下单到上桌的时间，按下单的营业日；超过 1 小时的不进平均，单独计数。准时 = 从叫起到做好没有超过出单时印"
        "在制作单上的超时线。",
        "From submitted to served, by the day on which lines were ordered; what took over an hour is left out of "
        "the averages and counted beside them. On time is done before the moment from which the ticket was late, "
        "by the thresholds that it was stamped with.",
    ),
    chart="bars",
)
