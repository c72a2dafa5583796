"""优惠构成 · Discounts."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="discounts",
    group="marketing",
    name=name("优惠构成", "Discounts"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("kind", "种类", "Kind", "text"),
        column("reason", "原因", "Reason", "text"),
        column("times", "次数", "Times", "count", total=True),
        column("amount", "金额", "Amount", "money", total=True),
        column("share", "占应收", "Share of gross", "permille"),
    ),
    sql="""
    WITH whole AS (
        SELECT coalesce(sum(list_minor + surcharged_minor + share_minor), 0) AS gross FROM sales WHERE
            business_day BETWEEN $from AND $to
    )
    SELECT
        kind,
        reason,
        sum(times) AS times,
        sum(amount_minor) AS amount,
        permille(sum(amount_minor), any_value(gross)) AS share
    FROM cuts CROSS JOIN whole
    WHERE business_day BETWEEN $from AND $to AND ($person = '' OR actor = $person)
    GROUP BY kind, reason
    ORDER BY amount DESC, kind, reason
    """,
    definition=meaning(
        "结了账的账单上的折扣（percent）、减免（amount）、抹零（rounding）和赠菜（comp），按种类和原因；反结账会"
        "先冲掉原来的。",
        "What bills that were paid are less by: percentages, amounts, rounding and comps, by kind and reason; a "
        "bill that is opened again takes its own back first.",
    ),
    chart="pie",
)
