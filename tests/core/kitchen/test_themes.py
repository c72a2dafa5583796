"""Kitchen themes: screens show other stations by hand or by the clock, open tickets move, and nothing is hidden."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick
from kds.core.holes import new_holes
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.kitchen.proof import Plan, shown_stations
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.screens import Screen, ScreenRole
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.theme_clock import begins_at
from kds.core.kitchen.themes import BarsWork, Shows, Theme, ThemeNow, arranged, bars_at
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart, MenuGone
from kds.core.state import of_books
from tests.core.invariants import indexes
from tests.house import HOUR, MINUTE, PORK, SmallHouse, dish, named

COLD = Screen("cold", named("cold"), ("cold",))
REST = Screen("rest", named("rest"), ("soup", "hot", "drinks", CATCH_ALL))
SOON, LATER = 22 * 60 + 40, 23 * 60 + 40
"""Minutes of the day, 26 minutes and 40 seconds after the tests begin, and an hour more."""

ALONE = Theme("alone", named("alone"), (Shows("rest", ()),))
"""One cook sees everything."""
SWAPPED = Theme("swapped", named("swapped"), (Shows("cold", REST.stations), Shows("rest", ("cold",))))
BARE = Theme("bare", named("bare"), (Shows("rest", ("hot",)),))
"""Nobody sees soups and drinks."""
BOARDS = (Screen("numbers", named("numbers"), role="pickup"), Screen("pass", named("pass"), role="expo"))
ONE_COOK = replace(ALONE, bars=(BarsWork("cold", "rest"),))
"""Who is alone works the other screen from the cold station too."""


@pytest.fixture
def house() -> SmallHouse:
    """Two screens share the stations, at 22:13:20 on a Monday."""
    small = SmallHouse()
    small.do(ChangeKitchen(screens=(COLD, REST), gone=KitchenGone(screens=("wall",))))
    return small


def stations(house: SmallHouse, screen: str) -> tuple[str, ...]:
    return house.state.kitchen.screens_now[screen].stations


def now(house: SmallHouse) -> ThemeNow:
    found = house.state.kitchen.theme.value
    assert found is not None
    return found


def on(house: SmallHouse, screen: str) -> list[str]:
    return [each for each in dict.fromkeys(house.state.kitchen.slots[screen].tickets) if each]


class TestByHand:
    """Somebody presses."""

    def test_screens_show_what_it_says_and_are_set_to_what_they_were(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(SWAPPED,)))
        assert house.types(SwitchTheme("swapped")) == ["ThemeSwitched"]
        assert (stations(house, "cold"), stations(house, "rest")) == (REST.stations, ("cold",))
        assert house.state.kitchen.screens["cold"] == replace(COLD, position=2)
        assert house.types(SwitchTheme("")) == ["ThemeSwitched"]
        assert dict(house.state.kitchen.screens_now) == dict(house.state.kitchen.screens)

    def test_open_tickets_move_with_their_stations(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(SWAPPED,)))
        hot, cold = house.order("noodles", "tofu").tickets
        assert (on(house, "rest"), on(house, "cold")) == ([hot], [cold])
        house.do(SwitchTheme("swapped"))
        assert (on(house, "rest"), on(house, "cold")) == ([cold], [hot])
        assert list(house.state.kitchen.queues.of("cold", house.now)) == [hot]

    def test_what_it_shows_that_holds_already_is_no_event(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(SWAPPED,)))
        house.do(SwitchTheme("swapped"))
        assert house.types(SwitchTheme("swapped")) == []

    def test_a_theme_that_is_not_there_is_refused(self, house: SmallHouse) -> None:
        assert house.refused(SwitchTheme("brunch")) == "unknown_theme"

    def test_a_ticket_that_changes_screens_has_to_be_seen_there(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(SWAPPED,)))
        (hot,) = house.order("noodles").tickets
        house.do(ReportShown("rest", (hot,), house.state.seq))
        assert list(house.state.kitchen.unseen) == []
        house.do(SwitchTheme("swapped"))
        assert [each for _, each in house.state.kitchen.unseen] == [hot]
        assert house.types(ReportShown("cold", (hot,), house.state.seq - 1)) == []
        assert house.types(ReportShown("cold", (hot,), house.state.seq)) == ["TicketShown"]

    def test_also_where_a_screen_of_all_stations_shows_it_before_which_perhaps_nobody_stands(
        self, house: SmallHouse
    ) -> None:
        house.do(ChangeKitchen(screens=(Screen("wall", named("wall")),), themes=(SWAPPED,)))
        (hot,) = house.order("noodles").tickets
        house.do(ReportShown("rest", (hot,), house.state.seq))
        house.do(SwitchTheme("swapped"))
        assert [each for _, each in house.state.kitchen.unseen] == [hot]

    def test_one_that_stays_where_it_is_has_been_seen(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(ALONE,)))
        (hot,) = house.order("noodles").tickets
        house.do(ReportShown("rest", (hot,), house.state.seq))
        house.do(SwitchTheme("alone"))
        assert list(house.state.kitchen.unseen) == []

    def test_boards_show_what_they_are_set_to(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(screens=(Screen("pass", named("pass"), role="expo"),)))
        house.do(ChangeKitchen(themes=(Theme("t", named("t"), (Shows("pass", ("hot",)),)),)))
        house.do(SwitchTheme("t"))
        assert stations(house, "pass") == ()


class TestNothingIsHidden:
    """Law 12, when a theme is saved, when what it rests on changes, and when it is switched to."""

    def test_a_theme_with_a_hole_is_named_before_it_is_saved(self, house: SmallHouse) -> None:
        refusal = house.refusal(ChangeKitchen(themes=(BARE,), knowingly=()))
        assert refusal.reason.code == "new_hole"
        assert "while the theme “bare” holds" in refusal.message().en
        assert "用时段方案“bare（中）”时" in refusal.message().zh
        assert {(each.theme, each.station) for each in refusal.details["holes"]} == {
            ("bare", each) for each in ("soup", "drinks", CATCH_ALL)
        }

    def test_one_that_shows_everything_has_none(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(ALONE, SWAPPED), knowingly=()))

    @pytest.mark.parametrize(
        "change",
        [
            ChangeKitchen(themes=(replace(ALONE, shows=(Shows("rest", ("cold",)),)),)),
            ChangeKitchen(screens=(replace(REST, stations=("soup", "drinks")),)),
            ChangeKitchen(gone=KitchenGone(screens=("rest",), themes=("alone",))),
        ],
    )
    def test_a_change_under_a_theme_that_was_whole_is_named(self, house: SmallHouse, change: ChangeKitchen) -> None:
        house.do(ChangeKitchen(themes=(ALONE,)))
        assert new_holes(house.state, None, change)

    def test_a_screen_that_a_theme_needs_makes_a_hole_of_that_theme_alone(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(screens=(Screen("wall", named("wall")),), themes=(BARE,)))
        assert house.state.kitchen.themes
        theme = Theme("few", named("few"), (Shows("wall", ("cold",)),))
        house.do(ChangeKitchen(themes=(theme,), gone=KitchenGone(themes=("bare",)), knowingly=()))
        found = new_holes(house.state, None, ChangeKitchen(gone=KitchenGone(screens=("rest",))))
        assert {(each.theme, each.station) for each in found} == {
            ("few", each) for each in ("soup", "hot", "drinks", CATCH_ALL)
        }

    def test_a_dish_that_comes_on_the_menu_is_looked_for_under_every_theme(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(BARE,)))
        [hole] = new_holes(house.state, ChangeMenu(dishes=(dish("tea", "drinks"),)), None)
        assert (hole.theme, hole.station, hole.dishes) == ("bare", "drinks", ("tea",))

    def test_a_step_that_is_still_to_come_is_looked_for_too(self, house: SmallHouse) -> None:
        """Its dish is no longer on the menu, and a ticket of it goes on."""
        house.do(ChangeMenu(dishes=(PORK,)))
        house.do(ChangeKitchen(themes=(Theme("calm", named("calm"), (Shows("rest", ("soup", "drinks", CATCH_ALL)),)),)))
        (ticket,) = house.order("pork").tickets
        hot = [each.dish for each in house.state.menu.dishes.values() if each.station == "hot"]
        house.do(ChangeMenu(gone=MenuGone(dishes=("pork", *hot))))
        refusal = house.refusal(SwitchTheme("calm"))
        assert refusal.reason.code == "theme_hides"
        assert [(each.station, each.tickets) for each in refusal.details["holes"]] == [("hot", (ticket,))]
        house.do(BumpTicket(ticket))
        house.do(BumpTicket(house.item(house.state.kitchen.tickets[ticket].passed[0]).ticket))
        house.do(SwitchTheme("calm"))

    def test_it_is_refused_to_switch_to_one_with_a_hole_and_all_stays_as_it_is(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(BARE,)))
        (ticket,) = house.order("cola").tickets
        before = house.digest()
        refusal = house.refusal(SwitchTheme("bare"))
        assert refusal.reason.code == "theme_hides"
        assert (
            "cola would go to “drinks”, which no screen shows, with the 1 open ticket there (A01)"
            in refusal.message().en
        )
        assert [each.tickets for each in refusal.details["holes"] if each.station == "drinks"] == [(ticket,)]
        assert house.digest() == before

    def test_what_is_hidden_already_holds_nobody_back(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(gone=KitchenGone(screens=("rest",))))
        house.do(ChangeKitchen(themes=(Theme("t", named("t"), (Shows("cold", ("cold", "hot")),)),)))
        house.do(SwitchTheme("t"))
        assert {each.station for each in hidden_stations(house.state)} == {"soup", "drinks", CATCH_ALL}

    def test_the_open_tickets_of_a_change_are_those_that_are_hidden_while_it_holds(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(ALONE,)))
        house.do(SwitchTheme("alone"))
        (ticket,) = house.order("tofu").tickets
        only = replace(ALONE, shows=(Shows("rest", REST.stations), Shows("cold", ("hot",))))
        found = new_holes(house.state, None, ChangeKitchen(themes=(only,)))
        assert [(each.theme, each.station, each.tickets) for each in found] == [("alone", "cold", (ticket,))]


class TestByTheClock:
    """Themes begin at minutes of the day, and with parts of it."""

    def test_it_begins_at_its_minute(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(replace(ALONE, minutes=(SOON,)),)))
        assert house.types(Tick()) == ["ThemesTimed"]
        at = begins_at(house.state)
        assert at is not None
        assert at - house.now == 26 * MINUTE + 40_000
        house.now = at
        assert house.types(Tick()) == ["ThemeSwitched"]
        assert stations(house, "rest") == ()
        assert now(house).ends_at == at + 24 * HOUR

    def test_one_that_has_begun_before_it_was_saved_waits_for_the_next_time(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(replace(ALONE, minutes=(21 * 60,)),)))
        assert house.types(Tick()) == ["ThemesTimed"]
        assert now(house).theme == ""

    def test_what_is_switched_by_hand_stays_until_the_next_one_begins(self, house: SmallHouse) -> None:
        early, late = replace(ALONE, minutes=(SOON,)), replace(SWAPPED, minutes=(LATER,))
        house.do(ChangeKitchen(themes=(early, late)))
        house.wait(30 * MINUTE)
        house.do(Tick())
        house.do(Tick())
        house.do(SwitchTheme(""))
        house.wait(20 * MINUTE)
        house.do(ChangeKitchen(themes=(replace(early, name=named("other")),)))
        house.do(Tick())
        assert now(house).theme == ""
        house.wait(HOUR)
        house.do(Tick())
        assert now(house).theme == "swapped"

    def test_a_box_that_was_off_comes_back_to_the_right_one(self, house: SmallHouse) -> None:
        early, late = replace(ALONE, minutes=(SOON,)), replace(SWAPPED, minutes=(LATER,))
        house.do(ChangeKitchen(themes=(early, late)))
        house.do(Tick())
        house.wait(3 * HOUR)
        assert house.types(Tick()) == ["ThemeSwitched"]
        assert now(house).theme == "swapped"

    def test_it_begins_with_a_part_of_the_day_on_its_weekdays(self, house: SmallHouse) -> None:
        night = Daypart("night", named("night"), SOON, (2,))
        house.do(ChangeMenu(dayparts=(night,)))
        house.do(ChangeKitchen(themes=(replace(ALONE, dayparts=("night",)),)))
        while house.types(Tick()):
            pass
        at = now(house).ends_at
        assert at is not None
        assert at - house.now == 24 * HOUR + 26 * MINUTE + 40_000
        house.do(ChangeMenu(dayparts=(replace(night, weekdays=()),)))
        while house.types(Tick()):
            pass
        assert now(house).ends_at == at - 24 * HOUR

    def test_one_that_would_hide_something_stays_away_and_says_why(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(replace(BARE, minutes=(SOON,)),)))
        house.do(Tick())
        house.wait(HOUR)
        assert house.types(Tick()) == ["ThemeStayed"]
        stayed = now(house)
        assert (stayed.theme, stayed.wanted) == ("", "bare")
        assert stayed.stayed is not None
        assert "which no screen shows" in stayed.stayed.en
        assert house.types(Tick()) == []
        house.do(ChangeKitchen(themes=(ALONE,)))
        house.do(SwitchTheme("alone"))
        assert now(house).stayed is None

    def test_what_holds_can_be_kept_although_another_was_to_begin(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(replace(BARE, minutes=(SOON,)), ALONE)))
        house.do(Tick())
        house.do(SwitchTheme("alone"))
        assert house.types(SwitchTheme("alone")) == []
        house.wait(HOUR)
        house.do(Tick())
        next_at = now(house).ends_at
        assert house.types(SwitchTheme("alone")) == ["ThemeSwitched"]
        assert now(house) == ThemeNow("alone", now(house).turned_at, next_at)
        assert stations(house, "rest") == ()
        assert house.types(SwitchTheme("alone")) == []

    def test_without_times_nothing_happens_by_itself(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(ALONE,)))
        assert house.types(Tick()) == []

    def test_a_clock_that_is_set_moves_no_time_of_the_calendar(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(replace(ALONE, minutes=(SOON,)),)))
        house.do(Tick())
        before = now(house)
        house.now += HOUR
        house.do(NoteClockStep(HOUR, HOUR))
        assert now(house) == before
        assert house.types(Tick()) == ["ThemeSwitched"]


class TestBumpBars:
    """A theme says which screen the bump bars of a screen work."""

    def works(self, house: SmallHouse, screen: str) -> str:
        return house.state.kitchen.bars_at(screen)

    def test_they_work_another_screen_while_it_holds_and_then_their_own(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(ONE_COOK,)))
        assert self.works(house, "cold") == "cold"
        house.do(SwitchTheme("alone"))
        assert (self.works(house, "cold"), self.works(house, "rest")) == ("rest", "rest")
        assert self.works(house, "gone") == "gone"
        house.do(SwitchTheme(""))
        assert self.works(house, "cold") == "cold"

    def test_what_the_screens_of_others_work_is_not_followed(self, house: SmallHouse) -> None:
        swapped = replace(SWAPPED, bars=(BarsWork("cold", "rest"), BarsWork("rest", "cold")))
        house.do(ChangeKitchen(themes=(swapped,)))
        house.do(SwitchTheme("swapped"))
        assert (self.works(house, "cold"), self.works(house, "rest")) == ("rest", "cold")

    def test_the_pass_can_be_worked_too(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(screens=BOARDS, themes=(replace(ALONE, bars=(BarsWork("cold", "pass"),)),)))
        house.do(SwitchTheme("alone"))
        assert self.works(house, "cold") == "pass"

    @pytest.mark.parametrize("role", ["mirror", "pickup", "progress", "runner", "calls"])
    def test_a_screen_that_they_work_does_not_become_a_board(self, house: SmallHouse, role: ScreenRole) -> None:
        house.do(ChangeKitchen(themes=(replace(SWAPPED, bars=(BarsWork("rest", "cold"),), shows=()),)))
        board = replace(COLD, role=role, of="rest" if role == "mirror" else None)
        refusal = house.refusal(ChangeKitchen(screens=(board,)))
        assert [each.code for each in refusal.details["faults"]] == ["theme_bars"]
        assert "which is no kitchen screen and no pass" in refusal.message().in_en
        assert "那块屏幕不是后厨屏" in refusal.message().in_zh

    @pytest.mark.parametrize("gone", ["cold", "rest"])
    def test_neither_of_the_two_screens_goes_while_it_is_named(self, house: SmallHouse, gone: str) -> None:
        house.do(ChangeKitchen(screens=(Screen("wall", named("wall")),)))
        house.do(ChangeKitchen(themes=(replace(ONE_COOK, shows=()),)))
        refusal = house.refusal(ChangeKitchen(gone=KitchenGone(screens=(gone,))))
        assert [each.code for each in refusal.details["faults"]] == ["theme_screen"]

    def test_no_ticket_moves_where_only_bars_do(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(replace(ONE_COOK, shows=()),)))
        house.order("noodles", "tofu")
        before = on(house, "cold"), on(house, "rest")
        house.do(SwitchTheme("alone"))
        assert (on(house, "cold"), on(house, "rest")) == before


class TestSettings:
    """What can be wrong with them, and what becomes of them when other things go."""

    @pytest.mark.parametrize(
        ("theme", "code"),
        [
            (Theme("t", named("")), "no_name"),
            (Theme("t", named("t"), (Shows("roof"),)), "theme_screen"),
            (Theme("t", named("t"), (Shows("cold", ("roof",)),)), "theme_station"),
            (Theme("t", named("t"), (Shows("cold"), Shows("cold"))), "theme_twice"),
            (Theme("t", named("t"), bars=(BarsWork("cold", "roof"),)), "theme_screen"),
            (Theme("t", named("t"), bars=(BarsWork("roof", "rest"),)), "theme_screen"),
            (Theme("t", named("t"), bars=(BarsWork("cold", "numbers"),)), "theme_bars"),
            (Theme("t", named("t"), bars=(BarsWork("cold", "rest"), BarsWork("cold", "pass"))), "theme_bars_twice"),
            (Theme("t", named("t"), dayparts=("brunch",)), "theme_daypart"),
            (Theme("t", named("t"), minutes=(1440,)), "theme_minutes"),
            (Theme("t", named("t"), minutes=(600, 600)), "theme_minutes"),
            (Theme("t", named("t"), minutes=tuple(range(13))), "theme_minutes"),
            (Theme("t", named("t"), minutes=(660,)), "theme_same_time"),
        ],
    )
    def test_what_is_wrong_with_one(self, house: SmallHouse, theme: Theme, code: str) -> None:
        if not theme.name.en:
            theme = replace(theme, name=replace(theme.name, zh="", en=""))
        house.do(ChangeKitchen(themes=(replace(ALONE, minutes=(660,)),), screens=BOARDS))
        refusal = house.refusal(ChangeKitchen(themes=(theme,)))
        assert [each.code for each in refusal.details["faults"]] == [code]

    def test_there_may_be_twenty(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=tuple([Theme(f"t{each}", named("t")) for each in range(20)])))
        assert house.refused(ChangeKitchen(themes=(ALONE,))) == "bad_kitchen"

    @pytest.mark.parametrize(
        "gone", [KitchenGone(screens=("cold",)), KitchenGone(stations=("hot",)), KitchenGone(screens=("rest",))]
    )
    def test_what_a_theme_names_stays(self, house: SmallHouse, gone: KitchenGone) -> None:
        house.do(ChangeKitchen(themes=(SWAPPED,)))
        assert house.refused(ChangeKitchen(gone=gone)) == "bad_kitchen"

    def test_the_part_of_the_day_with_which_it_begins_stays(self, house: SmallHouse) -> None:
        house.do(ChangeMenu(dayparts=(Daypart("night", named("night"), 0),)))
        house.do(ChangeKitchen(themes=(replace(ALONE, dayparts=("night",)),)))
        refusal = house.refusal(ChangeMenu(gone=MenuGone(dayparts=("night",))))
        assert [each.code for each in refusal.details["faults"]] == ["daypart_themed"]

    def test_the_one_that_holds_changes_and_goes_at_once(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(ALONE,)))
        house.do(SwitchTheme("alone"))
        house.do(ChangeKitchen(themes=(replace(ALONE, shows=(Shows("rest", ("hot", *REST.stations[:1])),)),)))
        assert stations(house, "rest") == ("hot", "soup")
        house.do(ChangeKitchen(gone=KitchenGone(themes=("alone",))))
        assert stations(house, "rest") == REST.stations
        assert now(house).theme == ""

    def test_a_state_that_is_loaded_shows_what_it_showed(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(themes=(SWAPPED,)))
        house.order("noodles", "tofu")
        house.do(SwitchTheme("swapped"))
        loaded = of_books(house.state.seq, house.state.at, house.state.books())
        assert indexes(loaded) == indexes(house.state)


SCREENS = st.lists(
    st.builds(
        Screen,
        screen=st.sampled_from(("a", "b", "c")),
        name=st.just(named("screen")),
        stations=st.lists(st.sampled_from(("soup", "cold", "hot")), unique=True).map(tuple),
        role=st.sampled_from(("prep", "backup", "expo")),
    ),
    unique_by=lambda each: each.screen,
).map(lambda found: {each.screen: each for each in found})
SHOWN = st.lists(
    st.builds(
        Shows,
        screen=st.sampled_from(("a", "b", "c", "d")),
        stations=st.lists(st.sampled_from(("soup", "cold", "hot")), unique=True).map(tuple),
    ),
    unique_by=lambda each: each.screen,
).map(tuple)


@given(SCREENS, SHOWN)
def test_a_theme_changes_the_stations_of_the_walls_that_it_names_and_nothing_else(
    screens: dict[str, Screen], shows: tuple[Shows, ...]
) -> None:
    found = arranged(screens, Theme("t", named("t"), shows))
    said = {each.screen: each.stations for each in shows}
    for name, screen in screens.items():
        expected = said.get(name, screen.stations) if screen.is_wall else screen.stations
        assert found[name] == replace(screen, stations=expected)
    assert found.keys() == screens.keys()


@given(SCREENS, SHOWN)
def test_the_proof_sees_what_the_screens_show_then(screens: dict[str, Screen], shows: tuple[Shows, ...]) -> None:
    theme = Theme("t", named("t"), shows)
    stations: dict[str, Any] = dict.fromkeys(("soup", "cold", "hot"))
    plan = Plan({}, stations, screens, {}, (), themes={"t": theme})
    assert shown_stations(plan.under("t")) == shown_stations(plan._replace(screens=arranged(screens, theme)))
    assert plan.under("") is plan


@given(SCREENS, st.lists(st.builds(BarsWork, st.sampled_from("abcd"), st.sampled_from("abcd"))).map(tuple))
def test_bars_work_a_wall_or_a_pass_that_is_there_or_their_own_screen(
    screens: dict[str, Screen], bars: tuple[BarsWork, ...]
) -> None:
    theme = Theme("t", named("t"), bars=bars)
    for own in "abcd":
        works = bars_at(screens, theme, own)
        assert works == own or (screens[works].takes_bars and BarsWork(own, works) in bars)
        assert bars_at(screens, None, own) == own
