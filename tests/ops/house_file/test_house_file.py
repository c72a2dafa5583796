"""A house in a file: what is exported is taken over as it was, and what is wrong is named row by row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.day.found_house import FoundHouse
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, Station
from kds.core.kitchen.screens import Screen
from kds.core.menu.allergens import ALLERGENS
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart, PriceAt, Step
from kds.core.types import CHANNELS, Command, Name
from kds.demo import house as demo
from kds.ops.house_file.commands import checked
from kds.ops.house_file.files import BadFile, read, write
from kds.ops.house_file.menu_rows import DishRow, MealRow
from kds.ops.house_file.reading import HouseFile
from kds.ops.house_file.rows import of_state
from tests.house import CATEGORIES, CLOSES, DISHES, FOR_TWO, HOUSE, SmallHouse, dish, named

CODES = ("007", "0", "a,b", "c", "a", "b,c", "1-2", "+86", "=1+1", "1e3", "TRUE", "a|b", "12.50", "2026-01-01")
"""Codes that a spreadsheet would take for something else, and pairs that a careless list would take for each other."""


def demo_house() -> SmallHouse:
    """The demo's menu, floor and kitchen."""
    return SmallHouse((FoundHouse(demo.house(), "2026-09-21", CLOSES), *demo.opening()))


def settings(house: SmallHouse) -> dict[str, object]:
    """All that a file holds."""
    names = ("floor.areas", "floor.tables", "kitchen.screens", "menu.categories", "menu.dishes")
    stations = {name: each for name, each in house.state.kitchen.stations.items() if name != CATCH_ALL}
    return {**{name: house.state.books()[name] for name in names}, "stations": stations}


def taken_over(house: SmallHouse, path: Path, *, replacing: bool = False) -> None:
    """The file is imported."""
    for command in checked(house.state, HouseFile(read(path)), house.now, replace=replacing):
        house.do(command)


def faults(house: SmallHouse, path: Path) -> list[str]:
    """What is wrong with a file, once it is sure that nothing of it was taken over."""
    before, entries = house.digest(), house.state.journal.mark()
    with pytest.raises(BadFile) as bad:
        checked(house.state, HouseFile(read(path)), house.now, replace=False)
    assert (house.digest(), house.state.journal.mark()) == (before, entries)
    assert all(each.zh for each in bad.value.faults)
    return [each.en for each in bad.value.faults]


def toml(path: Path, text: str) -> Path:
    """A file that somebody wrote by hand."""
    file = path / "house.toml"
    file.write_text(text)
    return file


