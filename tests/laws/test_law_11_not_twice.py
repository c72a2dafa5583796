"""Law 11, The kitchen does not cook twice: what happens to a bill or a table makes, fires and changes no ticket.

It relabels: a ticket says whose it is, and of a line that is another party's it says whose that is. Nothing else of the
kitchen may differ: no ticket more or less, no clock, no slot, nothing to be seen or heard anew.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from kds.core.floor.clear_session import ClearSession
from kds.core.floor.hand_over import HandOver
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.set_guests import SetGuests
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.types import Command, Refusal
from tests.core.plays import PLAYS, command_of
from tests.house import SmallHouse, want
from tests.laws.dinner import dine

OF_A_BILL_OR_A_TABLE: tuple[type[Command], ...] = (
    MoveSession,
    MergeSession,
    UnmergeSession,
    MoveLines,
    HandOver,
    SetGuests,
    PayBill,
    ClearSession,
)
LABELS = {"session", "label", "guests", "party", "note", "allergies"}
"""What a ticket and its lines say of whose they are."""


def kitchen(house: SmallHouse) -> dict[str, Any]:
    """All that the kitchen has, but whose it is."""
    books = house.state.kitchen
    found: dict[str, Any] = {}
    for book in (books.tickets, books.items):
        for key, record in book.items():
            found[key] = {name: value for name, value in asdict(record).items() if name not in LABELS}
    found["slips"] = dict(house.state.printing.jobs)
    return {**found, "slots": dict(books.slots), "unseen": list(books.unseen), "expiring": list(books.expiring)}


@given(st.integers(0, 100_000), st.integers(20, 120))
def test_law_11_no_ticket_is_made_fired_or_changed_by_a_bill_or_a_table(seed: int, steps: int) -> None:
    house, chance = dine(seed, steps), Random(seed)
    for _ in range(40):
        play = PLAYS[chance.choice(OF_A_BILL_OR_A_TABLE)]
        command = command_of(play, house, chance)  # for which the play may have done something else before
        before = kitchen(house)
        house.attempt(command)
        assert kitchen(house) == before


@pytest.mark.parametrize("deed", OF_A_BILL_OR_A_TABLE)
def test_law_11_each_of_them_is_done_in_such_dinners(deed: type[Command]) -> None:
    done = 0
    for seed in range(40):
        house = dine(seed, 80)
        outcome = house.attempt(command_of(PLAYS[deed], house, Random(seed)))
        done += not isinstance(outcome, Refusal) and bool(outcome.recorded)
    assert done


def test_law_11_what_is_fired_stays_fired_and_what_is_held_stays_held() -> None:
    house = SmallHouse()
    held = house.order(want("tofu", 2, fire="hold"), table="A01")
    fired = house.order(want("tofu", 4), table="A02")
    before, slots = kitchen(house), dict(house.state.kitchen.slots)
    assert house.types(MergeSession(fired.session, held.session)) == ["SessionMerged", "PartiesTied"]
    assert (kitchen(house), dict(house.state.kitchen.slots)) == (before, slots)
    states = {house.item(each.lines[0].line).state: house.ticket(each.lines[0].line).label for each in (held, fired)}
    assert states == {"held": "A01", "fired": "A01"}
