"""What is said of tills, shifts and days."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "ShiftOpened": said(
        "drawer",
        "开班",
        "Shift opened",
        "收银台“{till}”开班，备用金 {float_minor}",
        "Till “{till}” opened with {float_minor}",
    ),
    "CashDropped": said(
        "drawer",
        "缴存现金",
        "Cash dropped",
        "收银台“{till}”缴存 {amount_minor}：{reason}",
        "Till “{till}”: {amount_minor} to the safe: {reason}",
    ),
    "ShiftClosed": said(
        "drawer",
        "交班",
        "Shift closed",
        "收银台“{till}”交班：应有 {expected_minor}，实点 {counted_minor}，差 {difference_minor}",
        "Till “{till}” closed: {expected_minor} expected, {counted_minor} counted, {difference_minor} off",
    ),
    "DaySettled": said("drawer", "日结报表", "Day report", "日结报表 Z{report}", "Report of the day: Z{report}"),
    "DayClosed": said(
        "drawer",
        "日结",
        "Day closed",
        "营业日 {business_day} 结束，{unpaid_parties} 桌未付，{open_tickets} 张单未完成 {word}",
        "Day {business_day} closed; parties that owe: {unpaid_parties}, tickets not done: {open_tickets} {word}",
    ),
}
