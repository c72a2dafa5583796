"""What a change of the kitchen comes to, and all that can be wrong with it: the same for every way to change it."""

from __future__ import annotations

from kds.core.faults import Fault, Flaw, clashing, misplaced, raise_any, unnamed
from kds.core.kitchen.events import KitchenChanged
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT, KitchenChange, Route, ServiceLateness, Station, Thresholds
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.space import COLUMNS, ROWS, grid_of
from kds.core.kitchen.theme_faults import THEME_DAYPART, theme_faults
from kds.core.kitchen.themes import Theme
from kds.core.menu.model import MenuChange
from kds.core.services import SERVICE_NAMES
from kds.core.settings import differing, placed
from kds.core.state import State
from kds.core.types import Ms, Name, Permille, reason

BAD_KITCHEN = reason(
    "bad_kitchen", "invalid", "后厨设置有误：{fault_zh}", "The kitchen's settings are faulty: {fault_en}"
)

PERMILLE_MOST: Permille = 100_000
CRITICAL_MOST_MS: Ms = 86_400_000

PRIORITY = Flaw("priority", "“{it}”的排序规则为空或有重复", "The priority of “{it}” is empty or names a rule twice")
MIRROR = Flaw(
    "mirror",
    "同屏“{it}”要选另一块屏幕，它自己不能是同屏",
    "“{it}” shows the same as another screen: choose one that is no mirror itself",
)
NO_STATION = Flaw(
    "no_station",
    "屏幕“{it}”要显示的档口“{station}”不存在",
    "The screen “{it}” shows the station “{station}”, which does not exist",
)
ROUTES_MOST, NAMED_MOST = 100, 500
"""Routes of a kitchen, and categories and dishes that one names."""
ROUTE_STATION = Flaw(
    "route_station",
    "分流规则“{it}”要送到的档口“{station}”不存在",
    "The route “{it}” leads to the station “{station}”, which does not exist",
)
ROUTE_DISH = Flaw(
    "route_dish",
    "分流规则“{it}”写的菜品“{dish}”不存在",
    "The route “{it}” names the dish “{dish}”, which does not exist",
)
ROUTE_DAYPART = Flaw(
    "route_daypart",
    "分流规则“{it}”写的餐段“{daypart}”不存在",
    "The route “{it}” names the part of the day “{daypart}”, which does not exist",
)
TOO_MANY_ROUTES = Flaw("too_many_routes", "最多{most}条分流规则", "There may be {most} routes")
ROUTE_NAMES = Flaw(
    "route_names",
    "分流规则“{it}”最多写{most}个分类和菜品",
    "The route “{it}” may name {most} categories and dishes",
)
RESERVED = Flaw(
    "reserved", "屏幕“{it}”保留的号位须少于它的号位总数", "The screen “{it}” must keep fewer slots than it has"
)
PANEL = Flaw(
    "panel",
    "屏幕“{it}”的尺寸须为 7 至 120 吋，观看距离须为 0.3 至 10 米",
    "The screen “{it}” must have 7 to 120 inches and be read from 0.3 to 10 metres",
)
GRID = Flaw(
    "grid",
    "屏幕“{it}”最多{columns}列、{rows}行",
    "The screen “{it}” may have {columns} columns and {rows} rows",
)
INCHES, DISTANCES_CM = range(7, 121), range(30, 1001)
CATCH_ALL_STAYS = Flaw(
    "catch_all_stays",
    "档口“{it}”不能删除：别处没有的菜都到这里",
    "The station “{it}” cannot be removed: what no other station makes comes here",
)
THRESHOLDS_ORDER = Flaw(
    "thresholds_order",
    "{it}的预警比例须依次增大：快超时、超时、严重超时",
    "The thresholds of {it} must grow: soon, late, very late",
)
CRITICAL = Flaw("critical", "{it}的“严重超时”超出范围", "“Very late” of {it} is out of range")
EVERYWHERE = Name(zh="全店", en="the house")


