"""A file holds all of a house: taken over by an empty store it gives the same one, and no field is forgotten."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import (
    TENDERS,
    BillingSettings,
    SurchargeKind,
    SurchargeRule,
    TenderKind,
    TenderType,
)
from kds.core.billing.offered import DEEDS, NamedReduction, Reasons
from kds.core.day.change_house import ChangeHouse
from kds.core.day.found_house import FoundHouse
from kds.core.day.model import House
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.journal import ONLY
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, Route, ServiceLateness, Station, Thresholds
from kds.core.kitchen.screens import PriorityRule, Screen, ScreenLanguage, TextSize
from kds.core.kitchen.themes import BarsWork, Shows, Theme
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, Dish
from kds.core.people.change_rights import ChangeRights
from kds.core.people.model import Limit
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.model import Printer
from kds.core.rights import CHANGEABLE, OF_WALLS, RIGHTS
from kds.core.state import State
from kds.core.types import SYSTEM, Command, Name, Record, Service
from kds.ops.house_file.commands import checked, of_file, tried
from kds.ops.house_file.differences import differences
from kds.ops.house_file.files import BadFile, read, write
from kds.ops.house_file.reading import HouseFile
from kds.ops.house_file.rows import of_state
from tests.house import AREAS, CATEGORIES, CLOSES, DISHES, SCREENS, STATIONS, TABLES, SmallHouse, named

ENDINGS = ("xlsx", "json", "toml", "")
"""Of the forms of a file; without one it is a folder of CSV files."""
NOT_IN_A_FILE = {("House", "store_id"), ("House", "address"), ("Dish", "priced_in")}
"""Whose store it is, where its own box is reached, and what the store itself counts."""
BOOKS = (
    "day.house",
    "floor.areas",
    "floor.tables",
    "kitchen.stations",
    "kitchen.screens",
    "kitchen.routes",
    "kitchen.themes",
    "kitchen.services",
    "printing.printers",
    "kitchen.thresholds",
    "menu.categories",
    "menu.dishes",
    "billing.settings",
    "people.roles",
)


def books(state: State) -> dict[str, Any]:
    """All settings, but for what the store itself counts."""
    found: dict[str, Any] = {name: dict(state.books()[name]) for name in BOOKS}
    found["day.house"] = {ONLY: replace(state.day.house[ONLY], store_id="")}
    found["menu.dishes"] = {name: replace(dish, priced_in=0) for name, dish in state.menu.dishes.items()}
    return found


def founded(currency: str = "CNY") -> SmallHouse:
    """An empty store of another restaurant."""
    house = House("other", named("Nobody's"), currency, "Asia/Tokyo", 60)
    return SmallHouse((FoundHouse(house, "2026-09-21", CLOSES),))


def there_and_back(house: SmallHouse, folder: Path, ending: str, currency: str = "CNY") -> SmallHouse:
    """The house, written to a file, and a new one that took it over."""
    path = folder / (f"house.{ending}" if ending else "house")
    write(path, of_state(house.state))
    new = founded(currency)
    for command in checked(new.state, HouseFile(read(path)), new.now, replace=True):
        new.do(command)
    return new


# Every field, whatever record it is of: another value of its type, in the file and back.


class Varied(NamedTuple):
    """A house in which one field of one record is another than in `base`."""

    base: State
    state: State
    record: Any


def other(kind: Any, value: Any, depth: int = 0) -> Any:
    """Another value of a type than this one."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return other(inner[0], value, depth)
    if origin is Literal:
        return next(each for each in inner if each != value)
    if origin in (Union, types.UnionType):
        return other(next(each for each in inner if each is not type(None)), value, depth)
    if origin is tuple:
        return (other(inner[0], value[0] if value else None, depth + 1),)
    if kind is bool:
        return not value
    if kind is int:
        return (value or 0) + 10
    if kind is str:
        return f"{value or 'x'}-{depth}-other"
    if isinstance(kind, type) and issubclass(kind, Record):
        hints = get_type_hints(kind, include_extras=True)
        known = {name: other(hints[name], getattr(value, name, None), depth + 1) for name in kind.__struct_fields__}
        return kind(**known)
    raise AssertionError(f"say here what another {kind} can be")


