"""Wrong tries come to an end, for whoever makes them and for nobody else."""

from __future__ import annotations

import pytest

from kds.web.pages.tries import USUAL, Tries


class Hands:
    """A clock that stands still until it is moved."""

    s = 0.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def hands() -> Hands:
    return Hands()


def test_who_is_wrong_too_often_waits_and_nobody_else(hands: Hands) -> None:
    tries = Tries(hands)
    for _ in range(USUAL.wrong):
        assert tries.may("ann")
        tries.wrong("ann")
    assert not tries.may("ann")
    assert tries.may("bob")
    hands.s += USUAL.seconds
    assert tries.may("ann")


def test_an_address_that_is_wrong_very_often_leaves_everybody_there_a_few_tries(hands: Hands) -> None:
    tries = Tries(hands)
    for number in range(USUAL.of_place):
        tries.wrong(f"stranger {number % 4}", "the house")
    for _ in range(USUAL.few):
        assert tries.may("manager", "the house"), "who has made none can always try"
        tries.wrong("manager", "the house")
    assert not tries.may("manager", "the house")
    assert tries.may("manager", "elsewhere")
    hands.s += USUAL.seconds
    assert tries.may("manager", "the house")


def test_few_guessers_are_remembered(hands: Hands) -> None:
    tries = Tries(hands)
    for _ in range(USUAL.wrong):
        tries.wrong("ann", "here")
    for number in range(2_000):
        tries.wrong(f"guesser {number}")
    assert tries.may("ann", "here"), "forgotten, so that the memory stays small"
