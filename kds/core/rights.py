"""Who may do and see what: one table for the public interface, the pages, and the matrix that managers edit.

A right says who has it where the house has not said otherwise. What the house has said stands in the people's books,
and changes what its own people may; guests, programs and the owner have what is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

from kds.core import money
from kds.core.people.model import RankAndFile
from kds.core.state import State
from kds.core.types import Channel, Context, Name, Refusal, Role, Who, reason

FORBIDDEN = reason("forbidden", "forbidden", "没有权限这样做", "You have no right to do that")
OVER_LIMIT = reason(
    "over_limit",
    "forbidden",
    "超过了你的权限（最多{said}），请让有权限的人授权",
    "This is beyond your limit ({said}); ask somebody who may approve it",
)
NOT_YOUR_TABLE = reason("not_your_table", "forbidden", "这个码只能用于{own}桌", "This code is for table {own} only")

NOT_YOUR_CHANNEL = reason(
    "not_your_channel",
    "forbidden",
    "这个码只能用来{own_zh}，不能代别的渠道下单",
    "This code orders by {own_en} only, and for no other channel",
)
OWN_CHANNEL: dict[Channel, Name] = {
    "scan": Name(zh="扫码点餐", en="scan"),
    "miniprogram": Name(zh="在小程序点餐", en="mini program"),
    "kiosk": Name(zh="在自助机点餐", en="kiosk"),
    "tablet": Name(zh="在平板上点餐", en="tablet"),
}
"""What guests order by, in words."""

Group = Literal["orders", "floor", "bills", "drawer", "kitchen", "views", "house"]
Unit = Literal["", "permille", "minor"]


class Right(NamedTuple):
    """Something that some roles may. `may` is who, unless the house says otherwise.

    `unit` is of what a role may be given a limit: shares of a bill, or money; "" of nothing.
    """

    code: str
    group: Group
    name: Name
    may: frozenset[Role]
    unit: Unit = ""


RIGHTS: dict[str, Right] = {}
"""By their codes, in the order of the matrix."""


def roles(*names: Role) -> frozenset[Role]:
    """Those who may."""
    return frozenset(names)


def _right(code: str, group: Group, zh: str, en: str, may: frozenset[Role], unit: Unit = "") -> Right:
    RIGHTS[code] = made = Right(code, group, Name(zh=zh, en=en), may, unit)
    return made


LEAD = roles("manager")
FRONT = roles("waiter", "cashier", "manager")
KITCHEN = roles("kitchen", "expo", "manager")
STAFF = FRONT | KITCHEN
PROGRAMS = roles("integration")
GUESTS = roles("guest")

NOBODY = Right("", "house", Name(zh="系统", en="the system"), roles())
"""What kds does itself."""

ORDER = _right("order", "orders", "点菜", "Order", FRONT | GUESTS | PROGRAMS)
OPEN_ITEM = _right("open_item", "orders", "临时菜", "Sell open items", LEAD, "minor")
VOID = _right("void", "orders", "退菜（未开做）", "Void what is not begun", FRONT)
VOID_STARTED = _right("void_started", "orders", "退菜（已开做）", "Void what is begun or served", LEAD)
COMP = _right("comp", "orders", "赠菜", "Comp a dish", LEAD, "minor")
NOTE = _right("note", "orders", "改备注和忌口", "Change notes and allergies", FRONT)
FIRE = _right("fire", "orders", "叫起、起菜", "Fire dishes and courses", FRONT)
RUSH = _right("rush", "orders", "催菜", "Rush a dish", FRONT | GUESTS | PROGRAMS)
SERVE = _right("serve", "orders", "划菜", "Say that a dish is served", STAFF)
WEIGH = _right("weigh", "orders", "称重", "Weigh a dish", STAFF - roles("expo"))
CALL = _right("call", "orders", "呼叫服务", "Call for service", FRONT | GUESTS | PROGRAMS)
ANSWER_CALL = _right("answer_call", "orders", "处理呼叫", "Answer calls for service", STAFF)
SOLD_OUT = _right("sold_out", "orders", "沽清、限量", "Mark sold out, count what is left", STAFF)

RESERVE = _right("reserve", "floor", "预订", "Take reservations", FRONT | PROGRAMS)
SEAT = _right("seat", "floor", "开台", "Open a table", FRONT | PROGRAMS)
GUEST_COUNT = _right("guest_count", "floor", "改人数", "Change how many guests", FRONT)
MOVE = _right("move", "floor", "转台、并台、转菜、交接桌台", "Move and merge tables and dishes, hand them over", FRONT)
CLEAR = _right("clear", "floor", "清台、收台", "Clear and clean a table", FRONT)

ASK_BILL = _right("ask_bill", "bills", "买单", "Ask for the bill", FRONT | GUESTS)
PAY = _right("pay", "bills", "收款", "Take payments", FRONT | PROGRAMS)
ROUNDING = _right("rounding", "bills", "抹零", "Round a bill down", FRONT)
DISCOUNT = _right("discount", "bills", "打折、减免", "Give discounts", LEAD, "permille")
SPLIT = _right("split", "bills", "拆单、并单", "Split and join bills", FRONT)
SURCHARGE = _right("surcharge", "bills", "加收", "Add surcharges", FRONT)
WAIVE = _right("waive", "bills", "免加收", "Waive surcharges", LEAD)
TAKE_BACK = _right("take_back", "bills", "撤销刚收的款", "Take a payment back", FRONT)
REFUND = _right("refund", "bills", "退款", "Refund", LEAD, "minor")
REOPEN = _right("reopen", "bills", "反结账", "Re-open a bill", LEAD)
DEPOSIT = _right("deposit", "bills", "收退押金", "Take and return deposits", FRONT)
ACCOUNT = _right("account", "bills", "收挂账还款", "Take what accounts pay", FRONT)
OPEN_ACCOUNT = _right("open_account", "bills", "设挂账账户和额度", "Open accounts and set their limits", LEAD)

SHIFT = _right("shift", "drawer", "开班、交班", "Open and close shifts", FRONT)
DROP = _right("drop", "drawer", "缴存现金", "Drop cash", FRONT)
CLOSE_DAY = _right("close_day", "drawer", "日结", "Close the day", LEAD)

COOK = _right("cook", "kitchen", "开始、完成、撤回", "Start, bump and recall", KITCHEN)
FIRE_TICKET = _right("fire_ticket", "kitchen", "叫起整单", "Fire a ticket", STAFF)
RUSH_TICKET = _right("rush_ticket", "kitchen", "催整单", "Rush a ticket", STAFF)
END_TICKET = _right("end_ticket", "kitchen", "撤掉遗留的制作单", "Take a forgotten ticket off", STAFF)
ACKNOWLEDGE = _right("acknowledge", "kitchen", "确认警报", "Acknowledge alarms", STAFF)
PRINT = _right("print", "kitchen", "打印、补打制作单", "Print kitchen slips", STAFF)
SWITCH_THEME = _right("switch_theme", "kitchen", "切换时段方案", "Switch the kitchen's theme", KITCHEN)
PAIR = _right("pair", "kitchen", "配对屏幕、测试后厨", "Pair screens, test the kitchen", KITCHEN)

SEE_MENU = _right("see_menu", "views", "看菜单", "See the menu", STAFF | GUESTS | PROGRAMS)
SEE_TABLES = _right("see_tables", "views", "看桌台", "See the tables", FRONT | GUESTS | PROGRAMS)
SEE_PARTIES = _right("see_parties", "views", "看每桌的情况", "See who sits where", FRONT | PROGRAMS)
SEE_BILL = _right("see_bill", "views", "看账单", "See bills", FRONT | GUESTS | PROGRAMS)
SEE_KITCHEN = _right("see_kitchen", "views", "看后厨", "See the kitchen's tickets", STAFF)
SEE_WALLS = _right("see_walls", "views", "看厨显屏", "See the walls", STAFF)
SEE_HOUSE = _right("see_house", "views", "看店铺设置", "See the house's settings", STAFF | PROGRAMS)
SEE_EVENTS = _right("see_events", "views", "看记录和日结", "See the record and the days", LEAD | PROGRAMS)
SEE_REPORTS = _right("see_reports", "views", "看报表", "See reports", LEAD | PROGRAMS)
ORDER_PAGE = _right("order_page", "views", "用点菜页", "Use the order page", FRONT)
TILL_PAGES = _right("till_pages", "views", "用收银页", "Use the till's pages", FRONT)

MENU = _right("menu", "house", "改菜单", "Change the menu", LEAD)
FLOOR_PLAN = _right("floor_plan", "house", "改桌台", "Change tables and areas", LEAD)
KITCHEN_PLAN = _right("kitchen_plan", "house", "改档口和屏幕", "Change stations and screens", LEAD)
BILLING = _right("billing", "house", "改收款方式和加收规则", "Change tenders and surcharges", LEAD)
SETTINGS = _right("settings", "house", "改店铺设置", "Change the house's settings", LEAD)
PEOPLE = _right("people", "house", "管理员工和权限", "Manage people and rights", LEAD)
AUDIT = _right("audit", "house", "查操作记录", "Read who did what", LEAD)

View = Literal[
    "menu",
    "tables",
    "parties",
    "bill",
    "calls",
    "kitchen",
    "walls",
    "events",
    "reports",
    "house",
    "pairing",
    "ordering",
    "tills",
    "people",
    "audit",
]
VIEWS: dict[View, Right] = {
    "menu": SEE_MENU,
    "tables": SEE_TABLES,
    "parties": SEE_PARTIES,
    "bill": SEE_BILL,
    "calls": ANSWER_CALL,
    "kitchen": SEE_KITCHEN,
    "walls": SEE_WALLS,
    "house": SEE_HOUSE,
    "events": SEE_EVENTS,
    "reports": SEE_REPORTS,
    "pairing": PAIR,
    "ordering": ORDER_PAGE,
    "tills": TILL_PAGES,
    "people": PEOPLE,
    "audit": AUDIT,
}
"""What can be looked at, and the right that it takes."""


CHANGEABLE: tuple[RankAndFile, ...] = get_args(RankAndFile)
"""The roles of which the house says what they may, in the order of the matrix."""
OF_WALLS = (SEE_WALLS, COOK)
"""What paired walls work by, whose role is the kitchen's: nothing hides them (law 12)."""


