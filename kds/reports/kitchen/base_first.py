"""锅底时效 · Base-first time."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="base_first",
    group="kitchen",
    name=name("锅底时效", "Base-first time"),
    parameters=(*PERIOD, "area"),
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("bases", "锅底", "Bases", "count", total=True),
        column("median", "下单到上锅中位数", "Submitted to served, median", "ms"),
        column("p90", "下单到上锅 P90", "Submitted to served, P90", "ms"),
        column("on_time", "准时", "On time", "count", total=True),
        column("on_time_rate", "准时率", "On-time rate", "permille"),
        column("lead", "锅底领先中位数", "Lead, median", "ms"),
        column("first", "锅底先上的桌", "Parties with the base first", "count", total=True),
        column("parties", "有锅底的桌", "Parties with a base", "count", total=True),
    ),
    sql="""
    WITH bases AS (
        SELECT
            business_day,
            party,
            served_at,
            served_at - submitted_at AS wait,
            done_at - fired_at < late_ms AS on_time
        FROM lines
        WHERE
            business_day BETWEEN $from AND $to AND base AND stands <> 'voided' AND served_at IS NOT NULL
            AND ($area = '' OR area = $area)
    ), others AS (
        SELECT party, min(served_at) AS first_served
        FROM lines
        WHERE NOT base AND business_day BETWEEN $from AND $to
        GROUP BY party
    ), parties AS (
        SELECT business_day, bases.party, min(first_served) - min(served_at) AS lead
        FROM bases LEFT JOIN others USING (party)
        GROUP BY business_day, bases.party
    ), leads AS (
        SELECT
            business_day,
            at_share(lead, 0.5) AS lead,
            count(*) FILTER (WHERE lead >= 0) AS first,
            count(*) AS parties
        FROM parties
        GROUP BY business_day
    )
    SELECT
        business_day,
        count(*) AS bases,
        at_share(wait, 0.5) AS median,
        at_share(wait, 0.9) AS p90,
        count(*) FILTER (WHERE on_time) AS on_time,
        permille(count(*) FILTER (WHERE on_time), count(*)) AS on_time_rate,
        any_value(leads.lead) AS lead,
        any_value(leads.first) AS first,
        any_value(leads.parties) AS parties
    FROM bases JOIN leads USING (business_day)
    GROUP BY business_day
    ORDER BY business_day
    """,
    definition=meaning(
        "上了桌的锅底；领先 = 这桌第一道别的菜上桌 − 第一个锅底上桌，负数是菜先上了；准时按出单时的超时线。",
        "Bases that were served; the lead is the first other dish served less the first base served, below zero "
        "where a dish came first; on time by the thresholds of the ticket.",
    ),
    chart="lines",
)
