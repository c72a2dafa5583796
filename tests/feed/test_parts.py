"""Law 4 for the floor and the sheets: what a page has, plus what it missed, is what a new page gets."""

from __future__ import annotations

import json
import random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.day.leave import STAYS_MS
from kds.core.deadlines import Tick
from kds.core.floor.ask_bill import AskBill
from kds.core.floor.ask_seat import AskSeat
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.clean_table import CleanTable
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.decline_seat import DeclineSeat
from kds.core.floor.end_reservation import EndReservation
from kds.core.floor.hand_over import HandOver
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.model import ASK_SHOWN_MS, Area, FloorGone, Phase, Table
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.reserve_table import ReserveTable
from kds.core.floor.table_view import floor_view
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.journal import Touched
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.moments import turns
from kds.core.kitchen.serve_line import ServeLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command
from kds.feed import parts
from kds.feed.floor import FloorView
from kds.feed.floor_pictures import PHASES, table_picture
from kds.feed.live_view import UnknownView
from kds.feed.parts import Concerned, PartsView, Piece
from kds.feed.sheet import SheetView
from kds.feed.subscriber import Frame
from kds.i18n import LANGUAGES, Language
from tests.core.plays import next_move
from tests.house import MINUTE, SmallHouse, dish, named, want


class Page:
    """A page without a browser: it does with the messages what its script does."""

    def __init__(self) -> None:
        self.seq = -1
        self.parts: dict[str, str] = {}
        self.reloads = 0
        self.heard: list[dict[str, Any]] = []

    def hear(self, said: list[Frame] | Frame) -> None:
        for each in said if isinstance(said, list) else [said]:
            message = json.loads(each.text)
            if message["type"] == "reload":
                self.reloads += 1
                continue
            self.heard.append(message)
            self.seq = message["seq"]
            known = {} if message["full"] else self.parts
            self.parts = {**known, **message["parts"]}
            for gone in message["gone"]:
                self.parts.pop(gone, None)


class Watched:
    """A view of the small house, and a page that follows it."""

    def __init__(self, house: SmallHouse, view: PartsView) -> None:
        self.house = house
        self.view = view
        self.mark = house.state.journal.mark()
        self.page = Page()
        view.refresh(house.now)
        self.page.hear(view.since(-1))

    def told(self) -> bool:
        """Whether what was done since concerns the view."""
        journal = self.house.state.journal
        touched, self.mark = Touched(journal, self.mark), journal.mark()
        return self.view.note(touched)

    def follow(self) -> list[Frame]:
        self.told()
        frames = self.view.refresh(self.house.now)
        self.page.hear(frames)
        return frames


def floor_of(house: SmallHouse, language: Language = "en") -> Watched:
    return Watched(house, FloorView(house.state, language, Concerned(house.state)))


def sheet_of(house: SmallHouse, session: str, language: Language = "en") -> Watched:
    return Watched(house, SheetView(house.state, session, language, Concerned(house.state)))


def something(house: SmallHouse, rng: random.Random) -> None:
    house.wait(rng.choice((0, 1, MINUTE, 4 * MINUTE)))
    house.attempt(*next_move(house, rng))


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
def test_law_4_resume_of_the_floor(seed: int, language: Language) -> None:
    """Followed from the start, or resumed after a pause: every page shows what one drawn anew does."""
    rng = random.Random(seed)
    house = SmallHouse()
    floor, away = floor_of(house, language), Page()
    away.hear(floor.view.since(-1))
    for _ in range(rng.randint(1, 60)):
        something(house, rng)
        if rng.random() < 0.7:
            floor.follow()
        if rng.random() < 0.1:
            floor.follow()
            away.hear(floor.view.since(away.seq))
    floor.follow()
    away.hear(floor.view.since(away.seq))
    anew = floor_of(house, language).page.parts
    assert floor.page.parts == anew
    assert away.parts == anew


@given(seed=st.integers(0, 2**32))
def test_law_4_resume_of_a_sheet(seed: int) -> None:
    rng = random.Random(seed)
    house = SmallHouse()
    session = house.order("tofu", "plain_pot", "crab").session
    sheet, away = sheet_of(house, session), Page()
    away.hear(sheet.view.since(-1))
    for _ in range(rng.randint(1, 60)):
        something(house, rng)
        if session not in house.state.floor.sessions:
            sheet.told()
            with pytest.raises(UnknownView):
                sheet.view.refresh(house.now)
            return
        if rng.random() < 0.7:
            sheet.follow()
    sheet.follow()
    away.hear(sheet.view.since(away.seq))
    anew = sheet_of(house, session).page.parts
    assert sheet.page.parts == anew
    assert away.parts == anew


