"""Who works here, and as what."""

from __future__ import annotations

import pytest

from kds.core.people.change_person import PEOPLE_MOST, ChangePerson, PersonIs
from kds.core.people.model import StaffRole
from kds.core.types import Who
from tests.house import SmallHouse

MANAGER, OWNER = Who("may", "manager"), Who("boss", "owner")
CAI, BOSS, HEIR = "prs_ca1ca1ca1ca1", "prs_b055b055b055", "prs_be1be1be1be1"


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_somebody_begins_changes_and_leaves(house: SmallHouse) -> None:
    assert house.ask(ChangePerson(CAI, "waiter"), PersonIs).role == "waiter"
    assert house.types(ChangePerson(CAI, "waiter")) == []
    assert house.ask(ChangePerson(CAI, "cashier"), PersonIs).role == "cashier"
    assert house.ask(ChangePerson(CAI, None), PersonIs).role == ""
    assert house.refused(ChangePerson(CAI, None)) == "unknown_person"


@pytest.mark.parametrize("role", ["waiter", "cashier", "kitchen", "expo"])
def test_managers_employ_those_who_may_less(house: SmallHouse, role: StaffRole) -> None:
    house.do(ChangePerson(CAI, role), MANAGER)
    assert house.refused(ChangePerson(CAI, None), Who("ann", "waiter")) == "forbidden"


def test_nobody_makes_somebody_who_may_more_than_they(house: SmallHouse) -> None:
    assert house.refused(ChangePerson(CAI, "owner"), MANAGER) == "not_yours_to_give"
    house.do(ChangePerson(CAI, "owner"), OWNER)
    assert house.refused(ChangePerson(CAI, "waiter"), MANAGER) == "not_yours_to_give"


def test_the_last_owner_stays(house: SmallHouse) -> None:
    house.do(ChangePerson(BOSS, "owner"))
    assert house.refused(ChangePerson(BOSS, None), OWNER) == "last_owner"
    assert house.refused(ChangePerson(BOSS, "manager"), OWNER) == "last_owner"
    house.do(ChangePerson(HEIR, "owner"), OWNER)
    house.do(ChangePerson(BOSS, None), OWNER)


def test_a_house_has_only_so_many(house: SmallHouse) -> None:
    for number in range(PEOPLE_MOST):
        house.do(ChangePerson(f"prs_{number:012x}", "waiter"))
    assert house.refused(ChangePerson(CAI, "waiter")) == "out_of_range"


@pytest.mark.parametrize(
    "text", ["cai", "prs_", "prs_CA1CA1CA1CA1", "prs_ca1ca1ca1ca12", "xprs_ca1ca1ca1ca1", "店长", "waiter"]
)
def test_no_text_becomes_somebody_who_works_here(house: SmallHouse, text: str) -> None:
    assert house.refused(ChangePerson(text, "waiter")) in ("unknown_person", "invalid_id")
    assert not house.state.people.staff
