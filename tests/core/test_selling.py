"""When, by what and for what a dish is sold: hours, channels, other prices, and what comes of it for an order."""

from __future__ import annotations

from time import process_time
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.deadlines import Tick
from kds.core.kitchen.fire_line import FireLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.daypart_faults import DAY_MINUTES, WEEK
from kds.core.menu.dish_faults import dish_faults
from kds.core.menu.events import DaypartBegan
from kds.core.menu.menu_view import ChannelPrice, DishView, menu_view
from kds.core.menu.model import Daypart, Dish, MenuGone, PriceAt
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.place_round import PlaceRound
from kds.core.selling import WEEK_MINUTES, hours_of, in_words
from kds.core.types import CHANNELS, Channel, GuestChannel, Name, Service, Who
from tests.core.invariants import indexes, rebuilt
from tests.house import DISHES, FOR_TWO, NOON, SmallHouse, dish, named, want

TOFU, COLA = DISHES[4], DISHES[7]
LUNCH, TEA = Daypart("lunch", named("lunch"), 660), Daypart("tea", named("tea"), 840)
DINNER, LATE = Daypart("dinner", named("dinner"), 1020), Daypart("late", named("late"), 1320, (5, 6))
DAY = (LUNCH, TEA, DINNER, LATE)
TO_LUNCH = 46_000_000
"""The small house's clock shows 22:13:20 on a Monday, which is dinner: so long until 11:00."""
EVENING = PriceAt(1_500, (), ("dinner",))
COUNTER = PriceAt(900, ("counter",))


@pytest.fixture
def house() -> SmallHouse:
    """It is dinner there."""
    house = SmallHouse()
    house.do(ChangeMenu(dayparts=DAY))
    house.do(Tick())
    assert house.state.menu.daypart == "dinner"
    return house


def sell(house: SmallHouse, dish: Dish, **more: Any) -> None:
    house.do(ChangeMenu(dishes=(replace(dish, **more),)))


def turn(house: SmallHouse) -> DaypartBegan:
    """Let it be lunch."""
    house.wait(TO_LUNCH)
    (event,) = [each.event for each in house.do(Tick()).recorded if isinstance(each.event, DaypartBegan)]
    assert event.daypart == "lunch"
    return event


def seen(house: SmallHouse, dish: str, channel: Channel | None = None) -> DishView:
    (found,) = [each for each in menu_view(house.state, channel).dishes if each.dish == dish]
    return found


def flaws(house: SmallHouse, dish: Dish) -> list[str]:
    return [each.code for each in house.refusal(ChangeMenu(dishes=(dish,))).details["faults"]]


