"""The pages of settings, by rooms: who may use each, and what it holds now."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.rights import (
    AUDIT,
    BILLING,
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
from kds.web.pages.house import held
from kds.web.pages.house.held import Told


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


ROOMS = (
    Room(
        Name(zh="菜单和桌台", en="Menu and tables"),
        (
            Door((MENU,), "/menu", "pencil", Name(zh="菜单", en="Menu"), held.menu),
            Door((FLOOR_PLAN,), "/settings/tables", "seat", Name(zh="桌台和区域", en="Tables and areas"), held.tables),
            Door(
                (FLOOR_PLAN,),
                "/tables/codes",
                "scan",
                Name(zh="桌台二维码", en="QR codes of the tables"),
                held.fixed("打印、重印、换新", "print, reprint, renew"),
            ),
            Door((SETTINGS,), "/settings/guests", "phone", Name(zh="顾客点餐", en="Guests order"), held.guests),
        ),
    ),
    Room(
        Name(zh="后厨", en="Kitchen"),
        (
            Door((KITCHEN_PLAN,), "/settings/stations", "pot", Name(zh="档口", en="Stations"), held.stations),
            Door((KITCHEN_PLAN,), "/settings/screens", "wall", Name(zh="屏幕", en="Screens"), held.screens),
            Door((KITCHEN_PLAN,), "/settings/themes", "clock", Name(zh="时段方案", en="Kitchen themes"), held.themes),
            Door((SETTINGS,), "/settings/pacing", "clock", Name(zh="出菜节奏", en="Pacing"), held.pacing),
            Door((SETTINGS,), "/settings/times", "clock", Name(zh="出菜用时", en="How long dishes take"), held.times),
            Door(
                (SETTINGS,),
                "/settings/minding",
                "alert",
                Name(zh="没人看屏幕时", en="When nobody is looking"),
                held.minding,
            ),
            Door(
                (KITCHEN_PLAN,),
                "/settings/lateness",
                "clock",
                Name(zh="多久算超时", en="When tickets are late"),
                held.fixed("全店的时限", "for the whole house"),
            ),
            Door(
                (KITCHEN_PLAN,),
                "/settings/printers",
                "print",
                Name(zh="厨房打印机", en="Kitchen printers"),
                held.printers,
            ),
            Door((KITCHEN_PLAN,), "/settings/routes", "apart", Name(zh="分流规则", en="Routing rules"), held.routes),
            Door(
                (MENU, KITCHEN_PLAN),
                "/where",
                "search",
                Name(zh="菜下到哪里", en="Where a dish goes"),
                held.fixed("哪个档口、哪些屏幕", "at which station, on which screens"),
            ),
            Door(
                (PAIR,),
                "/screens/pair",
                "tablet",
                Name(zh="配对屏幕", en="Pair a screen"),
                held.fixed("电视、平板、手机", "televisions, tablets, phones"),
            ),
            Door(
                (PAIR,),
                "/network",
                "plug",
                Name(zh="网络", en="Network"),
                held.fixed("每台设备、每张桌的信号", "how well devices and tables are reached"),
            ),
        ),
    ),
    Room(
        Name(zh="收银", en="Money"),
        (
            Door((BILLING,), "/settings/tenders", "coin", Name(zh="收款方式", en="Tenders"), held.tenders),
            Door((BILLING,), "/settings/surcharges", "plus", Name(zh="加收", en="Surcharges"), held.surcharges),
            Door((BILLING,), "/settings/reductions", "paid", Name(zh="优惠", en="Reductions"), held.reductions),
            Door((BILLING,), "/settings/reasons", "note", Name(zh="原因", en="Reasons"), held.reasons),
            Door((BILLING,), "/settings/rounding", "coin", Name(zh="现金抹零", en="Rounding of cash"), held.rounding),
        ),
    ),
    Room(
        Name(zh="员工", en="People"),
        (
            Door((PEOPLE,), "/people", "person", Name(zh="员工", en="People"), held.people),
            Door((PEOPLE,), "/rights", "check", Name(zh="权限", en="Rights"), held.rights),
            Door(
                (AUDIT,),
                "/audit",
                "search",
                Name(zh="操作记录", en="Who did what"),
                held.fixed("谁在何时做了什么", "by whom, when, on which device"),
            ),
        ),
    ),
    Room(
        Name(zh="店铺", en="The house"),
        (
            Door((SETTINGS,), "/settings/house", "gear", Name(zh="店铺", en="The house"), held.house),
            Door(
                (MENU, KITCHEN_PLAN, FLOOR_PLAN, BILLING, SETTINGS),
                "/changes",
                "recall",
                Name(zh="草稿和改动", en="Drafts and changes"),
                held.drafts,
            ),
            Door(
                (SETTINGS,),
                "/setup",
                "start",
                Name(zh="开店向导", en="Set up the house"),
                held.fixed("从头一步步来", "step by step, from the beginning"),
            ),
            Door(
                (SETTINGS,),
                "/certificate",
                "lock",
                Name(zh="加密访问", en="Encrypted pages"),
                held.fixed("设备怎样信任本店的证书", "how devices come to trust this house"),
            ),
            Door(
                (SETTINGS,),
                "/settings/export",
                "print",
                Name(zh="导出全部设置", en="Export all settings"),
                held.fixed("一个XLSX或JSON文件", "one XLSX or JSON file"),
            ),
            Door(
                (SETTINGS,),
                "/settings/import",
                "move",
                Name(zh="从文件导入", en="Import from a file"),
                held.fixed("先看会改什么，再导入", "look at what would change, then take it over"),
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
