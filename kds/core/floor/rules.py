"""What a change of the floor comes to, and all that can be wrong with it: the same for every way to change it."""

from __future__ import annotations

from kds.core.faults import Fault, Flaw, clashing, raise_any, unnamed
from kds.core.floor.events import FloorChanged
from kds.core.floor.model import FloorChange
from kds.core.settings import differing
from kds.core.state import State
from kds.core.types import Ms, Refusal, reason

BAD_FLOOR = reason("bad_floor", "invalid", "桌台设置有误：{fault_zh}", "The floor is faulty: {fault_en}")
TABLE_IN_USE = reason(
    "table_in_use",
    "conflict",
    "{table}桌还有客人，不能删除",
    "There are guests at table {table}; it cannot be removed",
)

SEATS_MOST = 99
NO_AREA = Flaw("no_area", "{it}桌所属的区域“{area}”不存在", "Table {it} is in the area “{area}”, which does not exist")
GATE_MOST_MS: Ms = 3_600_000
"""How long dishes may wait for a base at most: who forgets to serve it does not starve them."""
GATE = Flaw("base_gate", "{it}桌最多等锅底60分钟", "Dishes of table {it} wait for the base for at most 60 minutes")
SEATS = Flaw("seats", "{it}桌的座位须是1到{most}个", "Table {it} must have 1 to {most} seats")
AREA_IN_USE = Flaw(
    "area_in_use",
    "区域“{it}”里还有{count}张桌，不能删除",
    "The area “{it}” still has {count} of the tables and cannot be removed",
)


def floor_changed(state: State, change: FloorChange) -> list[FloorChanged]:
    """One event, or none where the floor is so already. Refused: bad_floor, table_in_use."""
    raise_any(BAD_FLOOR, faults(state, change))
    for table in change.gone.tables:
        if state.floor.table_sessions.count(table):
            raise Refusal(TABLE_IN_USE, table=table)
    changed = FloorChanged(
        areas=differing(change.areas, state.floor.areas, lambda each: each.area),
        tables=differing(change.tables, state.floor.tables, lambda each: each.table),
        areas_gone=tuple([each for each in change.gone.areas if each in state.floor.areas]),
        tables_gone=tuple([each for each in change.gone.tables if each in state.floor.tables]),
    )
    return [] if changed == FloorChanged() else [changed]


def faults(state: State, change: FloorChange) -> list[Fault]:
    """All that would be wrong with the floor as it is to be; what does not change is sound."""
    gone = change.gone
    found = clashing([(each.area, each.name) for each in change.areas], gone.areas)
    found += clashing([(each.table, None) for each in change.tables], gone.tables)
    found += unnamed([(each.area, each.name) for each in change.areas])
    left = (state.floor.areas.keys() | {each.area for each in change.areas}) - set(gone.areas)
    for table in change.tables:
        if table.area not in left:
            found.append(NO_AREA.of(table.table, area=table.area))
        if table.base_gate_ms is not None and not 0 <= table.base_gate_ms <= GATE_MOST_MS:
            found.append(GATE.of(table.table))
        if not 1 <= table.seats <= SEATS_MOST:
            found.append(SEATS.of(table.table, most=SEATS_MOST))
    touched = {table.table for table in change.tables} | set(gone.tables)
    for area in gone.areas:
        count = len([each for each in state.floor.tables.values() if each.area == area and each.table not in touched])
        if count:
            found.append(AREA_IN_USE.of(area, state.floor.areas[area].name, count=count))
    return found
