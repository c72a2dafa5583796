"""菜品制作时长 · Dish times."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="dish_times",
    group="kitchen",
    name=name("菜品制作时长", "Dish times"),
    parameters=(*PERIOD, "station", "dish"),
    columns=(
        column("station", "档口编号", "Station", "text"),
        column("dish", "菜品编号", "Dish", "text"),
        column("dish_zh", "菜品", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("made", "做好", "Made", "count", total=True),
        column("delay", "开做延迟中位数", "Start delay, median", "ms"),
        column("cook", "制作中位数", "Cook, median", "ms"),
        column("cook_p90", "制作 P90", "Cook, P90", "ms"),
        column("took", "叫起到做好中位数", "Fire to done, median", "ms"),
        column("took_p90", "叫起到做好 P90", "Fire to done, P90", "ms"),
        column("took_mean", "叫起到做好平均", "Fire to done, mean", "ms"),
        column("standard", "标准时间", "Standard", "ms"),
        column("deviation", "偏差", "Deviation", "ms"),
        column("late", "超时", "Late", "count", total=True),
        column("outliers", "超过 1 小时", "Over an hour", "count", total=True),
    ),
    sql="""
    WITH made AS (
        SELECT
            *,
            CASE WHEN took_ms <= 3600000 THEN took_ms END AS took,
            CASE WHEN took_ms <= 3600000 THEN worked_ms END AS cook,
            CASE WHEN took_ms <= 3600000 THEN took_ms - worked_ms END AS delay
        FROM steps
        WHERE
            business_day BETWEEN $from AND $to AND took_ms IS NOT NULL AND NOT voided
            AND ($station = '' OR station = $station) AND ($dish = '' OR dish = $dish)
    )
    SELECT
        station,
        dish,
        arg_max(dish_zh, party) AS dish_zh,
        arg_max(dish_en, party) AS dish_en,
        count(*) AS made,
        at_share(delay, 0.5) AS delay,
        at_share(cook, 0.5) AS cook,
        at_share(cook, 0.9) AS cook_p90,
        at_share(took, 0.5) AS took,
        at_share(took, 0.9) AS took_p90,
        mean(took) AS took_mean,
        mean(standard_ms) AS standard,
        at_share(took, 0.5) - mean(standard_ms) AS deviation,
        count(*) FILTER (WHERE took_ms >= late_ms) AS late,
        count(*) FILTER (WHERE took_ms > 3600000) AS outliers
    FROM made
    GROUP BY station, dish
    ORDER BY deviation DESC, station, dish
    """,
    definition=meaning(
        "每道菜在每个档口的时间，多道工序各算各的：开做延迟 = 叫起到开做，制作 = 开做到做好（没有按开始的不算），"
        "偏差 = 叫起到做好的中位数 − 标准时间。标准时间是出单时印在制作单上的。超过 1 小时的不进平均，单独计数。",
        "The times of each dish at each station, a step at a time: start delay is fire to start, cook is start "
        "to done, of those that somebody started; the deviation is the median from fire to done less the "
        "standard time as it was stamped. What took over an hour is left out of the averages and counted beside "
        "them.",
    ),
    chart="bars",
)