class TestHours:
    @pytest.mark.parametrize(
        ("sold_in", "zh", "en"),
        [
            (("lunch",), "11:00–14:00", "11:00–14:00"),
            (("lunch", "tea"), "11:00–17:00", "11:00–17:00"),
            (("late",), "周五、周六 22:00–11:00（次日）", "Fri, Sat 22:00–11:00 (next day)"),
            (("dinner", "late"), "17:00–11:00（次日）", "17:00–11:00 (next day)"),
            (
                ("dinner",),
                "周五、周六 17:00–22:00，周一、周二、周三、周四、周日 17:00–11:00（次日）",
                "Fri, Sat 17:00–22:00, Mon, Tue, Wed, Thu, Sun 17:00–11:00 (next day)",
            ),
            (("lunch", "tea", "dinner", "late"), "", ""),
            (("gone",), "", ""),
        ],
    )
    def test_they_are_told_in_words(self, sold_in: tuple[str, ...], zh: str, en: str) -> None:
        assert in_words(hours_of(DAY, sold_in)) == Name(zh=zh, en=en)

    def test_a_part_until_midnight_ends_the_day(self) -> None:
        day = (Daypart("night", named("night"), 0), Daypart("day", named("day"), 420))
        assert in_words(hours_of(day, ("day",))).en == "07:00–24:00"
        assert in_words(hours_of(day, ("night",))).en == "00:00–07:00"

    def test_a_part_that_there_is_once_a_week_lasts_until_the_next(self) -> None:
        week = (Daypart("market", named("market"), 480, (3,)), Daypart("home", named("home"), 0, (6,)))
        found = in_words(hours_of(week, ("market",)))
        assert found == Name(zh="周三 08:00–周六 00:00", en="Wed 08:00–Sat 00:00")

    parts = st.lists(
        st.tuples(st.integers(0, DAY_MINUTES - 1), st.sets(st.sampled_from(WEEK))),
        min_size=1,
        max_size=5,
        unique_by=lambda each: each[0],
    )

    @given(parts, st.sets(st.integers(0, 4)), st.integers(0, WEEK_MINUTES - 1))
    def test_a_minute_is_within_them_where_its_part_is_one_of_them(
        self, rows: list[tuple[int, set[int]]], chosen: set[int], minute: int
    ) -> None:
        day = [Daypart(f"p{n}", named("p"), at, tuple(sorted(days))) for n, (at, days) in enumerate(rows)]
        sold_in = {f"p{number}" for number in chosen}
        begins = [((w - 1) * DAY_MINUTES + each.from_minute, each) for each in day for w in each.weekdays or WEEK]
        now = min(begins, key=lambda each: (minute - each[0]) % WEEK_MINUTES)[1]
        hours = hours_of(day, sold_in)
        within = any(
            (minute - (weekday - 1) * DAY_MINUTES - each.from_minute) % WEEK_MINUTES < each.minutes
            for each in hours
            for weekday in each.weekdays
        )
        if hours:
            assert within is (now.daypart in sold_in)
        else:
            assert {each.daypart for _, each in begins} <= sold_in or not ({e.daypart for _, e in begins} & sold_in)


class TestPrices:
    def test_the_first_that_fits_is_the_price_and_else_its_own(self) -> None:
        dish = replace(TOFU, prices=(PriceAt(700, ("counter", "kiosk"), ("dinner",)), EVENING, COUNTER))
        assert dish.price_at("counter", "dinner") == 700
        assert dish.price_at("scan", "dinner") == 1_500
        assert dish.price_at(None, "dinner") == 1_500
        assert dish.price_at("counter", "lunch") == 900
        assert dish.price_at("scan", "lunch") == 1_200
        assert dish.price_at(None, "") == 1_200

    def test_an_order_costs_what_its_channel_costs_now(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(COUNTER, EVENING))
        assert house.due(house.order("tofu", channel="scan").bill) == 1_500
        assert house.due(house.order("tofu", channel="counter", table="A02").bill) == 900
        turn(house)
        assert house.due(house.order("tofu", channel="scan", table="A03").bill) == 1_200

    def test_the_view_tells_the_price_of_now_and_the_other_channels(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(COUNTER, EVENING))
        assert seen(house, "tofu").price_minor == 1_500
        assert seen(house, "tofu").prices == (ChannelPrice("counter", 900),)
        at_counter = seen(house, "tofu", "counter")
        assert at_counter.price_minor == 900
        assert {each.channel for each in at_counter.prices} == set(CHANNELS) - {"counter"}
        turn(house)
        assert seen(house, "tofu").price_minor == 1_200

    def test_options_add_to_the_price_of_now_and_half_is_half_of_nothing_else(self, house: SmallHouse) -> None:
        sell(house, DISHES[3], prices=(PriceAt(4_000, (), ("dinner",)),))
        assert house.due(house.order(want("beef", options=("thick",)), channel="scan").bill) == 4_300

    def test_what_is_weighed_costs_the_price_of_now_for_its_grams(self, house: SmallHouse) -> None:
        shrimp = next(each for each in DISHES if each.dish == "shrimp")
        sell(house, shrimp, prices=(PriceAt(10_000, (), ("dinner",)),))
        assert house.due(house.order(want("shrimp", 250), channel="scan").bill) == 5_000

    def test_what_was_ordered_stays_at_its_price_when_the_day_turns(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(EVENING,))
        bill = house.order("tofu").bill
        turn(house)
        assert house.due(bill) == 1_500

    def test_a_meal_has_prices_too_and_none_of_them_is_above_its_parts(self, house: SmallHouse) -> None:
        cheaper = replace(FOR_TWO, prices=(PriceAt(4_000, (), ("lunch",)),))
        house.do(ChangeMenu(dishes=(cheaper,)))
        assert flaws(house, replace(FOR_TWO, prices=(PriceAt(4_301, ("kiosk",)),))) == ["above_parts"]

    @pytest.mark.parametrize("cheaper", [PriceAt(1_799, ("kiosk",)), PriceAt(1_799, (), ("lunch",))])
    def test_a_meal_is_held_against_its_parts_in_every_way_that_it_is_sold(
        self, house: SmallHouse, cheaper: PriceAt
    ) -> None:
        noodles = replace(next(each for each in DISHES if each.dish == "noodles"), prices=(cheaper,))
        house.do(ChangeMenu(dishes=(FOR_TWO,)))
        assert flaws(house, noodles) == ["above_parts"]
        house.do(ChangeMenu(dishes=(replace(FOR_TWO, prices=(replace(cheaper, price_minor=4_299),)), noodles)))
        assert flaws(house, replace(FOR_TWO, prices=())) == ["above_parts"]
        house.do(ChangeMenu(dishes=(replace(FOR_TWO, channels=("waiter",), dayparts=("dinner",)),)))


