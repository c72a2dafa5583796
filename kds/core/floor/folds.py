"""What the floor's events, and those of others that concern it, make of the state."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.day.events import DayClosed
from kds.core.floor.events import (
    BillAsked,
    FloorChanged,
    FloorLaidOut,
    GuestsSet,
    PartiesTied,
    ReservationChanged,
    ReservationEnded,
    SeatAsked,
    SeatDeclined,
    SessionCleared,
    SessionMerged,
    SessionMoved,
    SessionNoted,
    SessionOpened,
    SessionServedBy,
    SessionShared,
    SessionUnmerged,
    TableCleaned,
    TableReserved,
)
from kds.core.floor.model import BETWEEN, LastClear, Reservation, SeatAsk, Session, Uncleaned
from kds.core.journal import ONLY
from kds.core.orders.events import RoundPlaced
from kds.core.parties import age, settled_at
from kds.core.state import State
from kds.core.types import Ms, Stamp


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
    _clean(state, table)
    _asks_no_more(state, table)
    for reservation in sorted(state.floor.reserved[table]):
        _let_go(state, reservation)


def _clean(state: State, table: str) -> None:
    if table in state.floor.uncleaned:
        del state.floor.uncleaned[table]


def _asks_no_more(state: State, table: str) -> None:
    if table in state.floor.seat_asks:
        del state.floor.seat_asks[table]


def _let_go(state: State, reservation: str) -> None:
    state.floor.reserved.discard(state.floor.reservations[reservation].table, reservation)
    del state.floor.reservations[reservation]


def fold_session_opened(state: State, event: SessionOpened, stamp: Stamp) -> None:
    """One more party, counted within the business day."""
    state.floor.sessions[event.session] = Session(
        session=event.session,
        service=event.service,
        table=event.table,
        number=event.number,
        guests=event.guests,
        opened_at=stamp.at,
        share=event.share,
        served_by=event.served_by,
        plate=event.plate,
    )
    state.floor.numbers.add(event.number, event.session)
    if event.table is not None:
        state.floor.table_sessions.add(event.table, event.session)
        _clean(state, event.table)
        _asks_no_more(state, event.table)
    day = state.day.current.value
    if day is not None:
        state.day.current[ONLY] = replace(day, sessions=event.number)


def fold_session_merged(state: State, event: SessionMerged, stamp: Stamp) -> None:
    """It leaves its table; those that were merged into it before are merged into the other one, each for itself."""
    floor = state.floor
    one, into = floor.sessions[event.session], floor.sessions[event.into]
    for each in (*sorted(floor.merged[one.session]), one.session):
        floor.sessions[each] = replace(floor.sessions[each], into=into.session)
        floor.merged.discard(one.session, each)
        floor.merged.add(into.session, each)
    if one.table is not None:
        floor.table_sessions.discard(one.table, one.session)
        if one.table != into.table:
            floor.cleared[one.table] = _gone_elsewhere(state, one.table, one, stamp.at)
    rounds = max(one.rounds, into.rounds)
    floor.sessions[into.session] = replace(
        into,
        guests=into.guests + one.guests,
        rounds=rounds,
        note=_both(into.note, one.note),
        allergies=_both(into.allergies, one.allergies),
    )


def _both(ours: str, theirs: str) -> str:
    """What is to be known of one party, and of one that was merged into it: nothing of it twice."""
    return BETWEEN.join([each for each in dict.fromkeys([*ours.split(BETWEEN), *theirs.split(BETWEEN)]) if each])


def fold_session_unmerged(state: State, event: SessionUnmerged, stamp: Stamp) -> None:
    """It sits at its table again, as many as it was."""
    floor = state.floor
    one, out_of = floor.sessions[event.session], floor.sessions[event.out_of]
    rounds = max(one.rounds, out_of.rounds)
    floor.sessions[one.session] = replace(one, into=None, table=event.table, share=event.share, rounds=rounds)
    floor.merged.discard(out_of.session, one.session)
    if event.table is not None:
        floor.table_sessions.add(event.table, one.session)
        _clean(state, event.table)
        _asks_no_more(state, event.table)
    floor.sessions[out_of.session] = replace(out_of, guests=max(0, out_of.guests - one.guests))


def fold_parties_tied(state: State, event: PartiesTied, stamp: Stamp) -> None:
    """Nothing: it is for those who read the past."""


def fold_session_shared(state: State, event: SessionShared, stamp: Stamp) -> None:
    """It is called by its table and this number."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, share=event.share)


def fold_session_noted(state: State, event: SessionNoted, stamp: Stamp) -> None:
    """Every later round inherits it."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, note=event.note, allergies=event.allergies)


def fold_bill_asked(state: State, event: BillAsked, stamp: Stamp) -> None:
    """Until it orders again."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, asked_at=stamp.at)


def fold_table_cleaned(state: State, event: TableCleaned, stamp: Stamp) -> None:
    """It is free."""
    _clean(state, event.table)