def test_every_table_is_there_once_with_what_the_interface_says_of_it() -> None:
    house = SmallHouse()
    house.order("tofu", table="A02", guests=3)
    shown = floor_of(house).page.parts
    for line in floor_view(house.state):
        html = shown[f"table {line.table}"]
        assert f'data-seats="{line.seats}"' in html
        assert f'data-phase="{line.phase}"' in html
        assert f'data-payment="{line.payment}"' in html
    assert "<b>3</b>/" in shown["table A02"]
    assert "1 to serve" in shown["table A02"]
    assert "¥12.00" in shown["table A02"]


def test_every_phase_that_there_is_has_a_mark() -> None:
    house = SmallHouse()
    floor = floor_of(house).view
    assert isinstance(floor, FloorView)
    picture = table_picture(house.state, "A01")
    assert set(get_args(Phase)) < set(PHASES)
    for phase in PHASES:
        html = str(floor._table.table(picture._replace(standing=picture.standing._replace(phase=phase))))
        assert f'data-phase="{phase}"><svg' in html


@pytest.mark.parametrize(
    ("deeds", "phase", "payment"),
    [
        ([], "free", "none"),
        (["open"], "seated", "none"),
        (["hold"], "held", "open"),
        (["order", "base"], "base", "open"),
        (["order"], "waiting", "open"),
        (["order", "serve"], "served", "open"),
        (["order", "pay"], "waiting", "paid"),
        (["order", "serve", "pay"], "served", "paid"),
        (["order", "serve", "pay", "clear"], "free", "none"),
    ],
)
def test_the_service_and_the_payment_are_two_marks(deeds: list[str], phase: str, payment: str) -> None:
    house = SmallHouse()
    floor = floor_of(house)
    for deed in deeds:
        do(house, deed)
        floor.follow()
    html = floor.page.parts["table A01"]
    assert f'data-phase="{phase}"' in html
    assert f'data-payment="{payment}"' in html


def test_the_map_says_who_serves_and_who_asks_for_the_bill_and_follows_reservations_and_cleaning() -> None:
    house = SmallHouse()
    house.do(ChangeHouse(tables_are_cleaned=True))
    floor = floor_of(house)
    session = house.order("tofu").session
    house.do(HandOver((session,), "tok_lin"))
    house.do(AskBill(session))
    floor.follow()
    assert 'data-staff="tok_lin"' in floor.page.parts["table A01"]
    assert 'data-payment="asked"' in floor.page.parts["table A01"]
    house.do(ReserveTable("A02", house.now + 60_000, 4))
    (kept,) = house.state.floor.reservations
    floor.follow()
    assert f'data-reservation="{kept}"' in floor.page.parts["table A02"]
    house.do(EndReservation(kept, "cancelled"))
    do(house, "serve")
    do(house, "pay")
    do(house, "clear")
    floor.follow()
    assert "data-reservation" not in floor.page.parts["table A02"]
    assert 'data-phase="to_clean"' in floor.page.parts["table A01"]
    house.do(CleanTable("A01"))
    floor.follow()
    assert 'data-phase="free"' in floor.page.parts["table A01"]


def test_the_map_follows_who_wants_to_order_and_draws_their_table_alone() -> None:
    house = SmallHouse()
    house.do(ChangeHouse(seated_first=True))
    floor = floor_of(house)
    house.do(AskSeat("A01"))
    floor.follow()
    assert floor.page.heard[-1]["parts"].keys() == {"table A01", "asks A01"}
    assert f'data-order="{house.now}"' in floor.page.parts["asks A01"]
    html = floor.page.parts["table A01"]
    assert f'data-until="{house.now + ASK_SHOWN_MS}"' in html
    assert f'data-minutes-since="{house.now}"' in html
    assert "wants to order" in html
    house.do(DeclineSeat("A01"))
    floor.follow()
    assert "data-until" not in floor.page.parts["table A01"]
    assert "asks A01" not in floor.page.parts
    house.do(AskSeat("A02"))
    floor.follow()
    house.do(OpenSession("A02"))
    floor.follow()
    assert "data-until" not in floor.page.parts["table A02"]
    assert "asks A02" not in floor.page.parts


def do(house: SmallHouse, deed: str) -> None:
    """What happens to the party at A01."""
    state = house.state
    if deed == "open":
        house.do(OpenSession("A01", 2))
    elif deed in ("order", "hold"):
        house.order("tofu", fire="hold" if deed == "hold" else "now")
    elif deed == "base":
        house.order("plain_pot")
    elif deed == "serve":
        for line in list(state.kitchen.items):
            house.do(ServeLine(line))
    elif deed == "pay":
        (bill,) = state.orders.bills.values()
        house.do(PayBill(bill.bill, "cash", house.due(bill.bill)))
    else:
        (session,) = state.floor.sessions
        house.do(ClearSession(session))


