"""退款 · Refunds."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="refunds",
    group="payments",
    name=name("退款", "Refunds"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("bill", "账单", "Bill", "text"),
        column("happened_at", "退款时间", "Refunded", "moment"),
        column("tender", "原收款方式", "Original tender", "text"),
        column("amount", "金额", "Amount", "money", total=True),
        column("lag", "距收款", "Lag", "ms"),
        column("reason", "原因", "Reason", "text"),
        column("given_by", "操作人", "By", "text"),
        column("approver", "授权人", "Approver", "text"),
    ),
    sql="""
    SELECT
        back.business_day,
        back.bill,
        back.happened_at,
        back.tender,
        -back.amount_minor AS amount,
        coalesce(back.happened_at - paid.happened_at, 0) AS lag,
        back.reason,
        back.actor AS given_by,
        back.approver
    FROM money AS back
    LEFT JOIN money AS paid ON paid.seq = back.paid_seq AND paid.kind = 'bill'
    WHERE back.kind = 'refund' AND back.business_day BETWEEN $from AND $to
        AND ($person = '' OR back.actor = $person)
    ORDER BY back.happened_at, back.bill, back.tender
    """,
    definition=meaning(
        "每一笔退回原收款方式的钱，按退款的营业日；距收款是从那笔收款到退款的时间。",
        "All money that went back, by the tender that it had come by and the day on which it went; the lag is "
        "since it had come.",
    ),
)
