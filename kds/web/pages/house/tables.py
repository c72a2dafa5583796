"""Tables at /settings/tables and areas at /settings/areas: one by one, or a run of them as in the set-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, FloorGone, Table
from kds.core.floor.rules import GATE_MOST_MS, SEATS_MOST
from kds.core.rights import FLOOR_PLAN
from kds.core.state import State
from kds.core.types import Command, Name
from kds.ops.setup.tables import tables_of
from kds.web.pages.changing import choice
from kds.web.pages.forms import Fields
from kds.web.pages.house.basics import MINUTE_MS, whole
from kds.web.pages.house.forms import NO_NAME, Done, Read, fresh, name_of, number_of
from kds.web.pages.house.lists import Chip, Entry, Group, Listed, Lists, Removal
from kds.web.pages.house.pacing import BAD_GATE

SEATED = Chip("good", Name(zh="有客人", en="guests"))
NO_AREA = Name(zh="请选择区域，或写一个新区域的名称", en="Choose an area, or write the name of a new one")
NO_TABLES = Name(zh="请写桌号，例如 A01–A24 4座", en="Write the tables, for example: A01–A24 4 seats")
NO_SEATS = Name(zh=f"座位是1到{SEATS_MOST}个", en=f"A table has 1 to {SEATS_MOST} seats")
HERE = "x"
"""What the area is called that lines are written for: its own name may hold a colon."""


class Tables(Lists):
    """The tables of the house, by their areas."""

    right = FLOOR_PLAN
    path = "/settings/tables"
    fragment = "setting/_table.html"
    addable = False
    says = Listed(
        Name(zh="桌台", en="Tables"),
        Name(
            zh="按区域列出。桌号就是桌子的名字：要改桌号，请加新的，再删旧的。",
            en="By area. A table goes by its number: to change that, add a new one and remove the old.",
        ),
        Name(zh="加桌子", en="Add tables"),
        Name(
            zh="还没有桌子。没有桌子的店只做外带。",
            en="There is no table yet. A house without tables serves takeaway only.",
        ),
    )

    def things(self, state: State) -> Mapping[str, Table]:
        """By their numbers."""
        return {each: state.floor.tables[each] for each in sorted(state.floor.tables)}

    def named(self, thing: Table) -> Name:
        """Its number."""
        return Name(zh=f"{thing.table}桌", en=f"Table {thing.table}")

    def entry(self, state: State, thing: Table) -> Entry:
        """Its seats, and whether guests are there."""
        seats = Name(zh=f"{thing.seats}座", en=f"{thing.seats} seats")
        sit = state.floor.table_sessions.count(thing.table)
        return Entry(thing.table, Name(zh=thing.table, en=thing.table), (seats,), (SEATED,) if sit else ())

    def groups(self, state: State) -> list[Group]:
        """An area each, those without tables among them."""
        by_area: dict[str, list[Entry]] = {each: [] for each in sorted(state.floor.areas)}
        for table in self.things(state).values():
            by_area.setdefault(table.area, []).append(self.entry(state, table))
        known = state.floor.areas
        return [
            Group(
                known[area].name if area in known else Name(zh=area, en=area),
                entries,
                f"/settings/areas/{quote(area, safe='')}",
            )
            for area, entries in by_area.items()
        ]

    def beside(self, state: State) -> dict[str, Any]:
        """The form that adds a run of tables stands above them."""
        return {"above": "setting_list/_tables.html", "areas": _areas(state)}

    def offered(self, state: State) -> dict[str, Any]:
        """The areas there are."""
        return {"areas": _areas(state), "seats_most": SEATS_MOST}

    def written(self, state: State, thing: Table | None) -> dict[str, Any]:
        """Its seats, its area, and how long its dishes wait for the base."""
        if thing is None:
            return {"seats": "4", "area": "", "gate": ""}
        gate = "" if thing.base_gate_ms is None else whole(thing.base_gate_ms, MINUTE_MS)
        return {"seats": str(thing.seats), "area": thing.area, "gate": gate}

    def read(self, state: State, before: Table | None, fields: Fields) -> Read:
        """The table as the form says."""
        seats, area = number_of(fields.get("seats", ""), 1, SEATS_MOST), fields.get("area", "")
        typed = fields.get("gate", "").strip()
        minutes = number_of(typed, 0, GATE_MOST_MS // MINUTE_MS)
        kept = before is not None and typed == self.written(state, before)["gate"]
        faults = [NO_SEATS] if seats is None else []
        faults += [NO_AREA] if area not in state.floor.areas else []
        faults += [BAD_GATE] if typed and minutes is None and not kept else []
        if faults or seats is None or before is None:
            return Read(None, faults or [NO_TABLES])
        gate_ms = before.base_gate_ms if kept else None if minutes is None else minutes * MINUTE_MS
        return Read(ChangeFloor(tables=(replace(before, seats=seats, area=area, base_gate_ms=gate_ms),)), [])

    def removing(self, state: State, thing: Table) -> Command:
        """It alone."""
        return ChangeFloor(gone=FloorGone(tables=(thing.table,)))

    def removal(self, state: State, thing: Table) -> Removal:
        """Guests keep it; reservations go with it."""
        if state.floor.table_sessions.count(thing.table):
            return Removal(
                kept=Name(
                    zh="这桌还有客人，等他们离店后再删", en="Guests sit there: it can be removed once they have left"
                )
            )
        kept = len(state.floor.reserved[thing.table])
        if kept:
            words = Name(zh=f"这桌的{kept}个预订会一起取消", en=f"Its {kept} reservations are dropped with it")
            return Removal(
                (words, Name(zh="请先打电话给客人，或把预订改到别的桌", en="Move them first, or tell the guests"))
            )
        return Removal((Name(zh="没有客人，也没有预订", en="No guests sit there, and it is not reserved"),))

    async def add(self, request: Request) -> Response:
        """POST /settings/tables: a run of tables, in an area that there is or in a new one."""
        token, fields = await self._sent(request)
        chosen = await choice(self._store, request, token.role, fields)
        command, faults = run_of(chosen.state, fields)
        done = Done(None, faults)
        if command is not None:
            done = await self._done(request, token, fields, command, f"{self.path}?saved=1")
        return done.answer or self._list(request, token, chosen, done.faults, fields, status=422)


def run_of(state: State, fields: Fields) -> tuple[ChangeFloor | None, list[Name]]:
    """The tables that were written, and what of it could not be understood; those that there are stay as they are."""
    name, area = fields.get("new_area", "").strip(), fields.get("area", "")
    areas: tuple[Area, ...] = ()
    if name:
        areas = (Area(fresh("area-", state, "floor", "areas", state.floor.areas), Name(zh=name, en=name)),)
        area = areas[0].area
    lines = "\n".join([f"{HERE}:{line}" for line in fields.get("tables", "").splitlines() if line.strip()])
    written = tables_of(lines, {HERE: area})
    tables = [Table(each["table"], area, each["seats"]) for _, each in written.sheets["tables"]]
    faults = [*written.faults]
    if not areas and area not in state.floor.areas:
        faults.append(NO_AREA)
    if not (tables or written.faults):
        faults.append(NO_TABLES)
    there = [each.table for each in tables if each.table in state.floor.tables]
    if there:
        zh, en = "、".join(there[:10]), ", ".join(there[:10])
        faults.append(Name(zh=f"这些桌号已经有了：{zh}", en=f"These tables are there already: {en}"))
    return (None if faults else ChangeFloor(areas=areas, tables=tuple(tables))), faults


class Areas(Lists):
    """The areas, each with a form; their list is that of the tables."""

    right = FLOOR_PLAN
    path = "/settings/areas"
    fragment = "setting/_area.html"
    says = Listed(
        Name(zh="区域", en="Areas"),
        Name(
            zh="大厅、包间、露台：服务员按区域看桌台。",
            en="The hall, the rooms, the terrace: waiters see the tables by area.",
        ),
        Name(zh="新区域", en="New area"),
        Name(zh="还没有区域。", en="There is no area yet."),
    )

    def things(self, state: State) -> Mapping[str, Area]:
        """By their ids."""
        return {each.area: each for each in _areas(state)}

    def entry(self, state: State, thing: Area) -> Entry:
        """How many tables it has."""
        count = len(_tables_in(state, thing.area))
        return Entry(thing.area, thing.name, (Name(zh=f"{count}张桌", en=f"{count} tables"),))

    def written(self, state: State, thing: Area | None) -> dict[str, Any]:
        """Its name."""
        return {"zh": "", "en": ""} if thing is None else {"zh": thing.name.zh, "en": thing.name.en}

    def read(self, state: State, before: Area | None, fields: Fields) -> Read:
        """The area as the form says."""
        name = name_of(fields)
        if name is None:
            return Read(None, [NO_NAME])
        base = before or Area(fresh("area-", state, "floor", "areas", state.floor.areas), name)
        return Read(ChangeFloor(areas=(replace(base, name=name),)), [])

    def removing(self, state: State, thing: Area) -> Command:
        """With its tables, which nobody sits at."""
        tables = tuple([each.table for each in _tables_in(state, thing.area)])
        return ChangeFloor(gone=FloorGone(areas=(thing.area,), tables=tables))

    def removal(self, state: State, thing: Area) -> Removal:
        """It takes its tables along, and stays while guests sit at one of them."""
        tables = _tables_in(state, thing.area)
        seated = [each.table for each in tables if state.floor.table_sessions.count(each.table)]
        if seated:
            zh, en = "、".join(seated[:10]), ", ".join(seated[:10])
            return Removal(kept=Name(zh=f"这些桌还有客人：{zh}", en=f"Guests sit at these tables: {en}"))
        reserved = sum([len(state.floor.reserved[each.table]) for each in tables])
        told = [Name(zh=f"{len(tables)}张桌会一起删掉", en=f"Its {len(tables)} tables go with it")]
        if reserved:
            told.append(Name(zh=f"这些桌的{reserved}个预订会取消", en=f"Their {reserved} reservations are dropped"))
        return Removal(tuple(told))


def _areas(state: State) -> list[Area]:
    return sorted(state.floor.areas.values(), key=lambda each: each.area)


def _tables_in(state: State, area: str) -> list[Table]:
    return sorted([each for each in state.floor.tables.values() if each.area == area], key=lambda each: each.table)
