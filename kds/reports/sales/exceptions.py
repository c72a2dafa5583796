"""异常订单 · Exceptions."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="exceptions",
    group="sales",
    name=name("异常订单", "Exceptions"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("kind", "种类", "Kind", "text"),
        column("person", "操作人", "By", "text"),
        column("approver", "授权人", "Approver", "text"),
        column("times", "次数", "Times", "count", total=True),
        column("amount", "金额", "Amount", "money", total=True),
    ),
    sql="""
    WITH odd AS (
        SELECT kind, actor AS person, approver, -net_minor AS amount FROM sales WHERE business_day BETWEEN
            $from AND $to AND kind <> 'closed'
        UNION ALL
        SELECT 'zero', actor, approver, list_minor FROM sales WHERE business_day BETWEEN $from AND $to
            AND kind = 'closed' AND net_minor = 0
        UNION ALL
        SELECT 'voided', void_by, '', list_minor FROM lines WHERE void_day BETWEEN $from AND $to AND void_begun
        UNION ALL
        SELECT 'comped', comp_by, comp_approver, list_minor
        FROM lines
        WHERE comp_day BETWEEN $from AND $to AND stands = 'comped'
    )
    SELECT kind, person, approver, count(*) AS times, sum(amount) AS amount
    FROM odd
    WHERE $person = '' OR person = $person
    GROUP BY kind, person, approver
    ORDER BY amount DESC, kind, person, approver
    """,
    definition=meaning(
        "反结账（reopened）、退款（refunded）、零元账单（zero）、开做后退菜（voided）和赠菜（comped），按操作人和"
        "授权人。",
        "Bills opened again, refunds, bills of zero, lines voided after their start and lines given free, by who "
        "did it and who approved.",
    ),
)
