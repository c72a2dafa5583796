"""日结 · Z report."""

from __future__ import annotations

from kds.reports.report import PERIOD, Report, column, meaning, name

REPORT = Report(
    id="z_report",
    group="day_close",
    name=name("日结", "Z report"),
    parameters=PERIOD,
    columns=(
        column("business_day", "营业日", "Business day", "day"),
        column("z", "日结号", "Z", "count"),
        column("ended_at", "日结时间", "Ended", "moment"),
        column("closed_by", "操作人", "By", "text"),
        column("bills", "账单", "Bills", "count", total=True),
        column("closed", "结账金额", "Bills closed", "money", total=True),
        column("reduced", "折扣抹零", "Reduced", "money", total=True),
        column("surcharged", "加收", "Surcharged", "money", total=True),
        column("tendered", "收款", "Tendered", "money", total=True),
        column("refunded", "退款", "Refunded", "money", total=True),
        column("tips", "小费", "Tips", "money", total=True),
        column("brought", "上日未结已收", "Brought forward", "money"),
        column("carried", "未结已收", "Carried forward", "money"),
        column("owed", "挂账余额", "Owed", "money"),
        column("kept", "押金余额", "Deposits kept", "money"),
        column("open_tickets", "未完成单", "Open tickets", "count", total=True),
        column("unpaid", "未付桌", "Unpaid parties", "count", total=True),
        column("checks", "不平的核对", "Checks that fail", "text"),
    ),
    sql="""
    SELECT
        business_day, z, ended_at, closed_by, bills,
        closed_minor AS closed,
        reduced_minor AS reduced,
        surcharged_minor AS surcharged,
        tendered_minor AS tendered,
        refunded_minor AS refunded,
        tips_minor AS tips,
        brought_minor AS brought,
        carried_minor AS carried,
        owed_minor AS owed,
        kept_minor AS kept,
        open_tickets,
        unpaid_parties AS unpaid,
        failed_checks AS checks
    FROM days
    WHERE business_day BETWEEN $from AND $to
    ORDER BY z
    """,
    definition=meaning(
        "日结过的营业日，与当时的 Z 一致；结账金额已减退款；核对：上日未结已收 + 收款 − 退款 = 结账金额 + 未结已收。",
        "Business days that were closed, as their Zs say; bills closed are less refunds. Brought forward + "
        "tendered − refunded is bills closed + carried forward.",
    ),
)