class TestPriceSeen:
    """Law 13."""

    def test_a_page_of_before_the_turn_is_refused_with_both_prices(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(PriceAt(1_000, (), ("dinner",)),))
        version = house.state.menu.head[""].version
        event = turn(house)
        assert event.repriced == ("tofu",)
        by_price = PlaceRound("scan", (want("tofu", 2, price_minor=2_000),), table="A01", menu_version=version)
        (line,) = house.refusal(by_price).details["lines"]
        assert (line.seen_minor, line.price_minor) == (2_000, 2_400)
        by_menu = PlaceRound("scan", (want("tofu"),), table="A01", menu_version=version)
        assert house.refused(by_menu) == "price_changed"
        house.do(PlaceRound("scan", (want("tofu"),), table="A01", menu_version=event.version))

    def test_what_costs_the_same_is_sold_to_pages_of_before(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(PriceAt(1_000, (), ("dinner",)),))
        version = house.state.menu.head[""].version
        turn(house)
        house.do(PlaceRound("scan", (want("cola"),), table="A01", menu_version=version))

    def test_two_turns_later_the_page_of_before_is_refused_still(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(PriceAt(1_000, (), ("dinner",)),))
        version = house.state.menu.head[""].version
        turn(house)
        house.wait(3 * 3_600_000)
        assert house.types(Tick()) == ["DaypartBegan"]
        assert house.state.menu.daypart == "tea"
        assert house.refused(PlaceRound("scan", (want("tofu"),), table="A01", menu_version=version)) == "price_changed"

    def test_a_price_by_channel_alone_is_not_changed_by_the_day(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(COUNTER,))
        assert turn(house).repriced == ()

    def test_another_price_is_a_change_of_the_price(self, house: SmallHouse) -> None:
        version = house.state.menu.head[""].version
        sell(house, TOFU, prices=(COUNTER,))
        assert house.refused(PlaceRound("scan", (want("tofu"),), table="A01", menu_version=version)) == "price_changed"

    def test_the_state_is_the_ledgers_after_turns(self, house: SmallHouse) -> None:
        sell(house, TOFU, prices=(EVENING,))
        turn(house)
        assert rebuilt(house.state).books() == house.state.books()
        assert indexes(rebuilt(house.state)) == indexes(house.state)
        house.do(ChangeMenu(gone=MenuGone(dishes=("tofu",))))
        assert not house.state.menu.turned

    prices = st.lists(
        st.builds(
            PriceAt,
            st.integers(0, 3),
            st.sets(st.sampled_from(["scan", "kiosk"])).map(lambda each: tuple(sorted(each))),
            st.sets(st.sampled_from(["lunch", "tea", "dinner"])).map(lambda each: tuple(sorted(each))),
        ).filter(lambda price: bool(price.channels or price.dayparts)),
        max_size=4,
    )

    @given(prices, st.lists(st.integers(1, 30), min_size=1, max_size=6))
    def test_nobody_pays_more_than_the_menu_of_any_moment_said(self, prices: list[PriceAt], waits: list[int]) -> None:
        house = SmallHouse()
        house.do(ChangeMenu(dayparts=DAY, dishes=(replace(TOFU, price_minor=2, prices=tuple(prices)),)))
        house.do(Tick())
        menus: list[tuple[int, GuestChannel, int]] = []
        channels: tuple[GuestChannel, ...] = ("scan", "kiosk")
        for hours in waits:
            for channel in channels:
                menus.append((menu_view(house.state).version, channel, seen(house, "tofu", channel).price_minor))
            house.wait(hours * 3_600_000)
            house.do(Tick())
            house.do(Tick())
            for version, channel, price in menus:
                command = PlaceRound(channel, (want("tofu"),), service="takeaway", menu_version=version)
                outcome = house.attempt(command, Who("phone", "guest", channel=channel))
                if not isinstance(outcome, Exception):
                    assert seen(house, "tofu", channel).price_minor <= price


