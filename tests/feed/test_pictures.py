"""What a cook reads: tickets, their parts, pots, the column; in Chinese, English or both."""

from __future__ import annotations

import re

import pytest

from kds.core.kitchen.rush_line import RushLine
from kds.core.orders.model import Cell
from kds.i18n import Language
from tests.feed.test_wall import fresh, html_of
from tests.house import DISHES, SmallHouse, named, only_menu, want


def long_ticket(house: SmallHouse, lines: int) -> tuple[str, list[str]]:
    """A ticket of so many lines, each long enough to need three rows."""
    note = "不要香菜 " * 8
    placed = house.order(*[want("tofu", note=note) for _ in range(lines)])
    return placed.tickets[0], [line.line for line in placed.lines]


def test_a_long_ticket_stands_in_several_cells_with_torn_edges() -> None:
    house = SmallHouse()
    ticket, lines = long_ticket(house, 8)
    screen = fresh(house)
    parts = screen.tickets[ticket]
    assert screen.slots.count(ticket) == len(parts) > 1
    assert ["part--torn-top" in part for part in parts] == [False] + [True] * (len(parts) - 1)
    assert ["part--torn-bottom" in part for part in parts] == [True] * (len(parts) - 1) + [False]
    for number, part in enumerate(parts, start=1):
        assert f'data-part="{number}" data-parts="{len(parts)}"' in part
        assert f">{number}/{len(parts)}<" in part
        assert ">A01<" in part
    assert re.findall(r'data-line="(\w+-?\w*)"', screen.html(ticket)) == lines


def test_a_ticket_too_long_for_its_last_cell_says_how_many_lines_are_more() -> None:
    house = SmallHouse()
    ticket, lines = long_ticket(house, 60)
    last = fresh(house, language="en").tickets[ticket][-1]
    beyond = last.count("is-beyond")
    assert beyond > 1
    assert f"+{beyond} more lines" in last
    assert all(f'data-line="{line}"' in last for line in lines[-beyond:])
    assert f'"{lines[-beyond - 1]}"' in last.split('class="part-more"')[0], "what fits stands before it"


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
