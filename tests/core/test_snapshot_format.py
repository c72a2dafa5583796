"""A snapshot is read only by code of the same books, records and folds; another set has another number."""

from __future__ import annotations

import json

from tests.golden.frozen import SNAPSHOT, snapshot


def test_other_shapes_or_other_folds_have_another_number() -> None:
    """Or a snapshot of an older kds would be read as a state that this one would never have come to."""
    on_file = json.loads(SNAPSHOT.read_text())
    today = snapshot()
    if today["format"] == on_file["format"]:
        assert today == on_file, "raise FORMAT in kds/core/state.py by one, then: make golden"
    else:
        assert today["format"] == on_file["format"] + 1, "FORMAT counts by one"
        assert today == on_file, "make golden"