HOUSE: tuple[Command, ...] = (
    ChangeKitchen(STATIONS, SCREENS, thresholds=Thresholds(600, 900, 1300)),
    ChangeFloor(AREAS, TABLES),
    ChangeMenu(CATEGORIES, DISHES),
    ChangeKitchen(routes=(Route("drinks", named("drinks"), "drinks", services=("dine_in",)),)),
    ChangeKitchen(services=(ServiceLateness("takeaway", Thresholds(500, 800, 1100)),)),
    ChangeKitchen(
        themes=(
            Theme(
                "lunch", named("lunch"), (Shows("cold", ("hot",)),), minutes=(660,), bars=(BarsWork("cold", "wall"),)
            ),
        )
    ),
    ChangePrinters((Printer("p", named("p"), "10.0.0.9", stations=("cold",), mode="always"),)),
    ChangeBilling(
        surcharges=(SurchargeRule("tea", named("tea"), "per_head", 500, ("dine_in",), ("cola",)),),
        reductions=(NamedReduction("staff", named("staff"), "percent", 100),),
    ),
)


def whole() -> SmallHouse:
    """A house with a thing of every kind."""
    house = founded()
    for command in HOUSE:
        house.do(command)
    return house


def billing(record: Any, field: str) -> Any:
    """A change of the first of a list of the settings of billing."""

    def change(state: State) -> None:
        before = state.billing.settings.value or BillingSettings()
        state.billing.settings[ONLY] = replace(before, **{field: (record, *getattr(before, field)[1:])})

    return change


def fields() -> Iterator[Any]:
    """Every field of every record that is a setting."""
    kinds = (
        House,
        Area,
        Table,
        Station,
        Thresholds,
        Screen,
        Route,
        Theme,
        ServiceLateness,
        Printer,
        Category,
        Dish,
        BillingSettings,
        TenderType,
        SurchargeRule,
        NamedReduction,
        Reasons,
    )
    for kind in kinds:
        for field in kind.__struct_fields__:
            if (kind.__name__, field) not in NOT_IN_A_FILE and field != kind.__struct_fields__[0]:
                yield pytest.param(kind, field, id=f"{kind.__name__}.{field}")


def standing(state: State, kind: type[Any]) -> tuple[Any, Any]:
    """A record of that kind as it stands, and what puts another in its place."""
    settled = state.billing.settings.value or BillingSettings()
    lists: dict[Any, str] = {
        TenderType: "tenders",
        SurchargeRule: "surcharges",
        NamedReduction: "reductions",
        Reasons: "reasons",
    }
    if kind in lists:
        return getattr(settled, lists[kind])[0], lambda new: billing(new, lists[kind])(state)
    places: dict[Any, tuple[Any, str]] = {
        House: (state.day.house, ONLY),
        Thresholds: (state.kitchen.thresholds, ONLY),
        BillingSettings: (state.billing.settings, ONLY),
        Area: (state.floor.areas, "vip"),
        Table: (state.floor.tables, "V01"),
        Station: (state.kitchen.stations, "cold"),
        Screen: (state.kitchen.screens, "cold"),
        Route: (state.kitchen.routes, "drinks"),
        ServiceLateness: (state.kitchen.services, "takeaway"),
        Theme: (state.kitchen.themes, "lunch"),
        Printer: (state.printing.printers, "p"),
        Category: (state.menu.categories, "all"),
        Dish: (state.menu.dishes, "tofu"),
    }
    book, key = places[kind]

    def put(new: Any) -> None:
        book[key] = new

    return book[key], put


@pytest.mark.parametrize(("kind", "field"), fields())
def test_every_field_of_a_setting_stands_in_the_file_and_comes_back(
    tmp_path: Path, kind: type[Any], field: str
) -> None:
    """Whoever gives a record another field writes a column for it: rows.py or its neighbours, and what reads them."""
    state = (founded() if kind is House else whole()).state
    before = of_state(state)
    record, put = standing(state, kind)
    hints = get_type_hints(kind, include_extras=True)
    put(varied := replace(record, **{field: other(hints[field], getattr(record, field))}))
    after = of_state(state)
    assert before != after, f"the file has no column for {field}"
    path = tmp_path / "house.json"
    write(path, after)
    file = HouseFile(read(path))
    assert file.faults == []
    deeds = [each.command for each in of_file(founded().state, file, replace=True)]
    assert _brought(deeds, kind, varied) == varied