@pytest.mark.parametrize("ending", ["xlsx", "toml"])
class TestThereAndBack:
    def test_the_demos_house_is_the_same_in_a_new_store(self, tmp_path: Path, ending: str) -> None:
        house, file = demo_house(), tmp_path / f"house.{ending}"
        write(file, of_state(house.state))
        new = SmallHouse((FoundHouse(demo.house(), "2026-09-21", CLOSES),))
        taken_over(new, file)
        before, after = settings(house), settings(new)
        assert after == before

    def test_taken_over_again_it_changes_nothing(self, tmp_path: Path, ending: str) -> None:
        house, file = SmallHouse(), tmp_path / f"house.{ending}"
        write(file, of_state(house.state))
        seq = house.state.seq
        taken_over(house, file, replacing=True)
        assert house.state.seq == seq

    def test_a_set_meal_has_all_that_may_be_chosen_for_it(self, tmp_path: Path, ending: str) -> None:
        house, file = SmallHouse(), tmp_path / f"house.{ending}"
        house.do(ChangeMenu(dishes=(FOR_TWO,)))
        write(file, of_state(house.state))
        new = SmallHouse()
        taken_over(new, file)
        assert replace(new.state.menu.dishes["for_two"], position=0, priced_in=0) == FOR_TWO

    def test_a_code_is_the_very_text_that_it_is(self, tmp_path: Path, ending: str) -> None:
        """Case 45."""
        house, file = SmallHouse(()), tmp_path / f"house.{ending}"
        stations = tuple([Station(each, named(each)) for each in CODES])
        screens = (
            Screen("one", named("one"), ("a,b", "c")),
            Screen("other", named("other"), ("a", "b,c")),
            Screen("plus", named("plus"), ("+86", "1-2", "007")),
        )
        settled: tuple[Command, ...] = (
            FoundHouse(HOUSE, "2026-09-21", CLOSES),
            ChangeKitchen(stations, screens),
            ChangeFloor((Area("007", named("x")),), tuple([Table(each, "007", 4) for each in CODES])),
            ChangeMenu(CATEGORIES, tuple([dish(each, each) for each in CODES])),
        )
        for command in settled:
            house.do(command)
        write(file, of_state(house.state))
        new = SmallHouse(settled[:1])
        taken_over(new, file)
        assert settings(new) == settings(house)

    def test_open_tickets_stay_as_they_are(self, tmp_path: Path, ending: str) -> None:
        house, file = SmallHouse(), tmp_path / f"house.{ending}"
        house.order("twin_pot", "beef", "noodles")
        tickets = dict(house.state.kitchen.tickets)
        menu = ChangeMenu(CATEGORIES, (dish("beef", price=9900),))
        other = SmallHouse((FoundHouse(HOUSE, "2026-09-21", CLOSES), menu))
        write(file, of_state(other.state))
        taken_over(house, file)
        assert dict(house.state.kitchen.tickets) == tickets
        assert house.state.menu.dishes["beef"].price_minor == 9900
        assert "tofu" in house.state.menu.dishes, "what the file does not name stays"

    def test_what_the_file_has_not_goes_where_that_is_asked_for(self, tmp_path: Path, ending: str) -> None:
        house, file = SmallHouse(), tmp_path / f"house.{ending}"
        rows = of_state(house.state)
        write(file, {**rows, "tables": rows["tables"][:2]})
        taken_over(house, file, replacing=True)
        assert sorted(house.state.floor.tables) == ["A01", "A02"]
        assert house.state.menu.dishes.keys() == {each.dish for each in DISHES}


NAMES = st.text("abc汤锅", min_size=1, max_size=4)
PRICES = st.integers(0, 100_000)
CHOSEN = st.sets(st.sampled_from(CHANNELS)).map(lambda each: tuple(sorted(each)))
HOURS = st.sets(st.sampled_from(["lunch", "late"])).map(lambda each: tuple(sorted(each)))
TIMES = st.lists(st.integers(1, 86_400_000), max_size=4)
STEPS = TIMES.map(lambda times: tuple(Step(("hot", "cold")[at % 2], time) for at, time in enumerate(times)))
"""The dish's own station is `cold`: no step is at the station of the one before."""
OTHER_PRICES = st.lists(
    st.builds(PriceAt, PRICES, CHOSEN, HOURS).filter(lambda price: bool(price.channels or price.dayparts)), max_size=3
)
SOLD = st.fixed_dictionaries(
    {
        "portion": st.none() | st.builds(Name, NAMES, st.just("") | NAMES),
        "serves": st.integers(0, 99),
        "allergens": st.sets(st.sampled_from(list(ALLERGENS))).map(lambda each: tuple(sorted(each))),
        "alcohol": st.booleans(),
        "course": st.integers(0, 9),
        "dayparts": HOURS,
        "channels": CHOSEN,
        "prices": OTHER_PRICES.map(tuple),
        "steps": STEPS,
        "recipe": st.lists(st.sampled_from(("Blanch, then rinse", "烫十秒；沥干", "1 / 2 salt", "5")), max_size=3).map(
            tuple
        ),
        "photo": st.just("") | st.text("0123456789abcdef", min_size=1, max_size=8),
    }
)
DAYPARTS = (Daypart("lunch", named("lunch"), 660), Daypart("late", named("late"), 1_290, (5, 6)))