def test_the_oldest_waiting_dish_is_named_with_since_when_and_how_late() -> None:
    house = SmallHouse()
    oldest = house.line("noodles")
    since = house.now
    house.wait(MINUTE)
    younger = house.line("tofu")
    html = floor_of(house).page.parts["table A01"]
    first, second = (late_at(house, line) for line in (oldest, younger))
    assert first > second
    assert 'class="waiting-dish">noodles<' in html
    assert f'data-minutes-since="{since}"' in html
    assert f'data-late-at="{first}"' in html
    assert f'data-late-ats="{second} {first}"' in html
    house.do(BumpTicket(house.item(oldest).ticket))
    assert 'class="waiting-dish">noodles<' in floor_of(house).page.parts["table A01"], "it is not before the guests yet"
    house.do(ServeLine(oldest))
    assert 'class="waiting-dish">tofu<' in floor_of(house).page.parts["table A01"]


def late_at(house: SmallHouse, line: str) -> int:
    turned = turns(house.item(line), house.ticket(line).thresholds)
    assert turned is not None
    return turned[1]


def test_a_dish_that_is_done_stands_ready_until_it_is_served_and_the_oldest_first() -> None:
    house = SmallHouse()
    first, second = house.order("tofu", "cola", table="A02"), house.order("noodles")
    floor = floor_of(house)
    house.do(BumpTicket(second.tickets[0]))
    house.wait(MINUTE)
    for ticket in first.tickets:
        house.do(BumpTicket(ticket))
    floor.follow()
    shown = floor.view.shown("ready")
    assert [f"ready {each.session}" in html for each, html in zip((second, first), shown, strict=True)] == [True, True]
    house.do(ServeLine(first.lines[0].line))
    floor.follow()
    assert first.lines[0].line not in floor.page.parts[f"ready {first.session}"]
    house.do(ServeLine(first.lines[1].line))
    floor.follow()
    assert f"ready {first.session}" not in floor.page.parts


def test_a_party_without_a_table_stands_by_its_number_until_it_has_left() -> None:
    house = SmallHouse()
    floor = floor_of(house)
    placed = house.order("tofu", table=None)
    floor.follow()
    label = house.state.floor.sessions[placed.session].label
    assert f"<bdi>{label}</bdi>" in floor.page.parts[f"party {placed.session}"]
    assert "Takeaway" in floor.page.parts[f"party {placed.session}"]
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    floor.follow()
    assert f"party {placed.session}" not in floor.page.parts


def test_several_at_a_table_are_told_apart_and_one_is_gone_to_at_once() -> None:
    house = SmallHouse()
    one, other = two(house)
    html = floor_of(house).page.parts["table A01"]
    assert 'href="/floor?seat=A01"' in html
    assert all(f'data-session="{each}"' in html for each in (one, other))
    house.do(MoveSession(other, "A02"))
    html = floor_of(house).page.parts["table A01"]
    assert f'href="/sessions/{one}"' in html


def two(house: SmallHouse) -> tuple[str, str]:
    for guests in (2, 3):
        house.do(OpenSession("A01", guests, share=True))
    one, other = house.state.floor.sessions
    return one, other


def test_only_what_changed_is_drawn_and_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    house = SmallHouse()
    house.order("tofu", table="A01")
    placed = house.order("noodles", table="A02")
    floor = floor_of(house)
    drawn: list[str] = []
    draw = FloorView.draw

    def spy(self: FloorView, key: str) -> Piece | None:
        drawn.append(key)
        return draw(self, key)

    monkeypatch.setattr(FloorView, "draw", spy)
    house.do(BumpTicket(placed.tickets[0]))
    floor.follow()
    assert set(drawn) == {"table A02", f"party {placed.session}", f"ready {placed.session}", f"calls {placed.session}"}
    assert set(floor.page.heard[-1]["parts"]) == {"table A02", f"ready {placed.session}"}
    assert not floor.page.heard[-1]["full"]


def test_a_move_changes_both_tables() -> None:
    house = SmallHouse()
    placed = house.order("tofu")
    floor = floor_of(house)
    house.do(MoveSession(placed.session, "A03"))
    floor.follow()
    assert set(floor.page.heard[-1]["parts"]) == {"table A01", "table A03"}
    assert 'data-phase="free"' in floor.page.parts["table A01"]


def test_what_does_not_concern_a_sheet_is_none_of_its_business() -> None:
    house = SmallHouse()
    sheet = sheet_of(house, house.order("tofu").session)
    other = house.order("tofu", table="A02")
    house.do(BumpTicket(other.tickets[0]))
    assert not sheet.told()
    house.order("cola")
    assert sheet.told()