def test_a_menu_with_hours_costs_hardly_more_than_one_without(house: SmallHouse) -> None:
    def took(*sold_in: tuple[str, ...]) -> float:
        dishes = [dish(f"d{number}", dayparts=sold_in[number % len(sold_in)]) for number in range(1_000)]
        house.do(ChangeMenu(dishes=tuple(dishes)))
        times = []
        for _ in range(5):
            started = process_time()
            menu_view(house.state)
            times.append(process_time() - started)
        return min(times)

    assert took(("lunch",), ("dinner", "late"), ("lunch", "tea")) < 4 * took(())


class TestOnSale:
    def test_out_of_its_hours_it_is_refused_with_them(self, house: SmallHouse) -> None:
        sell(house, TOFU, dayparts=("lunch", "tea"))
        refusal = house.refusal(PlaceRound("scan", (want("tofu"),), table="A01"))
        assert refusal.reason.code == "not_sold_now"
        assert refusal.message().en == "“tofu” is not sold now; it is available 11:00–17:00"
        view = seen(house, "tofu")
        assert (view.sold_now, view.hours) == (False, Name(zh="11:00–17:00", en="11:00–17:00"))
        turn(house)
        assert seen(house, "tofu").sold_now
        house.order("tofu")

    def test_what_is_held_or_ordered_is_not_touched_by_the_day(self, house: SmallHouse) -> None:
        sell(house, TOFU, dayparts=("dinner",))
        held, cooking = house.line("tofu", fire="hold"), house.line(want("tofu", id="d-1"), table="A02")
        turn(house)
        assert (house.item(held).state, house.item(cooking).state) == ("held", "fired")
        house.do(FireLine(held))
        assert house.item(held).state == "fired"
        again = house.order(want("tofu", id="d-1"), table="A02")
        assert again.lines[0].line == cooking

    def test_a_channel_that_does_not_sell_it_is_refused(self, house: SmallHouse) -> None:
        sell(house, COLA, channels=("waiter", "counter"))
        assert house.refused(PlaceRound("scan", (want("cola"),), table="A01")) == "not_sold_here"
        assert not seen(house, "cola", "scan").sold_now
        assert seen(house, "cola", "waiter").sold_now
        house.order("cola", channel="waiter")

    def test_a_meal_is_sold_when_it_says_so_whatever_its_parts_say(self, house: SmallHouse) -> None:
        sell(house, COLA, dayparts=("lunch",))
        house.do(ChangeMenu(dishes=(FOR_TWO,)))
        parts = (
            PartChosen("pot", "plain_pot", 1, cells=(Cell("clear"),)),
            PartChosen("main", "noodles", 1),
            PartChosen("drinks", "cola", 2),
        )
        assert house.refused(PlaceRound("scan", (want("cola"),), table="A01")) == "not_sold_now"
        house.order(want("for_two", parts=parts))
        house.do(ChangeMenu(dishes=(replace(FOR_TWO, dayparts=("lunch",)),)))
        assert house.refused(PlaceRound("scan", (want("for_two", parts=parts),), table="A01")) == "not_sold_now"

    def test_hours_alone_change_no_price(self, house: SmallHouse) -> None:
        version = house.state.menu.head[""].version
        sell(house, TOFU, dayparts=("dinner",), channels=("scan",))
        house.do(PlaceRound("scan", (want("tofu"),), table="A01", menu_version=version))


