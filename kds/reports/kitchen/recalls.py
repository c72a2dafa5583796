"""召回重做 · Recalls and remakes."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="recalls",
    group="kitchen",
    name=name("召回重做", "Recalls and remakes"),
    parameters=(*PERIOD, "station"),
    columns=(
        column("station", "档口编号", "Station", "text"),
        column("station_zh", "档口", "Chinese name", "text"),
        column("station_en", "英文名", "English name", "text"),
        column("bumps", "完成", "Bumped", "count", total=True),
        column("recalls", "撤回", "Recalled", "count", total=True),
        column("rate", "撤回率", "Recall rate", "permille"),
        column("quick", "10 秒内又完成", "Bumped again within 10 s", "count", total=True),
    ),
    sql="""
    WITH pressed AS (
        SELECT
            station,
            what,
            CASE WHEN what = 'recalled' THEN lead(happened_at)
                OVER (PARTITION BY line ORDER BY seq) - happened_at END AS again
        FROM presses
        WHERE business_day BETWEEN $from AND $to AND what IN ('bumped', 'passed', 'recalled')
            AND ($station = '' OR station = $station)
    )
    SELECT
        station,
        coalesce(any_value(names.zh), station) AS station_zh,
        coalesce(any_value(names.en), station) AS station_en,
        count(*) FILTER (WHERE what <> 'recalled') AS bumps,
        count(*) FILTER (WHERE what = 'recalled') AS recalls,
        permille(count(*) FILTER (WHERE what = 'recalled'), count(*) FILTER (WHERE what <> 'recalled')) AS rate,
        count(*) FILTER (WHERE again <= 10000) AS quick
    FROM pressed LEFT JOIN names ON names.kind = 'station' AND names.id = station
    GROUP BY station
    ORDER BY recalls DESC, station
    """,
    definition=meaning(
        "按按键的营业日：撤回率 = 撤回 ÷ 完成；10 秒内又完成的多半是按错了。",
        "By the day of the press: the rate is recalls by bumps; what is bumped again within ten seconds was "
        "mostly a slip of the hand.",
    ),
    chart="bars",
)
