"""What a cook reads: tickets, their parts, pots, the column; in Chinese, English or both."""

from __future__ import annotations

import re

import pytest

from kds.core.kitchen.fire_course import FireCourse
from kds.core.kitchen.rush_line import RushLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import OpenItem
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.types import Name
from kds.i18n import Language
from tests.feed.test_wall import fresh, html_of
from tests.house import DISHES, FOR_TWO, SmallHouse, named, only_menu, want


def test_a_long_ticket_is_one_piece_with_all_its_lines_and_says_how_many_slots_it_wants() -> None:
    house = SmallHouse()
    placed = house.order(*[want("tofu", note="不要香菜 " * 8) for _ in range(60)])
    (ticket,) = placed.tickets
    screen = fresh(house)
    html = screen.html(ticket)
    assert re.findall(r'data-line="(\w+-?\w*)"', html) == [line.line for line in placed.lines]
    assert html.count("<article") == 1
    assert 'data-slots="3"' in html
    assert screen.slots.count(ticket) == 3


@pytest.mark.parametrize(
    "note", ["花生过敏", "NO PEANUTS please", "allergic to nuts", "不能吃虾", "乳糖不耐受", "蚕豆病"]
)
def test_an_allergy_is_a_band_at_the_head_and_at_its_line(note: str) -> None:
    house = SmallHouse()
    placed = house.order("sesame", want("tofu", note=note))
    html = fresh(house).html(placed.tickets[0])
    assert "ticket-ribbon is-allergy" in html
    assert len(re.findall(r'class="line [^"]*is-allergy"', html)) == 1


@pytest.mark.parametrize("note", ["少油", "赶电影", "extra nuts", "less oil", "不耐煮"])
def test_what_is_no_allergy_is_a_note_like_others(note: str) -> None:
    house = SmallHouse()
    house.order(want("tofu", note=note))
    assert "is-allergy" not in html_of(house)


def test_what_has_to_be_stopped_is_said_with_how_many() -> None:
    house = SmallHouse()
    placed = house.order(want("tofu", 10), "sesame")
    house.do(VoidLine(placed.lines[0].line, "guest"))
    assert "<b>停做</b>" in html_of(house)
    assert "tofu（中） ×&nbsp;10" in html_of(house)


def test_a_ticket_shows_all_that_a_cook_must_know() -> None:
    house = SmallHouse()
    house.order("noodles", table="A03", guests=4)
    placed = house.order(
        want("beef", 2, options=("thick", "egg"), note="花生过敏<b>"), "tofu", table="A03", channel="waiter"
    )
    house.do(RushLine(placed.lines[0].line))
    html = fresh(house).html(placed.tickets[0])
    for part in ("A03", "服务员", "加菜 第2批", "催菜", "beef（中）", "thick（中）", "egg（中）", "花生过敏&lt;b&gt;"):
        assert part in html
    assert 'class="line-qty is-many">2<' in html


def test_a_pot_is_drawn_as_its_cells() -> None:
    house = SmallHouse()
    house.order(want("four_pot", cells=(Cell("spicy", "hot"), Cell("clear"), Cell("tomato", "none"))))
    html = html_of(house)
    assert 'class="pot pot-3"' in html
    assert [html.count(each) for each in ("spicy（中）", "clear（中）", "tomato（中）", "特辣", "不辣")] == [1] * 5
    assert "锅底先上" in html


def test_a_dish_that_has_left_the_menu_is_still_shown() -> None:
    house = SmallHouse()
    house.order("tofu")
    house.do(only_menu(house.state, DISHES[:1]))
    assert ">tofu（中）<" in html_of(house)


def test_all_day_counts_what_is_open_and_what_is_held() -> None:
    house = SmallHouse()
    house.order(want("tofu", 3), table="A01")
    house.order(want("tofu", 2), table="A02", fire="hold")
    assert named("tofu").zh in fresh(house).all_day
    assert "+2 等叫" in fresh(house).all_day


def test_what_is_weighed_is_shown_in_grams() -> None:
    house = SmallHouse()
    placed = house.order(want("shrimp", 680))
    house.order(want("shrimp", 320), table="A02", fire="hold")
    screen = fresh(house)
    assert 'class="line-qty is-weighed">680g<' in screen.html(placed.tickets[0])
    assert 'class="all-day-qty is-weighed">680g<' in screen.all_day
    assert "+320g 等叫" in screen.all_day


@pytest.mark.parametrize(
    ("language", "there", "absent"),
    [
        ("zh", ["tofu（中）", "等叫"], ["held"]),
        ("en", [">tofu<", "held"], ["（中）", "等叫"]),
        ("both", ["tofu（中）", ">tofu<", "等叫 held"], []),
    ],
)
def test_a_wall_speaks_chinese_english_or_both(language: Language, there: list[str], absent: list[str]) -> None:
    house = SmallHouse()
    house.order("tofu", fire="hold")
    html = html_of(house, language).split('<footer class="ticket-foot">')[0].split(">", 1)[1]
    assert all(part in html for part in there)
    assert not any(part in html.replace("is-held", "").replace('"held"', "") for part in absent)


def test_a_part_of_a_set_meal_bears_the_meals_name_and_an_open_item_its_own() -> None:
    house = SmallHouse()
    house.do(ChangeMenu(dishes=(FOR_TWO,)))
    pot = PartChosen("pot", "plain_pot", cells=(Cell("clear"),))
    parts = (pot, PartChosen("main", "noodles"), PartChosen("drinks", "cola", 2))
    placed = house.order(want("for_two", parts=parts), LineWanted(item=OpenItem(named("cake"), 100, "hot")))
    screen = fresh(house)
    html = {house.state.kitchen.tickets[ticket].station: screen.html(ticket) for ticket in placed.tickets}
    assert "line-meal" in html["soup"]
    assert html["hot"].count('<span class="line-meal">for_two（中）') == 1
    assert "cake（中）" in html["hot"]


def test_an_open_item_is_counted_by_its_name() -> None:
    house = SmallHouse()
    cake = OpenItem(Name("生日蛋糕", "Birthday cake"), 8800, "cold")
    house.order(LineWanted(item=cake))
    column = fresh(house).all_day
    assert "生日蛋糕" in column
    assert "#L" not in column


@pytest.mark.parametrize(("language", "words"), [("zh", "第2道"), ("en", "Course 2")])
def test_a_line_says_with_which_course_it_comes_held_and_fired(language: Language, words: str) -> None:
    house = SmallHouse()
    placed = house.order(want("tofu", course=1), want("tofu", course=2))
    assert words not in house_lines(html_of(house, language))[0]
    assert words in house_lines(html_of(house, language))[1]
    house.do(FireCourse(placed.session, 2))
    assert words in house_lines(html_of(house, language))[1]


def house_lines(html: str) -> list[str]:
    """The HTML of each line."""
    return re.findall(r'<li class="line.*?</li>', html, re.DOTALL)