@pytest.mark.parametrize("ending", ["xlsx", "toml"])
@settings_of_hypothesis(max_examples=25, deadline=None)
@given(sold=SOLD, price=PRICES)
def test_all_that_a_dish_can_be_is_the_same_in_another_store(ending: str, sold: dict[str, Any], price: int) -> None:
    house, other = SmallHouse(), SmallHouse()
    full = replace(DISHES[4], price_minor=price, **sold)
    house.do(ChangeMenu(dayparts=DAYPARTS, dishes=(full,)))
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"house.{ending}"
        write(file, of_state(house.state))
        taken_over(other, file, replacing=True)
    assert replace(other.state.menu.dishes["tofu"], priced_in=0, position=0) == replace(full, position=0)
    assert dict(other.state.menu.dayparts) == {each.daypart: each for each in DAYPARTS}
    assert settings(other).keys() == settings(house).keys()


def test_three_thousand_rows_with_forty_faults_name_all_forty(tmp_path: Path) -> None:
    """Of every kind: what cannot be read, what cannot be kept, what no menu has."""
    house = SmallHouse()
    rows = of_state(house.state)
    (tofu,) = [each for each in rows["dishes"] if isinstance(each, DishRow) and each.dish == "tofu"]
    many = [replace(tofu, dish=f"t{number}", zh=f"菜{number}", en=f"Dish {number}") for number in range(3_000)]
    wrong = {
        0: {"price": Decimal(-1)},
        1: {"category": "nowhere"},
        2: {"serves": 100},
        3: {"standard_s": Decimal(0)},
        4: {"zh": "", "en": ""},
        5: {"zh": "bad \x07 bell"},
        6: {"price": Decimal("1.001")},
        7: {"allergens": ("stones",)},
    }
    at = [number * 75 for number in range(40)]
    for place, number in enumerate(at):
        many[number] = replace(many[number], **wrong[place % len(wrong)])  # type: ignore[arg-type]
    file = tmp_path / "house.toml"
    write(file, {"dishes": list(many)})
    found = faults(house, file)
    assert len(found) == 40
    assert sorted(each.partition(": ")[0] for each in found) == sorted(f"dishes #{number + 1}" for number in at)


