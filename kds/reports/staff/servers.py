"""服务员业绩 · Servers."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="servers",
    group="staff",
    name=name("服务员业绩", "Servers"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("server", "服务员", "Server", "text"),
        column("parties", "开台", "Parties", "count", total=True),
        column("guests", "客人", "Guests", "count", total=True),
        column("net", "实收", "Net", "money", total=True),
        column("per_guest", "人均", "Per guest", "money"),
        column("lines", "份次", "Lines", "count", total=True),
        column("voided", "退菜", "Voided", "count", total=True),
        column("void_rate", "退菜率", "Void rate", "permille"),
    ),
    sql="""
    WITH own AS (
        SELECT party, served_by AS server, guests
        FROM parties
        WHERE business_day BETWEEN $from AND $to AND merged_into = '' AND ($person = '' OR served_by = $person)
    ), paid AS (
        SELECT party, sum(net_minor) AS net
        FROM sales
        WHERE party IN (SELECT party FROM own)
        GROUP BY party
    ), ordered AS (
        SELECT party, count(*) AS lines, count(*) FILTER (WHERE stands = 'voided') AS voided
        FROM lines
        WHERE party IN (SELECT party FROM own)
        GROUP BY party
    )
    SELECT
        server,
        count(*) AS parties,
        sum(guests) AS guests,
        coalesce(sum(net), 0) AS net,
        per(coalesce(sum(net), 0), sum(guests)) AS per_guest,
        coalesce(sum(lines), 0) AS lines,
        coalesce(sum(voided), 0) AS voided,
        permille(coalesce(sum(voided), 0), coalesce(sum(lines), 0)) AS void_rate
    FROM own LEFT JOIN paid USING (party) LEFT JOIN ordered USING (party)
    GROUP BY server
    ORDER BY net DESC, server
    """,
    definition=meaning(
        "按开台的营业日和那桌最后的服务员（没有指定的为空）；实收是那些桌到现在的全部实收。",
        "By the day on which parties came and who served them last, empty for nobody in particular; net is all "
        "that those parties have paid so far.",
    ),
    chart="bars",
)
