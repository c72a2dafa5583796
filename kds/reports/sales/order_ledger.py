"""订单明细 · Order ledger."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="order_ledger",
    group="sales",
    name=name("订单明细", "Order ledger"),
    parameters=(*PERIOD, "area", "person"),
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("bill", "账单", "Bill", "text"),
        column("number", "号码", "Number", "count"),
        column("kind", "记账", "Booking", "text"),
        column("service", "用餐方式", "Service", "text"),
        column("table_id", "桌台", "Table", "text"),
        column("guests", "客人", "Guests", "count"),
        column("opened_at", "开单", "Opened", "moment"),
        column("happened_at", "结账", "Booked", "moment"),
        column("gross", "应收", "Gross", "money", total=True),
        column("reductions", "优惠", "Reductions", "money", total=True),
        column("refunds", "退款", "Refunds", "money", total=True),
        column("net", "实收", "Net", "money", total=True),
        column("tenders", "收款方式", "Tenders", "text"),
        column("operator", "操作人", "Operator", "text"),
        column("approver", "授权人", "Approver", "text"),
        column("reason", "原因", "Reason", "text"),
    ),
    sql="""
    WITH paid AS (
        SELECT bill, string_agg(DISTINCT tender, ' ' ORDER BY tender) AS tenders FROM money WHERE kind = 'bill'
            GROUP BY bill
    )
    SELECT
        business_day, bill, number, kind, service, table_id, guests, opened_at, happened_at,
        list_minor + surcharged_minor + share_minor AS gross,
        comped_minor + reduced_minor + rounded_minor AS reductions,
        refunded_minor AS refunds,
        net_minor AS net,
        coalesce(tenders, '') AS tenders,
        actor AS operator,
        approver,
        reason
    FROM sales LEFT JOIN paid USING (bill)
    WHERE business_day BETWEEN $from AND $to AND ($area = '' OR area = $area) AND ($person = '' OR actor = $person)
    ORDER BY happened_at, seq
    """,
    definition=meaning(
        "每一笔记账：结账（closed）、反结账（reopened，负数）和退款（refunded），按发生的营业日。",
        "Every booking of a bill: closed, reopened (below zero) and refunded, by the day on which it happened.",
    ),
)
