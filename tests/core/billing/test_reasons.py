"""Why something is done: by the house's own lists where it says so, and by any word where it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.comp_line import CompLine
from kds.core.billing.drop_cash import DropCash
from kds.core.billing.model import SurchargeRule
from kds.core.billing.offered import DEEDS, NAMED_MOST, REASONS, REASONS_MOST, NamedReduction, ReasonFor, Reasons
from kds.core.billing.open_shift import OpenShift
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.reopen_bill import ReopenBill
from kds.core.billing.surcharge_bill import SurchargeBill
from kds.core.bills import settings_of
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.reasons import reasons_for
from kds.core.types import Command, Name
from tests.house import SmallHouse, named

LATE = Name(zh="上菜太慢", en="Too slow")
STAFF = NamedReduction("staff", Name(zh="员工九折", en="Staff"), "percent", 100)


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def only(deed: ReasonFor, *said: Name) -> ChangeBilling:
    """The house gives these reasons for that deed and no others."""
    return ChangeBilling(reasons=(Reasons(deed, said or (LATE,), free=False),))


def voided(house: SmallHouse, why: str) -> Command:
    return VoidLine(house.line("tofu"), why)


def comped(house: SmallHouse, why: str) -> Command:
    return CompLine(house.line("tofu"), why)


def discounted(house: SmallHouse, why: str) -> Command:
    return ReduceBill(house.order("tofu").bill, "percent", 50, why)


def refunded(house: SmallHouse, why: str) -> Command:
    bill = house.order("tofu").bill
    house.do(PayBill(bill, "card", house.due(bill)))
    return RefundBill(bill, why)


def reopened(house: SmallHouse, why: str) -> Command:
    bill = house.order("tofu").bill
    house.do(PayBill(bill, "card", house.due(bill)))
    return ReopenBill(bill, why)


def waived(house: SmallHouse, why: str) -> Command:
    house.do(ChangeBilling(surcharges=(SurchargeRule("tea", named("tea"), "per_head", 500),)))
    return SurchargeBill(house.order("tofu", guests=2).bill, "tea", on=False, reason=why)


def dropped(house: SmallHouse, why: str) -> Command:
    house.do(OpenShift(1000))
    return DropCash(100, why)


DOING: dict[ReasonFor, Callable[[SmallHouse, str], Command]] = {
    "void": voided,
    "comp": comped,
    "discount": discounted,
    "refund": refunded,
    "reopen": reopened,
    "waive": waived,
    "drawer": dropped,
}


@pytest.mark.parametrize("deed", DEEDS)
class TestEachDeed:
    def test_any_word_is_a_reason_where_the_house_lists_none(self, house: SmallHouse, deed: ReasonFor) -> None:
        assert house.types(DOING[deed](house, "just so"))

    def test_only_those_of_the_list_are_where_it_says_so(self, house: SmallHouse, deed: ReasonFor) -> None:
        house.do(only(deed))
        doing = DOING[deed](house, "just so")
        assert house.refused(doing) == "reason_not_listed"
        assert house.types(replace(doing, reason=LATE.en))

    def test_it_may_be_said_in_either_language(self, house: SmallHouse, deed: ReasonFor) -> None:
        house.do(only(deed))
        assert house.types(DOING[deed](house, LATE.zh))

    def test_a_list_of_another_deed_is_none_of_its_business(self, house: SmallHouse, deed: ReasonFor) -> None:
        other: ReasonFor = "void" if deed != "void" else "comp"
        house.do(only(other))
        assert house.types(DOING[deed](house, "just so"))


def test_a_waiver_keeps_why_and_a_surcharge_that_is_put_on_needs_no_reason(house: SmallHouse) -> None:
    waive = waived(house, LATE.zh)
    house.do(only("waive"))
    assert isinstance(waive, SurchargeBill)
    reasons = [getattr(each.event, "reason", None) for each in house.do(waive).recorded]
    assert reasons[0] == LATE.zh
    assert house.types(replace(waive, on=True, reason=""))


def test_what_the_house_gives_by_name_is_given_for_that_and_for_nothing_else(house: SmallHouse) -> None:
    house.do(only("discount"))
    house.do(ChangeBilling(reductions=(STAFF,)))
    bill = house.order("tofu", "cola").bill
    assert house.refused(ReduceBill(bill, "percent", 200, STAFF.name.zh)) == "reason_not_listed"
    (line, *_) = house.state.orders.lines_on(house.bill(bill))
    assert house.refused(ReduceBill(bill, "percent", 100, STAFF.name.zh, (line,))) == "reason_not_listed"
    before = house.due(bill)
    assert house.types(ReduceBill(bill, "percent", 100, STAFF.name.zh))
    assert house.due(bill) == before * 9 // 10


def test_a_house_that_says_nothing_has_the_usual_reasons(house: SmallHouse) -> None:
    assert settings_of(house.state).reasons == REASONS
    assert reasons_for(house.state, "void").said[0].en == "The guest changed their mind"
    assert all(reasons_for(house.state, deed).free for deed in DEEDS)
    house.do(ChangeBilling(reasons=()))
    assert reasons_for(house.state, "void") == Reasons("void")


MANY = tuple([Name(zh=f"原因{number}", en=f"Reason {number}") for number in range(REASONS_MOST + 3)])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (ChangeBilling(reasons=(Reasons("void"), Reasons("void"))), "reasons_twice"),
        (ChangeBilling(reasons=(Reasons("void", (), free=False),)), "no_reason"),
        (ChangeBilling(reasons=(Reasons("void", (Name(zh="", en=""),)),)), "empty_reason"),
        (ChangeBilling(reasons=(Reasons("void", (LATE, LATE)),)), "said_twice"),
        (ChangeBilling(reasons=(Reasons("void", MANY),)), "too_many"),
        (ChangeBilling(reductions=(STAFF, STAFF)), "twice"),
        (ChangeBilling(reductions=(replace(STAFF, value=0),)), "value"),
        (ChangeBilling(reductions=(replace(STAFF, value=1001),)), "value"),
        (ChangeBilling(reductions=(replace(STAFF, name=Name(zh="", en="")),)), "no_name"),
        (
            ChangeBilling(reductions=tuple([replace(STAFF, reduction=f"r{n}") for n in range(NAMED_MOST + 1)])),
            "too_many",
        ),
    ],
)
def test_what_no_house_can_have_is_refused_and_named(house: SmallHouse, change: ChangeBilling, code: str) -> None:
    refusal = house.refusal(change)
    assert refusal.reason.code == "bad_billing"
    assert [each.code for each in refusal.details["faults"]] == [code]
    assert settings_of(house.state).reasons == REASONS


def test_an_amount_may_be_more_than_a_thousand(house: SmallHouse) -> None:
    house.do(ChangeBilling(reductions=(replace(STAFF, kind="amount", value=1001),)))
    assert settings_of(house.state).reductions[0].value == 1001
