"""附加费 · Surcharges."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="surcharges",
    group="sales",
    name=name("附加费", "Surcharges"),
    parameters=PERIOD,
    columns=(
        column("surcharge", "编号", "Surcharge", "text"),
        column("surcharge_zh", "附加费", "Chinese name", "text"),
        column("surcharge_en", "英文名", "English name", "text"),
        column("kind", "种类", "Kind", "text"),
        column("rate", "标准", "Rate", "count"),
        column("bills", "账单", "Bills", "count", total=True),
        column("heads", "人数", "Heads", "count", total=True),
        column("amount", "金额", "Amount", "money", total=True),
    ),
    sql="""
    SELECT
        surcharge,
        arg_max(surcharge_zh, seq) AS surcharge_zh,
        arg_max(surcharge_en, seq) AS surcharge_en,
        kind,
        rate,
        sum(times) AS bills,
        sum(heads) AS heads,
        sum(amount_minor) AS amount
    FROM extras
    WHERE business_day BETWEEN $from AND $to
    GROUP BY surcharge, kind, rate
    ORDER BY amount DESC, surcharge, rate
    """,
    definition=meaning(
        "按结账的营业日；标准是每人或每份的金额（最小货币单位），或千分之几。",
        "By the day on which bills were paid; the rate is an amount a head or a portion, in minor units, or "
        "thousandths of the dishes.",
    ),
    chart="bars",
)
