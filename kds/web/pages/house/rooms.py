"""The pages of settings, by rooms: who may use each, and what it holds now."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kds.core.bills import settings_of
from kds.core.money import told
from kds.core.people.model import RankAndFile
from kds.core.rights import (
    AUDIT,
    BILLING,
    CHANGEABLE,
    FLOOR_PLAN,
    KITCHEN_PLAN,
    MENU,
    PAIR,
    PEOPLE,
    SETTINGS,
    Right,
    may,
)
from kds.core.state import State
from kds.core.types import Name, Role

Told = Callable[[State], Name]


class Door(NamedTuple):
    """A page of settings: by which of the rights it is used, where it is, what it holds."""

    rights: tuple[Right, ...]
    path: str
    icon: str
    title: Name
    told: Told


class Room(NamedTuple):
    """Some of them under one name."""

    title: Name
    doors: tuple[Door, ...]


def _fixed(zh: str, en: str) -> Told:
    return lambda state: Name(zh=zh, en=en)


def _house(state: State) -> Name:
    house = state.day.house.value
    if house is None:
        return Name(zh="还没有名称", en="no name yet")
    at = f"{house.cutoff_minute // 60:02}:{house.cutoff_minute % 60:02}"
    where = f"{house.currency}, {house.timezone}"
    return Name(zh=f"{house.name.in_zh}，{where}，{at}日结", en=f"{house.name.in_en}, {where}, the day ends at {at}")


def _stations(state: State) -> Name:
    count = len(state.kitchen.stations)
    return Name(zh=f"{count}个档口", en=f"{count} stations")


def _screens(state: State) -> Name:
    count = len(state.kitchen.screens)
    return Name(zh=f"{count}个屏幕", en=f"{count} screens")


def _routes(state: State) -> Name:
    count = len(state.kitchen.routes)
    return Name(zh=f"{count}条规则", en=f"{count} rules")


def _themes(state: State) -> Name:
    now = state.kitchen.theme_now
    return Name(zh="现在不用方案", en="none holds now") if now is None else now.name


def _printers(state: State) -> Name:
    count = len(state.printing.printers)
    return Name(zh=f"{count}台打印机", en=f"{count} printers") if count else Name(zh="没有", en="none")


def _tables(state: State) -> Name:
    tables, areas = len(state.floor.tables), len(state.floor.areas)
    return Name(zh=f"{areas}个区域，{tables}张桌", en=f"{tables} tables in {areas} areas")


def _times(state: State) -> Name:
    known = len({each.dish for each in state.kitchen.learnt.values()})
    told = Name(zh=f"已学到{known}道菜", en=f"known of {known} dishes")
    return told if known else Name(zh="还没有学到", en="nothing is known yet")


def _pacing(state: State) -> Name:
    house = state.day.house.value
    minutes = 0 if house is None else house.base_gate_ms // 60_000
    told = Name(zh=f"菜最多等锅底{minutes}分钟", en=f"dishes wait for the base, {minutes} min at most")
    return told if minutes else Name(zh="菜不等锅底", en="dishes do not wait for the base")


def _minding(state: State) -> Name:
    house = state.day.house.value
    times = 0 if house is None else house.nobody_after_permille
    told = Name(
        zh=f"标准时间的{times / 1_000:g}倍没人动就报警", en=f"an alarm after {times / 1_000:g} times the standard time"
    )
    return told if times else Name(zh="没人动也不报警", en="no alarm where nothing is touched")


def _guests(state: State) -> Name:
    house = state.day.house.value
    if house is None or not house.guests_order:
        return Name(zh="没有开通", en="switched off")
    own, first = house.code_a_visit, house.seated_first
    zh = ("每拨客人一个码" if own else "扫桌码") + ("，先开台" if first else "")
    en = ("by a code of each party" if own else "by the codes of tables") + (", once seated" if first else "")
    return Name(zh=zh, en=en)


def _menu(state: State) -> Name:
    dishes, categories = len(state.menu.dishes), len(state.menu.categories)
    return Name(zh=f"{categories}个分类，{dishes}道菜", en=f"{dishes} dishes in {categories} categories")


def _tenders(state: State) -> Name:
    names = [each.name for each in settings_of(state).tenders]
    return Name(zh="、".join(each.in_zh for each in names), en=", ".join(each.in_en for each in names))


def _surcharges(state: State) -> Name:
    names = [each.name for each in settings_of(state).surcharges]
    return Name(
        zh="、".join(each.in_zh for each in names) or "没有", en=", ".join(each.in_en for each in names) or "none"
    )


def _reductions(state: State) -> Name:
    names = [each.name for each in settings_of(state).reductions]
    return Name(
        zh="、".join(each.in_zh for each in names) or "没有", en=", ".join(each.in_en for each in names) or "none"
    )


def _reasons(state: State) -> Name:
    count = sum([len(each.said) for each in settings_of(state).reasons])
    return Name(zh=f"{count}条原因", en=f"{count} reasons")


def _rounding(state: State) -> Name:
    unit = settings_of(state).round_to_minor
    if unit <= 1:
        return Name(zh="不抹零", en="not rounded")
    return Name(zh=f"抹到{told(state, unit)}", en=f"down to {told(state, unit)}")


def _people(state: State) -> Name:
    count = len(state.people.staff)
    return Name(zh=f"{count}名员工", en=f"{count} people")


def _rights(state: State) -> Name:
    roles: list[RankAndFile] = [each for each in CHANGEABLE if each in state.people.roles]
    return (
        Name(zh=f"改过{len(roles)}种身份", en=f"{len(roles)} roles changed")
        if roles
        else Name(zh="照常", en="as usual")
    )


def _drafts(state: State) -> Name:
    count = len(state.changes.drafts)
    return Name(zh=f"{count}份草稿", en=f"{count} drafts")


ROOMS = (
    Room(
        Name(zh="菜单和桌台", en="Menu and tables"),
        (
            Door((MENU,), "/menu", "pencil", Name(zh="菜单", en="Menu"), _menu),
            Door((FLOOR_PLAN,), "/settings/tables", "seat", Name(zh="桌台和区域", en="Tables and areas"), _tables),
            Door(
                (FLOOR_PLAN,),
                "/tables/codes",
                "scan",
                Name(zh="桌台二维码", en="QR codes of the tables"),
                _fixed("打印、重印、换新", "print, reprint, renew"),
            ),
            Door((SETTINGS,), "/settings/guests", "phone", Name(zh="顾客点餐", en="Guests order"), _guests),
        ),
    ),
    Room(
        Name(zh="后厨", en="Kitchen"),
        (
            Door((KITCHEN_PLAN,), "/settings/stations", "pot", Name(zh="档口", en="Stations"), _stations),
            Door((KITCHEN_PLAN,), "/settings/screens", "wall", Name(zh="屏幕", en="Screens"), _screens),
            Door((KITCHEN_PLAN,), "/settings/themes", "clock", Name(zh="时段方案", en="Kitchen themes"), _themes),
            Door((SETTINGS,), "/settings/pacing", "clock", Name(zh="出菜节奏", en="Pacing"), _pacing),
            Door((SETTINGS,), "/settings/times", "clock", Name(zh="出菜用时", en="How long dishes take"), _times),
            Door(
                (SETTINGS,),
                "/settings/minding",
                "alert",
                Name(zh="没人看屏幕时", en="When nobody is looking"),
                _minding,
            ),
            Door(
                (KITCHEN_PLAN,),
                "/settings/lateness",
                "clock",
                Name(zh="多久算超时", en="When tickets are late"),
                _fixed("全店的时限", "for the whole house"),
            ),
            Door(
                (KITCHEN_PLAN,), "/settings/printers", "print", Name(zh="厨房打印机", en="Kitchen printers"), _printers
            ),
            Door((KITCHEN_PLAN,), "/settings/routes", "apart", Name(zh="分流规则", en="Routing rules"), _routes),
            Door(
                (MENU, KITCHEN_PLAN),
                "/where",
                "search",
                Name(zh="菜下到哪里", en="Where a dish goes"),
                _fixed("哪个档口、哪些屏幕", "at which station, on which screens"),
            ),
            Door(
                (PAIR,),
                "/screens/pair",
                "tablet",
                Name(zh="配对屏幕", en="Pair a screen"),
                _fixed("电视、平板、手机", "televisions, tablets, phones"),
            ),
            Door(
                (PAIR,),
                "/network",
                "plug",
                Name(zh="网络", en="Network"),
                _fixed("每台设备、每张桌的信号", "how well devices and tables are reached"),
            ),
        ),
    ),
    Room(
        Name(zh="收银", en="Money"),
        (
            Door((BILLING,), "/settings/tenders", "coin", Name(zh="收款方式", en="Tenders"), _tenders),
            Door((BILLING,), "/settings/surcharges", "plus", Name(zh="加收", en="Surcharges"), _surcharges),
            Door((BILLING,), "/settings/reductions", "paid", Name(zh="优惠", en="Reductions"), _reductions),
            Door((BILLING,), "/settings/reasons", "note", Name(zh="原因", en="Reasons"), _reasons),
            Door((BILLING,), "/settings/rounding", "coin", Name(zh="现金抹零", en="Rounding of cash"), _rounding),
        ),
    ),
    Room(
        Name(zh="员工", en="People"),
        (
            Door((PEOPLE,), "/people", "person", Name(zh="员工", en="People"), _people),
            Door((PEOPLE,), "/rights", "check", Name(zh="权限", en="Rights"), _rights),
            Door(
                (AUDIT,),
                "/audit",
                "search",
                Name(zh="操作记录", en="Who did what"),
                _fixed("谁在何时做了什么", "by whom, when, on which device"),
            ),
        ),
    ),
    Room(
        Name(zh="店铺", en="The house"),
        (
            Door((SETTINGS,), "/settings/house", "gear", Name(zh="店铺", en="The house"), _house),
            Door(
                (MENU, KITCHEN_PLAN, FLOOR_PLAN, BILLING, SETTINGS),
                "/changes",
                "recall",
                Name(zh="草稿和改动", en="Drafts and changes"),
                _drafts,
            ),
            Door(
                (SETTINGS,),
                "/setup",
                "start",
                Name(zh="开店向导", en="Set up the house"),
                _fixed("从头一步步来", "step by step, from the beginning"),
            ),
            Door(
                (SETTINGS,),
                "/certificate",
                "lock",
                Name(zh="加密访问", en="Encrypted pages"),
                _fixed("设备怎样信任本店的证书", "how devices come to trust this house"),
            ),
            Door(
                (SETTINGS,),
                "/settings/export",
                "print",
                Name(zh="导出全部设置", en="Export all settings"),
                _fixed("一个XLSX或JSON文件", "one XLSX or JSON file"),
            ),
            Door(
                (SETTINGS,),
                "/settings/import",
                "move",
                Name(zh="从文件导入", en="Import from a file"),
                _fixed("先看会改什么，再导入", "look at what would change, then take it over"),
            ),
        ),
    ),
)
"""In the order of the page."""


def may_set(state: State, role: Role) -> bool:
    """Whether any of the pages is for that role."""
    return bool(rooms_for(state, role))


def rooms_for(state: State, role: Role) -> list[Room]:
    """Those that a role may use; to pair a screen alone is no settings."""
    found = [
        Room(room.title, tuple([each for each in room.doors if any(may(state, role, right) for right in each.rights)]))
        for room in ROOMS
    ]
    rooms = [room for room in found if room.doors]
    return rooms if any(door.rights != (PAIR,) for room in rooms for door in room.doors) else []
