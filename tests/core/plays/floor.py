"""The floor."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.answers import PartyIs
from kds.core.floor.ask_bill import AskBill
from kds.core.floor.ask_seat import AskSeat
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.change_reservation import ChangeReservation
from kds.core.floor.clean_table import CleanTable
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.decline_seat import DeclineSeat
from kds.core.floor.end_reservation import EndReservation
from kds.core.floor.hand_over import HandOver
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.model import FloorGone, Table
from kds.core.floor.move_session import MoveSession
from kds.core.floor.note_session import NoteSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.reservations import MOST as RESERVED_MOST
from kds.core.floor.reserve_table import ReserveTable
from kds.core.floor.set_guests import SetGuests
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.orders.answered import RoundIs
from kds.core.orders.place_round import PlaceRound
from kds.core.parties import running_at
from kds.core.types import Command, Refusal, Service
from tests.core.plays.play import HOUSE, MERGED, RESERVATIONS, SESSIONS, Play, Plays
from tests.house import AREAS, HOUR, MINUTE, TABLES, SmallHouse, want


def change(house: SmallHouse, subject: str, chance: Random) -> Command:
    """All tables, without the last one, or one of them larger or smaller than before, maybe in another area."""
    one = replace(chance.choice(TABLES), area=chance.choice(AREAS).area, seats=chance.randint(7, 20))
    return chance.choice(
        (
            ChangeFloor(AREAS, TABLES),
            ChangeFloor(gone=FloorGone(tables=(TABLES[3].table,))),
            ChangeFloor(tables=(one,)),
            ChangeFloor(tables=(one,)),
        )
    )


def change_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A table in no area, an area that goes away under its tables, no tables where guests sit."""
    return chance.choice(
        (
            ChangeFloor(tables=(Table("B01", "garden", 4),)),
            ChangeFloor(gone=FloorGone(areas=("hall",))),
            ChangeFloor(gone=FloorGone(tables=tuple([each.table for each in TABLES]))),
        )
    )


def open_one(house: SmallHouse, subject: str, chance: Random) -> Command:
    """At any table, whoever sits there, or to take away."""
    table = chance.choice((*[each.table for each in TABLES], None))
    if house.state.floor.reservations and chance.random() < 0.2:
        return OpenSession(reservation=chance.choice(sorted(house.state.floor.reservations)), share=True)
    service: Service = "takeaway" if table is None else "dine_in"
    return OpenSession(table, chance.randint(0, 6), service, share=chance.random() < 0.5)


def open_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Nowhere, or where it cannot be, or fewer than nobody."""
    nowhere = (OpenSession(), OpenSession("Z9"), OpenSession("A01", service="pickup"), OpenSession("A01", -1))
    return chance.choice((*nowhere, OpenSession(reservation="V99999"), OpenSession(reservation="V1")))


def set_guests(house: SmallHouse, session: str, chance: Random) -> Command:
    """As many as the staff counted."""
    return SetGuests(session, chance.randint(0, 6))


def set_guests_badly(house: SmallHouse, session: str, chance: Random) -> Command:
    """Fewer than nobody."""
    return SetGuests(session, -1)


def move(house: SmallHouse, session: str, chance: Random) -> Command:
    """To any table, that of its own among them."""
    return MoveSession(session, chance.choice([each.table for each in TABLES]))


def move_badly(house: SmallHouse, session: str, chance: Random) -> Command:
    """To no table of the house."""
    return MoveSession(session, "Z9")


def note(house: SmallHouse, session: str, chance: Random) -> Command:
    """Something to celebrate, or something they cannot eat, or nothing."""
    there = house.state.floor.sessions.get(session)
    found = [NoteSession(session, *each) for each in (("birthday", ""), ("", "peanuts"), ("", ""))]
    noted = None if there is None else (there.note, there.allergies)
    return chance.choice([each for each in found if (each.note, each.allergies) != noted])


def clean(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A table that is to be cleaned, where there is one: now and then the house begins to want to be told."""
    if not house.state.floor.uncleaned:
        house.attempt(ChangeHouse(tables_are_cleaned=True))
        party = house.attempt(OpenSession(chance.choice(TABLES).table))
        if not isinstance(party, Refusal) and isinstance(party.answer, PartyIs):
            house.attempt(ClearSession(party.answer.session))
    return CleanTable(chance.choice(sorted(house.state.floor.uncleaned) or ["A01"]))


