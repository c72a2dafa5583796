"""Change the floor: a table, an area, or all of them, in one deed that is done whole or not at all."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.model import FloorChange
from kds.core.floor.rules import BAD_FLOOR, TABLE_IN_USE, floor_changed
from kds.core.rights import FLOOR_PLAN
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event


class ChangeFloor(Command, FloorChange, frozen=True, gc=False, omit_defaults=False):
    """Areas and tables as they are to be, each whole, and those that go; all others stay as they are."""


class FloorSize(Answer, frozen=True, gc=False):
    """How many tables the floor has."""

    seq: int
    tables: int


def decide(state: State, command: ChangeFloor, context: Context) -> list[Event]:
    """One event, or none where the floor is so already."""
    return [*floor_changed(state, command)]


def answer(state: State, command: ChangeFloor, events: list[Event]) -> FloorSize:
    """As it stands after the event."""
    return FloorSize(seq=state.seq, tables=len(state.floor.tables))


DEED = Deed(ChangeFloor, decide, answer, FloorSize, right=FLOOR_PLAN, refuses=(BAD_FLOOR, TABLE_IN_USE))
