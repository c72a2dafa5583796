"""Law 12: a screen that filters says how much, whatever happens, and at what it costs."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.journal import Index
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.screens import Screen
from kds.core.orders.void_line import VoidLine
from kds.core.types import Name
from kds.feed.drawing import Drawings
from kds.feed.left_out import LeftOut
from tests.feed.screen import Screen as Watched
from tests.feed.test_wall import View, fresh, refreshed, something
from tests.house import SmallHouse, named

ROW = re.compile(r'data-station="([^"]+)" data-count="(\d+)"')
TOTAL = re.compile(r"<span>[^<]* <b>(\d+)</b></span>")


def rows(watched: Watched) -> dict[str, int]:
    """What a screen says of each station that it leaves out."""
    return {station: int(count) for station, count in ROW.findall(watched.left_out)}


def total(watched: Watched) -> int:
    """What stands in its bar."""
    [found] = TOTAL.findall(watched.left_out)
    return int(found)


def followed(house: SmallHouse, name: str = "cold") -> tuple[View, Watched]:
    """A screen that is open, and its view."""
    view, watched = View(house, name), Watched()
    refreshed(house, view)
    watched.hear(view.since(-1))
    return view, watched


def test_a_screen_of_all_stations_says_nothing() -> None:
    house = SmallHouse()
    house.order("noodles")
    assert fresh(house).left_out == ""


def test_a_screen_says_of_every_other_station_how_many_tickets_it_leaves_out() -> None:
    house = SmallHouse()
    house.order("noodles", "tofu", "cola")
    house.order("noodles", table="A02")
    watched = fresh(house, "cold")
    expected = {each: house.state.kitchen.open_tickets.count(each) for each in house.state.kitchen.stations}
    assert rows(watched) == {each: count for each, count in expected.items() if each != "cold"}
    assert total(watched) == 3
    assert list(rows(watched))[-1] == "catch_all"


def test_it_is_right_after_an_order_a_bump_a_recall_and_a_void_elsewhere() -> None:
    house = SmallHouse()
    view, watched = followed(house)
    noodles = house.order("noodles")
    watched.hear_all(refreshed(house, view))
    assert total(watched) == 1
    house.do(BumpTicket(noodles.tickets[0]))
    watched.hear_all(refreshed(house, view))
    assert total(watched) == 0
    house.do(RecallTicket(noodles.tickets[0]))
    watched.hear_all(refreshed(house, view))
    assert total(watched) == 1
    house.do(VoidLine(noodles.lines[0].line, "guest"))
    house.do(AcknowledgeVoids(noodles.tickets[0]))
    watched.hear_all(refreshed(house, view))
    assert total(watched) == 0
    assert watched.shows() == fresh(house, "cold").shows()


def test_what_happens_elsewhere_costs_a_screen_no_board() -> None:
    house = SmallHouse()
    house.order("tofu")
    view, watched = followed(house)
    house.order("noodles", table="A02")
    watched.hear_all(refreshed(house, view))
    assert [each["type"] for each in watched.heard] == ["board", "left_out"]
    assert total(watched) == 1
    house.order("tofu", "noodles", table="A03")
    watched.hear_all(refreshed(house, view))
    assert [each["type"] for each in watched.heard[2:]] == ["board"], "one message where its own tickets changed too"
    assert total(watched) == 2


def test_a_look_counts_stations_however_many_tickets_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    house = SmallHouse()
    for _ in range(30):
        house.order("noodles", table="A03")
    counted: list[str] = []
    count = Index.count

    def noted(index: Index[str, str], key: str) -> int:
        counted.append(key)
        return count(index, key)

    monkeypatch.setattr(Index, "count", noted)
    monkeypatch.setattr(Index, "__getitem__", lambda index, key: pytest.fail("a look lists no tickets"))
    mark = LeftOut(house.state)
    screen = house.state.kitchen.screens["cold"]
    assert mark.look(screen, Drawings().of(house.state, screen, "zh"))
    assert sorted(counted) == sorted({*house.state.kitchen.stations} - {"cold"})


def test_a_screen_that_was_away_is_told_what_it_missed_and_no_more() -> None:
    house = SmallHouse()
    view, away = followed(house)
    house.order("noodles")
    refreshed(house, view)
    away.hear(view.since(away.seq))
    assert total(away) == 1
    tofu = house.order("tofu", table="A02")
    refreshed(house, view)
    away.hear(view.since(away.seq))
    house.do(BumpTicket(tofu.tickets[0]))
    refreshed(house, view)
    away.hear(view.since(away.seq))
    assert away.heard[-1]["left_out"] is None, "nothing of it has changed since"
    assert total(away) == 1


def test_a_changed_screen_or_station_changes_it_at_once() -> None:
    house = SmallHouse()
    house.order("noodles", "cola")
    view, watched = followed(house)
    screen = house.state.kitchen.screens["cold"]
    house.do(ChangeKitchen(screens=(replace(screen, stations=("cold", "hot")),)))
    watched.hear_all(refreshed(house, view))
    assert "hot" not in rows(watched)
    drinks = house.state.kitchen.stations["drinks"]
    house.do(ChangeKitchen(stations=(replace(drinks, name=Name(zh="水吧台", en="Long bar")),)))
    watched.hear_all(refreshed(house, view))
    assert "水吧台" in watched.left_out
    house.do(ChangeKitchen(screens=(replace(screen, stations=()),)))
    watched.hear_all(refreshed(house, view))
    assert watched.left_out == ""


def test_it_speaks_both_languages() -> None:
    house = SmallHouse()
    house.order("noodles")
    english, both = fresh(house, "cold", "en").left_out, fresh(house, "cold", "both").left_out
    assert "filtered: <b>1</b>" in english
    assert "Not on this wall" in english
    assert "其他档口" in both
    assert 'lang="en"' in both


@given(seed=st.integers(0, 2**32))
def test_law_12_what_a_screen_shows_and_what_it_leaves_out_are_all_open_tickets(seed: int) -> None:
    rng = random.Random(seed)
    house = SmallHouse()
    house.do(ChangeKitchen(screens=(Screen("two", named("two"), ("cold", "drinks")),)))
    view, watched = followed(house, "two")
    for _ in range(rng.randint(1, 25)):
        something(house, rng)
        watched.hear_all(refreshed(house, view))
        kitchen = house.state.kitchen
        shown = len(kitchen.queues.of("two", house.now))
        open_now = sum(each.is_open for each in kitchen.tickets.values())
        assert (total(watched) if watched.left_out else 0) == open_now - shown
