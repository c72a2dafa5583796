"""The deeds that a file comes to, and whether they can be done: all of them, one after the other."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec.structs import replace as replace_fields

from kds.core.decide import CLEAN, decide
from kds.core.features import fold
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, FloorGone, Table
from kds.core.holes import plan_of
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone, Route, Station, Thresholds
from kds.core.kitchen.proof import Plan
from kds.core.kitchen.screens import Screen
from kds.core.money import EXPONENTS, currency_of
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.model import Printer
from kds.core.rights import FORBIDDEN
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import SYSTEM, Command, Context, Ms, Name, Refusal, Service, Stamp, Who
from kds.ops.house_file.files import BadFile
from kds.ops.house_file.menu import menu_of
from kds.ops.house_file.menu_rows import KINDS as MENU_SHEETS
from kds.ops.house_file.printers import OWN, PrinterRow
from kds.ops.house_file.reading import SECONDS, HouseFile, gone, parts
from kds.ops.house_file.row import Row
from kds.ops.house_file.rows import AreaRow, RouteRow, Rows, ScreenRow, StationRow, TableRow, of_state
from kds.ops.house_file.settings import BILLING, billing_of, currency_in, house_of, lateness_of, rights_of, services_of
from kds.ops.house_file.themes import themes_of

KITCHEN = ("stations", "screens", "routes", "themes", "theme_screens", "theme_bars", "lateness", "service_lateness")
WHOLE = (*BILLING, "rights")
"""Sheets that are no list of the records of a deed, row by row."""


class Deeds(NamedTuple):
    """A deed, and the sheets that it comes from."""

    command: Command
    sheets: tuple[str, ...]


def of_file(state: State, file: HouseFile, *, replace: bool) -> list[Deeds]:
    """The deeds; sheets that a file does not have are left alone.

    `replace`: what the house has of a sheet and the file has not is to go.
    """
    head = state.menu.head.value
    currency = (currency_in(file) if head is None else None) or currency_of(state)
    exponent = EXPONENTS.get(currency, 2)
    found = [
        Deeds(house_of(file), ("house",)),
        Deeds(_kitchen(state, file, replace=replace), KITCHEN),
        Deeds(_printers(state, file, replace=replace), ("printers",)),
        Deeds(_floor(state, file, replace=replace), ("areas", "tables")),
        Deeds(menu_of(state, file, exponent, replace=replace), tuple(MENU_SHEETS)),
        Deeds(billing_of(state, file, exponent, replace=replace), BILLING),
        *[Deeds(each, ("rights",)) for each in rights_of(state, file, exponent)],
    ]
    return [each for each in found if file.given & set(each.sheets)]


def _table(file: HouseFile, where: str, row: TableRow) -> Table:
    gate = row.base_gate_s
    return Table(row.table, row.area, row.seats, None if gate is None else parts(file, where, gate, SECONDS))


def _kitchen(state: State, file: HouseFile, *, replace: bool) -> ChangeKitchen:
    stations = [each for each in state.kitchen.stations if each != CATCH_ALL]
    return ChangeKitchen(
        thresholds=lateness_of(file),
        stations=tuple([_station(file, where, row) for where, row in file.of("stations", StationRow)]),
        screens=tuple(
            [
                Screen(
                    screen=row.screen,
                    name=Name(zh=row.zh, en=row.en),
                    stations=row.stations,
                    text=row.text,
                    reserved=row.reserved,
                    all_day=row.all_day,
                    position=row.position,
                    language=row.language,
                    diagonal_inches=row.diagonal_inches,
                    distance_cm=row.distance_cm,
                    role=row.role,
                    areas=row.areas,
                    of=row.of,
                    spoken=row.spoken,
                    layout=row.layout,
                    columns=row.columns,
                    rows=row.rows,
                    quiet=row.quiet,
                    priority=row.priority,
                    batches=row.batches,
                )
                for _, row in file.of("screens", ScreenRow)
            ]
        ),
        routes=tuple(
            [
                Route(
                    row.route,
                    Name(zh=row.zh, en=row.en),
                    row.station,
                    row.categories,
                    row.dishes,
                    row.services,
                    row.channels,
                    row.dayparts,
                    row.position,
                )
                for _, row in file.of("routes", RouteRow)
            ]
        ),
        themes=themes_of(file),
        services=services_of(file),
        gone=KitchenGone(
            gone(file, "stations", stations, replace=replace),
            gone(file, "screens", state.kitchen.screens, replace=replace),
            gone(file, "routes", state.kitchen.routes, replace=replace),
            gone(file, "themes", state.kitchen.themes, replace=replace),
            _services_gone(state, file, replace=replace),
        ),
    )


def _services_gone(state: State, file: HouseFile, *, replace: bool) -> tuple[Service, ...]:
    left = gone(file, "service_lateness", state.kitchen.services, replace=replace)
    return tuple([service for service in SERVICE_NAMES if service in left])


def _station(file: HouseFile, where: str, row: StationRow) -> Station:
    limits = (row.soon_permille, row.late_permille, row.critical_permille, row.critical_s)
    soon, late, critical, seconds = limits
    thresholds = None
    if soon is not None and late is not None and critical is not None and seconds is not None:
        thresholds = Thresholds(soon, late, critical, parts(file, where, seconds, SECONDS))
    elif any(each is not None for each in limits):
        file.fault(where, "时限要么全写，要么全不写", "give all four thresholds or none")
    name = Name(zh=row.zh, en=row.en)
    known: dict[str, Any] = {"priority": row.priority} if row.priority else {}
    return Station(station=row.station, name=name, thresholds=thresholds, position=row.position, **known)


def _printers(state: State, file: HouseFile, *, replace: bool) -> ChangePrinters:
    printers = [
        Printer(printer=row.printer, name=Name(zh=row.zh, en=row.en), **{name: getattr(row, name) for name in OWN})
        for _, row in file.of("printers", PrinterRow)
    ]
    return ChangePrinters(tuple(printers), gone(file, "printers", state.printing.printers, replace=replace))


def _floor(state: State, file: HouseFile, *, replace: bool) -> ChangeFloor:
    return ChangeFloor(
        areas=tuple([Area(row.area, Name(zh=row.zh, en=row.en)) for _, row in file.of("areas", AreaRow)]),
        tables=tuple([_table(file, where, row) for where, row in file.of("tables", TableRow)]),
        gone=FloorGone(
            gone(file, "areas", state.floor.areas, replace=replace),
            gone(file, "tables", state.floor.tables, replace=replace),
        ),
    )


MISSED = {"no_category": "categories", "no_daypart": "dayparts", "no_part": "dishes", "no_area": "areas"}
"""Faults of a thing that is not there, and the sheet in which it would stand: there it may be a row with a fault."""


def _cleaned(file: HouseFile, command: Command, sheets: tuple[str, ...]) -> Command | None:
    """The command of what can be kept of what people have written: row by row, so that each that cannot is named.

    None of what is no list of its rows, where something of it cannot be kept or read.
    """
    alone = [each for each in sheets if each in command.__struct_fields__ and each not in WHOLE]
    if not alone:
        good = _keeps(file, "/".join([each for each in sheets if each in file.given]), sheets[0], command)
        return command if good and not file.broken & set(sheets) else None
    kept = {
        name: tuple(
            [
                thing
                for (where, _), thing in zip(file.of(name, Row), getattr(command, name), strict=True)
                if _keeps(file, where, name, type(command)(**{name: (thing,)}))
            ]
        )
        for name in alone
    }
    return replace_fields(command, **kept)


def _keeps(file: HouseFile, where: str, name: str, command: Command) -> bool:
    """Whether it can be kept as it is written; what cannot is a fault."""
    try:
        CLEAN[type(command)](command)
    except Refusal as refusal:
        words = refusal.message()
        file.broken.add(name)
        file.fault(where, words.zh, words.en)
        return False
    return True


def checked(state: State, file: HouseFile, now: Ms, *, replace: bool) -> list[Command]:
    """The deeds, once it is sure that all of them can be done one after the other. Raises as `tried` does."""
    return tried(state, file, now, SYSTEM, replace=replace).commands


class Tried(NamedTuple):
    """The deeds of a file, and the rows of the house before them and after; where dishes go and who sees them, too."""

    commands: list[Command]
    before: Rows
    after: Rows
    plan_before: Plan
    plan: Plan


def tried(state: State, file: HouseFile, now: Ms, who: Who, *, replace: bool, look: bool = False) -> Tried:
    """Do all of it, and take it back; `look` at what it comes to.

    Raises `BadFile` with all that is wrong, of the rows that could be read too where others could not be.
    """
    deeds = of_file(state, file, replace=replace)
    cleaned = [(_cleaned(file, command, sheets), sheets) for command, sheets in deeds]
    faults = list(file.faults)
    before, after = of_state(state) if look else {}, Rows()
    plan_before, mark = plan_of(state), state.mark()
    try:
        for command, sheets in cleaned:
            if command is None:
                continue
            outcome = decide(state, CLEAN[type(command)](command), Context(max(now, state.at), who))
            if isinstance(outcome, Refusal):
                faults += _told(file, outcome, sheets)
                continue
            for event in outcome:
                fold(state, event, Stamp(state.seq + 1, max(now, state.at), ""))
        if look and not faults:
            after = of_state(state)
        plan = plan_of(state)
    finally:
        state.undo(mark)
    if faults:
        raise BadFile(faults)
    return Tried([command for command, _ in deeds], before, after, plan_before, plan)


def _told(file: HouseFile, refusal: Refusal, sheets: tuple[str, ...]) -> list[Name]:
    found = refusal.details.get("faults")
    if not found and refusal.reason is FORBIDDEN:
        words, where = refusal.message(), "/".join([each for each in sheets if each in file.given])
        return [Name(zh=f"{where}：{words.zh}", en=f"{where}: {words.en}")]
    if not found:
        return [refusal.message()]
    own = [each for each in found if MISSED.get(each.code) not in file.broken]
    at = [(file.where(each.about, sheets), each.message) for each in own]
    return [Name(zh=f"{where}：{words.zh}", en=f"{where}: {words.en}") for where, words in at]