class TestCourse:
    def test_a_dish_comes_with_its_course_where_nobody_says_another(self, house: SmallHouse) -> None:
        sell(house, TOFU, course=2)
        held, now, third = (
            house.line(want("tofu"), channel="waiter"),
            house.line(want("tofu", course=1), channel="waiter"),
            house.line(want("tofu", course=3), channel="waiter"),
        )
        lines = house.state.orders.lines
        assert [lines[each].course for each in (held, now, third)] == [2, 1, 3]
        assert [house.item(each).state for each in (held, now, third)] == ["held", "fired", "held"]
        assert house.item(house.line(want("tofu", fire="now"), channel="waiter")).state == "fired"

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("service", get_args(Service))
    def test_it_holds_only_where_somebody_fires_and_the_order_again_is_the_same(
        self, house: SmallHouse, channel: Channel, service: Service
    ) -> None:
        sell(house, TOFU, course=2)
        where = {"table": "A01" if service == "dine_in" else None, "service": service, "channel": channel}
        placed = house.order(want("tofu", id="d-1"), external_id="X1", **where)
        line, fires = placed.lines[0].line, service == "dine_in" and channel in ("waiter", "tablet", "counter")
        assert house.item(line).state == ("held" if fires else "fired")
        assert house.state.orders.lines[line].course == 2
        assert house.order(want("tofu", id="d-1"), external_id="X1", **where).lines == placed.lines
        by_its_id = house.order(want("tofu", id="d-1"), session=placed.session, **{**where, "table": None})
        assert by_its_id.lines == placed.lines
        more = house.line(want("tofu"), session=placed.session, **{**where, "table": None})
        assert house.item(more).state == ("held" if fires else "fired")

    def test_a_round_that_is_held_holds_it_by_any_channel(self, house: SmallHouse) -> None:
        sell(house, TOFU, course=2)
        assert house.item(house.line(want("tofu"), fire="hold")).state == "held"
        assert house.item(house.line(want("tofu", course=3))).state == "held"

    def test_a_part_of_a_meal_starts_with_its_meal_where_nobody_fires(self, house: SmallHouse) -> None:
        noodles = next(each for each in DISHES if each.dish == "noodles")
        house.do(ChangeMenu(dishes=(FOR_TWO, replace(noodles, course=2))))
        parts = (
            PartChosen("pot", "plain_pot", cells=(Cell("clear"),)),
            PartChosen("main", "noodles"),
            PartChosen("drinks", "cola", 2),
        )
        states = {}
        for channel in ("kiosk", "waiter"):
            placed = house.order(
                want("for_two", parts=parts), table="A01" if channel == "waiter" else None, channel=channel
            )
            lines = [house.state.orders.lines[each] for each in house.state.orders.rounds[placed.round].lines]
            (states[channel],) = [house.item(each.line).state for each in lines if each.dish == "noodles"]
        assert states == {"kiosk": "fired", "waiter": "held"}

    def test_the_same_order_again_is_the_same_though_the_course_was_changed(self, house: SmallHouse) -> None:
        sell(house, TOFU, course=2)
        line = want("tofu", id="d-1")
        first = house.order(line, channel="waiter")
        sell(house, TOFU, course=3)
        assert house.order(line, channel="waiter").lines == first.lines
        other = PlaceRound("waiter", (replace(line, course=3),), table="A01")
        assert house.refused(other) == "line_differs"

    def test_a_platforms_order_again_is_the_same(self, house: SmallHouse) -> None:
        sell(house, TOFU, course=2)
        first = house.order("tofu", channel="delivery", table=None, service="delivery", external_id="X1")
        sell(house, TOFU, course=0)
        again = house.order("tofu", channel="delivery", table=None, service="delivery", external_id="X1")
        assert (again.round, again.lines) == (first.round, first.lines)


