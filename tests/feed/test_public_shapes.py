"""What the public was once told of an event, it is told for ever."""

from __future__ import annotations

import json

import msgspec

from kds.core.features import FOLDS
from kds.feed.public.telling import PROJECTIONS
from tests.golden.frozen import PUBLIC, lost, public, structs


def test_a_public_event_only_grows() -> None:
    assert lost(json.loads(PUBLIC.read_text()), public()) == []


def test_what_is_new_is_written_down() -> None:
    assert json.loads(PUBLIC.read_text()) == public(), "make golden"


def test_an_event_that_is_told_as_it_is_holds_no_record_of_the_house() -> None:
    """Its members would leave out their defaults, and change with the house: give it a projection."""
    plain = set(FOLDS) - set(PROJECTIONS)
    holding = {
        event.__name__ for event in plain for field in msgspec.structs.fields(event) if list(structs(field.type))
    }
    assert holding == set()
