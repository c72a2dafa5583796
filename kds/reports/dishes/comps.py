"""赠菜 · Comps."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="comps",
    group="dishes",
    name=name("赠菜", "Comps"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("dish", "菜品编号", "Dish", "text"),
        column("dish_zh", "菜品", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("reason", "原因", "Reason", "text"),
        column("given_by", "操作人", "Given by", "text"),
        column("approver", "授权人", "Approver", "text"),
        column("lines", "份次", "Lines", "count", total=True),
        column("qty", "数量", "Quantity", "count"),
        column("amount", "原价", "List", "money", total=True),
    ),
    sql="""
    SELECT
        dish,
        arg_max(dish_zh, line) AS dish_zh,
        arg_max(dish_en, line) AS dish_en,
        comp_reason AS reason,
        comp_by AS given_by,
        comp_approver AS approver,
        count(*) AS lines,
        sum(qty) AS qty,
        sum(list_minor) AS amount
    FROM lines
    WHERE comp_day BETWEEN $from AND $to AND stands = 'comped' AND ($person = '' OR comp_by = $person)
    GROUP BY dish, comp_reason, comp_by, comp_approver
    ORDER BY amount DESC, dish, reason, given_by, approver
    """,
    definition=meaning(
        "按赠送的营业日，送了又退的不计；金额是原价。",
        "By the day on which lines were given, but those that were voided after; the amount is the list price.",
    ),
)
