"""退菜 · Voids."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="voids",
    group="dishes",
    name=name("退菜", "Voids"),
    parameters=(*PERIOD, "station", "person"),
    columns=(
        column("dish", "菜品编号", "Dish", "text"),
        column("dish_zh", "菜品", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("reason", "原因", "Reason", "text"),
        column("begun", "开做后", "After the start", "count", total=True),
        column("before", "开做前", "Before the start", "count", total=True),
        column("lines", "份次", "Lines", "count", total=True),
        column("qty", "数量", "Quantity", "count"),
        column("amount", "原价", "List", "money", total=True),
        column("ordered", "点单份次", "Lines ordered", "count"),
        column("rate", "退菜率", "Void rate", "permille"),
    ),
    sql="""
    WITH gone AS (
        SELECT
            dish,
            arg_max(dish_zh, line) AS dish_zh,
            arg_max(dish_en, line) AS dish_en,
            void_reason AS reason,
            count(*) FILTER (WHERE void_begun) AS begun,
            count(*) FILTER (WHERE NOT void_begun) AS before,
            count(*) AS lines,
            sum(qty) AS qty,
            sum(list_minor) AS amount
        FROM lines
        WHERE
            void_day BETWEEN $from AND $to
            AND ($station = '' OR station = $station) AND ($person = '' OR void_by = $person)
        GROUP BY dish, void_reason
    ), ordered AS (
        SELECT dish, count(*) AS ordered FROM lines WHERE business_day BETWEEN $from AND $to GROUP BY dish
    )
    SELECT
        dish, dish_zh, dish_en, reason, begun, before, lines, qty, amount,
        coalesce(ordered, 0) AS ordered,
        permille(lines, coalesce(ordered, 0)) AS rate
    FROM gone LEFT JOIN ordered USING (dish)
    ORDER BY amount DESC, dish, reason
    """,
    definition=meaning(
        "按退菜的营业日；金额是打折前的原价，开做后是后厨已经开始、做好或上桌之后才退的；退菜率 = 退菜份次 ÷ 这段"
        "时间点的份次。",
        "By the day on which lines were voided; the amount is before discounts, after the start means that the "
        "kitchen had begun, done or served it; the rate is by the lines that were ordered in the period.",
    ),
    chart="bars",
)
