"""Change the floor: a table, an area, or all of them, in one deed that is done whole or not at all."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.faults import Fault, Flaw, clashing, raise_any, unnamed
from kds.core.floor.events import FloorChanged
from kds.core.floor.model import Area, Table
from kds.core.rights import FLOOR_PLAN
from kds.core.settings import differing
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Record, Refusal, reason

BAD_FLOOR = reason("bad_floor", "invalid", "桌台设置有误：{fault_zh}", "The floor is faulty: {fault_en}")
TABLE_IN_USE = reason(
    "table_in_use",
    "conflict",
    "{table}桌还有客人，不能删除",
    "There are guests at table {table}; it cannot be removed",
)

SEATS_MOST = 99
NO_AREA = Flaw("no_area", "{it}桌所属的区域“{area}”不存在", "Table {it} is in the area “{area}”, which does not exist")
SEATS = Flaw("seats", "{it}桌的座位须是1到{most}个", "Table {it} must have 1 to {most} seats")
AREA_IN_USE = Flaw(
    "area_in_use",
    "区域“{it}”里还有{count}张桌，不能删除",
    "The area “{it}” still has {count} of the tables and cannot be removed",
)


class FloorGone(Record, frozen=True, gc=False):
    """What the floor has no more, by id; what it has not is gone already."""

    areas: tuple[Id, ...] = ()
    tables: tuple[Id, ...] = ()


class ChangeFloor(Command, frozen=True, gc=False):
    """Areas and tables as they are to be, each whole, and those that go; all others stay as they are."""

    areas: tuple[Area, ...] = ()
    tables: tuple[Table, ...] = ()
    gone: FloorGone = FloorGone()


class FloorSize(Answer, frozen=True, gc=False):
    """How many tables the floor has."""

    seq: int
    tables: int


def decide(state: State, command: ChangeFloor, context: Context) -> list[Event]:
    """One event, or none where the floor is so already."""
    raise_any(BAD_FLOOR, faults(state, command))
    for table in command.gone.tables:
        if state.floor.table_sessions.count(table):
            raise Refusal(TABLE_IN_USE, table=table)
    changed = FloorChanged(
        areas=differing(command.areas, state.floor.areas, lambda each: each.area),
        tables=differing(command.tables, state.floor.tables, lambda each: each.table),
        areas_gone=tuple([each for each in command.gone.areas if each in state.floor.areas]),
        tables_gone=tuple([each for each in command.gone.tables if each in state.floor.tables]),
    )
    return [] if changed == FloorChanged() else [changed]


def faults(state: State, command: ChangeFloor) -> list[Fault]:
    """All that would be wrong with the floor as it is to be; what does not change is sound."""
    gone = command.gone
    found = clashing([(each.area, each.name) for each in command.areas], gone.areas)
    found += clashing([(each.table, None) for each in command.tables], gone.tables)
    found += unnamed([(each.area, each.name) for each in command.areas])
    left = (state.floor.areas.keys() | {each.area for each in command.areas}) - set(gone.areas)
    for table in command.tables:
        if table.area not in left:
            found.append(NO_AREA.of(table.table, area=table.area))
        if not 1 <= table.seats <= SEATS_MOST:
            found.append(SEATS.of(table.table, most=SEATS_MOST))
    touched = {table.table for table in command.tables} | set(gone.tables)
    for area in gone.areas:
        count = len([each for each in state.floor.tables.values() if each.area == area and each.table not in touched])
        if count:
            found.append(AREA_IN_USE.of(area, state.floor.areas[area].name, count=count))
    return found


def answer(state: State, command: ChangeFloor, events: list[Event]) -> FloorSize:
    """As it stands after the event."""
    return FloorSize(seq=state.seq, tables=len(state.floor.tables))


DEED = Deed(ChangeFloor, decide, answer, FloorSize, right=FLOOR_PLAN, refuses=(BAD_FLOOR, TABLE_IN_USE))
