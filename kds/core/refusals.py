"""Reasons that several features refuse for; a reason of one deed stands beside that deed."""

from __future__ import annotations

from kds.core.types import Name, Refusal, reason

MOST = 1 << 53
"""No number that a command brings is larger: every reader of JSON keeps it, and sums stay far within 64 bits."""

UNKNOWN_DISH = reason("unknown_dish", "not_found", "菜单上没有“{dish}”", "There is no dish “{dish}” on the menu")
UNKNOWN_TABLE = reason("unknown_table", "not_found", "没有{table}桌", "There is no table {table}")
TABLE_REQUIRED = reason("table_required", "invalid", "堂食须注明桌号", "Dine-in needs a table")
TABLE_NOT_ALLOWED = reason("table_not_allowed", "invalid", "只有堂食才有桌号", "Only dine-in has a table")
UNKNOWN_SESSION = reason(
    "unknown_session", "not_found", "没有这个开台号：{session}", "There is no table session {session}"
)
SESSION_ENDED = reason(
    "session_ended",
    "conflict",
    "这拨客人已经离店",
    "These guests have left",
)
PARTY_ENDED = SESSION_ENDED.reworded(
    "这一桌已经结束用餐，请重新扫码或开台",
    "This table session is over; scan again, or open the table anew",
)
"""The same where guests want to order."""
PARTY_LEFT = SESSION_ENDED.reworded(
    "这桌客人已经离店，这一单没有下。请选现在坐着的客人，或者重新开台",
    "These guests have left, and nothing was ordered. Choose the party that is there now, or open the table anew",
)
"""The same where somebody of the staff wants to order for them."""
UNKNOWN_BILL = reason("unknown_bill", "not_found", "没有账单{bill}", "There is no bill {bill}")
BILL_CLOSED = reason("bill_closed", "conflict", "账单{bill}已经结清", "Bill {bill} is closed")
UNKNOWN_LINE = reason("unknown_line", "not_found", "没有明细{line}", "There is no line {line}")
LINE_VOIDED = reason("line_voided", "conflict", "这道菜已经退掉", "This line has been voided")
LINE_HELD = reason("line_held", "conflict", "这道菜还在等叫，请先叫起", "This line is held; fire it first")
ALREADY_DONE = reason("already_done", "conflict", "已经完成了", "This is done already")
ALREADY_ENDED = reason("already_ended", "conflict", "这道菜已经不做了", "This line has been ended already")
ALREADY_SERVED = reason("already_served", "conflict", "已经上桌了", "This is served already")
UNKNOWN_TICKET = reason("unknown_ticket", "not_found", "没有制作单{ticket}", "There is no ticket {ticket}")
ALREADY_SEEN = reason("already_seen", "conflict", "后厨已经看到这张单", "The kitchen has seen this ticket already")
UNKNOWN_SCREEN = reason("unknown_screen", "not_found", "没有屏幕{screen}", "There is no screen {screen}")
UNKNOWN_STATION = reason("unknown_station", "not_found", "没有档口{station}", "There is no station {station}")
UNKNOWN_TENDER = reason(
    "unknown_tender", "invalid", "没有“{tender}”这种收款方式", "There is no tender “{tender}” in this house"
)
UNKNOWN_ACCOUNT = reason("unknown_account", "not_found", "没有挂账账户{account}", "There is no account {account}")
UNKNOWN_DEPOSIT = reason(
    "unknown_deposit",
    "not_found",
    "没有押金{deposit}，或者已经退清",
    "There is no deposit {deposit}, or nothing of it is left",
)
OUT_OF_RANGE = reason(
    "out_of_range",
    "invalid",
    "{what_zh}须在{least}到{most}之间",
    "{what_en} must be between {least} and {most}",
)
NUMBERS = {
    "qty": Name(zh="数量", en="The quantity"),
    "guests": Name(zh="人数", en="The number of guests"),
    "remaining": Name(zh="剩余数量", en="What is left"),
    "amount_minor": Name(zh="金额", en="The amount"),
    "comes_at": Name(zh="预订时间", en="The time that is reserved"),
    "tendered_minor": Name(zh="收到的现金", en="The cash that was tendered"),
    "tip_minor": Name(zh="小费", en="The tip"),
    "value": Name(zh="优惠数值", en="The value of the reduction"),
    "heads": Name(zh="人数", en="The number of heads"),
    "seat": Name(zh="座位号", en="The number of the seat"),
    "course": Name(zh="第几道", en="The number of the course"),
    "parts": Name(zh="份数", en="The number of shares"),
    "amounts": Name(zh="每份金额", en="Each amount"),
    "accounts": Name(zh="挂账账户的数目", en="The number of accounts"),
    "deposits": Name(zh="未退押金的数目", en="The number of deposits"),
    "gross_g": Name(zh="毛重", en="The weight with the vessel"),
    "tare_g": Name(zh="皮重", en="The weight of the vessel"),
    "tills": Name(zh="收银台的数目", en="The number of tills"),
    "limit_minor": Name(zh="挂账额度", en="The limit"),
    "float_minor": Name(zh="备用金", en="The float"),
    "counted_minor": Name(zh="清点金额", en="What was counted"),
    "lines": Name(zh="菜品行数", en="The number of lines"),
    "price_minor": Name(zh="价格", en="The price"),
    "promised_at": Name(zh="约定时间", en="The time that is promised"),
}
"""Fields that people fill in with numbers, in their words; others go by their own name."""


def counted(n: int, one: str, more: str) -> str:
    """So many, in an English sentence: 1 ticket is, 2 tickets are."""
    return f"{n} {one if n == 1 else more}"


def within(field: str, value: int, least: int, most: int) -> None:
    """Refuse a number that could not be kept, or would turn a sum around: out_of_range."""
    if not least <= value <= most:
        raise out_of_range(field, least, most)


def out_of_range(field: str, least: int, most: int, **details: str) -> Refusal:
    """The refusal of a number that is not between these."""
    what = NUMBERS.get(field, Name(zh=field, en=field))
    return Refusal(OUT_OF_RANGE, field=field, what_zh=what.zh, what_en=what.en, least=least, most=most, **details)