def _brought(deeds: list[Command], kind: type[Any], like: Any) -> Any:
    """The record of that kind that the deeds of a file bring."""
    if kind is House:
        (change,) = [each for each in deeds if isinstance(each, ChangeHouse)]
        given = {
            name: getattr(change, name) for name in House.__struct_fields__ if ("House", name) not in NOT_IN_A_FILE
        }
        return replace(like, **given)
    if kind is BillingSettings:
        (settled,) = [each for each in deeds if isinstance(each, ChangeBilling)]
        return BillingSettings(**{name: getattr(settled, name) for name in BillingSettings.__struct_fields__})
    found = [
        record
        for deed in deeds
        for name in deed.__struct_fields__
        for record in _records(getattr(deed, name))
        if isinstance(record, kind)
    ]
    first = kind.__struct_fields__[0]
    alike = [each for each in found if kind is Thresholds or getattr(each, first) == getattr(like, first)]
    return replace(alike[0], priced_in=like.priced_in) if kind is Dish else alike[0]


def _records(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


# Random houses.

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
NAMES = st.builds(lambda zh, en: Name(zh=zh, en=en), WORDS, st.one_of(st.just(""), WORDS))
IDS = st.text("abcxyz0123456789_-+", min_size=1, max_size=6)
TICKS = st.tuples(st.booleans(), st.booleans(), st.booleans())
MS = st.integers(1_000, 3_600_000)
SERVICES: tuple[Service, ...] = get_args(Service)


def some(values: Any, most: int = 4) -> Any:
    """Some of these, each once, in any order."""
    known = list(values)
    return st.lists(st.sampled_from(known), unique=True, max_size=most).map(tuple) if known else st.just(())


@st.composite
def thresholds(draw: st.DrawFn) -> Thresholds:
    soon, late, critical = sorted(draw(st.lists(st.integers(1, 5_000), min_size=3, max_size=3)))
    return Thresholds(soon, late, critical, draw(st.integers(1, 86_400_000)))


@st.composite
def kitchens(draw: st.DrawFn) -> ChangeKitchen:
    ids = [*draw(st.lists(IDS, unique=True, min_size=1, max_size=4)), CATCH_ALL]
    rules = get_args(PriorityRule)
    stations = [
        Station(
            each,
            draw(NAMES),
            draw(st.lists(st.sampled_from(rules), unique=True, min_size=1).map(tuple)),
            draw(st.none() | thresholds()),
            draw(st.integers(1, 50)),
        )
        for each in ids
    ]
    screens = [
        Screen(
            each,
            draw(NAMES),
            draw(some(ids)),
            draw(st.sampled_from(get_args(TextSize))),
            draw(st.integers(0, 1)),
            draw(st.booleans()),
            draw(st.integers(1, 50)),
            draw(st.sampled_from(get_args(ScreenLanguage))),
            draw(st.integers(7, 120)),
            draw(st.integers(30, 1000)),
        )
        for each in draw(st.lists(IDS, unique=True, max_size=3))
    ]
    return ChangeKitchen(tuple(stations), tuple(screens), thresholds=draw(st.none() | thresholds()))


@st.composite
def floors(draw: st.DrawFn) -> ChangeFloor:
    areas = [Area(each, draw(NAMES)) for each in draw(st.lists(IDS, unique=True, min_size=1, max_size=3))]
    tables = [
        Table(each, draw(st.sampled_from(areas)).area, draw(st.integers(1, 99)))
        for each in draw(st.lists(IDS, unique=True, max_size=6))
    ]
    return ChangeFloor(tuple(areas), tuple(tables))


@st.composite
def charges(draw: st.DrawFn) -> ChangeBilling:
    tenders = [
        TenderType(each, draw(NAMES), draw(st.sampled_from(get_args(TenderKind))), *draw(TICKS))
        for each in draw(st.lists(IDS, unique=True, min_size=1, max_size=4))
    ]
    surcharges = [
        SurchargeRule(
            each,
            draw(NAMES),
            draw(st.sampled_from(get_args(SurchargeKind))),
            draw(st.integers(0, 1000)),
            draw(some(SERVICES)),
            draw(some(["cola", "tofu", "gone"])),
            draw(st.booleans()),
        )
        for each in draw(st.lists(IDS, unique=True, max_size=3))
    ]
    reductions = [
        NamedReduction(each, draw(NAMES), draw(st.sampled_from(("percent", "amount"))), draw(st.integers(1, 1000)))
        for each in draw(st.lists(IDS, unique=True, max_size=3))
    ]
    reasons = []
    for deed in draw(some(DEEDS, 7)):
        said = draw(st.lists(NAMES, max_size=4, unique_by=lambda each: each.zh))
        reasons.append(Reasons(deed, tuple(said), free=not said or draw(st.booleans())))
    return ChangeBilling(
        tuple(tenders),
        tuple(surcharges),
        draw(st.integers(1, 1_000_000)),
        draw(st.integers(0, 1_000_000)),
        tuple(reductions),
        tuple(reasons),
    )


@st.composite
def matrices(draw: st.DrawFn) -> list[ChangeRights]:
    found = []
    for role in draw(some(CHANGEABLE)):
        must = [each.code for each in OF_WALLS] if role == "kitchen" else []
        rights = tuple(dict.fromkeys([*must, *draw(some(RIGHTS, 30))]))
        limited = [code for code in rights if RIGHTS[code].unit]
        limits = [Limit(code, draw(st.integers(0, 1000))) for code in draw(some(limited)) if limited]
        found.append(ChangeRights(role, rights, tuple(limits)))
    return found


@st.composite
def houses(draw: st.DrawFn) -> tuple[str, list[Command]]:
    """The currency of a house and what sets it up; of the menu only some dishes, which have tests of their own."""
    currency = draw(st.sampled_from(("CNY", "JPY", "KWD", "EUR")))
    settled = ChangeHouse(
        name=draw(NAMES),
        cutoff_minute=draw(st.integers(0, 1439)),
        shown_within_ms=draw(MS),
        rush_after_ms=draw(MS),
        rush_every_ms=draw(MS),
        calls_after_ms=draw(MS),
        nobody_after_permille=draw(st.just(0) | st.integers(1_000, 20_000)),
        paper_dark_ms=draw(st.integers(5_000, 999_999)),
        paper_unseen_ms=draw(st.integers(5_000, 999_999)),
        batch_window_ms=draw(MS),
        batch_most=draw(st.integers(2, 99)),
        dine_in_by_number=draw(st.booleans()),
        tables_are_cleaned=draw(st.booleans()),
        number_plates=draw(st.booleans()),
        serve_what_is_done_only=draw(st.booleans()),
        timezone=draw(st.sampled_from(("Asia/Shanghai", "Europe/Berlin"))),
        language=draw(st.sampled_from(("zh", "en"))),
        sign_out_after_ms=draw(st.just(0) | st.integers(5_000, 999_999)),
    )
    dishes = draw(some(range(len(DISHES))))
    menu = ChangeMenu(CATEGORIES, tuple([DISHES[each] for each in dishes])) if dishes else ChangeMenu()
    commands = [settled, draw(kitchens()), draw(floors()), menu, draw(charges()), *draw(matrices())]
    return currency, commands


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(house=houses(), ending=st.sampled_from(ENDINGS))
def test_any_house_is_the_same_in_an_empty_store(
    tmp_path_factory: pytest.TempPathFactory, house: tuple[str, list[Command]], ending: str
) -> None:
    currency, commands = house
    old = founded(currency)
    for command in commands:
        old.do(command)
    new = there_and_back(old, tmp_path_factory.mktemp("file"), ending)
    assert books(new.state) == books(old.state)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_taken_over_again_changes_nothing(tmp_path: Path, ending: str) -> None:
    house = whole()
    path = tmp_path / (f"house.{ending}" if ending else "house")
    write(path, of_state(house.state))
    looked = tried(house.state, HouseFile(read(path)), house.now, SYSTEM, replace=True, look=True)
    assert differences(looked.before, looked.after) == []
    seq = house.state.seq
    for command in looked.commands:
        house.do(command)
    assert house.state.seq == seq


def test_money_is_in_the_currency_that_the_file_brings(tmp_path: Path) -> None:
    yen = founded("JPY")
    yen.do(ChangeBilling(surcharges=(SurchargeRule("tea", named("tea"), "per_head", 300),), round_to_minor=10))
    new = there_and_back(yen, tmp_path, "json", "CNY")
    assert new.state.day.house[ONLY].currency == "JPY"
    assert books(new.state)["billing.settings"][ONLY].surcharges[0].value == 300


# What would change, and what is wrong.


def sheets(**rows: list[dict[str, Any]]) -> HouseFile:
    placed = {name: [(f"{name} #{at}", row) for at, row in enumerate(found, 1)] for name, found in rows.items()}
    return HouseFile(placed)


def test_what_would_change_is_told_row_by_row_and_nothing_has_changed() -> None:
    house = whole()
    before = house.digest()
    file = sheets(
        tables=[
            {"table": "A01", "area": "hall", "seats": 10},
            {"table": "N01", "area": "hall", "seats": 2},
            {"table": "A02", "area": "hall", "seats": 4},
        ]
    )
    looked = tried(house.state, file, house.now, SYSTEM, replace=True, look=True)
    told = [(each.how, each.key, each.columns) for each in differences(looked.before, looked.after)]
    assert told == [
        ("new", "N01", ()),
        ("changed", "A01", (("seats", "4", "10"),)),
        ("gone", "A03", ()),
        ("gone", "V01", ()),
    ]
    assert house.digest() == before
    kept = tried(house.state, file, house.now, SYSTEM, replace=False, look=True)
    assert [each.how for each in differences(kept.before, kept.after)] == ["new", "changed"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"house": [{"cutoff": "25:00"}]}, "missing required field"),
        ({"tenders": [{"tender": "x", "kind": "shells"}]}, "Invalid enum value"),
        ({"surcharges": [{"surcharge": "x", "kind": "percent", "value": 10.55, "zh": "x"}]}, "too many decimals"),
        ({"reductions": [{"reduction": "x", "kind": "percent", "value": 101, "zh": "x"}]}, "is out of range"),
        ({"reasons": [{"deed": "void", "zh": ""}]}, "is empty"),
        ({"rounding": [{"round_to": 1, "by_hand_most": 1}] * 2}, "one row only"),
        ({"rights": [{"role": "waiter", "right": "fly", "may": True}]}, "there is no right"),
        ({"rights": [{"role": "kitchen", "right": "cook", "may": False}]}, "cannot be taken from the kitchen"),
    ],
)
def test_what_is_wrong_is_named(rows: dict[str, list[dict[str, Any]]], words: str) -> None:
    house = whole()
    before = house.digest()
    with pytest.raises(BadFile) as bad:
        checked(house.state, sheets(**rows), house.now, replace=False)
    assert words in bad.value.faults[0].en
    assert house.digest() == before