class TestFaults:
    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"serves": 100}, "serves"),
            ({"serves": -1}, "serves"),
            ({"course": 10}, "dish_course"),
            ({"portion": Name(zh="", en="")}, "no_portion"),
            ({"allergens": ("fish", "fish")}, "given_twice"),
            ({"channels": ("scan", "scan")}, "given_twice"),
            ({"prices": (PriceAt(1, ("scan", "scan")),)}, "given_twice"),
            ({"prices": (PriceAt(1),)}, "price_always"),
            ({"prices": (PriceAt(-1, ("scan",)),)}, "price_at"),
            ({"prices": (PriceAt(1_000_000_001, ("scan",)),)}, "price_at"),
            ({"prices": (PriceAt(1, ("scan",)),) * 25}, "too_many_prices"),
        ],
    )
    def test_each_is_named(self, more: dict[str, Any], code: str) -> None:
        assert [each.code for each in dish_faults(replace(TOFU, **more))] == [code]

    def test_all_that_a_dish_can_say_is_fine(self, house: SmallHouse) -> None:
        full: dict[str, Any] = {
            "portion": Name(zh="约200克", en="about 200 g"),
            "serves": 2,
            "allergens": ("soy", "sesame"),
            "alcohol": True,
            "course": 9,
            "dayparts": ("lunch", "dinner"),
            "channels": ("scan",),
            "prices": (COUNTER, EVENING),
            "photo": "abc",
        }
        sell(house, TOFU, **full)
        view = seen(house, "tofu", "scan")
        assert (view.portion, view.serves, view.allergens) == (full["portion"], 2, ("soy", "sesame"))
        assert (view.alcohol, view.course, view.channels, view.photo) == (True, 9, ("scan",), "abc")

    def test_options_that_take_off_more_than_a_price_is_are_found(self, house: SmallHouse) -> None:
        tripe = next(each for each in DISHES if each.dish == "tripe")
        cheap = replace(tripe, prices=(PriceAt(2_799, ("scan",)),))
        half = replace(cheap.options[0], min=1)
        assert "below_zero" in flaws(house, replace(cheap, options=(half,)))

    def test_a_part_of_the_day_that_there_is_not_is_named(self, house: SmallHouse) -> None:
        assert flaws(house, replace(TOFU, dayparts=("brunch",))) == ["no_daypart"]
        assert flaws(house, replace(TOFU, prices=(PriceAt(1, (), ("brunch",)),))) == ["no_daypart"]
        brunch = Daypart("brunch", named("brunch"), 540)
        house.do(ChangeMenu(dayparts=(brunch,), dishes=(replace(TOFU, dayparts=("brunch",)),)))

    def test_a_part_that_dishes_name_does_not_go_before_they_let_it(self, house: SmallHouse) -> None:
        sell(house, TOFU, dayparts=("late",))
        refusal = house.refusal(ChangeMenu(gone=MenuGone(dayparts=("late",))))
        assert [each.code for each in refusal.details["faults"]] == ["daypart_in_use"]
        assert "1" in refusal.message().en
        house.do(ChangeMenu(dishes=(TOFU,), gone=MenuGone(dayparts=("late",))))


def test_the_clock_of_these_tests_is_dinners() -> None:
    house = SmallHouse()
    house.do(ChangeMenu(dayparts=DAY))
    house.do(Tick())
    assert house.state.menu.part[""].ends_at == NOON + TO_LUNCH
