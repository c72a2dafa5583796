"""A draft holds nothing before it is published, and then all of it, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.billing.model import BillingChange
from kds.core.bills import settings_of
from kds.core.changes import model
from kds.core.changes.drop_draft import DropDraft
from kds.core.changes.events import DraftFilled, DraftPublished
from kds.core.changes.publish_draft import PublishDraft, PublishedIs
from kds.core.changes.put_in_draft import DraftIs, PutInDraft
from kds.core.changes.rename_draft import RenameDraft
from kds.core.changes.take_from_draft import TakeFromDraft
from kds.core.changes.time_draft import AHEAD_MOST_MS, TimeDraft
from kds.core.day.model import HouseChange
from kds.core.deadlines import Tick, next_deadline
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import FloorChange, FloorGone, Table
from kds.core.kitchen.model import KitchenChange
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, MenuChange, MenuGone
from kds.core.money import currency_of
from kds.core.orders.answered import RoundIs
from kds.core.people.change_rights import ChangeRights
from kds.core.rights import RIGHTS, usual
from kds.core.types import Who
from tests.house import DISHES, FOUNDING, HOUR, MINUTE, SmallHouse, named


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def cheap(house: SmallHouse, dish: str = "tofu", price: int = 900, **more: Any) -> MenuChange:
    """A dish at another price."""
    return MenuChange(dishes=(replace(house.state.menu.dishes[dish], price_minor=price, **more),))


def draft(small: SmallHouse, **parts: Any) -> str:
    """A new draft of these parts."""
    return small.ask(PutInDraft("", "winter", **parts), DraftIs).draft


def everything(house: SmallHouse) -> str:
    """A draft that has something of every part."""
    return draft(
        house,
        menu=cheap(house),
        kitchen=KitchenChange(screens=(Screen("pass", named("pass")),)),
        floor=FloorChange(tables=(Table("C01", "hall", 2),)),
        billing=BillingChange(round_to_minor=100),
        house=HouseChange(rush_every_ms=100_000),
    )


def test_nothing_of_it_holds_before_and_all_of_it_after(house: SmallHouse) -> None:
    name = everything(house)
    before = house.state.books()
    assert house.state.menu.dishes["tofu"].price_minor == 1200
    published = house.ask(PublishDraft(name), PublishedIs)
    assert published.parts == ("kitchen", "menu", "floor", "billing", "house")
    state = house.state
    assert state.menu.dishes["tofu"].price_minor == 900
    assert "pass" in state.kitchen.screens
    assert "C01" in state.floor.tables
    assert settings_of(state).round_to_minor == 100
    assert state.day.house[""].rush_every_ms == 100_000
    assert not state.changes.drafts
    assert state.books() != before


def test_what_it_publishes_is_what_would_have_been_changed_at_once(house: SmallHouse) -> None:
    change = cheap(house)
    name = draft(house, menu=change)
    assert house.types(PublishDraft(name)) == ["DraftPublished", "MenuChanged"]
    other = SmallHouse()
    other.do(ChangeMenu(dishes=change.dishes))
    assert house.state.books()["menu.dishes"] == other.state.books()["menu.dishes"]
    assert house.state.books()["menu.head"] == other.state.books()["menu.head"]


def test_whole_or_not_at_all(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house), floor=FloorChange(gone=FloorGone(tables=("V01",))))
    house.order("tofu", table="V01")
    seq = house.state.seq
    assert house.refused(PublishDraft(name)) == "cannot_be"
    assert house.state.seq == seq
    assert house.state.menu.dishes["tofu"].price_minor == 1200
    assert name in house.state.changes.drafts


def test_what_belongs_together_is_put_in_one_after_the_other(house: SmallHouse) -> None:
    name = draft(house, menu=MenuChange(categories=(Category("cold", named("cold")),)))
    dish = replace(house.state.menu.dishes["tofu"], category="cold")
    house.do(PutInDraft(name, menu=MenuChange(dishes=(dish,))))
    house.do(PublishDraft(name))
    assert house.state.menu.dishes["tofu"].category == "cold"


def test_what_could_not_be_published_is_not_put_in(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house))
    stray = replace(house.state.menu.dishes["beef"], category="nowhere")
    assert house.refused(PutInDraft(name, menu=MenuChange(dishes=(stray,)))) == "cannot_be"
    assert house.refused(PutInDraft("", menu=MenuChange(dishes=(stray,)))) == "cannot_be"
    assert house.refused(PutInDraft(name, house=HouseChange(cutoff_minute=-1))) == "cannot_be"


@pytest.mark.parametrize("menu_first", [True, False])
def test_a_house_and_its_first_menu_have_one_currency(menu_first: bool) -> None:
    small = SmallHouse((FOUNDING[0], FOUNDING[3]))
    menu = MenuChange((Category("all", named("all")),), (replace(DISHES[4], category="all"),))
    dollars = HouseChange(currency="USD")
    assert small.refused(PutInDraft(menu=menu, house=dollars)) == "cannot_be"
    parts: list[dict[str, Any]] = [{"menu": menu}, {"house": dollars}]
    first, second = parts if menu_first else parts[::-1]
    name = draft(small, **first)
    assert small.refused(PutInDraft(name, **second)) == "cannot_be"
    small.do(PutInDraft("", menu=replace(menu, currency="USD"), house=dollars))
    small.do(PublishDraft(max(small.state.changes.drafts, key=lambda each: int(each[1:]))))
    assert currency_of(small.state) == small.state.day.house[""].currency == "USD"


def test_the_later_word_counts(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house, price=900))
    house.do(PutInDraft(name, menu=cheap(house, price=800)))
    house.do(PutInDraft(name, menu=MenuChange(gone=MenuGone(dishes=("cola",)))))
    wanted = house.state.changes.drafts[name].wanted.menu
    assert wanted is not None
    assert [each.price_minor for each in wanted.dishes] == [800]
    house.do(PutInDraft(name, menu=MenuChange(gone=MenuGone(dishes=("tofu",)))))
    house.do(PutInDraft(name, menu=cheap(house, "cola")))
    house.do(PublishDraft(name))
    assert "tofu" not in house.state.menu.dishes
    assert house.state.menu.dishes["cola"].price_minor == 900


def test_an_event_carries_only_what_is_put_in(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house))
    house.do(PutInDraft(name, menu=cheap(house, "cola")))
    filled = house.recorded[-1].event
    assert isinstance(filled, DraftFilled)
    assert filled.wanted.menu is not None
    assert [each.dish for each in filled.wanted.menu.dishes] == ["cola"]


def test_one_thing_is_taken_out_again(house: SmallHouse) -> None:
    name = everything(house)
    house.do(TakeFromDraft(name, "menu", "dishes", "tofu"))
    house.do(TakeFromDraft(name, "billing", "round_to_minor"))
    assert house.types(TakeFromDraft(name, "menu", "dishes", "tofu")) == []
    assert house.types(TakeFromDraft(name, "menu", "nonsense", "tofu")) == []
    wanted = house.state.changes.drafts[name].wanted
    assert (wanted.menu, wanted.billing) == (None, None)
    house.do(PublishDraft(name))
    assert house.state.menu.dishes["tofu"].price_minor == 1200


def test_it_is_renamed_and_dropped(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house))
    house.do(RenameDraft(name, "summer"))
    assert house.types(RenameDraft(name, "summer")) == []
    assert house.state.changes.drafts[name].title == "summer"
    house.do(DropDraft(name))
    assert not house.state.changes.drafts
    for command in (DropDraft(name), PublishDraft(name), RenameDraft(name, "x"), TimeDraft(name, None)):
        assert house.refused(command) == "unknown_draft"


def test_drafts_and_what_is_in_them_have_an_end(house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kds.core.changes.put_in_draft.DRAFT_RECORDS_MOST", 3)
    for _ in range(model.DRAFTS_MOST):
        name = draft(house, menu=cheap(house))
    assert house.refused(PutInDraft("", menu=cheap(house))) == "too_many_drafts"
    house.do(PutInDraft(name, menu=cheap(house, "cola")))
    more = MenuChange(gone=MenuGone(dishes=("beef", "noodles")))
    assert house.refused(PutInDraft(name, menu=more)) == "draft_full"


def test_all_drafts_together_have_an_end(house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kds.core.changes.put_in_draft.DRAFTS_RECORDS_MOST", 3)
    first = draft(house, menu=cheap(house))
    second = draft(house, menu=cheap(house))
    house.do(PutInDraft(second, menu=cheap(house, "cola")))
    for put in (PutInDraft(menu=cheap(house)), PutInDraft(first, menu=cheap(house, "beef"))):
        assert house.refused(put) == "drafts_full"
    house.do(PutInDraft(second, menu=cheap(house, "cola", price=800)))
    house.do(DropDraft(second))
    house.do(PutInDraft(first, menu=cheap(house, "beef")))


@pytest.mark.parametrize("timed", [True, False])
def test_each_part_takes_its_own_right(house: SmallHouse, timed: bool) -> None:
    rights = tuple([code for code, right in RIGHTS.items() if "waiter" in usual([right])])
    house.do(ChangeRights("waiter", (*rights, "menu")))
    waiter = Who("wang", "waiter")
    name = everything(house)
    house.do(PutInDraft("", "mine", menu=cheap(house)), waiter)
    mine = next(each.draft for each in house.state.changes.drafts.values() if each.title == "mine")
    floor = FloorChange(tables=(Table("C01", "hall", 2),))
    assert house.refused(PutInDraft("", "", floor=floor), waiter) == "forbidden"
    for theirs in (PublishDraft(name), TimeDraft(name, house.now + HOUR), DropDraft(name), RenameDraft(name, "x")):
        assert house.refused(theirs, waiter) == "forbidden"
    assert house.refused(TakeFromDraft(name, "floor", "tables", "C01"), waiter) == "forbidden"
    if timed:
        house.do(TimeDraft(mine, house.now + HOUR), waiter)
    house.do(PublishDraft(mine), waiter)
    assert house.state.menu.dishes["tofu"].price_minor == 900


def menu_alone(house: SmallHouse) -> Who:
    """Somebody who may change the menu, and nothing else of the settings."""
    rights = tuple([code for code, right in RIGHTS.items() if "waiter" in usual([right])])
    house.do(ChangeRights("waiter", (*rights, "menu")))
    return Who("wang", "waiter")


def test_a_title_alone_is_taken_and_takes_the_rights_of_all_that_is_in_it(house: SmallHouse) -> None:
    waiter = menu_alone(house)
    name = everything(house)
    for put in (PutInDraft(name, "mine"), PutInDraft(name, "mine", menu=cheap(house, "cola"))):
        assert house.refused(put, waiter) == "forbidden"
    assert house.types(PutInDraft(name, "summer")) == ["DraftRenamed"]
    assert house.state.changes.drafts[name].title == "summer"
    assert house.types(PutInDraft(name, "summer")) == []
    assert house.types(PutInDraft(name)) == []


def test_who_fills_a_draft_that_somebody_else_has_timed_ends_its_time(house: SmallHouse) -> None:
    waiter = menu_alone(house)
    name = draft(house, billing=BillingChange(round_to_minor=100))
    house.do(TimeDraft(name, house.now + HOUR))
    house.do(PutInDraft(name, menu=cheap(house)))
    assert house.state.changes.drafts[name].publishes_at == house.now + HOUR, "it was who timed it"
    answer = house.do(PutInDraft(name, menu=cheap(house, "cola")), waiter).answer
    assert isinstance(answer, DraftIs)
    assert answer.publishes_at is None
    left = house.state.changes.drafts[name]
    assert (left.publishes_at, left.timed_by, left.untimed_by) == (None, "", "wang")
    house.wait(HOUR)
    assert house.types(Tick()) == []
    house.do(TimeDraft(name, house.now + HOUR))
    assert house.state.changes.drafts[name].untimed_by == ""


def test_it_takes_effect_by_itself_at_its_time(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house))
    at = house.now + 30 * MINUTE
    house.do(TimeDraft(name, at))
    assert next_deadline(house.state) == at
    house.wait(29 * MINUTE)
    assert house.types(Tick()) == []
    house.wait(MINUTE)
    assert house.types(Tick()) == ["DraftPublished", "MenuChanged"]
    published = house.recorded[-2].event
    assert isinstance(published, DraftPublished)
    assert published.timed_by == "ann"
    assert house.state.menu.dishes["tofu"].price_minor == 900
    assert not house.state.changes.drafts


def test_a_time_is_taken_back(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house))
    house.do(TimeDraft(name, house.now + MINUTE))
    house.do(TimeDraft(name, None))
    house.wait(HOUR)
    assert house.types(Tick()) == []
    assert name in house.state.changes.drafts


@pytest.mark.parametrize("wait", [0, -1, AHEAD_MOST_MS + 1])
def test_times_are_ahead_and_not_too_far(house: SmallHouse, wait: int) -> None:
    name = draft(house, menu=cheap(house))
    assert house.refused(TimeDraft(name, house.now + wait)) == "not_then"


def test_what_cannot_take_effect_at_its_time_stays_a_draft_and_says_why(house: SmallHouse) -> None:
    name = draft(house, floor=FloorChange(gone=FloorGone(tables=("V01",))))
    house.do(TimeDraft(name, house.now + MINUTE))
    house.order("tofu", table="V01")
    house.wait(MINUTE)
    assert house.types(Tick()) == ["DraftStayed"]
    kept = house.state.changes.drafts[name]
    assert kept.failed is not None
    assert "V01" in kept.failed.en
    assert kept.publishes_at is None
    assert house.types(Tick()) == []
    house.do(PutInDraft(name, menu=cheap(house)))
    assert house.state.changes.drafts[name].failed is None


def test_a_draft_that_changes_nothing_any_more_is_published_as_nothing(house: SmallHouse) -> None:
    table = FloorChange(tables=(Table("C01", "hall", 2),))
    name = draft(house, floor=table)
    house.do(ChangeFloor(tables=table.tables))
    assert house.types(PublishDraft(name)) == ["DraftPublished"]


def test_open_tickets_survive_a_draft(house: SmallHouse) -> None:
    """A dish that is renamed, moved to another station or removed while it cooks: what is ordered stays what it was."""
    placed = house.order("tofu", "beef", "cola")
    tickets = {each.ticket: house.state.kitchen.tickets[each.ticket] for each in map(house.item, _lines(placed))}
    due = house.due(placed.bill)
    dishes = house.state.menu.dishes
    menu = MenuChange(
        dishes=(
            replace(dishes["tofu"], name=named("silken"), price_minor=9_900),
            replace(dishes["beef"], station="hot", standard_ms=MINUTE),
        ),
        gone=MenuGone(dishes=("cola",)),
    )
    house.do(PublishDraft(draft(house, menu=menu)))
    assert {each: house.state.kitchen.tickets[each] for each in tickets} == tickets
    assert house.due(placed.bill) == due
    assert house.state.menu.known("cola") is not None
    assert house.state.kitchen.tickets[house.item(placed.lines[1].line).ticket].station == "cold"


def _lines(placed: RoundIs) -> list[str]:
    return [each.line for each in placed.lines]
