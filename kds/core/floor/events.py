"""What happens on the floor, and what it makes of the state."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.floor.model import Area, LastClear, Session, Table
from kds.core.journal import ONLY
from kds.core.orders.events import RoundPlaced
from kds.core.parties import settled_at
from kds.core.state import State
from kds.core.types import Event, Ms, Service, Stamp


class FloorLaidOut(Event, frozen=True, gc=False):
    """The areas and tables of the house, all of them. Now it is `FloorChanged`."""

    areas: tuple[Area, ...]
    tables: tuple[Table, ...]


class FloorChanged(Event, frozen=True, gc=False):
    """These areas and tables are new or other than before, those are gone."""

    areas: tuple[Area, ...] = ()
    tables: tuple[Table, ...] = ()
    areas_gone: tuple[str, ...] = ()
    tables_gone: tuple[str, ...] = ()


class SessionOpened(Event, frozen=True, gc=False):
    """A party was seated, or began a takeaway (开台)."""

    session: str
    service: Service
    number: int
    table: str | None = None
    guests: int = 0


class SessionCleared(Event, frozen=True, gc=False):
    """A party has left; what its phones still hold no longer counts."""

    session: str


class SessionMoved(Event, frozen=True, gc=False):
    """A party sits at another table now (转台)."""

    session: str
    table: str
    from_table: str


class GuestsSet(Event, frozen=True, gc=False):
    """The staff said how many guests a party has."""

    session: str
    guests: int


def fold_floor_laid_out(state: State, event: FloorLaidOut, stamp: Stamp) -> None:
    """The new floor replaces the old; parties keep their sessions."""
    areas = {area.area: area for area in event.areas}
    tables = {table.table: table for table in event.tables}
    for gone in sorted(state.floor.areas.keys() - areas.keys()):
        del state.floor.areas[gone]
    for gone in sorted(state.floor.tables.keys() - tables.keys()):
        _take_out(state, gone)
    for area_key, area in areas.items():
        state.floor.areas[area_key] = area
    for table_key, table in tables.items():
        state.floor.tables[table_key] = table


def fold_floor_changed(state: State, event: FloorChanged, stamp: Stamp) -> None:
    """What changed; all else stays."""
    for gone in event.areas_gone:
        del state.floor.areas[gone]
    for gone in event.tables_gone:
        _take_out(state, gone)
    for area in event.areas:
        state.floor.areas[area.area] = area
    for table in event.tables:
        state.floor.tables[table.table] = table


def _take_out(state: State, table: str) -> None:
    del state.floor.tables[table]
    if table in state.floor.cleared:
        del state.floor.cleared[table]


def fold_session_opened(state: State, event: SessionOpened, stamp: Stamp) -> None:
    """One more party, counted within the business day."""
    state.floor.sessions[event.session] = Session(
        session=event.session,
        service=event.service,
        table=event.table,
        number=event.number,
        guests=event.guests,
        opened_at=stamp.at,
    )
    if event.table is not None:
        state.floor.table_sessions.add(event.table, event.session)
    day = state.day.current.value
    if day is not None:
        state.day.current[ONLY] = replace(day, sessions=event.number)


def fold_session_cleared(state: State, event: SessionCleared, stamp: Stamp) -> None:
    """The table is free for the next party."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, cleared_at=stamp.at)
    if session.table is not None:
        state.floor.table_sessions.discard(session.table, session.session)
        state.floor.cleared[session.table] = _last_clear(state, session, session.table, stamp.at)


def _last_clear(state: State, session: Session, table: str, at: Ms) -> LastClear:
    """A party whose table is cleared was over when it had paid; one that never paid is so now."""
    over_at = settled_at(state, session.session) or at
    before = state.floor.cleared.get(table)
    return LastClear(cleared_at=at, over_at=over_at if before is None else max(over_at, before.over_at))


def fold_session_moved(state: State, event: SessionMoved, stamp: Stamp) -> None:
    """The party goes to the other table; what was ordered by either table before is for whoever sat there then."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, table=event.table)
    state.floor.table_sessions.discard(event.from_table, event.session)
    state.floor.table_sessions.add(event.table, event.session)
    for table in (event.from_table, event.table):
        state.floor.cleared[table] = LastClear(cleared_at=stamp.at, over_at=stamp.at)


def fold_guests_set(state: State, event: GuestsSet, stamp: Stamp) -> None:
    """So many they are, whatever orders said or will say."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, guests=event.guests, guests_set=True)


def fold_round_placed(state: State, event: RoundPlaced, stamp: Stamp) -> None:
    """A party counts its rounds; a round may say that it has grown, one of the staff also that it has shrunk."""
    session = state.floor.sessions[event.round.session]
    guests = event.guests if event.replaces_guests else max(session.guests, event.guests)
    state.floor.sessions[session.session] = replace(session, rounds=event.round.round_no, guests=guests)
