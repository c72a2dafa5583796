"""Changes by which something that can be ordered, or is being made, would be where nobody sees it (law 12): named, and
refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from kds.core import ids
from kds.core.channels import CALLED
from kds.core.kitchen.model import CATCH_ALL, OPEN, KitchenChange
from kds.core.kitchen.proof import CHANNELS, SERVICES, Hole, Plan, holes, shown_stations
from kds.core.menu.model import MenuChange
from kds.core.printing.events import PrintersChanged
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import Name, Refusal, reason

NEW_HOLE = reason(
    "new_hole",
    "conflict",
    "这样改以后会有菜没人看到：{hole_zh}",
    "Nobody would see some dishes then: {hole_en}",
)
NAMED = 3
"""Dishes of a hole that are named in words; of more it is said how many there are."""
TABLES = 8
"""Tables of open tickets that are named."""


def plan_of(
    state: State,
    menu: MenuChange | None = None,
    kitchen: KitchenChange | None = None,
    printing: PrintersChanged | None = None,
) -> Plan:
    """Where dishes go and who sees them, in the house as it is or as these changes would make it."""
    dishes, dayparts, stations, screens, routes, themes, printers = (
        dict(state.menu.dishes),
        dict(state.menu.dayparts),
        dict(state.kitchen.stations),
        dict(state.kitchen.screens),
        dict(state.kitchen.routes),
        dict(state.kitchen.themes),
        dict(state.printing.printers),
    )
    if printing is not None:
        _put(printers, {each.printer: each for each in printing.printers}, printing.printers_gone)
    if menu is not None:
        _put(dishes, {each.dish: each for each in menu.dishes}, menu.gone.dishes)
        _put(dayparts, {each.daypart: each for each in menu.dayparts}, menu.gone.dayparts)
    if kitchen is not None:
        _put(stations, {each.station: each for each in kitchen.stations}, kitchen.gone.stations)
        _put(screens, {each.screen: each for each in kitchen.screens}, kitchen.gone.screens)
        _put(routes, {each.route: each for each in kitchen.routes}, kitchen.gone.routes)
        _put(themes, {each.theme: each for each in kitchen.themes}, kitchen.gone.themes)
    return Plan(dishes, stations, screens, routes, tuple(sorted(dayparts)), printers, themes)


def _put(book: dict[str, Any], given: Mapping[str, Any], gone: Iterable[str]) -> None:
    book.update(given)
    for each in gone:
        book.pop(each, None)


def new_holes(
    state: State, menu: MenuChange | None, kitchen: KitchenChange | None, printing: PrintersChanged | None = None
) -> list[Hole]:
    """The holes that these changes would make, and that are not there."""
    if menu is None and kitchen is None and printing is None:
        return []
    before, after = plan_of(state), plan_of(state, menu, kitchen, printing)
    return with_tickets(state, holes_of(after, before), before, after)


def holes_of(after: Plan, before: Plan) -> list[Hole]:
    """The holes that a plan has and another has not: as the screens are set, and while each of its themes holds."""
    found, shown = holes(after, before), shown_stations(after)
    there = {(each.station, each.dishes, each.ways) for each in found}
    for name in sorted(after.themes):
        under = after.under(name)
        if shown_stations(under) >= shown:
            continue
        own = holes(under, before.under(name))
        found += [replace(each, theme=name) for each in own if (each.station, each.dishes, each.ways) not in there]
    return found


def hidden_under(state: State, theme: str) -> list[Hole]:
    """What nobody would see once that theme holds, "" for none, and somebody does now; named as what it is then."""
    plan, now = plan_of(state), theme_now(state)
    before, after = plan.under(now), plan.under(theme)
    if shown_stations(after) >= shown_stations(before):
        return []
    return _with_tickets(state, holes(after, before), before, after)


def theme_now(state: State) -> str:
    """The theme that holds; "" for none."""
    now = state.kitchen.theme.value
    return "" if now is None else now.theme


def with_tickets(state: State, found: list[Hole], before: Plan, after: Plan) -> list[Hole]:
    """Holes with the open tickets that are seen before and not after; those that have any come first.

    Tickets are looked at while the theme holds that holds now, and come to a hole of it.
    """
    now = theme_now(state)
    told = sorted(found, key=lambda each: each.theme != (now if now in after.themes else ""))
    return _with_tickets(state, told, before.under(now), after.under(now))


def _with_tickets(state: State, found: list[Hole], before: Plan, after: Plan) -> list[Hole]:
    seen, shown = shown_stations(before), shown_stations(after)
    hidden: dict[str, list[str]] = {}
    for station, tickets in _standing(state).items():
        to = station if station in after.stations else CATCH_ALL
        if station in seen and to not in shown:
            hidden.setdefault(to, []).extend(tickets)
    told = [replace(each, tickets=_by_age(hidden.pop(each.station, []))) for each in found]
    told += [Hole(station, (), tickets=_by_age(tickets)) for station, tickets in sorted(hidden.items())]
    return sorted(told, key=lambda each: not each.tickets)


def _standing(state: State) -> dict[str, set[str]]:
    """The open tickets by the stations at which they stand, and at which a line of them is still to come."""
    kitchen = state.kitchen
    found = {station: set(kitchen.open_tickets[station]) for station in kitchen.open_tickets}
    for name in [each for tickets in list(found.values()) for each in tickets]:
        items = [kitchen.items[line] for line in kitchen.tickets[name].lines]
        for step in [step for item in items if item.state in OPEN for step in item.ahead]:
            found.setdefault(step.station, set()).add(name)
    return found


def _by_age(tickets: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(tickets, key=lambda each: (ids.birth(each) or 0, each)))


def meant(
    state: State,
    menu: MenuChange | None,
    kitchen: KitchenChange | None,
    knowingly: Collection[str],
    printing: PrintersChanged | None = None,
) -> tuple[str, ...]:
    """The stations that nobody sees then, where whoever asks has named every one of them. Refused: new_hole."""
    found = new_holes(state, menu, kitchen, printing)
    if any(each.station not in knowingly for each in found):
        first = first_in_words(state, found, menu, kitchen)
        raise Refusal(NEW_HOLE, holes=found, count=len(found), hole_zh=first.zh, hole_en=first.en)
    return tuple(sorted({each.station for each in found}))


def first_in_words(
    state: State, found: list[Hole], menu: MenuChange | None = None, kitchen: KitchenChange | None = None
) -> Name:
    """The first of some holes in words, and how many more there are."""
    first, more = in_words(state, found[0], menu, kitchen), len(found) - 1
    return Name(
        zh=first.zh + (f"（另有{more}处）" if more else ""), en=first.en + (f" (and {more} more)" if more else "")
    )


def in_words(state: State, hole: Hole, menu: MenuChange | None = None, kitchen: KitchenChange | None = None) -> Name:
    """Which dishes, how they are ordered, and where they would come; which open tickets stand there, and whose; while
    which theme holds.
    """
    found = _in_words(state, hole, menu, kitchen)
    given = {each.theme: each.name for each in kitchen.themes} if kitchen is not None else {}
    known = state.kitchen.themes.get(hole.theme)
    theme = given.get(hole.theme) or (None if known is None else known.name)
    if theme is None:
        return found
    return Name(zh=f"用时段方案“{theme.in_zh}”时，{found.zh}", en=f"{found.en}, while the theme “{theme.in_en}” holds")


def _in_words(state: State, hole: Hole, menu: MenuChange | None, kitchen: KitchenChange | None) -> Name:
    station, tables = station_name(state, hole.station, kitchen), tables_of(state, hole.tickets)
    count, s = len(hole.tickets), "" if len(hole.tickets) == 1 else "s"
    if not hole.dishes:
        return Name(
            zh=f"没有屏幕显示的档口“{station.in_zh}”还有{count}张没做完的单子（{tables.zh}）",
            en=f"{count} open ticket{s} ({tables.en}) would stand at “{station.in_en}”, which no screen shows",
        )
    dishes, way = _dishes(state, hole, menu), ways_in_words(state, hole, menu)
    zh = f"{dishes.zh}{f'（{way.zh}）' if way.zh else ''}会到没有屏幕显示的档口“{station.in_zh}”"
    en = f"{dishes.en}{f' ({way.en})' if way.en else ''} would go to “{station.in_en}”, which no screen shows"
    if count:
        zh += f"，那里还有{count}张没做完的单子（{tables.zh}）"
        en += f", with the {count} open ticket{s} there ({tables.en})"
    return Name(zh=zh, en=en)


def _dishes(state: State, hole: Hole, menu: MenuChange | None) -> Name:
    given = {each.dish: each.name for each in menu.dishes} if menu is not None else {}
    names = [given.get(each) or state.menu.name_of(each) for each in hole.dishes[:NAMED]]
    zh, en = "、".join([each.in_zh for each in names]), ", ".join([each.in_en for each in names])
    if len(hole.dishes) > NAMED:
        zh, en = f"{zh}等{len(hole.dishes)}道菜", f"{en} and {len(hole.dishes) - NAMED} more"
    return Name(zh=zh, en=en)


def tables_of(state: State, tickets: Iterable[str]) -> Name:
    """Whose tickets they are, each table once; of many it is said how many more there are."""
    labels = list(dict.fromkeys([state.kitchen.tickets[each].label for each in tickets]))
    zh, en = "、".join(labels[:TABLES]), ", ".join(labels[:TABLES])
    if len(labels) > TABLES:
        zh, en = f"{zh}等{len(labels)}桌", f"{en} and {len(labels) - TABLES} more"
    return Name(zh=zh, en=en)


def station_name(state: State, station: str, kitchen: KitchenChange | None = None) -> Name:
    """What a station is called, as it is to be or as it is."""
    given = {each.station: each.name for each in kitchen.stations} if kitchen is not None else {}
    known = state.kitchen.stations.get(station)
    return given.get(station) or (Name(zh="其他", en="Other") if known is None else known.name)


def ways_in_words(state: State, hole: Hole, menu: MenuChange | None = None) -> Name:
    """By which services and channels and when, as far as these are not all; "" for every way."""
    services = {service for service, _, _ in hole.ways}
    channels = {channel for _, channel, _ in hole.ways}
    found = [SERVICE_NAMES[each] for each in SERVICES if each in services and len(services) < len(SERVICES)]
    found += [CALLED[each] for each in CHANNELS if each in channels and len(channels) < len(CHANNELS)]
    parts = {daypart for _, _, daypart in hole.ways}
    given = {each.daypart: each for each in menu.dayparts} if menu is not None else {}
    known = {**state.menu.dayparts, **given}
    found += [known[each].name for each in sorted(known) if each in parts and len(parts) < len(known)]
    return Name(zh="、".join([each.zh for each in found]), en=", ".join([each.en for each in found]))
