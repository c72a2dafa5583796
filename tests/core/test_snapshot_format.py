"""A snapshot is read only by code of the same books, records and folds; another set has another number."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.golden.frozen import SNAPSHOT, Frozen, renewed, snapshot

ON_FILE: dict[str, Any] = {"format": 3, "shapes": "a", "landed": "b"}


def test_other_shapes_or_other_folds_have_another_number() -> None:
    """Or a snapshot of an older kds would be read as a state that this one would never have come to."""
    on_file = json.loads(SNAPSHOT.read_text())
    assert renewed(on_file, snapshot()) == on_file, "make golden"


@pytest.mark.parametrize("changed", ["shapes", "landed"])
def test_what_was_released_under_a_number_is_never_written_anew(changed: str) -> None:
    with pytest.raises(Frozen, match="raise FORMAT"):
        renewed({**ON_FILE, "released": True}, {**ON_FILE, changed: "other"})


@pytest.mark.parametrize("changed", ["shapes", "landed"])
def test_what_was_not_released_may_change_under_its_number(changed: str) -> None:
    today = {**ON_FILE, changed: "other"}
    assert renewed({**ON_FILE, "released": False}, today) == {**today, "released": False}


def test_the_number_after_a_released_one_is_not_released_yet() -> None:
    today = {**ON_FILE, "format": 4, "shapes": "other"}
    assert renewed({**ON_FILE, "released": True}, today) == {**today, "released": False}


@pytest.mark.parametrize("released", [True, False])
def test_what_has_not_changed_stays_as_it_stands(released: bool) -> None:
    assert renewed({**ON_FILE, "released": released}, ON_FILE) == {**ON_FILE, "released": released}


@pytest.mark.parametrize(("number", "released"), [(2, True), (5, True), (2, False), (4, False)])
def test_numbers_count_by_one_and_only_what_was_released(number: int, released: bool) -> None:
    with pytest.raises(Frozen, match="FORMAT"):
        renewed({**ON_FILE, "released": released}, {**ON_FILE, "format": number, "shapes": "other"})
