"""档口负载 · Station load."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="station_load",
    group="kitchen",
    name=name("档口负载", "Station load"),
    parameters=(*PERIOD, "station"),
    columns=(
        column("station", "档口编号", "Station", "text"),
        column("station_zh", "档口", "Chinese name", "text"),
        column("station_en", "英文名", "English name", "text"),
        column("business_day", "营业日", "Business day", "day"),
        column("items", "做好", "Made", "count", total=True),
        column("open_ms", "开档时长", "Open for", "ms"),
        column("per_hour", "每小时", "Items an hour", "count"),
        column("peak", "最多积压", "Peak backlog", "count"),
        column("worked_ms", "制作合计", "Worked", "ms", total=True),
        column("utilisation", "利用率", "Utilisation", "permille"),
    ),
    sql="""
    WITH fired AS (
        SELECT * FROM steps WHERE business_day BETWEEN $from AND $to AND fired_at IS NOT NULL
            AND ($station = '' OR station = $station)
    ), moves AS (
        SELECT station, business_day, fired_at AS moved_at, 1 AS by_one FROM fired WHERE done_at IS NOT NULL
        UNION ALL
        SELECT station, business_day, done_at, -1 FROM fired WHERE done_at IS NOT NULL
    ), backlog AS (
        SELECT
            station,
            business_day,
            sum(by_one)
                OVER (PARTITION BY station, business_day ORDER BY moved_at, by_one ROWS UNBOUNDED PRECEDING) AS open
        FROM moves
    ), peaks AS (
        SELECT station, business_day, max(open) AS peak FROM backlog GROUP BY station, business_day
    ), loads AS (
        SELECT
            station,
            business_day,
            count(done_at) AS items,
            coalesce(max(done_at) - min(fired_at), 0) AS open_ms,
            coalesce(sum(worked_ms), 0)::BIGINT AS worked_ms
        FROM fired
        GROUP BY station, business_day
    )
    SELECT
        station,
        coalesce(names.zh, station) AS station_zh,
        coalesce(names.en, station) AS station_en,
        business_day,
        items,
        open_ms,
        per(items * 3600000, open_ms) AS per_hour,
        coalesce(peak, 0) AS peak,
        worked_ms,
        permille(worked_ms, open_ms) AS utilisation
    FROM loads LEFT JOIN peaks USING (station, business_day) LEFT JOIN names ON names.kind = 'station'
        AND names.id = station
    ORDER BY station, business_day
    """,
    definition=meaning(
        "开档时长是当天第一道菜叫起到最后一道菜做好；每小时 = 做好的份次 ÷ 开档时长；最多积压是同时叫起未做好的最"
        "多份次，没做好的不算；利用率 = 制作时间合计 ÷ 开档时长，几样同时做会超过 100%。",
        "Open is from the first fire to the last line done of the day; items an hour by that; the peak backlog "
        "is the most that was fired and not yet done at once, of what was done in the end; utilisation is the "
        "time worked by the time open, and goes beyond the whole where several are made at once.",
    ),
    chart="bars",
)