def kitchen_changed(state: State, change: KitchenChange, menu: MenuChange | None = None) -> list[KitchenChanged]:
    """One event, or none where the kitchen is so already; `menu` changes with it. Refused: bad_kitchen."""
    kitchen, stations = state.kitchen, change.stations
    if CATCH_ALL not in kitchen.stations and CATCH_ALL not in [each.station for each in stations]:
        stations = (*stations, LAST_RESORT)
    raise_any(BAD_KITCHEN, faults(state, change) + unknown_faults(state, change, menu))
    changed = KitchenChanged(
        stations=differing(placed(stations, kitchen.stations, _station_id), kitchen.stations, _station_id),
        screens=differing(placed(change.screens, kitchen.screens, _screen_id), kitchen.screens, _screen_id),
        stations_gone=tuple([each for each in change.gone.stations if each in kitchen.stations]),
        screens_gone=tuple([each for each in change.gone.screens if each in kitchen.screens]),
        routes=differing(placed(change.routes, kitchen.routes, _route_id), kitchen.routes, _route_id),
        routes_gone=tuple([each for each in change.gone.routes if each in kitchen.routes]),
        themes=differing(placed(change.themes, kitchen.themes, _theme_id), kitchen.themes, _theme_id),
        themes_gone=tuple([each for each in change.gone.themes if each in kitchen.themes]),
        services=differing(change.services, kitchen.services, _service_id),
        services_gone=tuple([each for each in change.gone.services if each in kitchen.services]),
        thresholds=None if change.thresholds == kitchen.thresholds.value else change.thresholds,
    )
    return [] if changed == KitchenChanged() else [changed]


def _station_id(station: Station) -> str:
    return station.station


def _route_id(route: Route) -> str:
    return route.route


def _service_id(each: ServiceLateness) -> str:
    return each.service


def _theme_id(theme: Theme) -> str:
    return theme.theme


def _screen_id(screen: Screen) -> str:
    return screen.screen


def faults(state: State, change: KitchenChange) -> list[Fault]:
    """All that would be wrong with the kitchen as it is to be."""
    gone = change.gone
    found = clashing([(each.station, each.name) for each in change.stations], gone.stations)
    found += clashing([(each.screen, each.name) for each in change.screens], gone.screens)
    found += clashing([(each.route, each.name) for each in change.routes], gone.routes)
    found += clashing([(each.theme, each.name) for each in change.themes], gone.themes)
    found += clashing([(each.service, SERVICE_NAMES[each.service]) for each in change.services], gone.services)
    found += unnamed([(each.station, each.name) for each in change.stations])
    found += unnamed([(each.screen, each.name) for each in change.screens])
    found += unnamed([(each.route, each.name) for each in change.routes])
    found += unnamed([(each.theme, each.name) for each in change.themes])
    found += misplaced([(each.station, each.name, each.position) for each in change.stations])
    found += misplaced([(each.screen, each.name, each.position) for each in change.screens])
    found += misplaced([(each.route, each.name, each.position) for each in change.routes])
    found += misplaced([(each.theme, each.name, each.position) for each in change.themes])
    if CATCH_ALL in gone.stations:
        own = state.kitchen.stations.get(CATCH_ALL, LAST_RESORT)
        found.append(CATCH_ALL_STAYS.of(CATCH_ALL, own.name))
    for station in change.stations:
        if len(set(station.priority)) != len(station.priority) or not station.priority:
            found.append(PRIORITY.of(station.station, station.name))
        if station.thresholds is not None:
            found += threshold_faults(station.station, station.name, station.thresholds)
    for each in change.services:
        found += threshold_faults(each.service, SERVICE_NAMES[each.service], each.thresholds)
    if change.thresholds is not None:
        found += threshold_faults("", EVERYWHERE, change.thresholds)
    return found + screen_faults(state, change) + route_faults(state, change) + faults_of_themes(state, change)


def threshold_faults(about: str, name: Name, limits: Thresholds) -> list[Fault]:
    """What is wrong with the thresholds of a station, a service, or the house."""
    found = []
    if not 0 < limits.soon_permille <= limits.late_permille <= limits.critical_permille:
        found.append(THRESHOLDS_ORDER.of(about, name))
    if limits.critical_permille > PERMILLE_MOST or not 0 < limits.critical_ms <= CRITICAL_MOST_MS:
        found.append(CRITICAL.of(about, name))
    return found


