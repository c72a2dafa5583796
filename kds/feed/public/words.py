"""What each event says to people, in both languages: how the audit tells of it.

`{field}` is a field of the event, put into words by whoever tells it. What stands in `[…]` is said only where one of
the fields in it says something.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from kds.core.types import Name

Group = Literal["orders", "bills", "drawer", "floor", "kitchen", "menu", "people", "house"]
GROUPS: dict[Group, Name] = {
    "orders": Name(zh="点菜和出菜", en="Orders"),
    "bills": Name(zh="账单", en="Bills"),
    "drawer": Name(zh="收银台和日结", en="Tills and days"),
    "floor": Name(zh="桌台和客人", en="Tables and guests"),
    "kitchen": Name(zh="后厨", en="Kitchen"),
    "menu": Name(zh="菜单", en="Menu"),
    "people": Name(zh="员工和权限", en="People and rights"),
    "house": Name(zh="店铺设置", en="Settings"),
}


class Said(NamedTuple):
    """Of which kind an event is, what that type is called, and what one says."""

    group: Group
    called: Name
    says: Name


def _said(group: Group, called_zh: str, called_en: str, zh: str, en: str) -> Said:
    return Said(group, Name(zh=called_zh, en=called_en), Name(zh=zh, en=en))


WORDS: dict[str, Said] = {
    "RoundPlaced": _said("orders", "下单", "Order", "下单：{lines}", "Ordered: {lines}"),
    "OrderNamed": _said(
        "orders",
        "外部订单再次到达",
        "Order came again",
        "外部订单 {external_id} 再次到达",
        "The order {external_id} from outside came again",
    ),
    "LineVoided": _said(
        "orders",
        "退菜",
        "Void",
        "退菜 {line}，{price_minor}：{reason}",
        "Voided {line}, {price_minor}: {reason}",
    ),
    "LineComped": _said(
        "orders",
        "赠菜",
        "Comp",
        "赠菜 {line}，{price_minor}：{reason}",
        "Gave {line} free, {price_minor}: {reason}",
    ),
    "LineWeighed": _said(
        "orders",
        "称重",
        "Weighing",
        "称重 {line}：净重 {net_g} 克，{before_minor} 改为 {price_minor}",
        "Weighed {line}: {net_g} g net, {before_minor} became {price_minor}",
    ),
    "LinesMoved": _said(
        "orders",
        "转菜",
        "Dishes moved",
        "转菜 {lines}（{price_minor}）到账单 {to_bill}",
        "Moved {lines} ({price_minor}) to bill {to_bill}",
    ),
    "LineFired": _said("orders", "叫起", "Fire", "叫起 {line}", "Fired {line}"),
    "LineRushed": _said("orders", "催菜", "Rush", "催菜 {line}", "Rushed {line}"),
    "LineServed": _said("orders", "划菜", "Served", "划菜 {line}", "Served {line}"),
    "LineUnserved": _said("orders", "撤回划菜", "Not served", "撤回划菜 {line}", "Not served after all: {line}"),
    "LineNoted": _said(
        "orders",
        "改备注",
        "Note changed",
        "备注 {line}：“{before}”改为“{note}”",
        "Note of {line}: “{before}” became “{note}”",
    ),
    "BillOpened": _said("bills", "开账单", "Bill opened", "开账单 {bill}", "Opened bill {bill}"),
    "ServiceCalled": _said("floor", "呼叫服务", "Service called", "呼叫：{kind} {text}", "Called for {kind} {text}"),
    "CallTaken": _said("floor", "有人去了", "Call taken", "有人去处理呼叫 {call}", "Somebody goes for call {call}"),
    "CallEnded": _said("floor", "呼叫处理完", "Call answered", "处理了呼叫：{kind}", "Answered the call for {kind}"),
    "PaymentTaken": _said(
        "bills",
        "收款",
        "Payment",
        "账单 {bill} 收款 {amount_minor}（{tender}），小费 {tip_minor}",
        "Bill {bill}: took {amount_minor} by {tender}, tip {tip_minor}",
    ),
    "BillClosed": _said(
        "bills",
        "结清",
        "Bill paid",
        "账单 {bill} 结清，共 {total_minor}",
        "Bill {bill} is paid: {total_minor}",
    ),
    "BillReduced": _said(
        "bills",
        "打折、减免",
        "Reduction",
        "账单 {bill} 优惠（{kind}）{value}：{reason}",
        "Bill {bill} reduced ({kind}) by {value}: {reason}",
    ),
    "ReductionTakenBack": _said(
        "bills",
        "撤销优惠",
        "Reduction taken back",
        "账单 {bill} 撤销优惠 {reduction}",
        "Bill {bill}: reduction {reduction} taken back",
    ),
    "SurchargesSet": _said(
        "bills",
        "加收",
        "Surcharges",
        "账单 {bill} 的加收：{surcharges} {reason}",
        "Surcharges of bill {bill}: {surcharges} {reason}",
    ),
    "BillReckoned": _said(
        "bills",
        "重算账单",
        "Bill reckoned",
        "账单 {bill} 重算：{gross_minor}，应收 {total_minor}",
        "Bill {bill} reckoned: {gross_minor} comes to {total_minor}",
    ),
    "BillSplit": _said(
        "bills",
        "拆单、并单",
        "Split or join",
        "账单 {bill} 拆并（{by}）：{parts}",
        "Bill {bill} regrouped ({by}): {parts}",
    ),
    "BillRefunded": _said(
        "bills",
        "退款",
        "Refund",
        "账单 {bill} 退款 {amount_minor}：{reason}",
        "Bill {bill}: gave {amount_minor} back: {reason}",
    ),
    "BillReopened": _said(
        "bills",
        "反结账",
        "Bill re-opened",
        "账单 {bill} 反结账（原 {total_minor}）：{reason}",
        "Bill {bill} opened again (was {total_minor}): {reason}",
    ),
    "BillAsked": _said("bills", "叫结账", "Bill asked for", "客人要结账", "The guests want to pay"),
    "AccountSet": _said(
        "bills",
        "设挂账账户",
        "Account set",
        "挂账账户 {account}（{name}），额度 {limit_minor}",
        "Account {account} ({name}), limit {limit_minor}",
    ),
    "AccountPaid": _said(
        "bills",
        "挂账还款",
        "Account paid",
        "挂账账户 {account} 还款 {amount_minor}（{tender}）",
        "Account {account} paid {amount_minor} by {tender}",
    ),
    "DepositTaken": _said(
        "bills",
        "收押金",
        "Deposit taken",
        "收押金 {deposit}：{amount_minor}（{tender}）",
        "Took deposit {deposit}: {amount_minor} by {tender}",
    ),
    "DepositReturned": _said(
        "bills",
        "退押金",
        "Deposit returned",
        "退押金 {deposit}：{amount_minor}",
        "Returned {amount_minor} of deposit {deposit}",
    ),
    "ShiftOpened": _said(
        "drawer",
        "开班",
        "Shift opened",
        "收银台“{till}”开班，备用金 {float_minor}",
        "Till “{till}” opened with {float_minor}",
    ),
    "CashDropped": _said(
        "drawer",
        "缴存现金",
        "Cash dropped",
        "收银台“{till}”缴存 {amount_minor}：{reason}",
        "Till “{till}”: {amount_minor} to the safe: {reason}",
    ),
    "ShiftClosed": _said(
        "drawer",
        "交班",
        "Shift closed",
        "收银台“{till}”交班：应有 {expected_minor}，实点 {counted_minor}，差 {difference_minor}",
        "Till “{till}” closed: {expected_minor} expected, {counted_minor} counted, {difference_minor} off",
    ),
    "DaySettled": _said("drawer", "日结报表", "Day report", "日结报表 Z{report}", "Report of the day: Z{report}"),
    "DayClosed": _said(
        "drawer",
        "日结",
        "Day closed",
        "营业日 {business_day} 结束，{unpaid_parties} 桌未付，{open_tickets} 张单未完成 {word}",
        "Day {business_day} closed; parties that owe: {unpaid_parties}, tickets not done: {open_tickets} {word}",
    ),
    "SessionOpened": _said(
        "floor",
        "开台",
        "Table opened",
        "开台 {table}，{guests} 位",
        "Opened table {table}, guests: {guests}",
    ),
    "SessionCleared": _said("floor", "清台", "Party left", "清台", "The party left"),
    "SessionMoved": _said(
        "floor",
        "转台",
        "Party moved",
        "转台：{from_table} 到 {table}",
        "Moved from {from_table} to {table}",
    ),
    "SessionShared": _said("floor", "拼桌", "Table shared", "拼桌，编号 {share}", "Shares its table as number {share}"),
    "SessionMerged": _said("floor", "并台", "Merge", "并台到 {into}", "Merged into {into}"),
    "SessionUnmerged": _said(
        "floor",
        "拆台",
        "Unmerge",
        "从 {out_of} 拆出到 {table}",
        "Stands for itself again, out of {out_of}, at {table}",
    ),
    "PartiesTied": _said("floor", "桌台往来", "Parties tied", "与 {other} 有往来", "Had to do with {other}"),
    "PartiesLeft": _said(
        "floor",
        "随日结离店",
        "Left with the day",
        "随日结离店：{sessions}",
        "Left with the day: {sessions}",
    ),
    "SessionNoted": _said(
        "floor",
        "整单备注",
        "Party notes",
        "整单备注“{note}”，忌口“{allergies}”",
        "Notes of the party “{note}”, allergies “{allergies}”",
    ),
    "SessionServedBy": _said("floor", "交接桌台", "Handed over", "服务员改为 {staff}", "Served by {staff} from now on"),
    "GuestsSet": _said("floor", "改人数", "Guests counted", "人数改为 {guests}", "Guests: {guests}"),
    "TableCleaned": _said("floor", "收台", "Table cleaned", "{table} 桌收拾干净", "Table {table} is clean"),
    "TableReserved": _said(
        "floor",
        "预订",
        "Reservation",
        "预订 {reservation}：{table} 桌，{comes_at}，{guests} 位",
        "Reservation {reservation}: table {table}, {comes_at}, guests: {guests}",
    ),
    "ReservationChanged": _said(
        "floor",
        "改预订",
        "Reservation changed",
        "预订 {reservation} 改为：{table} 桌，{comes_at}，{guests} 位",
        "Reservation {reservation} is now: table {table}, {comes_at}, guests: {guests}",
    ),
    "ReservationEnded": _said(
        "floor",
        "预订结束",
        "Reservation ended",
        "预订 {reservation}（{table} 桌）：{outcome}",
        "Reservation {reservation} (table {table}): {outcome}",
    ),
    "TicketsRouted": _said("kitchen", "分单", "Tickets", "分单：{tickets}", "Went to the kitchen: {tickets}"),
    "TicketStarted": _said(
        "kitchen",
        "开始制作",
        "Begun",
        "制作单 {ticket} 开始：{lines}",
        "Ticket {ticket} begun: {lines}",
    ),
    "TicketBumped": _said("kitchen", "完成", "Bump", "制作单 {ticket} 完成：{lines}", "Ticket {ticket} done: {lines}"),
    "TicketRecalled": _said(
        "kitchen",
        "撤回",
        "Recall",
        "制作单 {ticket} 撤回：{lines}",
        "Ticket {ticket} recalled: {lines}",
    ),
    "TicketEnded": _said(
        "kitchen",
        "撤单",
        "Taken off",
        "制作单 {ticket} 撤掉（{outcome}）：{lines} {reason}",
        "Ticket {ticket} taken off ({outcome}): {lines} {reason}",
    ),
    "NotesAcknowledged": _said(
        "kitchen",
        "看到备注",
        "Notes seen",
        "后厨看到制作单 {ticket} 的备注",
        "The kitchen knows the notes of ticket {ticket}",
    ),
    "VoidsAcknowledged": _said(
        "kitchen",
        "看到退菜",
        "Voids seen",
        "后厨看到制作单 {ticket} 的退菜：{lines}",
        "The kitchen knows the voids of ticket {ticket}: {lines}",
    ),
    "TicketShown": _said(
        "kitchen",
        "上屏",
        "Shown",
        "制作单 {ticket} 显示在屏幕 {screen}",
        "Screen {screen} showed ticket {ticket}",
    ),
    "TicketAcknowledged": _said(
        "kitchen",
        "接手",
        "Taken charge of",
        "接手没有屏幕显示的制作单 {ticket}",
        "Took charge of ticket {ticket}, which no screen had shown",
    ),
    "KitchenTested": _said("kitchen", "测试后厨", "Kitchen test", "测试后厨：{parts}", "Tested the kitchen: {parts}"),
    "StockCounted": _said("menu", "沽清、限量", "Stock", "{dish} 剩余：{remaining}", "{dish}, left: {remaining}"),
    "MenuChanged": _said(
        "menu",
        "改菜单",
        "Menu changed",
        "改菜单（第 {version} 版）[ 菜品：{dishes}][ 分类：{categories}][ 餐段：{dayparts}]"
        "[ 删去菜品：{dishes_gone}][ 删去分类：{categories_gone}][ 删去餐段：{dayparts_gone}]",
        "Changed the menu (version {version})[; dishes: {dishes}][; categories: {categories}][; hours: {dayparts}]"
        "[; dishes gone: {dishes_gone}][; categories gone: {categories_gone}][; hours gone: {dayparts_gone}]",
    ),
    "DaypartBegan": _said(
        "menu",
        "餐段开始",
        "Part of the day",
        "餐段 {daypart} 开始，到 {ends_at} 为止；改价的菜：{repriced}",
        "{daypart} began, until {ends_at}; other prices: {repriced}",
    ),
    "MenuPublished": _said(
        "menu",
        "发布菜单",
        "Menu published",
        "发布整份菜单：{menu}",
        "Published a whole menu: {menu}",
    ),
    "FloorChanged": _said(
        "house",
        "改桌台",
        "Floor changed",
        "改桌台[ 区域：{areas}][ 桌台：{tables}][ 删去区域：{areas_gone}][ 删去桌台：{tables_gone}]",
        "Changed the floor[; areas: {areas}][; tables: {tables}]"
        "[; areas gone: {areas_gone}][; tables gone: {tables_gone}]",
    ),
    "FloorLaidOut": _said(
        "house",
        "布置桌台",
        "Floor laid out",
        "布置桌台：{areas} {tables}",
        "Laid out the floor: {areas} {tables}",
    ),
    "KitchenChanged": _said(
        "house",
        "改后厨",
        "Kitchen changed",
        "改后厨[ 档口：{stations}][ 屏幕：{screens}][ 分流规则：{routes}]"
        "[ 删去档口：{stations_gone}][ 删去屏幕：{screens_gone}][ 删去分流规则：{routes_gone}]",
        "Changed the kitchen[; stations: {stations}][; screens: {screens}][; routes: {routes}]"
        "[; stations gone: {stations_gone}][; screens gone: {screens_gone}][; routes gone: {routes_gone}]",
    ),
    "KitchenSetUp": _said(
        "house",
        "布置后厨",
        "Kitchen set up",
        "布置后厨：{stations} {screens}",
        "Set up the kitchen: {stations} {screens}",
    ),
    "BillingChanged": _said(
        "house",
        "改收款规则",
        "Charging changed",
        "改收款规则[：{settings}]",
        "Changed how the house charges[: {settings}]",
    ),
    "HouseFounded": _said(
        "house",
        "店铺设置",
        "House settings",
        "店铺设置：{house}，营业日 {business_day}",
        "Settings of the house: {house}, day {business_day}",
    ),
    "DraftFilled": _said(
        "house",
        "改草稿",
        "Put into a draft",
        "放进草稿 {draft} {title}：{wanted}",
        "Put into draft {draft} {title}: {wanted}",
    ),
    "DraftThinned": _said(
        "house",
        "草稿里拿掉一项",
        "Taken out of a draft",
        "从草稿 {draft} 拿掉 {id}",
        "Took {id} out of draft {draft}",
    ),
    "DraftRenamed": _said(
        "house", "草稿改名", "Draft renamed", "草稿 {draft} 改名为“{title}”", "Draft {draft} is called “{title}” now"
    ),
    "DraftTimed": _said(
        "house",
        "草稿定时发布",
        "Draft timed",
        "草稿 {draft} 的发布时间：{publishes_at}",
        "Draft {draft} takes effect by itself: {publishes_at}",
    ),
    "DraftDropped": _said("house", "删除草稿", "Draft dropped", "删除草稿 {draft}", "Dropped draft {draft}"),
    "DraftPublished": _said(
        "house", "发布草稿", "Draft published", "发布草稿 {draft}“{title}”", "Published draft {draft} “{title}”"
    ),
    "DraftStayed": _said(
        "house",
        "草稿没能发布",
        "Draft not published",
        "草稿 {draft} 到时间没能发布：{why}",
        "Draft {draft} could not take effect when its time came: {why}",
    ),
    "ChangeUndone": _said(
        "house",
        "撤销修改",
        "Change undone",
        "撤销修改 {change}[（{parts}）]",
        "Took back change {change}[ ({parts})]",
    ),
    "ClockStepped": _said(
        "house",
        "改时钟",
        "Clock stepped",
        "服务器时钟改了 {delta_ms}",
        "The server's clock stepped by {delta_ms}",
    ),
    "RoleGiven": _said("people", "员工身份", "Role given", "{person} 的身份：{role}", "{person} works here as {role}"),
    "PersonLeft": _said("people", "离职", "Left the house", "{person} 离职", "{person} works here no more"),
    "RightsChanged": _said(
        "people",
        "改权限",
        "Rights changed",
        "改“{role}”的权限[，另给 {given}][，收回 {taken}][，限额 {limits}]",
        "Rights of “{role}”[; given {given}][; taken {taken}][; limits {limits}]",
    ),
    "AccessNoted": _said(
        "people", "登录和配对", "Getting in", "{kind}：{about}[（{role}）]", "{kind}: {about}[ ({role})]"
    ),
}
"""By the types of events: all that a ledger can hold."""
