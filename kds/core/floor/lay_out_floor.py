"""Lay out the floor: its areas and tables."""

from __future__ import annotations

from kds.core.deeds import Deed, roles
from kds.core.floor.events import FloorLaidOut
from kds.core.floor.model import Area, Table
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

BAD_FLOOR = reason("bad_floor", "invalid", "桌台设置有误：{fault}", "The floor is faulty: {fault}")
TABLE_IN_USE = reason("table_in_use", "conflict", "{table}桌还有客人", "Table {table} is still in use")


class LayOutFloor(Command, frozen=True, gc=False):
    """All areas and tables of the house."""

    areas: tuple[Area, ...]
    tables: tuple[Table, ...]


class FloorSize(Answer, frozen=True, gc=False):
    """How many tables the floor has."""

    seq: int
    tables: int


def decide(state: State, command: LayOutFloor, context: Context) -> list[Event]:
    """One event."""
    names = [table.table for table in command.tables]
    areas = {area.area for area in command.areas}
    if len(names) != len(set(names)):
        raise Refusal(BAD_FLOOR, fault="a table stands twice")
    if len(areas) != len(command.areas):
        raise Refusal(BAD_FLOOR, fault="an area stands twice")
    for table in command.tables:
        if table.area not in areas:
            raise Refusal(BAD_FLOOR, fault=f"{table.table} is in no area: {table.area}")
        if not 1 <= table.seats <= 99:
            raise Refusal(BAD_FLOOR, fault=f"{table.table} has {table.seats} seats")
    for seated in sorted(set(state.floor.table_sessions) - set(names)):
        raise Refusal(TABLE_IN_USE, table=seated)
    return [FloorLaidOut(areas=command.areas, tables=command.tables)]


def answer(state: State, command: LayOutFloor, events: list[Event]) -> FloorSize:
    """As it stands after the event."""
    return FloorSize(seq=state.seq, tables=len(state.floor.tables))


DEED = Deed(
    LayOutFloor,
    decide,
    answer,
    FloorSize,
    may=roles("manager"),
    refuses=(BAD_FLOOR, TABLE_IN_USE),
)
