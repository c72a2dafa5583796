"""套餐分析 · Set meals."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="combos",
    group="dishes",
    name=name("套餐分析", "Set meals"),
    parameters=PERIOD,
    columns=(
        column("meal", "套餐", "Set meal", "text"),
        column("dish", "菜品编号", "Dish", "text"),
        column("dish_zh", "菜品", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("qty", "份数", "Portions", "count", total=True),
        column("list", "套餐内金额", "Share of the price", "money", total=True),
        column("net", "折后", "After reductions", "money", total=True),
    ),
    sql="""
    SELECT
        meal,
        dish,
        arg_max(dish_zh, seq) AS dish_zh,
        arg_max(dish_en, seq) AS dish_en,
        sum(qty) AS qty,
        sum(list_minor) AS list,
        sum(net_minor) AS net
    FROM sold
    WHERE business_day BETWEEN $from AND $to AND meal <> ''
    GROUP BY meal, dish
    ORDER BY meal, qty DESC, dish
    """,
    definition=meaning(
        "套餐里选了哪些菜、各多少份；金额是套餐价分摊到这道菜的部分。",
        "Which dishes were chosen in set meals; amounts are what the dish has of the price of its meal.",
    ),
)
