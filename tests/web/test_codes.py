"""Codes of devices that wait: readable, good once and not for long, few at a time, not to be guessed."""

from __future__ import annotations

from contextlib import suppress

import pytest

from kds.web.pages.codes import (
    ALPHABET,
    GRANTED_S,
    HOUSE,
    KEPT_S,
    LENGTH,
    LIVES_S,
    MOST,
    MOST_OF_HOUSE,
    MOST_OF_ONE,
    SILENT_S,
    Codes,
    Grant,
    TooManyWaiting,
    Waiting,
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


def there(codes: Codes, *devices: Waiting) -> list[bool]:
    """Which devices still show a code that is good."""
    return [codes.claimed(each.claim) is not None for each in devices]


class TestWhoWaits:
    """Few devices wait at once, and no stranger keeps the house out."""

    def test_an_address_has_places_for_a_whole_restaurant(self, codes: Codes) -> None:
        made = [codes.ask("restaurant") for _ in range(MOST_OF_ONE)]
        assert len({each.code for each in made}) == MOST_OF_ONE
        with pytest.raises(TooManyWaiting):
            codes.ask("restaurant")
        assert all(there(codes, *made))

    def test_one_more_takes_the_place_of_the_oldest_once_that_had_time_enough(self, codes: Codes, hands: Hands) -> None:
        made = [codes.ask("restaurant") for _ in range(MOST_OF_ONE)]
        while hands.s < KEPT_S:
            assert all(there(codes, *made))
            hands.s += SILENT_S / 2
        more = codes.ask("restaurant")
        assert there(codes, made[0], made[1], more) == [False, True, True]

    def test_however_many_addresses_are_full_another_pairs(self, codes: Codes) -> None:
        for number in range(MOST):
            codes.ask(f"stranger {number % (MOST // MOST_OF_ONE)}")
        ours = [codes.ask("restaurant") for _ in range(3)]
        for number in range(MOST):
            with suppress(TooManyWaiting):
                codes.ask(f"stranger {number % (MOST // MOST_OF_ONE)}")
            with suppress(TooManyWaiting):
                codes.ask(f"another {number % 9}")
        assert all(there(codes, *ours)), "whoever has the most gives way"
        assert codes.take(ours[0].code) is ours[0]

    def test_no_more_wait_than_there_are_places(self, codes: Codes) -> None:
        made = []
        for number in range(3 * MOST):
            with suppress(TooManyWaiting):
                made.append(codes.ask(f"stranger {number % 50}"))
        assert sum(there(codes, *made)) == MOST

    def test_a_device_of_the_house_waits_whatever_strangers_do(self, codes: Codes) -> None:
        ours = codes.ask(HOUSE)
        for number in range(3 * MOST):
            codes.ask(f"stranger {number}")
        more = [codes.ask(HOUSE) for _ in range(MOST_OF_HOUSE - 1)]
        assert all(there(codes, ours, *more))
        assert there(codes, codes.ask(HOUSE), ours, *more) == [True, False, *[True] * len(more)]

    def test_those_that_have_gone_and_those_let_in_take_no_place(self, codes: Codes, hands: Hands) -> None:
        made = [codes.ask("restaurant") for _ in range(MOST_OF_ONE)]
        codes.take(made[0].code)
        codes.grant(made[0], Grant("kds_x", "/screens/wall"))
        codes.ask("restaurant")
        hands.s += SILENT_S
        assert codes.ask("restaurant").code not in {each.code for each in made}
