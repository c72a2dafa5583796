"""菜品排行 · Dish ranking."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="dish_ranking",
    group="dishes",
    name=name("菜品排行", "Dish ranking"),
    parameters=(*PERIOD, "channel"),
    columns=(
        column("dish", "菜品编号", "Dish", "text"),
        column("dish_zh", "菜品", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("category", "分类", "Category", "text"),
        column("qty", "净销量", "Net quantity", "count"),
        column("lines", "份次", "Lines", "count", total=True),
        column("list", "原价", "List", "money", total=True),
        column("net", "折后", "After reductions", "money", total=True),
        column("share", "占比", "Share", "permille"),
        column("bills", "账单", "Bills", "count"),
        column("pick_rate", "点单率", "Pick rate", "permille"),
    ),
    sql="""
    WITH lines AS (
        SELECT * FROM sold
        WHERE business_day BETWEEN $from AND $to AND dish <> '' AND ($channel = '' OR channel = $channel)
    ), picked AS (
        SELECT dish, count(*) AS bills
        FROM (SELECT dish, bill FROM lines GROUP BY dish, bill HAVING sum(times) > 0)
        GROUP BY dish
    ), paid AS (
        SELECT coalesce(sum(bills), 0) AS bills FROM sales WHERE business_day BETWEEN $from AND $to
    ), dishes AS (
        SELECT
            dish,
            arg_max(dish_zh, seq) AS dish_zh,
            arg_max(dish_en, seq) AS dish_en,
            arg_max(category, seq) AS category,
            sum(qty) AS qty,
            sum(times) AS lines,
            sum(list_minor) AS list,
            sum(net_minor) AS net
        FROM lines
        GROUP BY dish
    )
    SELECT
        dish, dish_zh, dish_en, category, qty, lines, list, net,
        permille(net, sum(net) OVER ()) AS share,
        coalesce(picked.bills, 0) AS bills,
        permille(coalesce(picked.bills, 0), paid.bills) AS pick_rate
    FROM dishes LEFT JOIN picked USING (dish) CROSS JOIN paid
    ORDER BY net DESC, dish
    """,
    definition=meaning(
        "净销量 = 卖出 − 退菜，称重的按克；折后是扣除赠菜和折扣后的金额，不含加收和抹零；占比是占全部折后金额的份"
        "额；点单率 = 有这道菜的账单 ÷ 账单。",
        "Net quantity is what was sold less what was voided, in grams where it is weighed; after reductions is "
        "without comps and discounts, before surcharges and rounding; the pick rate is bills with the dish by "
        "bills.",
    ),
    chart="bars",
)
