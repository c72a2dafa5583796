"""A wall by dish or by table: what stands together, in which order, what a number means, and law 4."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import Layout
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.void_line import VoidLine
from kds.feed import wall
from kds.feed.groups import Group
from kds.i18n import LANGUAGES, Language
from tests.feed.screen import Screen
from tests.feed.test_wall import WALL, View, fresh, refreshed, something
from tests.house import MINUTE, PORK, SmallHouse, want

GROUPED: tuple[Layout, ...] = ("dishes", "tables")


def house_by(layout: Layout, **more: int) -> SmallHouse:
    house = SmallHouse()
    set_before = house.state.kitchen.screens[WALL]
    house.do(ChangeKitchen(screens=(replace(set_before, layout=layout, **more),)))
    return house


def groups(house: SmallHouse) -> list[Group]:
    """What stands on the wall, in order."""
    view = View(house)
    refreshed(house, view)
    return view._groups.order


def by_table(group: Group) -> list[tuple[str, int]]:
    return [(each.label, each.line.qty) for each in group.parts]


def test_a_dish_stands_once_for_all_its_tables_the_oldest_first() -> None:
    house = house_by("dishes")
    house.order(want("tofu", 2), table="A02")
    house.wait(MINUTE)
    house.order("tofu", "noodles", table="A01")
    tofu, noodles = groups(house)
    assert (by_table(tofu), tofu.qty) == ([("A02", 2), ("A01", 1)], 3)
    assert by_table(noodles) == [("A01", 1)]


def test_what_is_cooked_otherwise_or_read_for_one_table_stands_alone() -> None:
    house = house_by("dishes")
    house.order("tofu", table="A01")
    house.order(want("tofu", note="less salt"), table="A02")
    house.order(want("tofu", note="less salt"), table="A03")
    house.order(want("tofu", note="peanut allergy"), table="V01")
    house.order(want("tofu", note="peanut allergy"), table="A01")
    found = sorted(by_table(each) for each in groups(house))
    assert found == [[("A01", 1)], [("A01", 1)], [("A02", 1), ("A03", 1)], [("V01", 1)]]


def test_another_station_another_step_and_another_course_stand_apart_and_say_which() -> None:
    house = house_by("dishes")
    house.do(ChangeMenu(dishes=(PORK,)))
    lines = [house.line("pork", table=table) for table in ("A01", "A02", "A03")]
    house.line(want("pork", course=2), table="V01")
    assert [by_table(each) for each in groups(house)] == [[("A01", 1), ("A02", 1), ("A03", 1)], [("V01", 1)]]
    house.do(BumpTicket(house.item(lines[0]).ticket))
    house.do(TransferTicket(house.item(lines[1]).ticket, "drinks"))
    for _ in range(2):
        house.do(BumpTicket(house.item(lines[2]).ticket))
    found = {each.first.label: each for each in groups(house)}
    assert [each.labels for each in found.values()] == [[each] for each in found]
    screen = fresh(house, language="en")
    said = {label: re.findall(r'line-step"><b>(./3)</b>', screen.html(each.group)) for label, each in found.items()}
    assert said == {"A01": ["2/3"], "A02": ["1/3"], "A03": ["3/3"], "V01": ["1/3"]}
    assert "Course 2" in screen.html(found["V01"].group)


def test_what_stands_at_the_same_step_of_one_station_is_one_group_wherever_it_began() -> None:
    house = house_by("dishes")
    house.do(ChangeMenu(dishes=(PORK,)))
    for table in ("A01", "A02"):
        house.do(BumpTicket(house.item(house.line("pork", table=table)).ticket))
    (group,) = groups(house)
    assert by_table(group) == [("A01", 1), ("A02", 1)]


def test_what_is_held_stands_behind_and_apart() -> None:
    house = house_by("dishes")
    house.order(want("tofu", fire="hold"), table="A01")
    house.wait(MINUTE)
    house.order("tofu", table="A02")
    assert [(each.held, by_table(each)) for each in groups(house)] == [(False, [("A02", 1)]), (True, [("A01", 1)])]


def test_what_is_to_be_stopped_stands_alone_until_that_is_known() -> None:
    house = house_by("dishes")
    one, _ = house.order("tofu", table="A01"), house.order("tofu", table="A02")
    house.do(StartTicket(one.tickets[0]))
    house.do(VoidLine(one.lines[0].line, "guest"))
    assert sorted((each.stops, by_table(each)) for each in groups(house)) == [(0, [("A02", 1)]), (1, [("A01", 1)])]
    house.do(BumpTicket(one.tickets[0]))
    assert [by_table(each) for each in groups(house)] == [[("A02", 1)]]


def test_a_table_has_all_that_it_waits_for_ticket_by_ticket() -> None:
    house = house_by("tables")
    first = house.order("tofu", "noodles", table="A01")
    house.wait(MINUTE)
    house.order("cola", table="A02")
    house.wait(MINUTE)
    house.order("beef", table="A01")
    one, two = groups(house)
    assert (one.labels, two.labels) == (["A01"], ["A02"])
    assert len({each.ticket.ticket for each in one.parts}) == 3
    assert [each.begins for each in one.parts] == [True] * 3
    assert one.first.ticket.ticket in first.tickets


@pytest.mark.parametrize("layout", GROUPED)
def test_a_number_means_the_oldest_and_then_the_next(layout: Layout) -> None:
    house = house_by(layout)
    placed = [house.order("tofu", table=table) for table in ("A02", "A01")]
    view = View(house)
    refreshed(house, view)
    ticket, line = placed[0].tickets[0], placed[0].lines[0].line
    assert view.meant[0] == (f"{ticket} {line}" if layout == "dishes" else ticket)
    house.do(BumpTicket(ticket))
    refreshed(house, view)
    assert view.meant[0].split()[0] == placed[1].tickets[0]
    assert view.slots[0] != ""


@pytest.mark.parametrize("layout", GROUPED)
def test_what_has_no_place_waits_and_what_is_far_back_is_counted(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall, "WAITING", 2)
    house = house_by(layout, columns=1, rows=1, reserved=0)
    dishes, tables = ("tofu", "noodles", "beef", "cola", "sesame"), ("A01", "A02", "A03", "V01", "A01")
    for dish, table in zip(dishes, tables, strict=True):
        house.order(dish, table=table)
    screen = fresh(house)
    named = {part.ticket.ticket for each in groups(house) for part in each.parts}
    beyond = sum(int(str(count)) for _, count in screen.more)
    assert len(named) + beyond == 5
    assert len(screen.slots) == 1
    assert all(screen.html(each) for each in screen.open())


@pytest.mark.parametrize("layout", GROUPED)
def test_being_seen_is_no_news(layout: Layout) -> None:
    house = house_by(layout)
    placed = house.order("tofu")
    view = View(house)
    refreshed(house, view)
    house.do(ReportShown(WALL, tuple(placed.tickets)))
    assert refreshed(house, view) == []


@pytest.mark.parametrize("layout", GROUPED)
def test_who_was_away_hears_what_was_voided_before_anybody_began(layout: Layout) -> None:
    house = house_by(layout)
    placed = house.order(want("tofu", fire="hold"), table="A02")
    view, screen = View(house), Screen()
    refreshed(house, view)
    screen.hear(view.since(-1))
    house.do(VoidLine(placed.lines[0].line, "guest"))
    screen.hear_all(refreshed(house, view))
    assert [each["label"] for each in screen.boards[-1]["left"]] == ["A02"]


def test_a_rush_is_seen_at_the_table_that_asked() -> None:
    house = house_by("dishes")
    house.order("tofu", table="A01")
    rushed = house.order("tofu", table="A02")
    house.do(RushLine(rushed.lines[0].line))
    screen = fresh(house, language="en")
    html = screen.html(screen.slots[0])
    assert 'data-rushed="1"' in html
    assert html.count("is-rushed") == 3, "the dish, the table's line and its word"


@given(
    seed=st.integers(0, 2**32),
    language=st.sampled_from(LANGUAGES),
    name=st.sampled_from((WALL, "cold")),
    layout=st.sampled_from(GROUPED),
)
def test_law_4_resume(seed: int, language: Language, name: str, layout: Layout) -> None:
    """Followed from the start, or resumed after a pause: every screen shows the same."""
    rng = random.Random(seed)
    house = SmallHouse()
    house.do(ChangeKitchen(screens=(replace(house.state.kitchen.screens[name], layout=layout),)))
    view = View(house, name, language)
    refreshed(house, view)
    watching, away = Screen(), Screen()
    watching.hear(view.since(-1))
    away.hear(view.since(-1))
    for _ in range(rng.randint(1, 30)):
        something(house, rng)
        if rng.random() < 0.7:
            watching.hear_all(refreshed(house, view))
        if rng.random() < 0.1:
            watching.hear_all(refreshed(house, view))
            away.hear(view.since(away.seq))
    watching.hear_all(refreshed(house, view))
    away.hear(view.since(away.seq))
    expected = fresh(house, name, language).shows()
    assert watching.shows() == expected
    assert away.shows() == expected