def fold_seat_asked(state: State, event: SeatAsked, stamp: Stamp) -> None:
    """They wait since they asked first."""
    before = state.floor.seat_asks.get(event.table)
    asked_at = before.asked_at if event.again and before is not None else stamp.at
    state.floor.seat_asks[event.table] = SeatAsk(table=event.table, asked_at=asked_at, last_asked_at=stamp.at)


def fold_seat_declined(state: State, event: SeatDeclined, stamp: Stamp) -> None:
    """Nobody goes there; who asked is to hear of it."""
    ask = state.floor.seat_asks[event.table]
    state.floor.seat_asks[event.table] = replace(ask, declined_at=stamp.at)


def fold_table_reserved(state: State, event: TableReserved, stamp: Stamp) -> None:
    """One more of its reservations."""
    state.floor.reservations[event.reservation] = Reservation(
        reservation=event.reservation, table=event.table, comes_at=event.comes_at, guests=event.guests
    )
    state.floor.reserved.add(event.table, event.reservation)


def fold_reservation_changed(state: State, event: ReservationChanged, stamp: Stamp) -> None:
    """It is one of the other table's, if it is another."""
    _let_go(state, event.reservation)
    state.floor.reservations[event.reservation] = Reservation(
        reservation=event.reservation, table=event.table, comes_at=event.comes_at, guests=event.guests
    )
    state.floor.reserved.add(event.table, event.reservation)


def fold_reservation_ended(state: State, event: ReservationEnded, stamp: Stamp) -> None:
    """What became of it the ledger keeps."""
    _let_go(state, event.reservation)


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """A reservation of the day that nobody said a word of has lapsed; nobody waits to be seated any more."""
    for table in sorted(state.floor.seat_asks):
        _asks_no_more(state, table)
    for reservation in sorted(state.floor.reservations):
        if state.floor.reservations[reservation].comes_at < stamp.at:
            _let_go(state, reservation)


def fold_session_served_by(state: State, event: SessionServedBy, stamp: Stamp) -> None:
    """Whose it is on the floor."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, served_by=event.staff)


def fold_session_cleared(state: State, event: SessionCleared, stamp: Stamp) -> None:
    """The table is free for the next party."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, cleared_at=stamp.at)
    if session.table is not None:
        state.floor.table_sessions.discard(session.table, session.session)
        state.floor.cleared[session.table] = _last_clear(state, session, session.table, stamp.at)
        house = state.day.house.value
        if house is not None and house.tables_are_cleaned and not state.floor.table_sessions.count(session.table):
            state.floor.uncleaned[session.table] = Uncleaned(table=session.table, cleared_since=stamp.at)


def _last_clear(state: State, session: Session, table: str, at: Ms) -> LastClear:
    """A party whose table is cleared was over when it had paid; one that never paid is so now."""
    over_at = settled_at(state, session.session) or at
    before, born = state.floor.cleared.get(table), age(session.session)
    if before is None:
        return LastClear(cleared_at=at, over_at=over_at, born=born, left=born, left_at=over_at)
    left, left_at = (born, over_at) if over_at >= before.left_at else (before.left, before.left_at)
    return LastClear(at, max(over_at, before.over_at), max(born, before.born), left, left_at)


def _gone_elsewhere(state: State, table: str, session: Session, at: Ms) -> LastClear:
    """A party that has come to a table, or has gone from it, is not over; who was there before may be another's.

    Whoever sits there next is others, unless somebody has stayed.
    """
    before = state.floor.cleared.get(table) or LastClear(cleared_at=at, over_at=at)
    now, born = replace(before, cleared_at=at, over_at=at), age(session.session)
    if not state.floor.table_sessions.count(table):
        now = replace(now, left=born, left_at=at)
    return replace(now, born=max(born, before.born))


def fold_session_moved(state: State, event: SessionMoved, stamp: Stamp) -> None:
    """The party goes to the other table; what was ordered by either table before is for whoever sat there then."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, table=event.table, share=event.share)
    state.floor.table_sessions.discard(event.from_table, event.session)
    state.floor.table_sessions.add(event.table, event.session)
    _clean(state, event.table)
    _asks_no_more(state, event.table)
    for table in (event.from_table, event.table):
        if table:
            state.floor.cleared[table] = _gone_elsewhere(state, table, session, stamp.at)


def fold_guests_set(state: State, event: GuestsSet, stamp: Stamp) -> None:
    """So many they are, whatever orders said or will say."""
    session = state.floor.sessions[event.session]
    state.floor.sessions[event.session] = replace(session, guests=event.guests, guests_set=True)


def fold_round_placed(state: State, event: RoundPlaced, stamp: Stamp) -> None:
    """A party counts its rounds; a round may say that it has grown, one of the staff also that it has shrunk."""
    session = state.floor.sessions[event.session]
    guests = event.guests if event.replaces_guests else max(session.guests, event.guests)
    state.floor.sessions[session.session] = replace(session, rounds=event.round.round_no, guests=guests, asked_at=None)
