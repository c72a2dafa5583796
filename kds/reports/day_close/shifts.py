"""交接班 · Shifts."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="shifts",
    group="day_close",
    name=name("交接班", "Shifts"),
    parameters=(*PERIOD, "person"),
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("happened_at", "交班时间", "Counted", "moment"),
        column("till", "收银台", "Till", "text"),
        column("opened_by", "当班", "Whose", "text"),
        column("closed_by", "点款人", "Counted by", "text"),
        column("expected", "应有", "Expected", "money", total=True),
        column("counted", "实点", "Counted sum", "money", total=True),
        column("difference", "长短款", "Difference", "money", total=True),
        column("handed_to", "交给", "Handed to", "text"),
    ),
    sql="""
    SELECT
        business_day, happened_at, till, opened_by, closed_by,
        expected_minor AS expected,
        counted_minor AS counted,
        difference_minor AS difference,
        handed_to
    FROM shifts
    WHERE business_day BETWEEN $from AND $to AND ($person = '' OR opened_by = $person OR closed_by = $person)
    ORDER BY happened_at, till
    """,
    definition=meaning(
        "每次交班：应有 = 备用金 + 现金收付 − 缴存；差额为负是短款。",
        "Every till that was counted: expected is the float and the cash that came and went, less drops; below "
        "zero it was short.",
    ),
)
