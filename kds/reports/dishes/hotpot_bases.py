"""锅底分析 · Soup bases."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="hotpot_bases",
    group="dishes",
    name=name("锅底分析", "Soup bases"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("dish", "锅底编号", "Pot", "text"),
        column("dish_zh", "锅底", "Chinese name", "text"),
        column("dish_en", "英文名", "English name", "text"),
        column("cells", "格数", "Cells of the pot", "count"),
        column("soup", "汤底编号", "Soup", "text"),
        column("soup_zh", "汤底", "Soup in Chinese", "text"),
        column("soup_en", "汤底英文名", "Soup in English", "text"),
        column("pots", "锅", "Pots", "count"),
        column("filled", "格", "Cells filled", "count", total=True),
        column("share", "占比", "Share of cells", "permille"),
    ),
    sql="""
    SELECT
        dish,
        arg_max(dish_zh, line) AS dish_zh,
        arg_max(dish_en, line) AS dish_en,
        cells,
        choice AS soup,
        arg_max(choice_zh, line) AS soup_zh,
        arg_max(choice_en, line) AS soup_en,
        count(DISTINCT line) AS pots,
        sum(qty) AS filled,
        permille(sum(qty), sum(sum(qty)) OVER ()) AS share
    FROM choices JOIN lines USING (party, line)
    WHERE lines.business_day BETWEEN $from AND $to AND choices.kind = 'soup' AND stands <> 'voided'
        AND ($area = '' OR area = $area)
    GROUP BY dish, cells, choice
    ORDER BY filled DESC, dish, cells, soup
    """,
    definition=meaning(
        "没退的锅底：几格锅、每格什么汤；锅是有这种汤的锅数，占比按格算。",
        "Pots that were not voided, by how many cells they have and the soup in each; pots are those that have "
        "the soup, the share is of all cells.",
    ),
    chart="bars",
)
