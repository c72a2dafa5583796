"""超时明细 · Late items."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="late_items",
    group="kitchen",
    name=name("超时明细", "Late items"),
    parameters=(*PERIOD, "station", "dish", "area"),
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("line", "明细", "Line", "text"),
        column("bill", "账单", "Bill", "text"),
        column("table_id", "桌台", "Table", "text"),
        column("station", "档口", "Station", "text"),
        column("dish", "菜品编号", "Dish", "text"),
        column("dish_zh", "菜品", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("fired_at", "叫起", "Fired", "moment"),
        column("started_at", "开做", "Started", "moment"),
        column("done_at", "做好", "Done", "moment"),
        column("served_at", "上桌", "Served", "moment"),
        column("took", "用时", "Took", "ms"),
        column("standard", "标准时间", "Standard", "ms"),
        column("over", "超出", "Over by", "ms"),
        column("rushes", "催菜", "Chased", "count", total=True),
    ),
    sql="""
    SELECT
        business_day, line, bill, table_id, station, dish, dish_zh, dish_en, fired_at, started_at, done_at,
            served_at,
        done_at - fired_at AS took,
        standard_ms AS standard,
        done_at - fired_at - late_ms AS over,
        rushes
    FROM lines
    WHERE
        business_day BETWEEN $from AND $to AND stands <> 'voided' AND done_at - fired_at >= late_ms
        AND ($station = '' OR station = $station) AND ($dish = '' OR dish = $dish) AND ($area = '' OR area = $area)
    ORDER BY over DESC, line
    """,
    definition=meaning(
        "从叫起到做好超过了出单时印在制作单上的超时线的每一份，超出最多的在前。",
        "Every line that took longer from its fire until it was done than the moment from which its ticket was "
        "late; what was over by most comes first.",
    ),
)