def clear_what_waits_for_the_scale(house: SmallHouse, session: str, chance: Random) -> Command:
    """Somebody who owes nothing yet, for nobody knows what their fish weighs."""
    ordered = house.attempt(PlaceRound("waiter", (want("fish", 500),), "takeaway"))
    if isinstance(ordered, Refusal) or not isinstance(ordered.answer, RoundIs):
        return ClearSession(session)
    return ClearSession(ordered.answer.session)


def ask_seat(house: SmallHouse, subject: str, chance: Random) -> AskSeat:
    """Guests at a table that nobody has opened, at once or once more: the house begins to seat them first."""
    house.attempt(ChangeHouse(seated_first=True))
    house.wait(chance.choice((0, 2 * MINUTE)))
    asks, free = house.state.floor.seat_asks, _unopened(house)
    heard = [each for each in free if each not in asks or not asks[each].was_declined(house.now)]
    return AskSeat(chance.choice(heard or free or ["A01"]))


def _unopened(house: SmallHouse) -> list[str]:
    return [each for each in sorted(house.state.floor.tables) if not running_at(house.state, each)]


def ask_seat_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """At no table of the house, or in one that does not seat its guests; where somebody sits, or nobody was found."""
    house.attempt(ChangeHouse(seated_first=chance.random() < 0.7))
    if chance.random() < 0.4:
        ask = ask_seat(house, subject, chance)
        house.attempt(ask)
        house.attempt(DeclineSeat(ask.table))
        return ask
    return AskSeat(chance.choice(("Z9", *sorted(house.state.floor.tables))))


