"""分类销售 · Category mix."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="category_mix",
    group="dishes",
    name=name("分类销售", "Category mix"),
    parameters=(*PERIOD, "channel"),
    columns=(
        column("category", "分类编号", "Category", "text"),
        column("category_zh", "分类", "Chinese name", "text"),
        column("category_en", "英文名", "English name", "text"),
        column("lines", "份次", "Lines", "count", total=True),
        column("list", "原价", "List", "money", total=True),
        column("net", "折后", "After reductions", "money", total=True),
        column("share", "占比", "Share", "permille"),
    ),
    sql="""
    SELECT
        category,
        coalesce(any_value(names.zh), category) AS category_zh,
        coalesce(any_value(names.en), category) AS category_en,
        sum(times) AS lines,
        sum(list_minor) AS list,
        sum(net_minor) AS net,
        permille(sum(net_minor), sum(sum(net_minor)) OVER ()) AS share
    FROM sold LEFT JOIN names ON names.kind = 'category' AND names.id = sold.category
    WHERE business_day BETWEEN $from AND $to AND dish <> '' AND ($channel = '' OR channel = $channel)
    GROUP BY category
    ORDER BY net DESC, category
    """,
    definition=meaning(
        "按分类的份次、原价和扣除赠菜、折扣后的金额，占比是占全部折后金额的份额。",
        "Lines, list prices and what they come to after comps and discounts, by category; the share is of the latter.",
    ),
    chart="pie",
)
