"""Codes of devices that wait: readable, good once and not for long, few at a time, not to be guessed."""

from __future__ import annotations

import pytest

from kds.web.pages.codes import (
    ALPHABET,
    GRANTED_S,
    LENGTH,
    LIVES_S,
    MOST,
    MOST_OF_ONE,
    SILENT_S,
    WRONG,
    WRONG_S,
    Codes,
    Grant,
    TooManyWaiting,
    Tries,
    new_code,
    plain,
)


class Hands:
    """A clock that stands still until it is moved."""

    s = 0.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def codes(hands: Hands) -> Codes:
    return Codes(hands)


def test_a_code_has_six_characters_and_no_look_alikes() -> None:
    made = "".join(new_code() for _ in range(500))
    assert len(made) == 500 * LENGTH
    assert set(made) == set(ALPHABET)
    for twins in ("0OQD", "1IL", "8B", "5S", "2Z", "6G", "UV"):
        assert len(set(twins) & set(ALPHABET)) <= 1


@pytest.mark.parametrize("typed", ["acd4k7", "ACD 4K7", " acd-4k7 ", "ＡＣＤ４Ｋ７", "A C D 4 K 7"])
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert plain(typed) == "ACD4K7"


def test_a_code_is_good_once(codes: Codes) -> None:
    waiting = codes.ask("tv")
    assert codes.take(waiting.code) is waiting
    assert codes.take(waiting.code) is None
    codes.give_back(waiting)
    assert codes.take(waiting.code.lower()) is waiting


def test_a_code_is_good_for_ten_minutes(codes: Codes, hands: Hands) -> None:
    waiting = codes.ask("tv")
    while hands.s < LIVES_S - 1:
        assert codes.claimed(waiting.claim) is waiting
        hands.s += 1
    assert codes.left_s(waiting) == 1
    hands.s += 1
    assert codes.take(waiting.code) is None
    assert codes.claimed(waiting.claim) is None


def test_the_code_of_a_device_that_has_gone_is_good_for_nothing(codes: Codes, hands: Hands) -> None:
    waiting = codes.ask("tv")
    hands.s += SILENT_S
    assert codes.take(waiting.code) is None


def test_what_is_granted_is_there_for_a_device_that_missed_it(codes: Codes, hands: Hands) -> None:
    waiting = codes.ask("tv")
    codes.take(waiting.code)
    codes.grant(waiting, Grant("kds_x", "/screens/wall"))
    for _ in range(3):
        again = codes.claimed(waiting.claim)
        assert again is not None
        assert again.grant == Grant("kds_x", "/screens/wall")
        hands.s += 1
    hands.s += GRANTED_S
    assert codes.claimed(waiting.claim) is None


def test_a_claim_is_not_the_code(codes: Codes) -> None:
    waiting = codes.ask("tv")
    assert codes.claimed(waiting.code) is None
    assert codes.take(waiting.claim) is None


def test_few_wait_at_once_and_no_address_keeps_others_out(codes: Codes, hands: Hands) -> None:
    for _ in range(MOST_OF_ONE):
        codes.ask("one")
    with pytest.raises(TooManyWaiting):
        codes.ask("one")
    made = [codes.ask(f"tv {number}") for number in range(MOST - MOST_OF_ONE)]
    assert len({each.code for each in made}) == len(made)
    with pytest.raises(TooManyWaiting):
        codes.ask("another")
    hands.s += SILENT_S
    assert codes.ask("another").code not in {each.code for each in made}


def test_who_is_wrong_too_often_waits_and_nobody_else(hands: Hands) -> None:
    tries = Tries(hands)
    for _ in range(WRONG):
        assert tries.may("ann")
        tries.wrong("ann")
    assert not tries.may("ann")
    assert tries.may("bob")
    hands.s += WRONG_S
    assert tries.may("ann")
