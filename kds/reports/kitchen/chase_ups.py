"""催菜 · Chase-ups."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="chase_ups",
    group="kitchen",
    name=name("催菜", "Chase-ups"),
    parameters=(*PERIOD, "station", "channel"),
    columns=(
        column("station", "档口编号", "Station", "text"),
        column("station_zh", "档口", "Chinese name", "text"),
        column("station_en", "英文名", "English name", "text"),
        column("lines", "份次", "Lines", "count", total=True),
        column("chased", "被催份次", "Chased", "count", total=True),
        column("chases", "催菜次数", "Chases", "count", total=True),
        column("rate", "催菜率", "Chase rate", "permille"),
        column("at_chase", "被催时已等", "Waited at chase, median", "ms"),
        column("response", "催后做好", "Chase to done, median", "ms"),
    ),
    sql="""
    SELECT
        station,
        coalesce(any_value(names.zh), station) AS station_zh,
        coalesce(any_value(names.en), station) AS station_en,
        count(*) AS lines,
        count(rushed_at) AS chased,
        sum(rushes) AS chases,
        permille(count(rushed_at), count(*)) AS rate,
        at_share(rushed_at - submitted_at, 0.5) AS at_chase,
        at_share(CASE WHEN done_at >= rushed_at THEN done_at - rushed_at END, 0.5) AS response
    FROM lines LEFT JOIN names ON names.kind = 'station' AND names.id = station
    WHERE
        business_day BETWEEN $from AND $to AND ($station = '' OR station = $station)
        AND ($channel = '' OR channel = $channel)
    GROUP BY station
    ORDER BY rate DESC, station
    """,
    definition=meaning(
        "催菜率 = 被催过的份次 ÷ 份次；被催时已等 = 下单到第一次催；催后做好 = 第一次催到做好。",
        "The chase rate is lines that were chased by lines; waited is from submitted to the first chase, and the "
        "response from that until it was done.",
    ),
    chart="bars",
)
