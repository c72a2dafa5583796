"""What a phone's pass says, and that nobody but the house can write one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.web.guests.passes import CHARS_MOST, Pass, Passes

KEY, OTHER = b"k" * 32, b"o" * 32
words = st.text(min_size=1, max_size=20)


@given(st.builds(Pass, words, words, st.integers(0, 2**50), st.text(max_size=20)))
def test_a_pass_is_read_as_it_was_written(held: Pass) -> None:
    passes = Passes(KEY)
    written = passes.written(held)
    if len(written) <= CHARS_MOST:
        assert passes.read(written) == held


@given(st.text(max_size=300))
def test_what_the_house_has_not_written_is_no_pass(cookie: str) -> None:
    assert Passes(KEY).read(cookie) is None
    assert Passes(KEY).session_of(cookie) is None


@given(st.integers(0, 200), st.sampled_from("abcXYZ019-_."))
def test_a_pass_that_was_changed_in_one_place_is_none(place: int, letter: str) -> None:
    passes, held = Passes(KEY), Pass("guest_1", "A01", 1_700_000_000_000, "S12")
    written = passes.written(held)
    at = place % len(written)
    changed = written[:at] + letter + written[at + 1 :]
    assert passes.read(changed) == (held if changed == written else None)


def test_another_house_knows_none_of_them() -> None:
    assert Passes(OTHER).read(Passes(KEY).written(Pass("guest_1", "A01", 0))) is None
    assert Passes(OTHER).session_of(Passes(KEY).code_of("S12")) is None


@pytest.mark.parametrize("session", ["S1", "S999999", "S-1"])
def test_the_code_of_a_party_is_of_that_party_alone(session: str) -> None:
    passes = Passes(KEY)
    code = passes.code_of(session)
    assert passes.session_of(code) == session
    assert passes.session_of(code.replace(session, "S2")) is None
    assert passes.session_of(session) is None
    assert passes.session_of(f"{session}.") is None


def test_a_pass_is_no_code_of_a_party() -> None:
    passes = Passes(KEY)
    mac = passes.written(Pass("g", "A01", 0)).partition(".")[2]
    assert passes.session_of(f"S1.{mac}") is None


def test_guests_are_told_apart_and_say_nothing_of_themselves() -> None:
    passes = Passes(KEY)
    held = [passes.issue("A01", "", 7) for _ in range(50)]
    assert len({each.guest for each in held}) == 50
    assert all(each.guest.startswith("guest_") and len(each.guest) == 22 for each in held)