def test_a_new_floor_loads_the_page_anew_and_a_new_name_of_a_dish_is_drawn() -> None:
    house = SmallHouse()
    house.order("tofu")
    floor = floor_of(house)
    house.do(ChangeMenu(dishes=(replace(dish("tofu"), name=named("bean curd")),)))
    floor.follow()
    assert "bean curd" in floor.page.parts["table A01"]
    assert floor.page.reloads == 0
    roof, table = Area("roof", named("roof")), Table("R1", "roof", 4)
    house.do(ChangeFloor(areas=(roof,), tables=(table,), gone=FloorGone(tables=("A04",))))
    floor.follow()
    assert floor.page.reloads == 1
    assert "table R1" in floor.page.parts
    assert "table A04" not in floor.page.parts


def test_tables_stand_by_area_in_the_order_in_which_people_count() -> None:
    house = SmallHouse()
    house.do(ChangeFloor(tables=tuple(Table(f"A{n}", "hall", 4) for n in (10, 9, 100))))
    view = floor_of(house).view
    assert isinstance(view, FloorView)
    (hall,) = [each for each in view.areas() if each.area.area == "hall"]
    names = [html.split('data-table="')[1].split('"')[0] for html in hall.tables]
    assert [each for each in names if each in ("A9", "A10", "A100")] == ["A9", "A10", "A100"]


def test_who_was_away_while_more_went_than_is_remembered_gets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "GONE", 2)
    house = SmallHouse()
    placed = [house.order("tofu", table=None) for _ in range(4)]
    floor = floor_of(house)
    floor.view._gone = type(floor.view._gone)(maxlen=2)
    away = Page()
    away.hear(floor.view.since(-1))
    for each in placed[:3]:
        house.do(PayBill(each.bill, "cash", house.due(each.bill)))
        house.do(ClearSession(each.session))
        floor.follow()
    away.hear(floor.view.since(away.seq))
    assert away.heard[-1]["full"]
    assert away.parts == floor.page.parts


def test_a_sheet_has_all_lines_by_round_with_their_deeds() -> None:
    house = SmallHouse()
    first = house.order("tofu", want("cola", note="no ice"))
    held = house.order("noodles", fire="hold")
    sheet = sheet_of(house, first.session)
    rounds = sheet.view.shown("round")
    assert ["tofu" in html for html in rounds] == [True, False]
    assert "no ice" in rounds[0]
    assert deeds(rounds[1]) == ["fire", "void", "more"]
    house.do(FireLine(held.lines[0].line))
    sheet.follow()
    assert deeds(sheet.view.shown("round")[1]) == ["serve", "rush", "void", "more"]
    house.do(ServeLine(held.lines[0].line))
    sheet.follow()
    assert deeds(sheet.view.shown("round")[1]) == ["unserve", "void", "more"]
    house.do(VoidLine(held.lines[0].line, "no"))
    sheet.follow()
    assert deeds(sheet.view.shown("round")[1]) == []


def test_a_sheet_says_which_parties_are_one_and_follows_them() -> None:
    house = SmallHouse()
    one, into = house.order("tofu", table="A01").session, house.order("noodles", table="A02").session
    own, other = sheet_of(house, one), sheet_of(house, into)
    house.do(MergeSession(one, into))
    for sheet in (own, other):
        sheet.follow()
    assert "This party is merged into A02." in own.page.parts["head"]
    assert "A01 is merged into this party." in other.page.parts["head"]
    house.do(MoveSession(into, "A03"))
    own.follow()
    assert "This party is merged into A03." in own.page.parts["head"]
    house.do(UnmergeSession(one))
    for sheet in (own, other):
        sheet.follow()
        assert "is merged into" not in sheet.page.parts["head"]


def deeds(html: str) -> list[str]:
    return [each.split('"')[1] for each in html.split("data-") if each.startswith(("do=", "open="))]


def test_the_bill_says_what_is_due_and_what_is_not_served() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "noodles")
    sheet = sheet_of(house, placed.session)
    (bill,) = sheet.view.shown("bill")
    assert 'data-due-minor="3000" data-unserved="2" data-state="open"' in bill
    house.do(PayBill(placed.bill, "cash", 3000))
    house.do(ServeLine(placed.lines[0].line))
    sheet.follow()
    (bill,) = sheet.view.shown("bill")
    assert 'data-due-minor="0" data-unserved="1" data-state="paid"' in bill
    assert 'data-open="pay"' not in bill


def test_a_party_that_has_left_says_so_and_is_gone_once_it_is_forgotten() -> None:
    house = SmallHouse()
    house.do(OpenSession("A01", 2))
    (session,) = house.state.floor.sessions
    sheet = sheet_of(house, session)
    house.do(ClearSession(session))
    sheet.follow()
    assert "This party has left" in sheet.page.parts["head"]
    assert "data-open" not in sheet.page.parts["head"]
    house.wait(STAYS_MS)
    tick: Command = Tick()
    house.do(tick)
    sheet.told()
    with pytest.raises(UnknownView):
        sheet.view.refresh(house.now)
