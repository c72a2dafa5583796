"""What the random runs reach: every deed there is, and every reason why it may be refused."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.decide import DEEDS, Outcome
from kds.core.types import Command, Refusal
from tests.core.invariants import OWN, check_empty
from tests.core.plays import PEOPLE, PLAYS, Move, command_of
from tests.core.plays.closing import close_up
from tests.house import SmallHouse
from tests.laws.dinner import dine

DINNERS, STEPS, TRIES = 200, 100, 20
"""Dinners at most until everything has happened once, how long each is, and how often each play is tried after it: at
least, and a few times for each reason for which it can be refused.
"""
A_REASON = 4
NEVER: dict[str, str] = {
    "ChangePerson: out_of_range": "five hundred people in one house",
    "CompLine: over_limit": "who plays has no limit: tests/core/people/test_limits.py",
    "RefundBill: over_limit": "the same",
    "PlaceRound: over_limit": "the same",
    **dict.fromkeys(
        [f"{deed}: print_queue_full" for deed in ("PrintTicket", "PrintAgain", "PrintKitchen", "PrintTest")],
        "a thousand slips that wait for one printer: tests/core/printing/test_by_hand.py",
    ),
    "PutInDraft: too_many_drafts": "twenty drafts at a time: tests/core/changes/test_put_in_draft.py",
    "PutInDraft: draft_full": "ten thousand records in one draft: the same",
    "PutInDraft: drafts_full": "thirty thousand records in all drafts: the same",
}
"""The declared refusals that no play can meet, and why."""


class Tally:
    """What became of the commands of each deed."""

    def __init__(self) -> None:
        self.done: Counter[type[Command]] = Counter()
        self.refused: set[tuple[type[Command], str]] = set()

    def count(self, move: Move, outcome: Outcome | Refusal) -> None:
        """One more command."""
        if isinstance(outcome, Refusal):
            self.refused.add((type(move.command), outcome.reason.code))
        elif outcome.recorded:
            self.done[type(move.command)] += 1

    def lacking(self) -> set[str]:
        """Deeds that nobody did, and refusals that nobody met, by name."""
        met = {f"{deed.__name__}: {code}" for deed, code in self.refused}
        declared = {f"{deed.__name__}: {why.code}" for deed, each in DEEDS.items() for why in each.refuses}
        return {deed.__name__ for deed in DEEDS if not self.done[deed]} | (declared - met)


def where(deed: type[Command]) -> str:
    """The file that a deed's play belongs to."""
    feature = deed.__module__.removeprefix("kds.core.").partition(".")[0]
    return f"{deed.__name__} has no play: add one to tests/core/plays/{feature}.py"


def test_every_deed_has_a_play() -> None:
    assert [where(deed) for deed in DEEDS if deed not in PLAYS] == []
    assert PLAYS.keys() <= DEEDS.keys()


@pytest.mark.timeout(1_200)
def test_every_deed_is_done_and_every_reason_is_met() -> None:
    """A refusal that no play meets is one that nobody has seen leave no trace: give the play such a command."""
    tally = Tally()
    for seed in range(DINNERS):
        try_everything(dine(seed, STEPS, watch=tally.count), Random(seed), tally)
        if tally.lacking() == NEVER.keys():
            break
    assert tally.lacking() == NEVER.keys()


def try_everything(house: SmallHouse, chance: Random, tally: Tally) -> None:
    """Every play a few times, each as if the others had not been."""
    mark, now = house.state.mark(), house.now
    for deed, play in PLAYS.items():
        for _ in range(max(TRIES, A_REASON * len(DEEDS[deed].refuses))):
            move = Move(command_of(play, house, chance), chance.choice(PEOPLE))
            tally.count(move, house.attempt(*move))
            house.state.undo(mark)
            house.now = now


@given(st.integers(0, 100_000), st.integers(0, 150))
def test_a_closed_day_leaves_every_book_as_in_a_house_without_guests(seed: int, steps: int) -> None:
    house = dine(seed, steps)
    close_up(house, house.attempt)
    check_empty(house.state)


def test_what_is_said_of_the_houses_own_books_is_said_of_books_that_there_are() -> None:
    books = SmallHouse().state.books()
    assert books.keys() >= OWN
    assert {name for name, book in books.items() if book} <= OWN
