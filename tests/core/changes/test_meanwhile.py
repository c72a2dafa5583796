"""What was changed since it was put into a draft is not put back without a word."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import BillingChange
from kds.core.billing.offered import NamedReduction
from kds.core.bills import settings_of
from kds.core.changes.events import DraftPublished, DraftStayed
from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.take_from_draft import TakeFromDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.deadlines import Tick
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import MenuChange, MenuGone
from tests.core.changes.test_drafts import cheap, draft
from tests.house import HOUR, MINUTE, SmallHouse, named

STAFF = NamedReduction("r1", named("staff"), "percent", 100)
VIP = NamedReduction("r2", named("vip"), "percent", 50)


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def live(house: SmallHouse, dish: str = "tofu", **other: Any) -> None:
    """A dish is changed at once."""
    house.do(ChangeMenu(dishes=(replace(house.state.menu.dishes[dish], **other),)))


def winter(house: SmallHouse) -> str:
    """A draft of a price and a reduction; since then the dish costs something else, and there is another reduction."""
    name = draft(house, menu=cheap(house, price=1300), billing=BillingChange(reductions=(STAFF,)))
    live(house, station="hot", price_minor=1100)
    house.do(ChangeBilling(reductions=(VIP,)))
    return name


OVER = ("menu.dishes.tofu", "billing.reductions")


def test_it_is_refused_with_all_that_would_be_lost(house: SmallHouse) -> None:
    name = winter(house)
    refusal = house.refusal(PublishDraft(name))
    assert refusal.reason.code == "changed_meanwhile"
    assert refusal.details["items"] == list(OVER)
    assert "tofu" in refusal.message().en
    assert "优惠" in refusal.message().zh
    assert house.refused(PublishDraft(name, overwriting=OVER[:1])) == "changed_meanwhile"
    assert house.refused(TimeDraft(name, house.now + HOUR)) == "changed_meanwhile"
    dish = house.state.menu.dishes["tofu"]
    assert (dish.price_minor, dish.station) == (1100, "hot")
    assert settings_of(house.state).reductions == (VIP,)


def test_whoever_says_so_publishes_all_the_same(house: SmallHouse) -> None:
    name = winter(house)
    house.do(PublishDraft(name, overwriting=OVER))
    assert house.state.menu.dishes["tofu"].price_minor == 1300
    assert settings_of(house.state).reductions == (STAFF,)
    [published] = [each.event for each in house.recorded if isinstance(each.event, DraftPublished)]
    assert published.overwriting == tuple(sorted(OVER))


def test_at_its_time_it_stays_a_draft_and_says_what_it_would_undo(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house, price=1300))
    house.do(TimeDraft(name, house.now + HOUR))
    live(house, station="hot", price_minor=1100)
    house.wait(HOUR)
    assert house.types(Tick()) == ["DraftStayed"]
    stayed = house.recorded[-1].event
    assert isinstance(stayed, DraftStayed)
    assert "tofu" in stayed.why.en
    assert house.state.menu.dishes["tofu"].price_minor == 1100
    assert house.state.changes.drafts[name].failed is not None


def test_what_is_known_when_it_is_timed_is_measured_from_then_on(house: SmallHouse) -> None:
    name = winter(house)
    house.do(TimeDraft(name, house.now + HOUR, overwriting=OVER))
    house.wait(HOUR)
    assert house.types(Tick()) == ["DraftPublished", "MenuChanged", "BillingChanged"]
    name = winter(house)
    house.do(TimeDraft(name, house.now + HOUR, overwriting=OVER))
    live(house, price_minor=1000)
    house.wait(HOUR)
    assert house.types(Tick()) == ["DraftStayed"]


def test_what_is_new_in_two_places_is_not_one_thing(house: SmallHouse) -> None:
    soup = replace(house.state.menu.dishes["tofu"], dish="d9", name=named("soup"))
    name = draft(house, menu=MenuChange(dishes=(soup,)))
    house.do(ChangeMenu(dishes=(replace(soup, name=named("fish")),)))
    assert house.refused(PublishDraft(name)) == "changed_meanwhile"
    assert house.state.menu.dishes["d9"].name == named("fish")


def test_what_went_meanwhile_does_not_come_back_by_itself(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house))
    house.do(ChangeMenu(gone=MenuGone(dishes=("tofu",))))
    assert house.refused(PublishDraft(name)) == "changed_meanwhile"


def test_what_became_as_the_draft_wants_it_is_no_matter(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house, price=1300))
    live(house, price_minor=1300)
    house.do(PublishDraft(name))


def test_other_things_may_change(house: SmallHouse) -> None:
    name = draft(house, menu=cheap(house, price=1300))
    live(house, "cola", price_minor=700)
    house.do(PublishDraft(name))
    assert house.state.menu.dishes["cola"].price_minor == 700


def test_putting_it_in_again_does_not_forget_and_taking_it_out_does(house: SmallHouse) -> None:
    name = winter(house)
    house.do(PutInDraft(name, menu=cheap(house, price=1250)))
    assert house.refused(PublishDraft(name, overwriting=OVER[1:])) == "changed_meanwhile"
    house.do(TakeFromDraft(name, "menu", "dishes", "tofu"))
    house.do(TakeFromDraft(name, "billing", "reductions"))
    house.do(PutInDraft(name, menu=cheap(house, price=1250)))
    house.do(TimeDraft(name, house.now + MINUTE))
    house.do(PublishDraft(name))
    assert (house.state.menu.dishes["tofu"].price_minor, house.state.menu.dishes["tofu"].station) == (1250, "hot")
