"""Ids tell which event they come from, and so whether they can ever have been alive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.ids import birth, is_past, mint


@given(st.sampled_from("SBRLT"), st.integers(1, 10**15), st.none() | st.integers(1, 999))
def test_an_id_remembers_the_event_it_comes_from(kind: str, seq: int, part: int | None) -> None:
    made = mint(kind, seq, part)
    assert birth(made) == seq
    assert is_past(made, kind, seq)
    assert not is_past(made, kind, seq - 1)
    assert not is_past(made, "X", seq)


def test_ids_are_short() -> None:
    assert mint("S", 12) == "S12"
    assert mint("L", 12, 2) == "L12-2"


@pytest.mark.parametrize("text", ["", "S", "S-1", "Sx", "S1x", "S٣", "S²", "S+1", "S 1", "S" + "9" * 19, "S0", "S012"])
def test_what_was_never_minted_has_no_birth(text: str) -> None:
    assert birth(text) is None
    assert not is_past(text, "S", 10**18)