def route_faults(state: State, change: KitchenChange) -> list[Fault]:
    """What is wrong with the routes that change, and with those that stay while their station goes."""
    stations = stations_left(state, change)
    given = {route.route for route in change.routes} | set(change.gone.routes)
    staying = [route for name, route in sorted(state.kitchen.routes.items()) if name not in given]
    found = [
        ROUTE_STATION.of(route.route, route.name, station=route.station)
        for route in (*change.routes, *staying)
        if route.station not in stations
    ]
    if len(change.routes) + len(staying) > ROUTES_MOST:
        found.append(TOO_MANY_ROUTES.of("", most=ROUTES_MOST))
    long = [each for each in change.routes if len(each.categories) + len(each.dishes) > NAMED_MOST]
    return found + [ROUTE_NAMES.of(each.route, each.name, most=NAMED_MOST) for each in long]


def faults_of_themes(state: State, change: KitchenChange) -> list[Fault]:
    """What is wrong with the themes that change, and with those that stay while what they name goes."""
    kitchen, given = state.kitchen, {theme.theme for theme in change.themes} | set(change.gone.themes)
    staying = [theme for name, theme in sorted(kitchen.themes.items()) if name not in given]
    screens = dict(kitchen.screens) | {each.screen: each for each in change.screens}
    screens = {name: screen for name, screen in screens.items() if name not in change.gone.screens}
    return theme_faults(change.themes, staying, screens, stations_left(state, change))


def unknown_faults(state: State, change: KitchenChange, menu: MenuChange | None) -> list[Fault]:
    """Dishes and parts of the day that routes name and that there never were; a dish that has gone may come back."""
    given = MenuChange() if menu is None else menu
    dishes = {each.dish for each in given.dishes}
    parts = (state.menu.dayparts.keys() | {each.daypart for each in given.dayparts}) - set(given.gone.dayparts)
    found = []
    for route in change.routes:
        for dish in route.dishes:
            if dish not in dishes and state.menu.remembered(dish) is None:
                found.append(ROUTE_DISH.of(route.route, route.name, dish=dish))
        for daypart in route.dayparts:
            if daypart not in parts:
                found.append(ROUTE_DAYPART.of(route.route, route.name, daypart=daypart))
    for theme in change.themes:
        gone = [daypart for daypart in theme.dayparts if daypart not in parts]
        found += [THEME_DAYPART.of(theme.theme, theme.name, daypart=daypart) for daypart in gone]
    return found


def stations_left(state: State, change: KitchenChange) -> set[str]:
    """The stations that there are then."""
    there = state.kitchen.stations.keys() | {each.station for each in change.stations} | {CATCH_ALL}
    return set(there - set(change.gone.stations))


def _is_shown(state: State, change: KitchenChange, screen: str | None) -> bool:
    if screen is None:
        return False
    given = {each.screen: each for each in change.screens}
    found = None if screen in change.gone.screens else given.get(screen) or state.kitchen.screens.get(screen)
    return found is not None and found.role != "mirror"


def screen_faults(state: State, change: KitchenChange) -> list[Fault]:
    """What is wrong with the screens that change, and with those that stay while their stations go."""
    found = []
    stations = stations_left(state, change)
    given = {screen.screen for screen in change.screens} | set(change.gone.screens)
    staying = [screen for name, screen in sorted(state.kitchen.screens.items()) if name not in given]
    for screen in (*change.screens, *staying):
        if screen.role == "mirror" and not _is_shown(state, change, screen.of):
            found.append(MIRROR.of(screen.screen, screen.name))
        found += [
            NO_STATION.of(screen.screen, screen.name, station=each) for each in screen.stations if each not in stations
        ]
    for screen in change.screens:
        if not 0 <= screen.reserved < grid_of(screen).slots:
            found.append(RESERVED.of(screen.screen, screen.name))
        if screen.diagonal_inches not in INCHES or screen.distance_cm not in DISTANCES_CM:
            found.append(PANEL.of(screen.screen, screen.name))
        if not (screen.columns == 0 or screen.columns in COLUMNS) or not (screen.rows == 0 or screen.rows in ROWS):
            found.append(GRID.of(screen.screen, screen.name, columns=COLUMNS[-1], rows=ROWS[-1]))
        if len(set(screen.priority)) != len(screen.priority):
            found.append(PRIORITY.of(screen.screen, screen.name))
    return found
