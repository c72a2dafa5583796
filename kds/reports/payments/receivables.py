"""挂账回款 · Receivables."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="receivables",
    group="payments",
    name=name("挂账回款", "Receivables"),
    parameters=PERIOD,
    columns=(
        column("account", "挂账账户", "Account", "text"),
        column("charged", "挂账", "Put on account", "money", total=True),
        column("returned", "退挂账", "Taken off", "money", total=True),
        column("paid", "回款", "Paid", "money", total=True),
        column("change", "变动", "Change", "money", total=True),
    ),
    sql="""
    SELECT
        account,
        coalesce(sum(amount_minor) FILTER (WHERE kind IN ('bill', 'tip')), 0) AS charged,
        coalesce(-sum(amount_minor) FILTER (WHERE kind = 'refund'), 0) AS returned,
        coalesce(sum(amount_minor) FILTER (WHERE kind = 'account'), 0) AS paid,
        sum(CASE WHEN kind = 'account' THEN -amount_minor ELSE amount_minor END) AS change
    FROM money
    WHERE business_day BETWEEN $from AND $to AND account <> ''
    GROUP BY account
    ORDER BY charged DESC, account
    """,
    definition=meaning(
        "这段时间每个账户挂了多少、退了多少、回了多少；变动 = 挂账 − 退挂账 − 回款。",
        "What each account was charged, was let off and paid in the period; the change is charged less let off "
        "less paid.",
    ),
)
