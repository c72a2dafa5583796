"""点餐渠道 · Channels."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="channels",
    group="channels",
    name=name("点餐渠道", "Channels"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("channel", "渠道", "Channel", "text"),
        column("rounds", "下单批次", "Rounds", "count", total=True),
        column("lines", "份次", "Lines", "count", total=True),
        column("bills", "账单", "Bills", "count"),
        column("amount", "实收", "Net", "money", total=True),
        column("share", "占比", "Share", "permille"),
    ),
    sql="""
    WITH booked AS (
        SELECT DISTINCT seq, area FROM sales WHERE business_day BETWEEN $from AND $to
    ), paid AS (
        SELECT channel, sum(worth_minor) AS amount, count(DISTINCT bill) FILTER (WHERE times <> 0) AS bills
        FROM sold JOIN booked USING (seq)
        WHERE business_day BETWEEN $from AND $to AND ($area = '' OR area = $area)
        GROUP BY channel
    ), placed AS (
        SELECT channel, count(DISTINCT round) AS rounds, count(*) AS lines
        FROM lines
        WHERE business_day BETWEEN $from AND $to AND ($area = '' OR area = $area)
        GROUP BY channel
    )
    SELECT
        channel,
        coalesce(rounds, 0) AS rounds,
        coalesce(lines, 0) AS lines,
        coalesce(bills, 0) AS bills,
        coalesce(amount, 0) AS amount,
        permille(coalesce(amount, 0), sum(coalesce(amount, 0)) OVER ()) AS share
    FROM paid FULL JOIN placed USING (channel)
    ORDER BY amount DESC, channel
    """,
    definition=meaning(
        "批次和份次按下单的营业日；实收按结账和退款的营业日，分摊到每份菜后按它的下单渠道算，各渠道之和就是全店实收。",
        "Rounds and lines by the day on which they were ordered; net by the day of the bill, shared out over its "
        "lines and told by the channel of each: all channels together are the net of the house.",
    ),
    chart="pie",
)
