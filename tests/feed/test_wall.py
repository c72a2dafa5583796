"""Law 4, for screens: what a screen has, plus what it missed, is what a new screen gets."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.journal import Touched
from kds.core.kitchen.all_day import all_day
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import Layout
from kds.core.kitchen.screens import Screen as ScreenSet
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.void_line import VoidLine
from kds.core.state import State, pack, unpack
from kds.core.types import Name
from kds.feed import drawing, pictures, wall
from kds.feed.drawing import Drawings
from kds.feed.subscriber import Frame
from kds.feed.wall import WallView
from kds.i18n import LANGUAGES, Language
from tests.core.plays import next_move
from tests.feed.screen import Screen
from tests.house import DISHES, MINUTE, SmallHouse, named, want

WALL = "wall"


class View(WallView):
    """A view of the small house, told of whatever was done in it since it was refreshed."""

    def __init__(self, house: SmallHouse, screen: str = WALL, language: Language = "zh") -> None:
        super().__init__(house.state, screen, language, Drawings())
        self.house = house
        self.mark = 0

    def told(self) -> bool:
        """Whether any of it concerns it."""
        journal = self.house.state.journal
        touched, self.mark = Touched(journal, self.mark), journal.mark()
        return self.note(touched)


def refreshed(house: SmallHouse, view: View) -> list[Frame]:
    view.told()
    return view.refresh(house.now)


def fresh(house: SmallHouse, name: str = WALL, language: Language = "zh") -> Screen:
    """A screen that begins now."""
    view = View(house, name, language)
    refreshed(house, view)
    screen = Screen()
    screen.hear(view.since(-1))
    return screen


def stations_of(state: State, name: str) -> list[str]:
    return sorted(state.kitchen.screens[name].stations or state.kitchen.stations)


def html_of(house: SmallHouse, language: Language = "zh") -> str:
    screen = fresh(house, language=language)
    return "".join(screen.html(ticket) for ticket in screen.open())


def something(house: SmallHouse, rng: random.Random) -> None:
    """Anything that can happen in a restaurant but that a screen is taken away, or a refusal, or nothing but time."""
    house.wait(rng.choice((0, 1, MINUTE, 4 * MINUTE)))
    mark, screens = house.state.mark(), set(house.state.kitchen.screens)
    house.attempt(*next_move(house, rng))
    if not screens <= set(house.state.kitchen.screens):
        house.state.undo(mark)


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES), name=st.sampled_from((WALL, "cold")))
def test_law_4_resume(seed: int, language: Language, name: str) -> None:
    """Followed from the start, joined in the middle, or resumed after a pause: every screen shows the same."""
    rng = random.Random(seed)
    house = SmallHouse()
    view = View(house, name, language)
    refreshed(house, view)
    watching, away = Screen(), Screen()
    watching.hear(view.since(-1))
    away.hear(view.since(-1))
    for _ in range(rng.randint(1, 40)):
        something(house, rng)
        if rng.random() < 0.7:
            watching.hear_all(refreshed(house, view))
        if rng.random() < 0.1:
            watching.hear_all(refreshed(house, view))
            away.hear(view.since(away.seq))
    watching.hear_all(refreshed(house, view))
    away.hear(view.since(away.seq))
    expected = fresh(house, name, language).shows()
    assert expected.slots == list(house.state.kitchen.slots[name].tickets)
    counted = [(each.dish, each.qty, each.held) for each in all_day(house.state, stations_of(house.state, name))]
    portions = house.state.kitchen.queues.of(name, house.now).portions
    assert sorted((dish, *count) for dish, count in portions.items()) == sorted(counted)
    assert watching.shows() == expected
    assert away.shows() == expected
    again = SmallHouse(())
    again.state = unpack(house.state.seq, house.state.at, pack(house.state.books()))
    again.now = house.now
    assert fresh(again, name, language).shows() == expected, "a restart from a snapshot moves no ticket"


def test_a_view_of_another_run_gives_everything() -> None:
    house = SmallHouse()
    house.order("tofu")
    before = fresh(house)
    house.order("noodles", table="A02")
    restarted = View(house)
    refreshed(house, restarted)
    before.hear(restarted.since(before.seq))
    assert before.shows() == fresh(house).shows()


def test_only_what_changed_is_sent() -> None:
    house = SmallHouse()
    first = house.order("tofu", table="A01")
    view, screen = View(house), Screen()
    refreshed(house, view)
    screen.hear(view.since(-1))
    second = house.order("noodles", table="A02")
    screen.hear_all(refreshed(house, view))
    house.do(BumpTicket(first.tickets[0]))
    screen.hear_all(refreshed(house, view))
    assert [list(each["tickets"]) for each in screen.heard] == [[*first.tickets], [*second.tickets], []]
    assert [each["full"] for each in screen.heard] == [True, False, False]
    assert screen.open() == [*second.tickets]


def test_nothing_is_sent_where_nothing_changed() -> None:
    house = SmallHouse()
    house.order("noodles")
    view = View(house, "cold")
    tofu = house.order("tofu")
    refreshed(house, view)
    noodles = house.order("noodles", table="A02")
    refreshed(house, view)
    house.do(StartTicket(noodles.tickets[0]))
    assert refreshed(house, view) == [], "as many stand elsewhere as before"
    house.do(ReportShown(WALL, tuple(tofu.tickets)))
    assert refreshed(house, view) == []


def filled(house: SmallHouse) -> int:
    """Order until no cell is free for everybody; gives how many tickets that took."""
    cells = len(house.state.kitchen.slots[WALL].tickets)
    for _ in range(cells):
        house.order("noodles", table="A03")
    return cells


def test_what_has_no_cell_waits_in_order_and_held_tickets_behind() -> None:
    house = SmallHouse()
    filled(house)
    held = house.order("cola", table="A01", fire="hold")
    house.wait(1)
    crab, tofu = house.order("crab", table="A01"), house.order("tofu", table="A02")
    screen = fresh(house)
    assert screen.queue == [*tofu.tickets, *crab.tickets, *held.tickets]
    assert set(screen.tickets) == set(screen.slots) - {""} | set(screen.queue)
    base = house.order("plain_pot", table="A02")
    assert fresh(house).queue[0] == base.tickets[0], "what gets free is for it"


def test_the_three_to_cook_next_are_told_and_those_in_hand_are_not_among_them() -> None:
    house = SmallHouse()
    placed = [house.order("noodles", table="A03").tickets[0] for _ in range(5)]
    view, screen = View(house), Screen()
    refreshed(house, view)
    screen.hear(view.since(-1))
    assert screen.heard[-1]["next"] == placed[:3]
    house.do(StartTicket(placed[0]))
    screen.hear_all(refreshed(house, view))
    assert screen.heard[-1]["next"] == placed[1:4]


def test_of_many_tables_far_back_some_are_named_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "WAITING", 0)
    monkeypatch.setattr(wall, "TABLES", 2)
    house = SmallHouse()
    filled(house)
    for table in ("A01", "A02", "A03", "V01", "V01"):
        house.order("noodles", table=table)
    assert fresh(house).more == [["A01", 1], ["A02", 1], ["", 3]]


def test_of_those_far_back_a_screen_has_the_tables_until_their_turn_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "WAITING", 2)
    house = SmallHouse()
    filled(house)
    house.wait(1)
    near = [house.order("noodles", table="A01").tickets[0] for _ in range(2)]
    far = [house.order("noodles", table=table).tickets[0] for table in ("A02", "A03", "A03")]
    view, watching, away = View(house), Screen(), Screen()
    refreshed(house, view)
    for screen in (watching, away):
        screen.hear(view.since(-1))
    assert (watching.queue, watching.more) == (near, [["A02", 1], ["A03", 2]])
    assert not set(far) & set(watching.tickets)
    house.do(BumpTicket(watching.slots[-1]))
    watching.hear_all(refreshed(house, view))
    assert (watching.queue, watching.more) == ([near[1], far[0]], [["A03", 2]])
    assert list(watching.heard[-1]["tickets"]) == [far[0]]
    house.do(VoidLine(house.state.kitchen.tickets[far[2]].lines[0], "no"))
    house.do(BumpTicket(far[2]))
    watching.hear_all(refreshed(house, view))
    away.hear(view.since(away.seq))
    assert away.shows() == watching.shows() == fresh(house).shows()
    assert watching.more == [["A03", 1]]


def test_what_a_screen_does_not_show_does_not_concern_it() -> None:
    house = SmallHouse()
    cold = View(house, "cold")
    refreshed(house, cold)
    noodles = house.order("noodles")
    assert cold.told(), "there is one more that it leaves out"
    refreshed(house, cold)
    house.do(StartTicket(noodles.tickets[0]))
    assert not cold.told()
    house.order("tofu", table="A02")
    assert cold.told()


def test_a_new_price_draws_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    house = SmallHouse()
    house.order("tofu", "plain_pot")
    view = View(house)
    refreshed(house, view)
    house.do(ChangeMenu(dishes=tuple([replace(dish, price_minor=dish.price_minor + 100) for dish in DISHES])))
    drawn: list[str] = []
    monkeypatch.setattr(drawing, "ticket_picture", lambda *given, **more: drawn.append("ticket"))
    assert refreshed(house, view) == []
    assert drawn == []


def test_screens_that_look_alike_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    house, drawings = SmallHouse(), Drawings()
    house.order("tofu")
    real, drawn = pictures.ticket_picture, []

    def spy(*given: Any, **more: Any) -> Any:
        drawn.append(given)
        return real(*given, **more)

    monkeypatch.setattr(drawing, "ticket_picture", spy)
    views = [WallView(house.state, WALL, "zh", drawings) for _ in range(3)]
    for view in views:
        view.refresh(house.now)
    assert len(drawn) == 1
    assert len({view.all_day for view in views}) == 1


def test_time_alone_changes_the_queue_and_says_when() -> None:
    """Tofu is late after 3 minutes, crab is due at 10, late at 5: who is late overtakes what is due sooner."""
    house = SmallHouse()
    filled(house)
    house.do(StartTicket(house.order("crab", table="A01").tickets[0]))
    house.wait(4 * MINUTE)
    tofu = house.order("tofu", table="A02")
    view = View(house)
    refreshed(house, view)
    before = list(view.queue)
    assert before[0] == tofu.tickets[0]
    assert view.turns_at == house.now + 1 * MINUTE
    house.wait(MINUTE)
    assert refreshed(house, view)
    assert view.queue == before[::-1]


def test_a_clock_that_goes_back_takes_back_who_had_become_late() -> None:
    house = SmallHouse()
    (ticket,) = house.order("tofu").tickets
    view, screen = View(house), Screen()
    house.wait(4 * MINUTE)
    refreshed(house, view)
    screen.hear(view.since(-1))
    assert 'data-why="overdue"' in screen.html(ticket)
    house.wait(-4 * MINUTE)
    screen.hear_all(refreshed(house, view))
    assert 'data-why="due_time"' in screen.html(ticket)


def test_a_ticket_keeps_its_cell_when_others_leave() -> None:
    house = SmallHouse()
    first, second = house.order("tofu"), house.order("noodles")
    view = View(house)
    refreshed(house, view)
    place = view.slots.index(second.tickets[0])
    house.do(BumpTicket(first.tickets[0]))
    refreshed(house, view)
    assert view.slots.index(second.tickets[0]) == place
    third = house.order("cola")
    refreshed(house, view)
    assert view.slots.index(third.tickets[0]) < place, "what is free is taken"


def test_a_voided_ticket_is_announced_once_and_to_who_was_away() -> None:
    house = SmallHouse()
    gone, done = house.order("tofu", table="A02", fire="hold"), house.order("noodles")
    view, watching, away = View(house), Screen(), Screen()
    refreshed(house, view)
    for screen in (watching, away):
        screen.hear(view.since(-1))
    house.do(BumpTicket(done.tickets[0]))
    house.do(VoidLine(gone.lines[0].line, "guest"))
    watching.hear_all(refreshed(house, view))
    assert watching.heard[-1]["left"] == [{"ticket": gone.tickets[0], "label": "A02", "how": "voided"}]
    house.order("cola")
    watching.hear_all(refreshed(house, view))
    assert watching.heard[-1]["left"] == []
    away.hear(view.since(away.seq))
    assert [each["ticket"] for each in away.heard[-1]["left"]] == [*gone.tickets]
    late = Screen()
    late.hear(view.since(-1))
    assert late.heard[-1]["left"] == []


def test_a_ticket_that_was_voided_under_the_kitchens_hands_stands_struck_until_it_is_acknowledged() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "beef", table="A02")
    view, screen = View(house, language="en"), Screen()
    refreshed(house, view)
    screen.hear(view.since(-1))
    cells = list(screen.slots)
    for each in placed.lines:
        house.do(VoidLine(each.line, "guest"))
    screen.hear_all(refreshed(house, view))
    assert screen.slots == cells
    html = screen.html(placed.tickets[0])
    assert html.count("line is-voided is-stop") == 2
    assert 'data-state="voided"' in html
    assert 'data-stops="2"' in html
    assert "STOP" in html
    assert 'data-press="start"' not in html
    house.do(BumpTicket(placed.tickets[0]))
    screen.hear_all(refreshed(house, view))
    assert screen.open() == []
    assert [each["left"] for each in screen.boards] == [[]] * 3, "whoever acknowledged it knows"


def test_each_rush_is_counted_on_the_line_and_on_the_ticket() -> None:
    house = SmallHouse()
    tofu, beef = (each.line for each in house.order("tofu", "beef").lines)
    for line in (tofu, tofu, beef):
        house.do(RushLine(line))
    html = html_of(house)
    assert 'data-rushes="3"' in html
    assert [html.count(said) for said in ("催菜 ×3", "催菜 ×2", "催菜</em>")] == [1, 1, 1]
    house.do(BumpTicket(house.item(tofu).ticket, (tofu,)))
    assert 'data-rushes="1"' in html_of(house)


def test_what_has_to_be_seen_anew_says_so() -> None:
    house = SmallHouse()
    line = house.line("tofu", fire="hold")
    ticket = house.item(line).ticket
    view = View(house)
    refreshed(house, view)
    house.do(ReportShown(WALL, (ticket,), house.state.seq))
    house.do(FireLine(line))
    screen = Screen()
    screen.hear_all(refreshed(house, view))
    assert f'data-unseen-seq="{house.state.seq}"' in screen.html(ticket)
    assert screen.seq == house.state.seq


def test_a_line_that_was_ended_says_that_it_is_off() -> None:
    house = SmallHouse()
    tofu, _ = (each.line for each in house.order("tofu", "beef").lines)
    house.do(EndTicket(house.item(tofu).ticket, "wasted", (tofu,)))
    assert html_of(house).count("不做了") == 1


def test_being_seen_changes_nothing_to_see() -> None:
    house = SmallHouse()
    placed = house.order("tofu")
    view = View(house)
    refreshed(house, view)
    house.do(ReportShown(WALL, tuple(placed.tickets)))
    assert house.state.kitchen.tickets[placed.tickets[0]].seen_at is not None
    assert refreshed(house, view) == []


def test_text_size_and_column_are_the_screens_own() -> None:
    house = SmallHouse()
    house.order("tofu")
    view, screen = View(house), Screen()
    refreshed(house, view)
    screen.hear(view.since(-1))
    assert (screen.grid, len(screen.slots)) == ({"columns": 5, "rows": 3}, 15)
    house.do(ChangeKitchen(screens=(ScreenSet(WALL, named("wall"), text="large", all_day=False),)))
    screen.hear_all(refreshed(house, view))
    assert (screen.grid, len(screen.slots), screen.all_day) == ({"columns": 4, "rows": 2}, 8, "")


def test_a_new_menu_renames_what_is_open() -> None:
    house = SmallHouse()
    house.order("tofu")
    view = View(house, language="en")
    refreshed(house, view)
    renamed = tuple([replace(dish, name=Name(zh="新", en="Renamed")) for dish in DISHES])
    house.do(ChangeMenu(dishes=renamed))
    screen = Screen()
    screen.hear(view.since(-1))
    screen.hear_all(refreshed(house, view))
    assert "Renamed" in "".join(screen.html(ticket) for ticket in screen.open())


class TestAlsoAt:
    """A ticket says which other stations still make something of the same round, as long as they do."""

    def test_it_names_them_until_they_are_done(self) -> None:
        house = SmallHouse()
        placed = house.order("tofu", "noodles", "cola")
        cold, hot, drinks = placed.tickets
        assert names(house, cold) == "hot, drinks"
        assert names(house, hot) == "cold, drinks"
        house.do(StartTicket(drinks))
        assert names(house, cold) == "hot, drinks"
        house.do(BumpTicket(drinks))
        assert names(house, cold) == "hot"
        house.do(BumpTicket(hot))
        assert names(house, cold) == ""

    def test_neither_another_round_nor_another_table_nor_what_is_held_counts(self) -> None:
        house = SmallHouse()
        (cold,) = house.order("tofu").tickets
        house.order("noodles")
        house.order("noodles", table="A02")
        assert names(house, cold) == ""
        held = house.order("tofu", want("noodles", fire="hold"))
        assert names(house, held.tickets[0]) == ""
        house.do(FireLine(held.lines[1].line))
        assert names(house, held.tickets[0]) == "hot"

    def test_only_a_wall_that_has_such_a_ticket_draws_and_only_that_one(self) -> None:
        house = SmallHouse()
        house.do(ChangeKitchen(screens=(ScreenSet("cold", named("cold"), ("cold",)),)))
        view = View(house, "cold")
        placed, other = house.order("tofu", "noodles"), house.order("tofu", "noodles", table="A02")
        refreshed(house, view)
        house.do(StartTicket(placed.tickets[1]))
        view.told()
        assert [each for frame in view.refresh(house.now) for each in tickets_in(frame)] == []
        house.do(BumpTicket(placed.tickets[1]))
        assert view.told()
        (frame,) = view.refresh(house.now)
        assert tickets_in(frame) == [placed.tickets[0]]
        assert other.tickets[0] in view.slots

    def test_a_line_that_goes_to_another_station_is_named_there(self) -> None:
        house = SmallHouse()
        placed = house.order("tofu", "sesame")
        house.do(TransferTicket(placed.tickets[0], "hot", (placed.lines[1].line,)))
        assert names(house, placed.tickets[0]) == "hot"


def names(house: SmallHouse, ticket: str) -> str:
    """The other stations that stand on a ticket."""
    found = re.search(r'<b class="ticket-also">also at ([^<]*)</b>', fresh(house, language="en").html(ticket))
    return found[1] if found else ""


def tickets_in(sent: Frame) -> list[str]:
    """The tickets that a frame draws."""
    return list(json.loads(sent.text).get("tickets", {}))


@pytest.mark.parametrize("waiting", [60, 0])
@pytest.mark.parametrize("layout", ["slots", "columns", "dishes", "tables"])
def test_one_that_goes_elsewhere_from_the_strip_leaves_it_also_where_as_many_are_left_out(
    layout: Layout, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall, "WAITING", waiting)
    house = SmallHouse()
    house.do(ChangeKitchen(screens=(ScreenSet("cold", named("cold"), ("cold",), columns=2, rows=2, reserved=0),)))
    house.do(ChangeKitchen(screens=(replace(house.state.kitchen.screens["cold"], layout=layout),)))
    hot = house.line("noodles", table="V01")
    lines = [house.line("beef", table=("A01", "A02", "A03")[n % 3]) for n in range(7)]
    view = View(house, "cold")
    refreshed(house, view)
    gone = house.item(lines[-1]).ticket
    house.do(TransferTicket(gone, "hot"))
    house.do(BumpTicket(house.item(hot).ticket))
    screen = Screen()
    assert view.told()
    view.refresh(house.now)
    screen.hear(view.since(-1))
    anew = fresh(house, "cold")
    assert (screen.open(), screen.more) == (anew.open(), anew.more)
    assert gone not in [ticket for each in view._fragments.values() for ticket, _ in each.drawn.tickets]
