"""What the things that a change is about are called."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.changes.items import Item, standing
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import Name

VALUES: dict[str, Name] = {
    "menu.currency": Name(zh="币种", en="Currency"),
    "kitchen.thresholds": Name(zh="全店超时提醒", en="Lateness in the whole house"),
    "billing.tenders": Name(zh="收款方式", en="Tenders"),
    "billing.surcharges": Name(zh="加收规则", en="Surcharges"),
    "billing.round_to_minor": Name(zh="抹零单位", en="What cash is rounded to"),
    "billing.rounding_most_minor": Name(zh="抹零上限", en="How much may be rounded off"),
    "billing.reductions": Name(zh="优惠", en="Reductions"),
    "billing.reasons": Name(zh="原因", en="Reasons"),
    "house.name": Name(zh="店名", en="Name of the house"),
    "house.cutoff_minute": Name(zh="日结时间", en="When the day ends"),
    "house.shown_within_ms": Name(zh="多久没上屏要提醒", en="How long a ticket may wait to be seen"),
    "house.rush_after_ms": Name(zh="多久以后可以催菜", en="How soon guests may rush"),
    "house.rush_every_ms": Name(zh="多久可以再催一次", en="How soon guests may rush again"),
    "house.calls_after_ms": Name(zh="呼叫多久没人应要报警", en="How long a call may wait for somebody"),
    "house.nobody_after_permille": Name(
        zh="多久没人动算没人在（标准时间的千分数）", en="Nobody is there after (thousandths)"
    ),
    "house.paper_dark_ms": Name(zh="没有屏幕多久后打印", en="On no screen for so long: printed"),
    "house.paper_unseen_ms": Name(zh="报警没人管多久后打印", en="An alarm that nobody minds for so long: printed"),
    "house.dine_in_by_number": Name(zh="堂食叫号", en="Dine-in by number"),
    "house.tables_are_cleaned": Name(zh="收台后才算空桌", en="Tables are cleaned before they are free"),
    "house.currency": Name(zh="币种", en="Currency"),
    "house.timezone": Name(zh="时区", en="Time zone"),
    "house.language": Name(zh="店铺语言", en="Language of the house"),
    "house.address": Name(zh="设备和手机用的地址", en="Address for devices and phones"),
    "house.sign_out_after_ms": Name(zh="多久不用自动退出", en="Signed out when idle for"),
    "house.guests_order": Name(zh="顾客手机点餐", en="Guests order by phone"),
    "house.code_a_visit": Name(zh="每拨客人一个码", en="A code for each party"),
    "house.seated_first": Name(zh="先开台再点餐", en="Seated before the first order"),
    "house.base_at_once": Name(zh="选好锅底马上下单", en="A base is sent at once"),
    "house.base_gate_ms": Name(zh="菜等锅底上桌", en="Dishes wait for the base"),
    "house.pace_courses": Name(zh="同一道的菜一起出齐", en="Dishes of a course are done together"),
    "house.learn_times": Name(zh="按实际用时预计出菜", en="Reckon with how long dishes really take"),
    "house.batch_window_ms": Name(zh="并菜：下单最多相差多久", en="Cooked together: sent within"),
    "house.batch_most": Name(zh="并菜：最多几份", en="Cooked together: most portions"),
    "house.number_plates": Name(zh="叫号的客人拿桌牌", en="Number plates for guests without a table"),
    "house.serve_what_is_done_only": Name(zh="做好才能划菜", en="Served only once it is done"),
    "house.plates_a_guest_permille": Name(zh="几盘够一位吃（千分）", en="Plates a guest, in thousandths"),
}
"""Values that are given whole, by `part.field`."""


NAMED = 5


def listed(state: State, items: Sequence[Item]) -> Name:
    """What some things are called; of many, the first, and how many there are."""
    names, more = [named(state, each) for each in items[:NAMED]], len(items) - NAMED
    return Name(
        zh="、".join([each.in_zh for each in names]) + (f"等{len(items)}项" if more > 0 else ""),
        en=", ".join([each.in_en for each in names]) + (f" and {more} more" if more > 0 else ""),
    )


def named(state: State, item: Item) -> Name:
    """What a thing is called: as it is to be, as it stands, as it was, or by its id."""
    if not item.id:
        return VALUES.get(item.what, Name(zh=item.field, en=item.field))
    for record in (item.record, standing(state, item.part, item.field, item.id)):
        name = getattr(record, "name", None)
        if name is not None:
            found: Name = name
            return found
    if item.what == "kitchen.services":
        return next(name for service, name in SERVICE_NAMES.items() if service == item.id)
    if item.what == "menu.dishes":
        return state.menu.name_of(item.id)
    return Name(zh=item.id, en=item.id)
