"""收款方式 · Tenders."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="tenders",
    group="payments",
    name=name("收款方式", "Tenders"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("tender", "方式编号", "Tender", "text"),
        column("tender_zh", "方式", "Chinese name", "text"),
        column("tender_en", "英文名", "English name", "text"),
        column("payments", "笔数", "Payments", "count", total=True),
        column("amount", "收款", "Taken", "money", total=True),
        column("refunded", "退款", "Refunded", "money", total=True),
        column("net", "净收", "Net", "money", total=True),
        column("tips", "小费", "Tips", "money", total=True),
    ),
    sql="""
    SELECT
        tender,
        coalesce(any_value(names.zh), tender) AS tender_zh,
        coalesce(any_value(names.en), tender) AS tender_en,
        count(*) FILTER (WHERE money.kind = 'bill') AS payments,
        coalesce(sum(amount_minor) FILTER (WHERE money.kind = 'bill'), 0) AS amount,
        coalesce(-sum(amount_minor) FILTER (WHERE money.kind = 'refund'), 0) AS refunded,
        coalesce(sum(amount_minor) FILTER (WHERE money.kind IN ('bill', 'refund')), 0) AS net,
        coalesce(sum(amount_minor) FILTER (WHERE money.kind = 'tip'), 0) AS tips
    FROM money LEFT JOIN names ON names.kind = 'tender' AND names.id = money.tender
    WHERE business_day BETWEEN $from AND $to AND money.kind IN ('bill', 'tip', 'refund')
        AND ($person = '' OR actor = $person)
    GROUP BY tender
    ORDER BY net DESC, tender
    """,
    definition=meaning(
        "按收款和退款各自的营业日；净收 = 收款 − 退款，小费另计。全部账单都结清的一天，各方式净收之和就是实收。",
        "By the day of each payment and refund; net is taken less refunded, tips stand beside it. On a day "
        "without open bills the nets of all tenders are the day's net sales.",
    ),
    chart="pie",
)
