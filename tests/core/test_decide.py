"""Performing a command: what it leads to, what a refusal leaves, what undo takes back."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import kds.core
from kds.core.decide import DEEDS, decide, perform
from kds.core.features import FOLDS, POLICIES
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import FloorGone
from kds.core.orders.events import BillClosed, PaymentTaken
from kds.core.orders.pay_bill import PayBill
from kds.core.types import Command, Context, Event, Refusal
from tests.house import HOUR, NOON, SmallHouse, only_kitchen


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_events_are_numbered_without_gaps_and_stamped_with_actor_and_time(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    house.wait(5)
    outcome = house.do(PayBill(bill, "cash", 1200), who="mei")
    assert [(each.stamp.seq, each.stamp.at, each.stamp.actor) for each in outcome.recorded] == [
        (9, NOON + 5, "mei"),
        (10, NOON + 5, "mei"),
    ]
    assert [type(each.event) for each in outcome.recorded] == [PaymentTaken, BillClosed]
    assert (house.state.seq, house.state.at) == (10, NOON + 5)
    assert [each.stamp.seq for each in house.recorded] == list(range(1, 11))


def test_times_never_run_backwards_within_a_ledger(house: SmallHouse) -> None:
    house.order("tofu")
    house.wait(-HOUR)
    house.order("cola")
    house.wait(3 * HOUR)
    house.order("cola")
    times = [each.stamp.at for each in house.recorded]
    assert times == sorted(times)
    assert times[-1] == NOON + 2 * HOUR


def test_deciding_alone_changes_nothing(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    before = house.digest()
    assert decide(house.state, PayBill(bill, "cash", 1200), Context(at=house.now)) == [
        PaymentTaken("S5", bill, "cash", 1200),
        BillClosed("S5", bill, 1200),
    ]
    assert isinstance(decide(house.state, PayBill("B99", "cash", 1), Context(at=house.now)), Refusal)
    assert house.digest() == before


def test_an_unknown_command_is_a_fault_and_not_a_refusal(house: SmallHouse) -> None:
    with pytest.raises(KeyError):
        perform(house.state, Command(), Context(at=house.now))


def test_a_fault_half_way_is_undone_exactly(house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    bill = house.order("tofu", "twin_pot").bill
    mark, before = house.state.mark(), house.digest()

    def fault(*_: object) -> None:
        raise RuntimeError("a fault in the rules")

    folds: dict[Any, Any] = FOLDS
    monkeypatch.setitem(folds, BillClosed, (*FOLDS[BillClosed], fault))
    with pytest.raises(RuntimeError):
        house.attempt(PayBill(bill, "cash", house.due(bill)))
    assert house.digest() != before, "the payment had been folded already"
    house.state.undo(mark)
    assert house.digest() == before


def test_a_batch_is_undone_whole(house: SmallHouse) -> None:
    mark, before = house.state.mark(), house.digest()
    placed = house.order("tofu", "beef", "twin_pot")
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(only_kitchen(house.state, (), ()))
    assert house.refused(ChangeFloor(gone=FloorGone(tables=("A01",)))) == "table_in_use"
    house.state.undo(mark)
    assert house.digest() == before
    assert list(house.state.kitchen.open_tickets) == []
    assert house.order("tofu").session == placed.session, "numbers are given again, as nothing was stored"


def modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(kds.core.__path__, "kds.core."):
        importlib.import_module(module.name)
        yield module.name


def declared(kind: type[Any]) -> set[type[Any]]:
    assert list(modules())
    return {each for each in kind.__subclasses__() if each.__module__.startswith("kds.core.")}


def test_every_command_that_is_declared_can_be_performed() -> None:
    parts = {each for each in declared(Command) if each.__name__ == "LineWanted"}
    assert set(DEEDS) == declared(Command) - parts


def test_every_event_that_is_declared_can_be_folded() -> None:
    assert set(FOLDS) == declared(Event)
    assert set(POLICIES) <= set(FOLDS)
