"""Law 4, for screens: what a screen has, plus what it missed, is what a new screen gets."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.menu.publish_menu import PublishMenu
from kds.core.orders.model import Cell
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command, Name
from kds.feed.views import View
from kds.i18n import LANGUAGES, Language
from tests.feed.screen import Screen
from tests.house import DISHES, MINUTE, SmallHouse, named, want

WALL = "wall"


def refreshed(house: SmallHouse, view: View) -> str | None:
    return view.refresh(house.state, house.state.screens[view.screen], house.now)


def fresh(house: SmallHouse, name: str = WALL, language: Language = "zh") -> Screen:
    """A screen that begins now."""
    view = View(name, language)
    refreshed(house, view)
    screen = Screen()
    screen.hear(view.since(-1))
    return screen


def html_of(house: SmallHouse, language: Language = "zh") -> str:
    return "".join(fresh(house, language=language).tickets.values())


def something(house: SmallHouse, rng: random.Random) -> None:
    """Anything that can happen in a kitchen, or a refusal, or nothing but time."""
    house.wait(rng.choice((0, 1, MINUTE, 4 * MINUTE)))
    lines, tickets = sorted(house.state.items), sorted(house.state.tickets)
    deeds = rng.choice(("order", "order", "line", "ticket", "ticket", "wait"))
    if deeds == "order":
        dishes = [
            rng.choice(("twin_pot", "beef", "tofu", "noodles", "cola", "stray")) for _ in range(rng.randint(1, 3))
        ]
        house.order(*dishes, table=rng.choice(("A01", "A02", "V01")), fire=rng.choice(("now", "now", "hold")))
    elif deeds == "line" and lines:
        line = rng.choice(lines)
        made: Command = rng.choice((FireLine(line), RushLine(line), ServeLine(line), VoidLine(line, "guest")))
        house.attempt(made)
    elif deeds == "ticket" and tickets:
        house.attempt(rng.choice((BumpTicket, StartTicket, RecallTicket))(rng.choice(tickets)))


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES), name=st.sampled_from((WALL, "cold")))
def test_law_4_resume(seed: int, language: Language, name: str) -> None:
    """Followed from the start, joined in the middle, or resumed after a pause: every screen shows the same."""
    rng = random.Random(seed)
    house, view = SmallHouse(), View(name, language)
    refreshed(house, view)
    watching, away = Screen(), Screen()
    watching.hear(view.since(-1))
    away.hear(view.since(-1))
    for _ in range(rng.randint(1, 25)):
        something(house, rng)
        if rng.random() < 0.7:
            watching.hear(refreshed(house, view))
        if rng.random() < 0.1:
            watching.hear(refreshed(house, view))
            away.hear(view.since(away.seq))
    watching.hear(refreshed(house, view))
    away.hear(view.since(away.seq))
    expected = fresh(house, name, language).shows()
    assert watching.shows() == expected
    assert away.shows() == expected


def test_a_view_of_another_run_gives_everything() -> None:
    house = SmallHouse()
    house.order("tofu")
    before = fresh(house)
    house.order("noodles", table="A02")
    restarted = View(WALL, "zh")
    refreshed(house, restarted)
    before.hear(restarted.since(before.seq))
    assert before.shows() == fresh(house).shows()


def test_only_what_changed_is_sent() -> None:
    house = SmallHouse()
    first = house.order("tofu", table="A01")
    view = View(WALL, "zh")
    refreshed(house, view)
    second = house.order("noodles", table="A02")
    screen = Screen()
    screen.hear(view.since(-1))
    screen.hear(refreshed(house, view))
    assert list(screen.heard[1]["tickets"]) == [second.tickets[0]]
    house.do(BumpTicket(first.tickets[0]))
    screen.hear(refreshed(house, view))
    assert screen.heard[2]["tickets"] == {}
    assert screen.heard[2]["order"] == [second.tickets[0]]


def test_nothing_is_sent_where_nothing_changed() -> None:
    house = SmallHouse()
    house.order("noodles")
    view = View("cold", "zh")
    refreshed(house, view)
    house.order("noodles", table="A02")
    assert refreshed(house, view) is None


def test_time_alone_changes_the_order_and_says_when() -> None:
    """Tofu is late after 3 minutes, noodles are due at 8: the late one overtakes what is due sooner."""
    house = SmallHouse()
    house.order("crab", table="A01")
    house.wait(4 * MINUTE)
    house.order("tofu", table="A02")
    view = View(WALL, "zh")
    refreshed(house, view)
    before = list(view.order)
    assert view.turns_at == house.now + 1 * MINUTE
    house.wait(MINUTE)
    assert refreshed(house, view) is not None
    assert view.order == before[::-1]


def test_a_new_menu_renames_what_is_open() -> None:
    house = SmallHouse()
    house.order("tofu")
    view = View(WALL, "en")
    refreshed(house, view)
    renamed = tuple(
        type(dish)(**{**{f: getattr(dish, f) for f in dish.__struct_fields__}, "name": Name(zh="新", en="Renamed")})
        for dish in DISHES
    )
    house.do(PublishMenu("CNY", house.state.menu[""].categories, renamed))
    screen = Screen()
    screen.hear(view.since(-1))
    screen.hear(refreshed(house, view))
    assert "Renamed" in "".join(screen.tickets.values())


def test_a_ticket_shows_all_that_a_cook_must_know() -> None:
    house = SmallHouse()
    house.order("noodles", table="A03", guests=4)
    placed = house.order(
        want("beef", 2, options=("thick", "egg"), note="花生过敏<b>"), "tofu", table="A03", channel="waiter"
    )
    house.do(RushLine(placed.lines[0].line))
    html = fresh(house).tickets[placed.tickets[0]]
    for part in ("A03", "服务员", "加菜 第2批", "催菜", "beef（中）", "thick（中）", "egg（中）", "花生过敏&lt;b&gt;"):
        assert part in html
    assert 'class="line-qty is-many">2<' in html


def test_a_pot_is_drawn_as_its_cells() -> None:
    house = SmallHouse()
    house.order(want("four_pot", cells=(Cell("spicy", "hot"), Cell("clear"), Cell("tomato", "none"))))
    html = html_of(house)
    assert 'class="pot pot-3"' in html
    assert [html.count(each) for each in ("spicy（中）", "clear（中）", "tomato（中）", "特辣", "不辣")] == [1] * 5
    assert "锅底先下" in html


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


def test_a_dish_that_has_left_the_menu_is_still_shown() -> None:
    house = SmallHouse()
    house.order("tofu")
    house.do(PublishMenu("CNY", house.state.menu[""].categories, DISHES[:1]))
    assert ">tofu<" in html_of(house)


def test_all_day_counts_what_is_open_and_what_is_held() -> None:
    house = SmallHouse()
    house.order(want("tofu", 3), table="A01")
    house.order(want("tofu", 2), table="A02", fire="hold")
    assert named("tofu").zh in fresh(house).all_day
    assert "+2 等叫" in fresh(house).all_day
