"""The deeds that a file comes to, and what is wrong with it, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

import msgspec

from kds.core.decide import CLEAN, decide
from kds.core.features import fold
from kds.core.floor.change_floor import ChangeFloor, FloorGone
from kds.core.floor.model import Area, Table
from kds.core.kitchen.change_kitchen import ChangeKitchen, KitchenGone
from kds.core.kitchen.model import CATCH_ALL, Screen, Station, Thresholds
from kds.core.menu.change_menu import ChangeMenu, MenuGone
from kds.core.menu.model import Category, Cells, Choice, Dish, MealChoice, MealGroup, OptionGroup, Soup
from kds.core.money import EXPONENTS, currency_of
from kds.core.refusals import MOST
from kds.core.state import State
from kds.core.types import Command, Context, Ms, Name, Refusal, Stamp
from kds.ops.house_file.files import BadFile
from kds.ops.house_file.rows import (
    KINDS,
    AreaRow,
    CategoryRow,
    DishRow,
    MealRow,
    OptionRow,
    Row,
    ScreenRow,
    Sheets,
    SoupRow,
    StationRow,
    TableRow,
)

R = TypeVar("R", bound=Row)
SECONDS = 3
"""Decimals of a second."""


class Placed(NamedTuple):
    """A row, and where it stands."""

    where: str
    row: Any


class HouseFile:
    """The rows of a file, each read; `faults` are those that could not be."""

    def __init__(self, sheets: Sheets) -> None:
        self.faults: list[Name] = []
        self.given = frozenset(sheets)
        self._placed: dict[str, list[Placed]] = {}
        for name, rows in sheets.items():
            self._placed[name] = [placed for where, cells in rows if (placed := self._read(name, where, cells))]

    def _read(self, name: str, where: str, cells: dict[str, Any]) -> Placed | None:
        kind = KINDS[name]
        try:
            return Placed(where, msgspec.convert(_typed(kind, cells), kind, strict=False))
        except msgspec.ValidationError as error:
            self.fault(where, f"内容不对（{error}）", str(error))
            return None

    def fault(self, where: str, zh: str, en: str) -> None:
        """One thing that is wrong, and where."""
        self.faults.append(Name(zh=f"{where}：{zh}", en=f"{where}: {en}"))

    def of(self, name: str, kind: type[R]) -> list[tuple[str, R]]:
        """The rows of a sheet that could be read, and where they stand."""
        return [(placed.where, placed.row) for placed in self._placed.get(name, ())]

    def where(self, about: str, sheets: Iterable[str]) -> str:
        """Where the thing of that id stands; the last of the rows, where there are two."""
        found = [each.where for sheet in sheets for each in self._placed.get(sheet, ()) if _key(each.row) == about]
        return found[-1] if found else "/".join(sheets)


def _key(row: Row) -> str:
    """What a row is called by: its first column."""
    fields = [each for each in row.__struct_fields__ if each not in ("zh", "en")]
    return str(getattr(row, fields[0]))


def _typed(kind: type[Row], cells: dict[str, Any]) -> dict[str, Any]:
    """Cells of a sheet as fields want them: codes are text, and a list has an entry a line."""
    types = {field.name: field.type for field in msgspec.structs.fields(kind)}
    found: dict[str, Any] = {}
    for name, value in cells.items():
        wanted = types.get(name)
        if wanted is str and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        elif getattr(wanted, "__origin__", None) is tuple and isinstance(value, str | int):
            value = [each.strip() for each in str(value).split("\n") if each.strip()]
        elif wanted is Decimal and isinstance(value, float):
            value = repr(value)
        found[name] = value
    return found


def of_file(state: State, file: HouseFile, *, replace: bool) -> list[tuple[Command, tuple[str, ...]]]:
    """The deeds, each with the sheets that it comes from; sheets that a file does not have are left alone.

    `replace`: what the house has of a sheet and the file has not is to go.
    """
    exponent = EXPONENTS.get(currency_of(state), 2)
    found: list[tuple[Command, tuple[str, ...]]] = [
        (_kitchen(state, file, replace=replace), ("stations", "screens")),
        (_floor(state, file, replace=replace), ("areas", "tables")),
        (_menu(state, file, exponent, replace=replace), ("categories", "dishes", "options", "soups")),
    ]
    return [each for each in found if file.given & set(each[1])]


def _gone(file: HouseFile, sheet: str, known: Iterable[str], *, replace: bool) -> tuple[str, ...]:
    if not replace or sheet not in file.given:
        return ()
    return tuple(sorted(set(known) - {_key(row) for _, row in file.of(sheet, Row)}))


def _kitchen(state: State, file: HouseFile, *, replace: bool) -> ChangeKitchen:
    stations = [each for each in state.kitchen.stations if each != CATCH_ALL]
    return ChangeKitchen(
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
                )
                for _, row in file.of("screens", ScreenRow)
            ]
        ),
        gone=KitchenGone(
            _gone(file, "stations", stations, replace=replace),
            _gone(file, "screens", state.kitchen.screens, replace=replace),
        ),
    )


def _station(file: HouseFile, where: str, row: StationRow) -> Station:
    limits = (row.soon_permille, row.late_permille, row.critical_permille, row.critical_s)
    soon, late, critical, seconds = limits
    thresholds = None
    if soon is not None and late is not None and critical is not None and seconds is not None:
        thresholds = Thresholds(soon, late, critical, _parts(file, where, seconds, SECONDS))
    elif any(each is not None for each in limits):
        file.fault(where, "时限要么全写，要么全不写", "give all four thresholds or none")
    name = Name(zh=row.zh, en=row.en)
    known: dict[str, Any] = {"priority": row.priority} if row.priority else {}
    return Station(station=row.station, name=name, thresholds=thresholds, position=row.position, **known)


def _floor(state: State, file: HouseFile, *, replace: bool) -> ChangeFloor:
    return ChangeFloor(
        areas=tuple([Area(row.area, Name(zh=row.zh, en=row.en)) for _, row in file.of("areas", AreaRow)]),
        tables=tuple([Table(row.table, row.area, row.seats) for _, row in file.of("tables", TableRow)]),
        gone=FloorGone(
            _gone(file, "areas", state.floor.areas, replace=replace),
            _gone(file, "tables", state.floor.tables, replace=replace),
        ),
    )


def _menu(state: State, file: HouseFile, exponent: int, *, replace: bool) -> ChangeMenu:
    dishes = file.of("dishes", DishRow)
    known = {row.dish for _, row in dishes}
    options: dict[str, list[tuple[str, OptionRow]]] = {}
    soups: dict[str, list[tuple[str, SoupRow]]] = {}
    meals: dict[str, list[tuple[str, MealRow]]] = {}
    for where, row in file.of("options", OptionRow):
        options.setdefault(row.dish, []).append((where, row))
    for where, soup in file.of("soups", SoupRow):
        soups.setdefault(soup.dish, []).append((where, soup))
    for where, part in file.of("meals", MealRow):
        meals.setdefault(part.dish, []).append((where, part))
    named = [(where, option.dish) for where, option in file.of("options", OptionRow)]
    named += [(where, soup.dish) for where, soup in file.of("soups", SoupRow)]
    named += [(where, part.dish) for where, part in file.of("meals", MealRow)]
    for where, dish in named:
        if dish not in known:
            file.fault(where, f"表dishes里没有“{dish}”", f"the sheet dishes has no “{dish}”")
    categories = [each for _, each in file.of("categories", CategoryRow)]
    return ChangeMenu(
        categories=tuple([Category(each.category, Name(zh=each.zh, en=each.en), each.position) for each in categories]),
        dishes=tuple(
            [
                msgspec.structs.replace(
                    _dish(file, where, row, options.get(row.dish, []), soups.get(row.dish, []), exponent),
                    meal=_meal(file, meals.get(row.dish, []), exponent),
                )
                for where, row in dishes
            ]
        ),
        gone=MenuGone(
            _gone(file, "categories", state.menu.categories, replace=replace),
            _gone(file, "dishes", state.menu.dishes, replace=replace),
        ),
    )


def _dish(
    file: HouseFile,
    where: str,
    row: DishRow,
    options: list[tuple[str, OptionRow]],
    soups: list[tuple[str, SoupRow]],
    exponent: int,
) -> Dish:
    cells = None
    if row.cells_min is not None and row.cells_max is not None and row.cells_price is not None:
        found = [
            Soup(soup.soup, Name(zh=soup.zh, en=soup.en), _parts(file, at, soup.price, exponent)) for at, soup in soups
        ]
        cells = Cells(row.cells_min, row.cells_max, row.cells_price, tuple(found))
    elif soups or any(each is not None for each in (row.cells_min, row.cells_max, row.cells_price)):
        file.fault(where, "锅的格数和计价要写全", "a pot needs cells_min, cells_max and cells_price")
    return Dish(
        dish=row.dish,
        name=Name(zh=row.zh, en=row.en),
        kind=row.kind,
        category=row.category,
        station=row.station,
        price_minor=_parts(file, where, row.price, exponent),
        standard_ms=_parts(file, where, row.standard_s, SECONDS),
        options=_groups(file, options, exponent),
        cells=cells,
        soon_permille=row.soon_permille,
        late_permille=row.late_permille,
        critical_permille=row.critical_permille,
        position=row.position,
        weighed=row.weighed,
        per=row.per,
        to_weigh=row.to_weigh,
        code=row.code,
    )


def _groups(file: HouseFile, rows: list[tuple[str, OptionRow]], exponent: int) -> tuple[OptionGroup, ...]:
    """The questions of a dish."""
    found = []
    for where, row in rows:
        price = _parts(file, where, row.price, exponent)
        choice = Choice(row.option, Name(zh=row.zh, en=row.en), price, row.portion_permille)
        name = Name(zh=row.group_zh, en=row.group_en)
        found.append((where, OptionGroup(row.group, name, row.min, row.max, (choice,))))
    return _joined(file, found)


def _meal(file: HouseFile, rows: list[tuple[str, MealRow]], exponent: int) -> tuple[MealGroup, ...]:
    """The groups of a set meal."""
    found = []
    for where, row in rows:
        choice = MealChoice(row.part, _parts(file, where, row.price, exponent))
        name = Name(zh=row.group_zh, en=row.group_en)
        found.append((where, MealGroup(row.group, name, row.min, row.max, (choice,))))
    return _joined(file, found)


G = TypeVar("G", bound=OptionGroup | MealGroup)


def _joined(file: HouseFile, rows: list[tuple[str, G]]) -> tuple[G, ...]:
    """Groups of one choice each made one of all theirs, in the order in which they begin; all say the same of it."""
    found: dict[str, G] = {}
    for where, group in rows:
        known = found.setdefault(group.group, group)
        if known is group:
            continue
        if (known.name, known.min, known.max) != (group.name, group.min, group.max):
            name = group.group
            file.fault(where, f"“{name}”这一组前后写得不一样", f"the group “{name}” is not as in the rows before")
        found[group.group] = msgspec.structs.replace(known, choices=(*known.choices, *group.choices))
    return tuple(found.values())


def _parts(file: HouseFile, where: str, whole: Decimal, exponent: int) -> int:
    """So many of the smallest parts: of a currency, or of a second."""
    scaled = whole.scaleb(exponent) if whole.is_finite() else Decimal("0.5")
    if abs(scaled) > MOST or scaled != scaled.to_integral_value():
        file.fault(where, f"{whole}的小数位太多或数字太大", f"{whole} has too many decimals, or is too large")
        return 0
    return int(scaled)


def _cleaned(file: HouseFile, command: Command, sheets: tuple[str, ...]) -> None:
    """Whether what people have written can be kept; it is tried row by row, so that each is named."""
    things = {name: each for name in sheets if name in command.__struct_fields__ for each in [getattr(command, name)]}
    for name, rows in things.items():
        for (where, _), thing in zip(file.of(name, Row), rows, strict=True):
            try:
                CLEAN[type(command)](type(command)(**{name: (thing,)}))
            except Refusal as refusal:
                words = refusal.message()
                file.fault(where, words.zh, words.en)


def checked(state: State, file: HouseFile, now: Ms, *, replace: bool) -> list[Command]:
    """The deeds, once it is sure that all of them can be done one after the other. Raises `BadFile`."""
    deeds = of_file(state, file, replace=replace)
    for command, sheets in deeds:
        _cleaned(file, command, sheets)
    faults = list(file.faults)
    mark = state.mark()
    try:
        for command, sheets in deeds if not faults else ():
            outcome = decide(state, CLEAN[type(command)](command), Context(max(now, state.at)))
            if isinstance(outcome, Refusal):
                faults += _told(file, outcome, sheets)
                continue
            for event in outcome:
                fold(state, event, Stamp(state.seq + 1, max(now, state.at), ""))
    finally:
        state.undo(mark)
    if faults:
        raise BadFile(faults)
    return [command for command, _ in deeds]


def _told(file: HouseFile, refusal: Refusal, sheets: tuple[str, ...]) -> list[Name]:
    found = refusal.details.get("faults")
    if not found:
        return [refusal.message()]
    at = [(file.where(each.about, sheets), each.message) for each in found]
    return [Name(zh=f"{where}：{words.zh}", en=f"{where}: {words.en}") for where, words in at]
