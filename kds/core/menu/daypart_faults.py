"""What can be wrong with the parts of the day (餐段) as they are to be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from kds.core.faults import Fault, Flaw, clashing, unnamed
from kds.core.kitchen.model import Route
from kds.core.menu.model import Daypart, Dish
from kds.core.types import Name

DAYPARTS_MOST = 24
WEEK = tuple(range(1, 8))
"""Its days; Monday is 1."""
DAY_MINUTES = 1_440

FROM_MINUTE = Flaw("from_minute", "“{it}”的开始时间不对", "“{it}” begins at no time of the day")
WEEKDAYS = Flaw(
    "weekdays",
    "“{it}”的星期不对，或者有一天写了两次",
    "“{it}” has a day that is none of the week, or has one twice",
)
SAME_TIME = Flaw(
    "same_time",
    "“{it}”和“{other_zh}”在同一天同一时间开始",
    "“{it}” and “{other_en}” begin at the same time of the same day",
)
TOO_MANY_DAYPARTS = Flaw("too_many_dayparts", "最多{most}个餐段", "A day has {most} parts at most")

DAYPART_IN_USE = Flaw(
    "daypart_in_use",
    "还有{count}道菜用到餐段“{it}”，不能删除",
    "“{it}” is named by {count} of the dishes and cannot be removed",
)
DAYPART_ROUTED = Flaw(
    "daypart_routed",
    "分流规则“{route_zh}”用到餐段“{it}”，不能删除",
    "“{it}” is named by the route “{route_en}” and cannot be removed",
)
DAYPART_THEMED = Flaw(
    "daypart_themed",
    "时段方案“{theme_zh}”用到餐段“{it}”，不能删除",
    "“{it}” is named by the theme “{theme_en}” and cannot be removed",
)
NO_DAYPART = Flaw(
    "no_daypart",
    "“{it}”用到的餐段“{daypart}”不存在",
    "“{it}” names the part of the day “{daypart}”, which does not exist",
)


def part_faults(dish: Dish, known: Collection[str]) -> list[Fault]:
    """The parts of the day that a dish names and that there are not."""
    if not dish.dayparts and not dish.prices:
        return []  # as nearly all: a menu of thousands is looked at between two orders
    return [NO_DAYPART.of(dish.dish, dish.name, daypart=each) for each in sorted(named_by(dish) - set(known))]


def in_use(known: Mapping[str, Daypart], gone: Iterable[str], staying: Iterable[Dish]) -> list[Fault]:
    """Parts of the day that are to go while dishes that stay as they are name them."""
    counts = dict.fromkeys(gone, 0)
    for dish in staying:
        for each in named_by(dish) & counts.keys():
            counts[each] += 1
    names = {each: known[each].name for each in counts if each in known}
    return [DAYPART_IN_USE.of(each, names.get(each), count=count) for each, count in counts.items() if count]


def routed(known: Mapping[str, Daypart], gone: Collection[str], routes: Iterable[Route]) -> list[Fault]:
    """Parts of the day that are to go while routes name them."""
    names = {each: known[each].name for each in gone if each in known}
    return [
        DAYPART_ROUTED.of(each, names.get(each), route_zh=route.name.in_zh, route_en=route.name.in_en)
        for route in routes
        for each in route.dayparts
        if each in gone
    ]


def themed(
    known: Mapping[str, Daypart], gone: Collection[str], themes: Iterable[tuple[Name, tuple[str, ...]]]
) -> list[Fault]:
    """Parts of the day that are to go while kitchen themes begin with them, each by its name."""
    names = {each: known[each].name for each in gone if each in known}
    return [
        DAYPART_THEMED.of(each, names.get(each), theme_zh=name.in_zh, theme_en=name.in_en)
        for name, dayparts in themes
        for each in dayparts
        if each in gone
    ]


def named_by(dish: Dish) -> set[str]:
    """The parts of the day that a dish names: in which it is sold, and in which it has a price of its own."""
    return {*dish.dayparts, *[each for price in dish.prices for each in price.dayparts]}


def daypart_faults(known: Mapping[str, Daypart], given: Sequence[Daypart], gone: Iterable[str]) -> list[Fault]:
    """All that would be wrong with them, where these are given and those go."""
    gone = tuple(gone)
    names = [(each.daypart, each.name) for each in given]
    found = clashing(names, gone) + unnamed(names)
    for each in given:
        if not 0 <= each.from_minute < DAY_MINUTES:
            found.append(FROM_MINUTE.of(each.daypart, each.name))
        if len(set(each.weekdays)) < len(each.weekdays) or not set(each.weekdays) <= set(WEEK):
            found.append(WEEKDAYS.of(each.daypart, each.name))
    left = {**known, **{each.daypart: each for each in given}}
    for each_gone in gone:
        left.pop(each_gone, None)
    if len(left) > DAYPARTS_MOST:
        found.append(TOO_MANY_DAYPARTS.of("", most=DAYPARTS_MOST))
    return found or _at_one_time(left.values())


def _at_one_time(dayparts: Iterable[Daypart]) -> list[Fault]:
    """Two that begin at once: of which of them the time is, nobody could say."""
    begins: dict[tuple[int, int], Daypart] = {}
    found: dict[tuple[str, str], Fault] = {}
    for each in sorted(dayparts, key=lambda each: each.daypart):
        for weekday in each.weekdays or WEEK:
            other = begins.setdefault((weekday, each.from_minute), each)
            if other is not each:
                fault = SAME_TIME.of(each.daypart, each.name, other_zh=other.name.in_zh, other_en=other.name.in_en)
                found[each.daypart, other.daypart] = fault
    return list(found.values())
