"""What a row of each sheet is, and the rows that a house is."""

from __future__ import annotations

from decimal import Decimal

from kds.core.floor.model import Table
from kds.core.kitchen.screens import Layout, PriorityRule, ScreenLanguage, ScreenRole, Spoken, TextSize, Tone
from kds.core.state import State
from kds.core.types import Channel, Permille, Service
from kds.ops.house_file.menu_rows import KINDS as MENU_KINDS
from kds.ops.house_file.menu_rows import of_menu
from kds.ops.house_file.printers import PrinterRow, of_printers
from kds.ops.house_file.row import PERMILLES, Named, Row, names, whole
from kds.ops.house_file.settings_rows import KINDS as SETTINGS_KINDS
from kds.ops.house_file.settings_rows import of_settings
from kds.ops.house_file.theme_rows import KINDS as THEME_KINDS
from kds.ops.house_file.theme_rows import of_themes


class AreaRow(Named, frozen=True, kw_only=True):
    """A part of the floor."""

    area: str


class TableRow(Row, frozen=True):
    """A table, how many it seats, and how long its dishes wait for the base; nothing leaves that to the house."""

    table: str
    area: str
    seats: int
    base_gate_s: Decimal | None = None


class StationRow(Named, frozen=True, kw_only=True):
    """A place of work in the kitchen; its thresholds are given all or not at all."""

    station: str
    position: int = 0
    priority: tuple[PriorityRule, ...] = ()
    soon_permille: Permille | None = None
    late_permille: Permille | None = None
    critical_permille: Permille | None = None
    critical_s: Decimal | None = None


class ScreenRow(Named, frozen=True, kw_only=True):
    """A wall screen; no stations means all of them."""

    screen: str
    stations: tuple[str, ...] = ()
    text: TextSize = "medium"
    reserved: int = 2
    all_day: bool = True
    language: ScreenLanguage = "zh"
    position: int = 0
    diagonal_inches: int = 43
    distance_cm: int = 300
    role: ScreenRole = "prep"
    areas: tuple[str, ...] = ()
    of: str | None = None
    spoken: tuple[Spoken, ...] = ()
    layout: Layout = "slots"
    columns: int = 0
    rows: int = 0
    quiet: tuple[Tone, ...] = ()
    priority: tuple[PriorityRule, ...] = ()
    batches: bool = False


class RouteRow(Named, frozen=True, kw_only=True):
    """A routing rule: lines of this kind are made at `station`; an empty list is all of them."""

    route: str
    station: str
    categories: tuple[str, ...] = ()
    dishes: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    channels: tuple[Channel, ...] = ()
    dayparts: tuple[str, ...] = ()
    position: int = 0


KINDS: dict[str, type[Row]] = {
    **SETTINGS_KINDS,
    "areas": AreaRow,
    "tables": TableRow,
    "stations": StationRow,
    "screens": ScreenRow,
    "routes": RouteRow,
    **THEME_KINDS,
    "printers": PrinterRow,
    **MENU_KINDS,
}
"""The sheets of a file, in their order."""


Rows = dict[str, list[Row]]
"""A house: by sheet its rows."""


def of_state(state: State) -> Rows:
    """All rows of a house."""
    areas, tables = sorted(state.floor.areas), sorted(state.floor.tables)
    return {
        **of_settings(state),
        "areas": [AreaRow(area=each, **names(state.floor.areas[each])) for each in areas],
        "tables": [_table(state.floor.tables[each]) for each in tables],
        "stations": _stations(state),
        "screens": _screens(state),
        "routes": _routes(state),
        **of_themes(state),
        "printers": of_printers(state),
        **of_menu(state),
    }


def _table(table: Table) -> TableRow:
    gate = table.base_gate_ms
    return TableRow(table.table, table.area, table.seats, None if gate is None else whole(gate, 3))


def _stations(state: State) -> list[Row]:
    found = state.kitchen.stations.values()
    rows: list[Row] = []
    for each in sorted(found, key=lambda each: (each.position, each.station)):
        limits = each.thresholds
        own = {} if limits is None else {name: getattr(limits, name) for name in PERMILLES}
        rows.append(
            StationRow(
                station=each.station,
                position=each.position,
                priority=each.priority,
                critical_s=None if limits is None else whole(limits.critical_ms, 3),
                **own,
                **names(each),
            )
        )
    return rows


def _screens(state: State) -> list[Row]:
    return [
        ScreenRow(
            screen=each.screen,
            stations=each.stations,
            text=each.text,
            reserved=each.reserved,
            all_day=each.all_day,
            language=each.language,
            position=each.position,
            diagonal_inches=each.diagonal_inches,
            distance_cm=each.distance_cm,
            role=each.role,
            areas=each.areas,
            of=each.of,
            spoken=each.spoken,
            layout=each.layout,
            columns=each.columns,
            rows=each.rows,
            quiet=each.quiet,
            priority=each.priority,
            batches=each.batches,
            **names(each),
        )
        for each in sorted(state.kitchen.screens.values(), key=lambda each: (each.position, each.screen))
    ]


def _routes(state: State) -> list[Row]:
    return [
        RouteRow(
            route=each.route,
            station=each.station,
            categories=each.categories,
            dishes=each.dishes,
            services=each.services,
            channels=each.channels,
            dayparts=each.dayparts,
            position=each.position,
            **names(each),
        )
        for each in sorted(state.kitchen.routes.values(), key=lambda each: (each.position, each.route))
    ]
