"""How much room a ticket takes: enough for the longest words in either language, and every line in its place once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.kitchen.model import Screen, ScreenLanguage, TextSize
from kds.core.kitchen.space import SLOTS_MOST
from kds.core.menu.model import Dish
from kds.core.orders.model import Cell, Line
from kds.core.orders.wanted import LineWanted
from kds.core.types import Name
from kds.feed.measure import BAND, POT_ROW, ROOMS, ROW, SMALL_ROW, half_widths, line_height, parts
from tests.house import DISHES, SmallHouse, dish, want

SIZES: list[TextSize] = ["small", "medium", "large"]
WIDTH = ROOMS["medium"].width
LANGUAGES: list[ScreenLanguage] = ["zh", "en", "both"]
BY_ID = {each.dish: each for each in DISHES}


def wall(text: TextSize, language: ScreenLanguage = "zh") -> Screen:
    return Screen(screen="wall", name=Name(zh="墙", en="Wall"), text=text, language=language)


def a_line(dish_id: str = "tofu", cells: int = 0, **more: object) -> Line:
    """A line of a small house, changed in some fields."""
    house = SmallHouse()
    line = house.state.orders.lines[house.line(dish_id)]
    return replace(line, cells=(Cell("clear"),) * cells, **more)


def called(zh: str, en: str) -> Dish:
    return replace(dish("tofu"), name=Name(zh=zh, en=en))


def test_a_chinese_character_is_as_wide_as_two_letters() -> None:
    assert [half_widths(text) for text in ("beef", "牛肉", "牛beef", "（小）", "")] == [4, 4, 6, 6, 0]


@pytest.mark.parametrize(
    ("zh", "en", "rows"),
    [
        ("豆腐", "Tofu", 1),
        ("八个字的中文菜名", "Short", 1),
        ("九个字的中文的菜名", "Short", 2),
        ("短", "Hand-sliced beef", 1),
        ("短", "Hand-sliced beefs", 2),
        # Words stay whole: 31 letters in rows of 16 are three rows, not two.
        ("短", "Hand-sliced marbled beef brisks", 3),
        ("短", "x" * 33, 3),
        ("字" * 24, "Short", 3),
        ("手切 beef 牛肉牛肉", "Short", 2),
        ("短", "a " + "x" * 17, 3),
        ("极品雪花肥牛上脑心配秘制沙茶酱与鲜椒碟三十个字的中文菜名在此", "Short", 4),
    ],
)
def test_a_name_takes_the_rows_that_its_words_need(zh: str, en: str, rows: int) -> None:
    assert max(line_height(called(zh, en), a_line(), WIDTH, language) for language in ("zh", "en")) == ROW * rows


def test_a_screen_is_measured_for_its_own_language() -> None:
    dish = called("豆腐", "Hand-sliced beefs")
    heights = [line_height(dish, a_line(), WIDTH, language) for language in LANGUAGES]
    assert heights == [ROW, 2 * ROW, ROW + SMALL_ROW]


def test_options_are_written_in_the_language_of_the_screen() -> None:
    beef, line = BY_ID["beef"], a_line("beef", options=("thin",))
    names = [line_height(beef, replace(line, options=()), WIDTH, language) for language in LANGUAGES]
    assert [line_height(beef, line, WIDTH, each) for each in LANGUAGES] == [name + SMALL_ROW for name in names]


def test_options_and_a_note_take_smaller_rows_of_their_own() -> None:
    beef = BY_ID["beef"]
    plain = line_height(beef, a_line("beef", options=()), WIDTH, "zh")
    assert line_height(beef, a_line("beef"), WIDTH, "zh") == plain + SMALL_ROW
    assert line_height(beef, a_line("beef", options=(), note="少辣"), WIDTH, "zh") == plain + SMALL_ROW
    assert line_height(beef, a_line("beef", options=(), note="过敏" * 20), WIDTH, "zh") == plain + 4 * SMALL_ROW
    assert line_height(beef, a_line("beef", options=("thin", "egg", "leek")), WIDTH, "zh") == plain + 2 * SMALL_ROW


@pytest.mark.parametrize(("cells", "rows"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2), (9, 3)])
def test_a_pot_takes_the_rows_of_its_cells(cells: int, rows: int) -> None:
    assert line_height(BY_ID["four_pot"], a_line("plain_pot", cells), WIDTH, "zh") == ROW + POT_ROW * rows


def test_a_dish_that_left_the_menu_is_called_by_its_id() -> None:
    line = replace(a_line(), dish="x" * 20)
    assert line_height(None, line, WIDTH, "zh") == 2 * ROW


@pytest.mark.parametrize("text", SIZES)
def test_a_ticket_of_25_lines_goes_on_in_the_next_cells(text: TextSize) -> None:
    house = SmallHouse()
    ticket = house.ticket(house.line(*["tofu"] * 25))
    found = parts(house.state, ticket, wall(text), SLOTS_MOST)
    in_a_cell = ROOMS[text].height // ROW
    assert [len(part) for part in found] == [in_a_cell] * (25 // in_a_cell) + [25 % in_a_cell] * (25 % in_a_cell > 0)


def test_more_lines_than_its_cells_can_hold_all_stand_in_the_last() -> None:
    house = SmallHouse()
    ticket = house.ticket(house.line(*["tofu"] * 60))
    found = parts(house.state, ticket, wall("large"), SLOTS_MOST)
    assert [len(part) for part in found] == [6, 6, 6, 6, 6, 30]
    assert [len(part) for part in parts(house.state, ticket, wall("large"), most=2)] == [6, 54]


def test_the_band_of_a_base_takes_room_from_its_first_cell() -> None:
    house = SmallHouse()
    pots = [want("plain_pot") for _ in range(3)]
    ticket = house.ticket(house.line(*pots))
    height = ROW + POT_ROW
    assert ROOMS["small"].height // height == 2
    assert (ROOMS["small"].height - BAND) // height == 1
    assert [len(part) for part in parts(house.state, ticket, wall("small"), SLOTS_MOST)] == [1, 2]


wanted = st.builds(
    want,
    st.sampled_from(["tofu", "beef", "sesame"]),
    note=st.sampled_from(["", "少辣", "no peanuts, please; the guest is allergic to them", "x" * 500]),
)
pots = st.integers(1, 4).map(lambda cells: want("four_pot", cells=(Cell("clear"),) * cells))


@given(
    lines=st.one_of(st.lists(wanted, min_size=1, max_size=60), st.lists(pots, min_size=1, max_size=30)),
    text=st.sampled_from(SIZES),
    language=st.sampled_from(LANGUAGES),
    most=st.integers(1, SLOTS_MOST),
)
def test_every_line_stands_in_one_cell_in_the_order_of_the_ticket(
    lines: list[LineWanted], text: TextSize, language: ScreenLanguage, most: int
) -> None:
    house = SmallHouse()
    ticket = house.ticket(house.line(*lines))
    found = parts(house.state, ticket, wall(text, language), most)
    assert tuple(line for part in found for line in part) == ticket.lines
    assert 1 <= len(found) <= most
    assert all(found)
    for number, part in enumerate(found[:-1]):
        room = ROOMS[text].height - (BAND if ticket.base and not number else 0)
        heights = [line_height(BY_ID[line.dish], line, ROOMS[text].width, language) for line in lines_of(house, part)]
        assert len(part) == 1 or sum(heights) <= room


def lines_of(house: SmallHouse, part: tuple[str, ...]) -> list[Line]:
    return [house.state.orders.lines[line] for line in part]
