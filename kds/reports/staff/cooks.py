"""厨师绩效 · Cooks."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="cooks",
    group="staff",
    name=name("厨师绩效", "Cooks"),
    parameters=(*PERIOD, "person", "station"),
    columns=(
        column("cook", "厨师", "Cook", "text"),
        column("station", "档口", "Station", "text"),
        column("items", "完成", "Items", "count", total=True),
        column("on_time", "准时", "On time", "count", total=True),
        column("on_time_rate", "准时率", "On-time rate", "permille"),
        column("recalls", "撤回", "Recalled", "count", total=True),
        column("weighted", "标准时间合计", "Standard time", "ms", total=True),
    ),
    sql="""
    SELECT
        actor AS cook,
        station,
        count(*) FILTER (WHERE what <> 'recalled') AS items,
        count(*) FILTER (WHERE what <> 'recalled' AND took_ms < late_ms) AS on_time,
        permille(
            count(*) FILTER (WHERE what <> 'recalled'
                AND took_ms < late_ms), count(*) FILTER (WHERE what <> 'recalled')
        ) AS on_time_rate,
        count(*) FILTER (WHERE what = 'recalled') AS recalls,
        coalesce(sum(standard_ms) FILTER (WHERE what <> 'recalled'), 0)::BIGINT AS weighted
    FROM presses
    WHERE
        business_day BETWEEN $from AND $to AND what IN ('bumped', 'passed', 'recalled')
        AND ($person = '' OR actor = $person) AND ($station = '' OR station = $station)
    GROUP BY actor, station
    ORDER BY items DESC, cook, station
    """,
    definition=meaning(
        "按按下完成的人和营业日；标准时间合计让做得久的菜算得多。",
        "By who said that it was done, and the day; the standard time lets what takes longer weigh more.",
    ),
    chart="bars",
)
