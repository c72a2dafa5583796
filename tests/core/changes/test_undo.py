"""Every change of settings can be taken back, exactly, as long as nothing of it was changed again."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.bills import settings_of
from kds.core.changes.items import count
from kds.core.changes.model import KEPT_MOST
from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.undo_change import ChangeIsUndone, UndoChange
from kds.core.day.change_house import ChangeHouse
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import FloorGone, Table
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.menu_view import menu_view
from kds.core.menu.model import MenuGone
from kds.core.orders.place_round import PlaceRound
from kds.core.people.change_rights import ChangeRights
from kds.core.rights import RIGHTS, usual
from kds.core.state import pack, unpack
from kds.core.types import Command, Refusal, Who
from tests.core.changes.test_drafts import everything
from tests.core.plays import PLAYS
from tests.house import DISHES, MINUTE, SmallHouse, named, want

SETTINGS = (
    "menu.categories",
    "menu.dishes",
    "kitchen.stations",
    "kitchen.screens",
    "floor.areas",
    "floor.tables",
    "billing.settings",
    "day.house",
)
CHANGES = (ChangeMenu, ChangeKitchen, ChangeFloor)


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def settings(house: SmallHouse) -> dict[str, object]:
    """How the house is set; since which version a dish has its price tells only of versions."""
    books = {name: dict(house.state.books()[name]) for name in SETTINGS}
    books["menu.dishes"] = {key: replace(each, priced_in=0) for key, each in books["menu.dishes"].items()}
    books["billing.settings"] = {"": settings_of(house.state)}
    return dict(books)


def last(house: SmallHouse) -> str:
    return max(house.state.changes.kept.values(), key=lambda each: each.seq).change


def changes(house: SmallHouse) -> list[Command]:
    """A change of every part, of each kind."""
    dishes, screens = house.state.menu.dishes, house.state.kitchen.screens
    return [
        ChangeMenu(dishes=(replace(dishes["tofu"], price_minor=1, name=named("silken"), standard_ms=MINUTE),)),
        ChangeMenu(dishes=(replace(dishes["tofu"], dish="new"),), gone=MenuGone(dishes=("beef",))),
        ChangeKitchen(screens=(replace(screens["wall"], text="large"),), gone=KitchenGone(screens=("cold",))),
        ChangeKitchen(gone=KitchenGone(stations=("drinks",))),
        ChangeFloor(tables=(Table("C01", "hall", 2),), gone=FloorGone(tables=("A02",))),
        ChangeBilling(round_to_minor=100),
        ChangeHouse(rush_every_ms=100_000, name=named("Large House")),
    ]


@pytest.mark.parametrize("number", range(7))
def test_it_is_again_as_it_was_and_again_as_it_was_to_be(house: SmallHouse, number: int) -> None:
    before = settings(house)
    house.do(changes(house)[number])
    after = settings(house)
    assert after != before
    house.do(UndoChange(last(house)))
    assert settings(house) == before
    house.do(UndoChange(last(house)))
    assert settings(house) == after


def test_a_draft_is_undone_as_one(house: SmallHouse) -> None:
    before = settings(house)
    house.do(PublishDraft(everything(house)))
    undone = house.ask(UndoChange(last(house)), ChangeIsUndone)
    assert settings(house) == before
    kept = house.state.changes.kept[undone.by]
    assert (kept.undoes, kept.awaits) == (undone.change, ())


@pytest.mark.parametrize("left", [0, 3])
def test_a_dish_that_comes_back_is_as_sold_out_as_it_was(house: SmallHouse, left: int) -> None:
    house.do(MarkSoldOut("tofu", left))
    house.do(ChangeMenu(gone=MenuGone(dishes=("tofu",))))
    assert "tofu" not in house.state.menu.stock
    house.do(UndoChange(last(house)))
    assert house.state.menu.stock["tofu"].remaining == left
    assert "tofu" not in house.state.menu.retired
    (tofu,) = [each for each in menu_view(house.state).dishes if each.dish == "tofu"]
    assert (tofu.sold_out, tofu.remaining) == (left == 0, left)
    if left == 0:
        assert house.refused(PlaceRound("scan", (want("tofu"),), table="A01")) == "sold_out"


def test_a_dish_that_comes_back_and_was_not_counted_is_not(house: SmallHouse) -> None:
    house.do(ChangeMenu(gone=MenuGone(dishes=("tofu",))))
    house.do(UndoChange(last(house)))
    assert "tofu" not in house.state.menu.stock


def test_what_was_changed_again_is_named_and_nothing_is_undone(house: SmallHouse) -> None:
    tofu, beef = (house.state.menu.dishes[each] for each in ("tofu", "beef"))
    house.do(ChangeMenu(dishes=(replace(tofu, price_minor=1), replace(beef, price_minor=5000))))
    first = last(house)
    house.do(ChangeMenu(dishes=(replace(beef, price_minor=5100),)))
    after = settings(house)
    refusal = house.attempt(UndoChange(first))
    assert isinstance(refusal, Refusal)
    assert refusal.reason.code == "changed_since"
    assert "beef" in refusal.message().en
    assert "tofu" not in refusal.message().en
    assert settings(house) == after
    house.do(UndoChange(last(house)))
    house.do(UndoChange(first))
    assert house.state.menu.dishes["beef"].price_minor == beef.price_minor


def test_what_others_have_changed_beside_it_stays(house: SmallHouse) -> None:
    house.do(ChangeBilling(round_to_minor=100))
    first = last(house)
    house.do(ChangeBilling(rounding_most_minor=500))
    house.do(UndoChange(first))
    assert (settings_of(house.state).round_to_minor, settings_of(house.state).rounding_most_minor) == (1, 500)


def test_a_price_that_comes_back_is_a_new_price_to_who_saw_the_other(house: SmallHouse) -> None:
    """Law 13: who has ordered from a page of the price between has seen that one."""
    tofu = house.state.menu.dishes["tofu"]
    house.do(ChangeMenu(dishes=(replace(tofu, price_minor=900),)))
    house.do(UndoChange(last(house)))
    assert house.state.menu.dishes["tofu"].priced_in == house.state.menu.head[""].version


def test_open_tickets_survive_an_undo(house: SmallHouse) -> None:
    house.do(ChangeMenu(dishes=(replace(house.state.menu.dishes["tofu"], dish="new", name=named("new")),)))
    placed = house.order("new", "tofu")
    tickets = {each.line: house.state.kitchen.tickets[house.item(each.line).ticket] for each in placed.lines}
    due = house.due(placed.bill)
    house.do(UndoChange(last(house)))
    assert "new" not in house.state.menu.dishes
    assert house.state.menu.name_of("new") == named("new")
    assert {line: house.state.kitchen.tickets[house.item(line).ticket] for line in tickets} == tickets
    assert house.due(placed.bill) == due


def test_a_table_where_guests_sit_does_not_go_by_an_undo(house: SmallHouse) -> None:
    house.do(ChangeFloor(tables=(Table("C01", "hall", 2),)))
    house.order("tofu", table="C01")
    assert house.refused(UndoChange(last(house))) == "cannot_be"
    assert "C01" in house.state.floor.tables


def test_it_takes_the_right_of_what_it_changes(house: SmallHouse) -> None:
    rights = tuple([code for code, right in RIGHTS.items() if "waiter" in usual([right])])
    house.do(ChangeRights("waiter", (*rights, "menu")))
    waiter = Who("wang", "waiter")
    house.do(ChangeBilling(round_to_minor=100))
    assert house.refused(UndoChange(last(house)), waiter) == "forbidden"
    house.do(ChangeMenu(gone=MenuGone(dishes=("tofu",))))
    house.do(UndoChange(last(house)), waiter)
    assert house.refused(UndoChange("X99999"), waiter) == "unknown_change"


def test_as_many_are_kept_as_there_is_room_for(house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(KEPT_MOST + 5):
        house.do(ChangeHouse(rush_every_ms=100_000 + 1000 * number))
    kept = house.state.changes.kept
    assert len(kept) == KEPT_MOST
    monkeypatch.setattr("kds.core.changes.folds.KEPT_RECORDS_MOST", 10)
    house.do(ChangeMenu(gone=MenuGone(dishes=("tofu", "beef", "cola"))))
    assert sum(count(each.before) + count(each.after) for each in kept.values()) <= 10
    many = tuple([replace(each, price_minor=each.price_minor + 1) for each in house.state.menu.dishes.values()])
    house.do(ChangeMenu(dishes=many))
    assert len(kept) == 1, "the newest is kept however large it is"
    house.do(UndoChange(last(house)))


@given(st.integers(0, 10_000), st.integers(1, 8))
def test_what_was_done_is_undone_the_last_first(seed: int, steps: int) -> None:
    house, chance = SmallHouse(), Random(seed)
    before = [settings(house)]
    done: list[str] = []
    for _ in range(steps):
        kept = len(house.state.changes.kept)
        house.attempt(PLAYS[chance.choice(CHANGES)].command(house, "", chance))
        if len(house.state.changes.kept) > kept:
            done.append(last(house))
            before.append(settings(house))
    for change in reversed(done):
        assert settings(house) == before.pop()
        house.do(UndoChange(change, (*house.state.kitchen.stations, CATCH_ALL, *[each.station for each in DISHES])))
    assert settings(house) == before.pop()
    assert unpack(house.state.seq, house.state.at, pack(house.state.books())).books() == house.state.books()
