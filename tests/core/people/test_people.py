"""Who works here, and as what."""

from __future__ import annotations

import pytest

from kds.core.people.change_person import PEOPLE_MOST, ChangePerson, PersonIs
from kds.core.people.model import StaffRole
from kds.core.types import Who
from tests.house import SmallHouse

MANAGER, OWNER = Who("may", "manager"), Who("boss", "owner")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_somebody_begins_changes_and_leaves(house: SmallHouse) -> None:
    assert house.ask(ChangePerson("cai", "waiter"), PersonIs).role == "waiter"
    assert house.types(ChangePerson("cai", "waiter")) == []
    assert house.ask(ChangePerson("cai", "cashier"), PersonIs).role == "cashier"
    assert house.ask(ChangePerson("cai", None), PersonIs).role == ""
    assert house.refused(ChangePerson("cai", None)) == "unknown_person"


@pytest.mark.parametrize("role", ["waiter", "cashier", "kitchen", "expo"])
def test_managers_employ_those_who_may_less(house: SmallHouse, role: StaffRole) -> None:
    house.do(ChangePerson("cai", role), MANAGER)
    assert house.refused(ChangePerson("cai", None), Who("ann", "waiter")) == "forbidden"


def test_nobody_makes_somebody_who_may_more_than_they(house: SmallHouse) -> None:
    assert house.refused(ChangePerson("cai", "owner"), MANAGER) == "not_yours_to_give"
    house.do(ChangePerson("cai", "owner"), OWNER)
    assert house.refused(ChangePerson("cai", "waiter"), MANAGER) == "not_yours_to_give"


def test_the_last_owner_stays(house: SmallHouse) -> None:
    house.do(ChangePerson("boss", "owner"))
    assert house.refused(ChangePerson("boss", None), OWNER) == "last_owner"
    assert house.refused(ChangePerson("boss", "manager"), OWNER) == "last_owner"
    house.do(ChangePerson("heir", "owner"), OWNER)
    house.do(ChangePerson("boss", None), OWNER)


def test_a_house_has_only_so_many(house: SmallHouse) -> None:
    for number in range(PEOPLE_MOST):
        house.do(ChangePerson(f"p{number}", "waiter"))
    assert house.refused(ChangePerson("more", "waiter")) == "out_of_range"
