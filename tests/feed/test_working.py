"""The ways of bars from screen to screen: what a press means is what the house said and the bar had been given."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import BarsWork, Theme
from kds.feed import working
from kds.feed.paint_history import GUARD_MS
from kds.feed.working import Working
from kds.runtime.store import Store
from tests.house import SmallHouse, named

THEMES = tuple([Theme(f"to-{to}", named(to), bars=(BarsWork("cold", to),)) for to in ("wall", "rest")])
SCREENS = {"": "cold", "to-wall": "wall", "to-rest": "rest"}


class House:
    """A house with a clock, as far as this asks for them."""

    def __init__(self) -> None:
        self.small = SmallHouse()
        self.small.do(ChangeKitchen(screens=(Screen("rest", named("rest")),), themes=THEMES))
        self.ms = 0
        clock = SimpleNamespace(monotonic=lambda: self.ms)
        self.working = Working(cast(Store, SimpleNamespace(state=self.small.state, clock=clock)))

    def switch(self, theme: str) -> None:
        self.small.do(SwitchTheme(theme))
        self.working.follow()

    def comes(self) -> None:
        """The bar's socket is given the board that it works now."""
        self.working.begins("token", "cold", self.working.now("cold"))


STEPS = st.lists(st.tuples(st.sampled_from(["comes", *SCREENS]), st.integers(1, 2_000)), max_size=working.KEPT - 1)


@given(STEPS)
def test_a_press_means_no_screen_that_the_bar_was_not_given_or_the_house_did_not_say(
    steps: list[tuple[str, int]],
) -> None:
    house = House()
    house.comes()
    said, had = {0: "cold"}, {0: "cold"}
    for what, ms in steps:
        house.ms += ms
        if what == "comes":
            house.comes()
            had[house.ms] = house.working.now("cold")
        else:
            house.switch(what)
            said[house.ms] = SCREENS[what]
    for moment in {each + late for each in (*said, *had) for late in (-1, 0, 1)}:
        then = [[each for at, each in way.items() if at <= max(moment, 0)][-1] for way in (said, had)]
        expected = then[0] if then[0] == then[1] else None
        assert house.working.meant("token", "cold", moment + GUARD_MS) == expected


def test_of_a_device_that_never_came_the_house_says_it() -> None:
    house = House()
    assert house.working.meant("token", "cold", 0) == "cold"
    house.switch("to-rest")
    assert house.working.meant("token", "cold", 0) == "rest"


def test_who_has_come_first_after_a_switch_does_not_know_what_was_meant_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = House()
    house.working.begins("other", "cold", "cold")
    house.ms = 5_000
    house.switch("to-rest")
    house.comes()
    assert house.working.meant("token", "cold", 4_000) is None
    assert house.working.meant("token", "cold", 6_000) == "rest"


def test_of_ever_more_devices_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "DEVICES_MOST", 2)
    house = House()
    for token in ("one", "two", "one", "three"):
        house.working.begins(token, "cold", "cold")
    house.ms = 5_000
    house.switch("to-rest")
    meant: dict[str, Any] = {each: house.working.meant(each, "cold", 8_000) for each in ("one", "two", "three")}
    assert meant == {"one": None, "two": "rest", "three": None}


def test_whether_the_theme_is_another_is_said_once() -> None:
    house = House()
    house.small.do(SwitchTheme("to-rest"))
    assert house.working.follow()
    assert not house.working.follow()
