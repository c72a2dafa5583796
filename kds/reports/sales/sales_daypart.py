"""时段营业 · Dayparts."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="sales_daypart",
    group="sales",
    name=name("时段营业", "Dayparts"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("slot", "时段", "Quarter", "slot"),
        column("bills", "账单", "Bills", "count", total=True),
        column("guests", "客人", "Guests", "count", total=True),
        column("net", "实收", "Net", "money", total=True),
        column("share", "占比", "Share", "permille"),
    ),
    sql="""
    SELECT
        slot,
        sum(bills) AS bills,
        sum(parties * guests) AS guests,
        sum(net_minor) AS net,
        permille(sum(net_minor), sum(sum(net_minor)) OVER ()) AS share
    FROM sales
    WHERE business_day BETWEEN $from AND $to AND ($area = '' OR area = $area)
    GROUP BY slot
    ORDER BY slot
    """,
    definition=meaning(
        "每 15 分钟结账的账单、客人和实收；占比是占全期实收的份额。过了零点、日结之前的时段排在前一天晚上之后。",
        "Bills, guests and net by the quarter of an hour in which they were paid or given back; the share is of "
        "the net of the period. Quarters after midnight and before the cut-off follow the evening before.",
    ),
    chart="bars",
)
