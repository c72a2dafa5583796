"""收银差错 · Cashiers."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="cashiers",
    group="staff",
    name=name("收银差错", "Cashiers"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("cashier", "收银员", "Cashier", "text"),
        column("bills", "结账", "Bills", "count", total=True),
        column("amount", "收款", "Taken", "money", total=True),
        column("reopened", "反结账", "Opened again", "count", total=True),
        column("refunds", "退款", "Refunds", "count", total=True),
        column("shifts", "班次", "Shifts", "count", total=True),
        column("difference", "长短款", "Over or short", "money", total=True),
    ),
    sql="""
    WITH deeds AS (
        SELECT actor AS cashier, count(*) FILTER (WHERE kind = 'closed') AS bills, 0 AS amount,
            count(*) FILTER (WHERE kind = 'reopened') AS reopened, count(*) FILTER (WHERE kind = 'refunded') AS
                refunds,
            0 AS shifts, 0 AS difference
        FROM sales WHERE business_day BETWEEN $from AND $to GROUP BY actor
        UNION ALL
        SELECT actor, 0, sum(amount_minor), 0, 0, 0, 0 FROM money WHERE business_day BETWEEN $from AND $to
            AND kind = 'bill' GROUP BY actor
        UNION ALL
        SELECT opened_by, 0, 0, 0, 0, count(*), sum(difference_minor) FROM shifts WHERE business_day BETWEEN
            $from AND $to GROUP BY opened_by
    )
    SELECT
        cashier,
        sum(bills) AS bills,
        sum(amount) AS amount,
        sum(reopened) AS reopened,
        sum(refunds) AS refunds,
        sum(shifts) AS shifts,
        sum(difference) AS difference
    FROM deeds
    WHERE $person = '' OR cashier = $person
    GROUP BY cashier
    ORDER BY amount DESC, cashier
    """,
    definition=meaning(
        "按操作的营业日：结账、收款、反结账和退款按谁做的算，长短款算在当班的人头上。",
        "By the day of each deed: bills, payments, re-openings and refunds by who did them, what was over or "
        "short by whose shift it was.",
    ),
)
