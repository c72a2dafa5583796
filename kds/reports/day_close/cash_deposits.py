"""现金押金 · Cash and deposits."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="cash_deposits",
    group="day_close",
    name=name("现金押金", "Cash and deposits"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("kind", "种类", "Kind", "text"),
        column("tender", "收款方式", "Tender", "text"),
        column("times", "次数", "Times", "count", total=True),
        column("amount", "金额", "Amount", "money", total=True),
    ),
    sql="""
    SELECT kind, tender, count(*) AS times, sum(amount_minor) AS amount
    FROM money
    WHERE business_day BETWEEN $from AND $to AND kind IN ('drop', 'deposit', 'returned')
        AND ($person = '' OR actor = $person)
    GROUP BY kind, tender
    ORDER BY kind, tender
    """,
    definition=meaning(
        "缴存现金（drop，出抽屉为负）、收押金（deposit）和退押金（returned）。",
        "Cash dropped (below zero as it leaves the drawer), deposits taken and deposits returned.",
    ),
)
