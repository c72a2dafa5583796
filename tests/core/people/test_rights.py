"""Rights: what roles have by themselves, what the house gives and takes, and who may say so."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from kds.core.decide import DEEDS
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.people.change_rights import ChangeRights, RightsAre
from kds.core.people.model import Limit, RankAndFile, RightsRow
from kds.core.people.rights_view import rights_view
from kds.core.rights import CHANGEABLE, COMP, DISCOUNT, NOBODY, OF_WALLS, RIGHTS, SOLD_OUT, Right, may, usual
from kds.core.types import Role, Who
from tests.house import SmallHouse

MANAGER, CASHIER, OWNER = Who("may", "manager"), Who("cai", "cashier"), Who("boss", "owner")
ROLES: tuple[Role, ...] = get_args(Role)


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def rights_of(house: SmallHouse, role: Role) -> set[str]:
    return {code for code, right in RIGHTS.items() if may(house.state, role, right)}


def without(role: Role, *codes: str) -> tuple[str, ...]:
    return tuple(code for code, right in RIGHTS.items() if role in right.may and code not in codes)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", RIGHTS.values(), ids=RIGHTS)
def test_where_the_house_has_said_nothing_the_table_holds(house: SmallHouse, role: Role, right: Right) -> None:
    assert may(house.state, role, right) == (role == "system" or role in usual([right]))


@pytest.mark.parametrize("role", CHANGEABLE)
@pytest.mark.parametrize("right", RIGHTS.values(), ids=RIGHTS)
def test_every_cell_of_the_matrix_can_be_turned_and_turned_back(
    house: SmallHouse, role: RankAndFile, right: Right
) -> None:
    if role == "kitchen" and right in OF_WALLS:
        assert house.refused(ChangeRights(role, without(role, right.code))) == "walls_need_it"
        return
    before = rights_of(house, role)
    others = {each: rights_of(house, each) for each in ROLES if each != role}
    turned = before ^ {right.code}
    house.do(ChangeRights(role, tuple(turned)))
    assert rights_of(house, role) == turned
    assert {each: rights_of(house, each) for each in others} == others
    house.do(ChangeRights(role, tuple(before)))
    assert rights_of(house, role) == before
    assert role not in house.state.people.roles, "what is as usual is not kept"


def test_every_deed_takes_a_right_of_the_table_or_is_the_houses_own() -> None:
    own = {each.command.__name__ for each in DEEDS.values() if each.right is NOBODY}
    assert own == {
        "FoundHouse",
        "NoteClockStep",
        "Tick",
        "ReportShown",
        "RecordTest",
        "HandToPaper",
        "ReportNotConfirmed",
        "AcknowledgeUnseen",
        "NoteAccess",
    }
    assert all(each in RIGHTS.values() for deed in DEEDS.values() for each in deed.rights if each is not NOBODY)


def test_a_right_that_is_taken_is_refused_and_one_that_is_given_holds(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 0), CASHIER)
    house.do(ChangeRights("cashier", without("cashier", SOLD_OUT.code)), MANAGER)
    assert house.refused(MarkSoldOut("tofu", None), CASHIER) == "forbidden"
    house.do(MarkSoldOut("tofu", None), CASHIER, MANAGER)


def test_the_owner_may_all_and_nobody_says_otherwise(house: SmallHouse) -> None:
    assert rights_of(house, "owner") == set(RIGHTS)
    assert "owner" not in get_args(RankAndFile)


def test_managers_change_others_and_not_themselves(house: SmallHouse) -> None:
    more = (*without("waiter"), COMP.code)
    answer = house.do(ChangeRights("waiter", more), MANAGER).answer
    assert isinstance(answer, RightsAre)
    assert set(answer.rights) == set(more)
    assert house.refused(ChangeRights("manager", without("manager", "drop")), MANAGER) == "not_yours_to_give"
    house.do(ChangeRights("manager", without("manager", COMP.code)), Who("boss", "owner"))
    assert house.refused(ChangeRights("waiter", without("waiter")), MANAGER) == "not_yours_to_give"


def test_nobody_gives_a_longer_limit_than_their_own(house: SmallHouse) -> None:
    boss = Who("boss", "owner")
    house.do(ChangeRights("manager", without("manager"), (Limit(DISCOUNT.code, 300),)), boss)
    wanted = (*without("cashier"), DISCOUNT.code)
    for limits in ((), (Limit(DISCOUNT.code, 301),)):
        assert house.refused(ChangeRights("cashier", wanted, limits), MANAGER) == "not_yours_to_give"
    house.do(ChangeRights("cashier", wanted, (Limit(DISCOUNT.code, 300),)), MANAGER)
    cashier = next(each for each in rights_view(house.state).roles if each.role == "cashier")
    assert cashier.limits == (Limit(DISCOUNT.code, 300),)


@pytest.mark.parametrize(
    ("rights", "limits", "code"),
    [
        (("fly",), (), "unknown_right"),
        ((), (Limit("fly", 1),), "unknown_right"),
        (("void",), (Limit("void", 1),), "no_limit_there"),
        (("discount",), (Limit("discount", 1001),), "out_of_range"),
        (("comp",), (Limit("comp", -1),), "out_of_range"),
        (("comp",), (Limit("comp", 1), Limit("comp", 2)), "limit_twice"),
    ],
)
def test_what_makes_no_sense_is_refused(
    house: SmallHouse, rights: tuple[str, ...], limits: tuple[Limit, ...], code: str
) -> None:
    assert house.refused(ChangeRights("waiter", rights, limits)) == code


def test_a_limit_of_a_right_that_is_not_given_is_dropped(house: SmallHouse) -> None:
    house.do(ChangeRights("waiter", without("waiter"), (Limit("discount", 50),)))
    assert "waiter" not in house.state.people.roles


def test_a_row_is_changed_over_the_one_that_was_seen(house: SmallHouse) -> None:
    seen = RightsRow(without("waiter"))
    house.do(ChangeRights("waiter", (*seen.rights, "comp"), (Limit("comp", 100),), before=seen), MANAGER)
    now = RightsRow((*seen.rights, "comp"), (Limit("comp", 100),))
    house.do(ChangeRights("waiter", now.rights, (Limit("comp", 200),), before=now), MANAGER)
    assert house.refused(ChangeRights("waiter", seen.rights, before=now), MANAGER) == "rights_moved", "another limit"


def test_what_somebody_else_has_changed_is_named_and_not_overwritten(house: SmallHouse) -> None:
    seen = RightsRow(without("waiter"))
    house.do(ChangeRights("waiter", (*without("waiter", "void"), "refund")), OWNER)
    refusal = house.refusal(ChangeRights("waiter", (*seen.rights, "comp"), before=seen), MANAGER)
    assert (refusal.reason.code, refusal.details["rights"]) == ("rights_moved", ["void", "refund"])
    assert refusal.message().en == (
        "Somebody has changed this role meanwhile: Void what is not begun, Refund. Look at it, and save again"
    )
    assert "退菜（未开做）、退款" in refusal.message().zh


def test_whoever_has_a_limit_may_take_the_right_and_not_give_more(house: SmallHouse) -> None:
    house.do(ChangeRights("manager", without("manager"), (Limit("discount", 100),)), OWNER)
    row = without("waiter")
    house.do(ChangeRights("waiter", (*row, "discount"), (Limit("discount", 50),)), MANAGER)
    assert house.refused(ChangeRights("waiter", (*row, "discount")), MANAGER) == "not_yours_to_give"
    house.do(ChangeRights("waiter", row), MANAGER)


@pytest.mark.parametrize("role", ["guest", "owner", "integration", "device", "system", "wombat"])
def test_of_other_roles_nothing_can_be_said(house: SmallHouse, role: Any) -> None:
    assert house.refused(ChangeRights(role, ("order",))) == "unknown_role"
