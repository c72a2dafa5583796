"""营业日报 · Daily summary."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="sales_daily",
    group="sales",
    name=name("营业日报", "Daily summary"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("gross", "应收", "Gross", "money", total=True),
        column("reductions", "优惠", "Reductions", "money", total=True),
        column("refunds", "退款", "Refunds", "money", total=True),
        column("net", "实收", "Net", "money", total=True),
        column("bills", "账单", "Bills", "count", total=True),
        column("parties", "开台", "Parties", "count", total=True),
        column("guests", "客人", "Guests", "count", total=True),
        column("per_bill", "单均", "Per bill", "money"),
        column("per_guest", "人均", "Per guest", "money"),
    ),
    sql="""
    WITH booked AS (
        SELECT
            business_day,
            sum(list_minor + surcharged_minor + share_minor) AS gross,
            sum(comped_minor + reduced_minor + rounded_minor) AS reductions,
            sum(refunded_minor) AS refunds,
            sum(net_minor) AS net,
            sum(bills) AS bills,
            sum(parties) AS parties,
            sum(parties * guests) AS guests
        FROM sales
        WHERE business_day BETWEEN $from AND $to AND ($area = '' OR area = $area)
        GROUP BY business_day
    )
    SELECT
        business_day,
        coalesce(gross, 0) AS gross,
        coalesce(reductions, 0) AS reductions,
        coalesce(refunds, 0) AS refunds,
        coalesce(net, 0) AS net,
        coalesce(bills, 0) AS bills,
        coalesce(parties, 0) AS parties,
        coalesce(guests, 0) AS guests,
        coalesce(per(net, bills), 0) AS per_bill,
        coalesce(per(net, guests), 0) AS per_guest
    FROM days($from, $to) LEFT JOIN booked USING (business_day)
    ORDER BY business_day
    """,
    definition=meaning(
        "应收 = 菜品原价 + 加收；优惠 = 赠菜、折扣、抹零；实收 = 应收 − 优惠 − 退款，按结账的营业日算，退款按退款"
        "的营业日算。单均 = 实收 ÷ 账单，人均 = 实收 ÷ 客人；全额退款的那一桌和客人不计。",
        "Gross is list prices and surcharges; reductions are comps, discounts and rounding; net is gross less "
        "reductions and refunds, by the day on which bills were paid, refunds by their own. Per bill is net by "
        "bills, per guest net by guests; a party that got all back does not count.",
    ),
    chart="bars",
)