class TestWhatIsWrong:
    def test_a_set_meal_names_its_row(self, tmp_path: Path) -> None:
        house, file = SmallHouse(), tmp_path / "house.toml"
        house.do(ChangeMenu(dishes=(FOR_TWO,)))
        rows = of_state(house.state)
        drinks = rows["meals"][-1]
        assert isinstance(drinks, MealRow)
        write(file, {**rows, "meals": [replace(drinks, part="unicorn"), replace(drinks, min=1), drinks]})
        assert [each.rpartition("#")[2] for each in faults(house, file)] == [
            "2: the group “drinks” is not as in the rows before",
            "14: “unicorn” of the set meal “for_two” is not on the menu",
            "14: “drinks” of the set meal “for_two” has “cola” twice",
        ]
        write(file, {**rows, "meals": [replace(drinks, part="unicorn"), replace(drinks, dish="ghost")]})
        assert faults(house, file) == [
            "meals #2: the sheet dishes has no “ghost”",
            "dishes #14: “unicorn” of the set meal “for_two” is not on the menu",
        ]
        write(file, {**rows, "meals": [replace(drinks, part="unicorn")]})
        assert [each.partition(": ")[2] for each in faults(house, file)] == [
            "“unicorn” of the set meal “for_two” is not on the menu"
        ]

    def test_every_row_is_named_at_once(self, tmp_path: Path) -> None:
        house = SmallHouse()
        file = toml(
            tmp_path,
            """
tables = [{table = "T1", area = "hall", seats = "many"}, {table = "T2", area = "hall", seats = 4, colour = "red"}]
dishes = [
  {dish = "x", zh = "菜", kind = "dish", category = "all", station = "hot", price = "1.234", standard_s = 60},
  {dish = "y", zh = "锅", kind = "base", category = "all", station = "hot", price = 1, standard_s = 60, cells_min = 1},
]
soups = [{dish = "z", soup = "clear"}]
stations = [{station = "s", zh = "档", soon_permille = 5}]
""",
        )
        found = faults(house, file)
        assert [each.partition(":")[0] for each in found] == [
            "tables #1",
            "tables #2",
            "stations #1",
            "soups #1",
            "dishes #1",
            "dishes #2",
        ]

    def test_what_the_house_refuses_is_named_by_row_too(self, tmp_path: Path) -> None:
        house = SmallHouse()
        rows = """
areas = [{area = "roof", zh = "楼顶"}]
tables = [{table = "T1", area = "roof", seats = 4}, {table = "T2", area = "cellar", seats = 4}]
screens = [{screen = "wall2", zh = "屏", stations = ["nowhere"]}]
"""
        found = faults(house, toml(tmp_path, rows))
        assert [each.partition(":")[0] for each in found] == ["screens #1", "tables #2"]

    def test_a_code_that_cannot_be_one_is_refused_and_not_mended(self, tmp_path: Path) -> None:
        house = SmallHouse()
        rows = """tables = [{table = "1", area = "hall", seats = 4}, {table = "1/2", area = "hall", seats = 4}]"""
        (found,) = faults(house, toml(tmp_path, rows))
        assert found.startswith("tables #2: ")
        assert "“/”" in found

    def test_a_row_of_a_spreadsheet_is_called_by_its_number(self, tmp_path: Path) -> None:
        house, file = SmallHouse(), tmp_path / "house.xlsx"
        write(file, of_state(house.state))
        book = openpyxl.load_workbook(file)
        book["tables"]["C3"] = 0
        book.save(file)
        assert [each.partition(":")[0] for each in faults(house, file)] == ["tables row 3"]

    def test_a_number_that_is_shown_with_zeros_is_a_code_with_zeros(self, tmp_path: Path) -> None:
        house, file = SmallHouse(), tmp_path / "house.xlsx"
        write(file, {"tables": []})
        book = openpyxl.load_workbook(file)
        for row, (number, shown) in enumerate(((7, "000"), (8, "General")), start=2):
            book["tables"].cell(row, 1, number).number_format = shown
            book["tables"].cell(row, 2, "hall")
            book["tables"].cell(row, 3, 4)
        book.save(file)
        taken_over(house, file)
        assert {"007", "8"} <= house.state.floor.tables.keys()

    @pytest.mark.parametrize("name", ["house.xlsx", "house.toml"])
    def test_what_is_no_such_file(self, tmp_path: Path, name: str) -> None:
        file = tmp_path / name
        file.write_bytes(b"\x00\xff nonsense")
        with pytest.raises(BadFile):
            read(file)

    def test_a_sheet_that_there_is_not(self, tmp_path: Path) -> None:
        with pytest.raises(BadFile) as bad:
            read(toml(tmp_path, "tabels = []"))
        assert "tabels" in bad.value.faults[0].en


def test_money_is_whole_money_in_any_currency(tmp_path: Path) -> None:
    for currency, shown in (("CNY", "12.34"), ("JPY", "1234"), ("KWD", "1.234")):
        menu = ChangeMenu(CATEGORIES, (dish("tofu", price=1234),), currency=currency)
        house = SmallHouse((FoundHouse(replace(HOUSE, currency=currency), "2026-09-21", CLOSES), menu))
        file = tmp_path / f"{currency}.toml"
        write(file, of_state(house.state))
        assert f'price = "{shown}"' in file.read_text()
        taken_over(house, file)
        assert house.state.menu.dishes["tofu"].price_minor == 1234


@pytest.mark.parametrize("text", ['tables = "A01"', 'tables = ["A01"]', "[tables]\nA01 = 4"])
def test_what_is_no_sheet_is_named_with_how_a_sheet_is_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text)
    with pytest.raises(BadFile) as bad:
        read(path)
    (fault,) = bad.value.faults
    assert fault == Name(
        zh="“tables”不是表：表写成[[tables]]，一行一个", en="“tables” is no sheet: its rows are [[tables]]"
    )