def usual(rights: Iterable[Right]) -> frozenset[Role]:
    """The roles that have one of these rights where the house has not said otherwise."""
    found = frozenset[Role]().union(*[each.may for each in rights])
    return found if found.isdisjoint(STAFF) else found | {"owner"}


def may(state: State, role: Role, right: Right) -> bool:
    """Whether a role has a right. The system has every one, the owner all that the people of the house can have."""
    if role == "system":
        return True
    if role == "owner":
        return not right.may.isdisjoint(STAFF)
    said = state.people.roles.get(role)
    if said is not None and (right.code in said.given or right.code in said.taken):
        return right.code in said.given
    return role in right.may


def having(state: State, right: Right) -> frozenset[Role]:
    """The roles of the house's people that have a right."""
    return frozenset(role for role in (*STAFF, "owner") if may(state, role, right))


def answering(context: Context) -> Iterator[Who]:
    """Who asks, and who approves where somebody does."""
    yield context.who
    if context.approver is not None:
        yield context.approver


def has(state: State, context: Context, right: Right) -> bool:
    """Whether who asks has a right, or who approves."""
    return any(may(state, each.role, right) for each in answering(context))


def permit(state: State, context: Context, *rights: Right) -> None:
    """Let who asks do what takes one of these rights, theirs or that of who approves. Refused: forbidden."""
    if not any(has(state, context, each) for each in rights):
        raise Refusal(FORBIDDEN)