def decline_seat(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Where somebody asks; where nobody does, somebody does then."""
    asks = house.state.floor.seat_asks.values()
    if not [each for each in asks if each.declined_at is None]:
        house.attempt(ask_seat(house, subject, chance))
    waiting = sorted([each.table for each in house.state.floor.seat_asks.values() if each.declined_at is None])
    return DeclineSeat(chance.choice(waiting or ["A01"]))


def reserve(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Any table, for this evening or another."""
    return ReserveTable(chance.choice(TABLES).table, house.now + chance.randint(0, 40) * HOUR, chance.randint(0, 6))


def reserve_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """No table of the house, or for yesterday, or when it is reserved, or far too often."""
    if chance.random() < 0.2:
        for number in range(RESERVED_MOST):
            house.attempt(ReserveTable("A03", house.now + (100 + 2 * number) * HOUR))
        return ReserveTable("A03", house.now + 50 * HOUR)
    known = sorted([each.comes_at for each in house.state.floor.reservations.values() if each.table == "A02"])
    return chance.choice(
        (
            ReserveTable("Z9", house.now),
            ReserveTable("A01", house.now - 24 * HOUR),
            ReserveTable("A02", known[0] if known else house.now, 1),
        )
    )


def change_reservation(house: SmallHouse, reservation: str, chance: Random) -> Command:
    """At another time, most often at another table."""
    at = house.now + chance.randint(0, 40) * HOUR
    return ChangeReservation(reservation, chance.choice(TABLES).table, at, chance.randint(0, 6))


def change_reservation_badly(house: SmallHouse, reservation: str, chance: Random) -> Command:
    """To a table that has far too many, or none of the house, or for yesterday, or when it is reserved."""
    kept = sorted(house.state.floor.reservations.values(), key=lambda each: each.reservation)
    others = [each for each in kept if each.reservation != reservation]
    if others and chance.random() < 0.4:
        other = chance.choice(others)
        return ChangeReservation(reservation, other.table, other.comes_at)
    bad = reserve_badly(house, "", chance)
    assert isinstance(bad, ReserveTable)
    return ChangeReservation(reservation, bad.table, bad.comes_at, bad.guests)


def end_reservation(house: SmallHouse, reservation: str, chance: Random) -> Command:
    """They will not come, or did not."""
    return EndReservation(reservation, chance.choice(("cancelled", "no_show")))


def ask_bill(house: SmallHouse, session: str, chance: Random) -> Command:
    """They want to pay."""
    return AskBill(session)


def merge(house: SmallHouse, session: str, chance: Random) -> Command:
    """With any other that dines in the same way, if there is one."""
    sessions = house.state.floor.sessions
    there = sessions.get(session)
    like = [each for each in SESSIONS.ids(house.state) if there is None or sessions[each].service == there.service]
    others = [each for each in like if each != session] or [session]
    return MergeSession(session, chance.choice(others))


def merge_badly(house: SmallHouse, session: str, chance: Random) -> Command:
    """With itself, or with whoever is there."""
    return MergeSession(session, chance.choice([session, *SESSIONS.ids(house.state)]))


def unmerge(house: SmallHouse, session: str, chance: Random) -> Command:
    """To where it came from, or to any table."""
    there = house.state.floor.sessions.get(session)
    tables = (None,) if there is None or there.table is None else (None, *[each.table for each in TABLES])
    return UnmergeSession(session, chance.choice(tables))


def unmerge_badly(house: SmallHouse, session: str, chance: Random) -> Command:
    """To no table of the house; or of one that is by itself."""
    alone = UnmergeSession(chance.choice(SESSIONS.ids(house.state) or [session]))
    return chance.choice((UnmergeSession(session, "Z9"), UnmergeSession(session, "A01"), alone))


def hand_over(house: SmallHouse, session: str, chance: Random) -> Command:
    """A party, maybe with others, to one of the staff or to nobody."""
    others = chance.sample(SESSIONS.ids(house.state), min(2, len(house.state.floor.sessions)))
    there = house.state.floor.sessions.get(session)
    staff = chance.choice([each for each in ("mei", "lin", "") if there is None or each != there.served_by])
    return HandOver((session, *others) if chance.random() < 0.3 else (session,), staff)


def hand_over_nothing(house: SmallHouse, session: str, chance: Random) -> Command:
    """No party at all."""
    return HandOver((), "mei")


PLAYS: Plays = {
    OpenSession: Play(HOUSE, open_one, odd=open_badly, often=2),
    SetGuests: Play(SESSIONS, set_guests, odd=set_guests_badly, often=2),
    MoveSession: Play(SESSIONS, move, odd=move_badly, often=2),
    AskBill: Play(SESSIONS, ask_bill, often=2),
    CleanTable: Play(HOUSE, clean, odd=lambda house, subject, chance: CleanTable("Z9"), often=1),
    AskSeat: Play(HOUSE, ask_seat, odd=ask_seat_badly, often=1),
    DeclineSeat: Play(HOUSE, decline_seat, odd=lambda house, subject, chance: DeclineSeat("Z9"), often=1),
    ReserveTable: Play(HOUSE, reserve, odd=reserve_badly, often=1),
    ChangeReservation: Play(RESERVATIONS, change_reservation, odd=change_reservation_badly, often=1),
    EndReservation: Play(RESERVATIONS, end_reservation, often=1),
    NoteSession: Play(SESSIONS, note, often=2),
    MergeSession: Play(SESSIONS, merge, odd=merge_badly, often=2),
    UnmergeSession: Play(MERGED, unmerge, odd=unmerge_badly, often=2),
    HandOver: Play(SESSIONS, hand_over, odd=hand_over_nothing, often=1),
    ChangeFloor: Play(HOUSE, change, odd=change_badly, often=1),
    ClearSession: Play(
        SESSIONS, lambda house, session, chance: ClearSession(session), odd=clear_what_waits_for_the_scale, ends=True
    ),
}
