"""The devices and tables of a house as the network page lists them: who is there, how they are heard, what is weak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kds.core.floor.model import Area
from kds.core.state import State
from kds.core.types import Ms
from kds.feed.bars import KnownBars
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.measures import Measure, Measures
from kds.storage.tokens import Token, is_for_guests, wall_ms
from kds.web.contacts import Contact, Contacts, Kind, bar_of, phones_of
from kds.web.pages.paired_devices import LIVE_MS
from kds.web.pages.people import viewer_of
from kds.web.spans import Figures, Grade

GRADES: tuple[Grade, ...] = ("weak", "fair", "good", "none")
"""What has to be looked at comes first."""


class DeviceRow(NamedTuple):
    """A device. `silent_ms` is how long ago it was heard, None for never; `table` where it stands, "" for nowhere."""

    name: str
    kind: Kind
    table: str
    here: bool
    silent_ms: Ms | None
    figures: Figures
    bars: tuple[str, ...] = ()


class TableRow(NamedTuple):
    """A table: what was heard there in the last hours, how many phones are there, and what was measured."""

    table: str
    figures: Figures
    phones: int
    measure: Measure | None
    grade: Grade


class AreaRow(NamedTuple):
    """The tables of an area."""

    area: Area
    tables: list[TableRow]


def device_rows(store: Store, tokens: Tokens, people: People, bars: KnownBars, contacts: Contacts) -> list[DeviceRow]:
    """What is paired, and what else is or was there: what does not fare well first."""
    known, sockets, now, wall = contacts.devices(), contacts.sockets(), contacts.now(), wall_ms()
    paired = tokens.devices()
    rows = []
    for token in paired:
        found, seen = known.pop(token.id, None), None if token.seen_at is None else max(0, wall - token.seen_at)
        rows.append(_row(token.name, token, found, sockets[token.id], seen, now))
    names = {token.id: token.name for token in paired}
    names_of_bars: dict[str, list[str]] = {}
    for bar in bars.all():
        names_of_bars.setdefault(bar_of(bar.token), []).append(bar.bar)
    for name, contact in known.items():
        whose = contact.token
        if whose is None or not tokens.lives(whose):
            continue
        called = names.get(whose.id) or viewer_of(people, whose).name
        row = _row(called, whose, contact, sockets[name], None, now)
        rows.append(row._replace(bars=tuple(names_of_bars.get(name, ()))))
    return sorted(rows, key=lambda row: (GRADES.index(row.figures.grade), row.kind, row.name))


def _row(name: str, token: Token, contact: Contact | None, sockets: int, seen_ms: Ms | None, now: Ms) -> DeviceRow:
    heard = [each for each in (seen_ms, None if contact is None else now - contact.heard_at) if each is not None]
    silent_ms = min(heard, default=None)
    kind = _kind_of(token) if contact is None else contact.kind
    here = sockets > 0 or (silent_ms is not None and silent_ms <= LIVE_MS)
    figures = Figures() if contact is None else contact.minutes.figures(now)
    return DeviceRow(name, kind, (token.table or "") if is_for_guests(token) else "", here, silent_ms, figures)


def _kind_of(token: Token) -> Kind:
    """What a paired device is for that has opened no socket yet."""
    if is_for_guests(token):
        return "kiosk" if token.channel == "kiosk" else "tablet"
    return "handheld" if token.screen is None else "wall"


def table_rows(state: State, contacts: Contacts, measures: Measures) -> list[AreaRow]:
    """All tables by area."""
    sockets = contacts.sockets()
    found: dict[str, list[TableRow]] = {}
    for each in sorted(state.floor.tables.values(), key=lambda each: each.table):
        figures, measure = contacts.table(each.table), measures.of(each.table)
        grade = _worse(figures.grade, "none" if measure is None else figures_in(measure).grade)
        row = TableRow(each.table, figures, sockets[phones_of(each.table)], measure, grade)
        found.setdefault(each.area, []).append(row)
    return [AreaRow(state.floor.areas[area], found[area]) for area in sorted(found)]


def figures_in(measure: Measure) -> Figures:
    """What was measured."""
    return Figures(measure.trips, measure.median_ms, measure.worst_ms, measure.missed)


def _worse(one: Grade, other: Grade) -> Grade:
    return min(one, other, key=GRADES.index)


def of_grade(areas: Iterable[AreaRow], grade: Grade) -> list[TableRow]:
    """The tables where it is so."""
    return [table for area in areas for table in area.tables if table.grade == grade]


def counted(rows: Iterable[DeviceRow]) -> Mapping[str, int]:
    """How many devices there are, and how many of them are there."""
    found = list(rows)
    return {"all": len(found), "here": sum(row.here for row in found)}
