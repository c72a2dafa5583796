"""做法口味加料 · Options."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="modifiers",
    group="dishes",
    name=name("做法口味加料", "Options"),
    parameters=(*PERIOD, "dish"),
    columns=(
        column("dish", "菜品编号", "Dish", "text"),
        column("dish_zh", "菜品", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("choice", "选项编号", "Option", "text"),
        column("choice_zh", "选项", "Option in Chinese", "text"),
        column("choice_en", "选项英文名", "Option in English", "text"),
        column("picks", "次数", "Picks", "count", total=True),
        column("lines", "份次", "Lines of the dish", "count"),
        column("rate", "选择率", "Attach rate", "permille"),
        column("amount", "加价", "Amount", "money", total=True),
    ),
    sql="""
    WITH own AS (
        SELECT * FROM lines WHERE business_day BETWEEN $from AND $to AND stands <> 'voided'
            AND ($dish = '' OR dish = $dish)
    ), counts AS (
        SELECT dish, count(*) AS lines FROM own GROUP BY dish
    )
    SELECT
        dish,
        arg_max(dish_zh, line) AS dish_zh,
        arg_max(dish_en, line) AS dish_en,
        choice,
        arg_max(choice_zh, line) AS choice_zh,
        arg_max(choice_en, line) AS choice_en,
        count(*) AS picks,
        any_value(counts.lines) AS lines,
        permille(count(*), any_value(counts.lines)) AS rate,
        sum(price_minor * CASE WHEN weighed THEN 1 ELSE qty END)::BIGINT AS amount
    FROM choices JOIN own USING (party, line) JOIN counts USING (dish)
    WHERE choices.kind = 'option'
    GROUP BY dish, choice
    ORDER BY picks DESC, dish, choice
    """,
    definition=meaning(
        "没退的菜上选了哪些做法、口味、加料；选择率 = 选了的份次 ÷ 这道菜的份次；加价按选项的价格 × 份数。",
        "What was chosen of lines that were not voided; the attach rate is lines with it by lines of the dish, "
        "the amount the option’s price by portions.",
    ),
    chart="bars",
)
