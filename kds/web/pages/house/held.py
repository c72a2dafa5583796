"""What the pages of settings hold now, in a few words each: what stands under their names in the list of them."""

from __future__ import annotations

from collections.abc import Callable

from kds.core.bills import settings_of
from kds.core.money import told
from kds.core.people.model import RankAndFile
from kds.core.rights import CHANGEABLE
from kds.core.state import State
from kds.core.types import Name

Told = Callable[[State], Name]


def fixed(zh: str, en: str) -> Told:
    """Words that are always the same."""
    return lambda state: Name(zh=zh, en=en)


def house(state: State) -> Name:
    """Its name, currency, time zone and when its day ends."""
    house = state.day.house.value
    if house is None:
        return Name(zh="还没有名称", en="no name yet")
    at = f"{house.cutoff_minute // 60:02}:{house.cutoff_minute % 60:02}"
    where = f"{house.currency}, {house.timezone}"
    return Name(zh=f"{house.name.in_zh}，{where}，{at}日结", en=f"{house.name.in_en}, {where}, the day ends at {at}")


def stations(state: State) -> Name:
    """How many."""
    count = len(state.kitchen.stations)
    return Name(zh=f"{count}个档口", en=f"{count} stations")


def screens(state: State) -> Name:
    """How many."""
    count = len(state.kitchen.screens)
    return Name(zh=f"{count}个屏幕", en=f"{count} screens")


def routes(state: State) -> Name:
    """How many rules."""
    count = len(state.kitchen.routes)
    return Name(zh=f"{count}条规则", en=f"{count} rules")


def themes(state: State) -> Name:
    """The one that holds."""
    now = state.kitchen.theme_now
    return Name(zh="现在不用方案", en="none holds now") if now is None else now.name


def printers(state: State) -> Name:
    """How many."""
    count = len(state.printing.printers)
    return Name(zh=f"{count}台打印机", en=f"{count} printers") if count else Name(zh="没有", en="none")


def tables(state: State) -> Name:
    """How many, in how many areas."""
    tables, areas = len(state.floor.tables), len(state.floor.areas)
    return Name(zh=f"{areas}个区域，{tables}张桌", en=f"{tables} tables in {areas} areas")


def times(state: State) -> Name:
    """Of how many dishes it is known how long they take."""
    known = len({each.dish for each in state.kitchen.learnt.values()})
    told = Name(zh=f"已学到{known}道菜", en=f"known of {known} dishes")
    return told if known else Name(zh="还没有学到", en="nothing is known yet")


def pacing(state: State) -> Name:
    """How long dishes wait for the base."""
    house = state.day.house.value
    minutes = 0 if house is None else house.base_gate_ms // 60_000
    told = Name(zh=f"菜最多等锅底{minutes}分钟", en=f"dishes wait for the base, {minutes} min at most")
    return told if minutes else Name(zh="菜不等锅底", en="dishes do not wait for the base")


def minding(state: State) -> Name:
    """When it is an alarm that nobody touches anything."""
    house = state.day.house.value
    times = 0 if house is None else house.nobody_after_permille
    told = Name(
        zh=f"标准时间的{times / 1_000:g}倍没人动就报警", en=f"an alarm after {times / 1_000:g} times the standard time"
    )
    return told if times else Name(zh="没人动也不报警", en="no alarm where nothing is touched")


def guests(state: State) -> Name:
    """By which codes they order."""
    house = state.day.house.value
    if house is None or not house.guests_order:
        return Name(zh="没有开通", en="switched off")
    own, first = house.code_a_visit, house.seated_first
    zh = ("每拨客人一个码" if own else "扫桌码") + ("，先开台" if first else "")
    en = ("by a code of each party" if own else "by the codes of tables") + (", once seated" if first else "")
    return Name(zh=zh, en=en)


def menu(state: State) -> Name:
    """How many dishes, in how many categories."""
    dishes, categories = len(state.menu.dishes), len(state.menu.categories)
    return Name(zh=f"{categories}个分类，{dishes}道菜", en=f"{dishes} dishes in {categories} categories")


def tenders(state: State) -> Name:
    """Their names."""
    names = [each.name for each in settings_of(state).tenders]
    return Name(zh="、".join(each.in_zh for each in names), en=", ".join(each.in_en for each in names))


def surcharges(state: State) -> Name:
    """Their names."""
    names = [each.name for each in settings_of(state).surcharges]
    return Name(
        zh="、".join(each.in_zh for each in names) or "没有", en=", ".join(each.in_en for each in names) or "none"
    )


def reductions(state: State) -> Name:
    """Their names."""
    names = [each.name for each in settings_of(state).reductions]
    return Name(
        zh="、".join(each.in_zh for each in names) or "没有", en=", ".join(each.in_en for each in names) or "none"
    )


def reasons(state: State) -> Name:
    """How many can be chosen."""
    count = sum([len(each.said) for each in settings_of(state).reasons])
    return Name(zh=f"{count}条原因", en=f"{count} reasons")


def rounding(state: State) -> Name:
    """To what cash is rounded."""
    unit = settings_of(state).round_to_minor
    if unit <= 1:
        return Name(zh="不抹零", en="not rounded")
    return Name(zh=f"抹到{told(state, unit)}", en=f"down to {told(state, unit)}")


def people(state: State) -> Name:
    """How many work here."""
    count = len(state.people.staff)
    return Name(zh=f"{count}名员工", en=f"{count} people")


def rights(state: State) -> Name:
    """How many roles are other than usual."""
    roles: list[RankAndFile] = [each for each in CHANGEABLE if each in state.people.roles]
    return (
        Name(zh=f"改过{len(roles)}种身份", en=f"{len(roles)} roles changed")
        if roles
        else Name(zh="照常", en="as usual")
    )


def drafts(state: State) -> Name:
    """How many."""
    count = len(state.changes.drafts)
    return Name(zh=f"{count}份草稿", en=f"{count} drafts")
