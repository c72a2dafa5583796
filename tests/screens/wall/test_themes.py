"""A theme on real walls: tickets move to the screen that shows them and are seen there; a quiet wall makes no sound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from kds.core.kitchen.model import CATCH_ALL
from kds.core.kitchen.screens import Screen
from tests.house import SCREENS, named
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.test_what_it_shows import HEARD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REST = Screen("rest", named("rest"), ("soup", "hot", "drinks", CATCH_ALL))
SHOWS = [{"screen": "cold", "stations": list(REST.stations)}, {"screen": "rest", "stations": ["cold"]}]
SWAPPED = {"theme": "swapped", "name": {"zh": "午市", "en": "Lunch"}, "shows": SHOWS}


@pytest.fixture
def swapped(kitchen: Kitchen) -> Iterator[None]:
    """A theme that changes the stations of two screens with each other."""
    kitchen.post("/kitchen/changes", {"screens": [to_builtins(REST)], "themes": [SWAPPED]})
    yield
    kitchen.post("/kitchen/changes", {"gone": {"themes": ["swapped"], "screens": ["rest"]}})


def article(page: Page, ticket: str) -> None:
    expect(page.locator(f'#board article[data-ticket="{ticket}"]').first).to_be_visible()


@pytest.mark.usefixtures("swapped")
def test_open_tickets_move_at_one_press_and_are_seen_where_they_come_to(kitchen: Kitchen, open_wall: OpenWall) -> None:
    cold, rest = open_wall("cold"), open_wall("rest")
    noodles, tofu = kitchen.ticket("noodles"), kitchen.ticket("tofu", table="A02")
    article(rest, noodles)
    article(cold, tofu)
    cold.wait_for_timeout(1000)
    before = len(kitchen.events("TicketShown"))
    kitchen.post("/kitchen/theme", {"theme": "swapped"})
    article(cold, noodles)
    article(rest, tofu)
    expect(cold.locator("#theme")).to_contain_text("午市")
    expect(cold.locator(f'#board article[data-ticket="{tofu}"]')).to_have_count(0)
    for _ in range(200):
        shown = kitchen.events("TicketShown")[before:]
        if {(each["ticket"], each["screen"]) for each in shown} >= {(noodles, "cold"), (tofu, "rest")}:
            break
        cold.wait_for_timeout(100)
    else:
        pytest.fail(f"not seen anew: {shown}")
    kitchen.post("/kitchen/theme", {"theme": ""})
    article(rest, noodles)
    # A page loads itself anew every ten seconds at most.
    expect(rest.locator("#theme")).to_have_count(0, timeout=20_000)


def test_a_wall_sounds_for_what_it_is_set_to(kitchen: Kitchen, open_wall: OpenWall) -> None:
    quiet = replace(SCREENS[0], quiet=("arrived",))
    kitchen.post("/kitchen/changes", {"screens": [to_builtins(quiet)]})
    page = open_wall(script=HEARD)
    page.locator("#board").click()
    placed = kitchen.order("tofu")
    article(page, placed["tickets"][0])
    page.wait_for_timeout(300)
    assert page.evaluate("window.heard") == []
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/rush")
    page.wait_for_function("() => window.heard.length > 0")
    assert page.evaluate("window.heard[0]") == "square 1175"
    kitchen.post("/kitchen/changes", {"screens": [to_builtins(SCREENS[0])]})


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_longest_name_of_a_theme_is_whole_in_the_bar(
    kitchen: Kitchen, open_wall: OpenWall, size: tuple[int, int]
) -> None:
    name = {
        "zh": "两个人守热菜和凉菜" * 8,
        "en": "Weekend peak while two mind the hot line and the cold prep side by side together",
    }
    stations = ["cold", "hot", "soup", "drinks", CATCH_ALL]
    theme = {"theme": "long", "name": name, "shows": [{"screen": "wall", "stations": stations}]}
    kitchen.post("/kitchen/changes", {"themes": [theme]})
    kitchen.post("/kitchen/theme", {"theme": "long"})
    for lang in ("zh", "en"):
        page = open_wall(lang=lang, width=size[0], height=size[1])
        expect(page.locator("#theme")).to_contain_text(name[lang])
        assert page.evaluate(
            """() => {
              const [bar, theme] = ['.wall-bar', '#theme'].map((each) => document.querySelector(each));
              const [outer, inner] = [bar, theme].map((each) => each.getBoundingClientRect());
              const isWhole = theme.scrollWidth <= theme.clientWidth;
              return isWhole && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
            }"""
        )
    kitchen.post("/kitchen/theme", {"theme": ""})
    kitchen.post("/kitchen/changes", {"gone": {"themes": ["long"]}})
