"""The pickup board: which numbers are being prepared and which are ready, and nothing else of anybody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.void_line import VoidLine
from kds.core.types import Service
from kds.feed.pickup import CALLED_FOR_MS, OrderPicture, PickupView, order_picture
from kds.i18n import LANGUAGES, Language
from tests.feed.boards import board_of, resumes
from tests.house import SmallHouse


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
def test_law_4_resume_of_the_pickup_board(seed: int, language: Language) -> None:
    resumes(PickupView, seed, language)


def picture(house: SmallHouse, session: str) -> OrderPicture | None:
    return order_picture(house.state, house.state.floor.sessions[session])


def test_a_number_is_prepared_until_all_of_it_is_ready_and_goes_once_it_is_handed_over() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "cola", table=None, service="takeaway")
    tofu, cola = [each.line for each in placed.lines]
    house.do(BumpTicket(house.ticket(cola).ticket))
    found = picture(house, placed.session)
    assert found is not None
    assert (found.list, found.ready_at) == ("making", None)
    house.now += 5_000
    house.do(BumpTicket(house.ticket(tofu).ticket))
    found = picture(house, placed.session)
    assert found is not None
    assert (found.list, found.ready_at, found.until_at) == ("ready", house.now, house.now + CALLED_FOR_MS)
    house.do(RecallTicket(house.ticket(tofu).ticket))
    found = picture(house, placed.session)
    assert found is not None
    assert found.list == "making"
    house.do(VoidLine(tofu, "guest"))
    house.do(ServeLine(cola))
    assert picture(house, placed.session) is None


def test_what_is_made_stands_oldest_first_and_what_is_ready_newest_first() -> None:
    house = SmallHouse()
    board = board_of(house, PickupView)
    orders = [house.order("tofu", table=None, service="pickup") for _ in range(4)]
    for placed in orders[:2]:
        house.now += 1_000
        house.do(BumpTicket(house.ticket(placed.lines[0].line).ticket))
    board.follow()
    view = board.view
    assert isinstance(view, PickupView)
    numbers = [house.state.floor.sessions[each.session].number for each in orders]
    shown = {side: [int(each.split('"')[0]) for each in view.listed(side).split('data-number="')[1:]] for side in SIDES}
    assert shown == {"making": numbers[2:], "ready": [numbers[1], numbers[0]]}


SIDES = ("making", "ready")


def test_who_sits_at_a_table_or_is_ridden_to_is_not_called_and_who_has_a_plate_is() -> None:
    house = SmallHouse()
    house.do(ChangeHouse(dine_in_by_number=True, number_plates=True))
    board = board_of(house, PickupView, "hall")
    house.order("tofu", table="A01")
    services: tuple[Service, ...] = ("delivery", "takeaway", "pickup")
    _, takeaway, pickup = [house.order("tofu", table=None, service=each).session for each in services]
    plate = house.order("tofu", table=None, service="dine_in", plate="27").session
    board.follow()
    assert set(board.page.parts) == {f"order {each}" for each in (takeaway, pickup, plate)}
    assert "▲&nbsp;<bdi>27</bdi>" in board.page.parts[f"order {plate}"]