def test_the_house_itself_is_read_strictly() -> None:
    house = whole()
    (row,) = msgspec.to_builtins(of_state(house.state)["house"])
    for wrong, words in (({"cutoff": "soon"}, "no time like"), ({"timezone": "Mars"}, "no time zone")):
        with pytest.raises(BadFile) as bad:
            checked(house.state, sheets(house=[{**row, **wrong}]), house.now, replace=False)
        assert words in bad.value.faults[0].en
    house.order("tofu")
    with pytest.raises(BadFile) as bad:
        checked(house.state, sheets(house=[{**row, "currency": "EUR"}]), house.now, replace=False)
    assert "for good" in bad.value.faults[0].en


class TestWhatAFileDoesNotSay:
    def test_a_house_that_has_said_nothing_of_its_tenders_has_those_of_the_file_alone(self) -> None:
        house = founded()
        file = sheets(tenders=[{"tender": "cash", "zh": "现金", "kind": "cash"}])
        for command in checked(house.state, file, house.now, replace=False):
            house.do(command)
        assert [each.tender for each in (house.state.billing.settings.value or BillingSettings()).tenders] == ["cash"]

    def test_what_a_sheet_does_not_name_stays_in_its_place(self) -> None:
        house = whole()
        house.do(ChangeBilling(tenders=TENDERS[:3]))
        file = sheets(
            tenders=[{"tender": "card", "zh": "卡", "kind": "card"}, {"tender": "new", "zh": "新", "kind": "other"}],
            reasons=[{"deed": "void", "zh": "手滑", "en": "Slip"}],
            rights=[{"role": "waiter", "right": "comp", "may": True, "most": 20}],
        )
        for command in checked(house.state, file, house.now, replace=False):
            house.do(command)
        settled = house.state.billing.settings[ONLY]
        assert [each.tender for each in settled.tenders] == ["cash", "card", "qr", "new"]
        assert settled.tenders[1].name.zh == "卡"
        lists = {each.deed: each for each in settled.reasons}
        assert [each.zh for each in lists["void"].said] == ["手滑"]
        assert lists["comp"].said
        row = house.state.people.roles["waiter"]
        assert (row.given, row.taken, row.limits) == (("comp",), (), (Limit("comp", 2000),))


def test_kinds_of_fields_that_nobody_knows_are_named() -> None:
    with pytest.raises(AssertionError, match="say here"):
        other(typing.Mapping[str, int], {})