def limit_of(state: State, role: Role, right: Right) -> int | None:
    """How far a right goes for a role that has it, in the right's unit; None is without end."""
    said = state.people.roles.get(role)
    return None if said is None else said.limit(right.code)


def reaches(own: int | None, other: int | None) -> bool:
    """Whether a limit goes as far as another; None is without end."""
    return own is None or (other is not None and other <= own)


def furthest(state: State, context: Context, right: Right) -> int | None:
    """How far a right goes for who asks, or who approves, whichever goes further; None is without end.

    One of them has it.
    """
    limits = [limit_of(state, each.role, right) for each in answering(context) if may(state, each.role, right)]
    known = [each for each in limits if each is not None]
    return max(known) if len(known) == len(limits) else None


def permit_up_to(state: State, context: Context, right: Right, value: int) -> None:
    """Let who asks do this up to their limit, or up to that of who approves. Refused: forbidden, over_limit."""
    permit(state, context, right)
    most = furthest(state, context, right)
    if most is not None and value > most:
        raise Refusal(OVER_LIMIT, right=right.code, limit=most, said=_limit_said(state, right, most))


def _limit_said(state: State, right: Right, limit: int) -> str:
    if right.unit == "minor":
        return money.told(state, limit)
    whole, rest = divmod(limit, 10)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


def at_own_table(who: Who, table: str | None) -> None:
    """A guest whose right is for one table has business at no other. Refused: not_your_table."""
    if who.role == "guest" and who.table is not None and table != who.table:
        raise Refusal(NOT_YOUR_TABLE, own=who.table)


def channel_of(who: Who) -> Channel:
    """By what somebody orders who names no channel. A guest orders by this alone."""
    if who.role != "guest":
        return "api"
    if who.channel is not None:
        return who.channel
    return "kiosk" if who.table is None else "scan"


def in_own_channel(who: Who, channel: Channel) -> None:
    """A guest speaks for no other channel. Refused: not_your_channel."""
    if who.role == "guest" and channel != (own := channel_of(who)):
        raise Refusal(NOT_YOUR_CHANNEL, own=own, own_zh=OWN_CHANNEL[own].zh, own_en=OWN_CHANNEL[own].en)
