"""Whose order it is: the party named, the one at the table, or a new one. A table is not a party."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.floor.model import Session
from kds.core.parties import (
    ON_PARTY,
    TABLE_FITS,
    Seated,
    current,
    left_at,
    open_party,
    over_at,
    own_party,
    parties_at,
    running_at,
    seated,
    table_fits,
)
from kds.core.refusals import PARTY_ENDED, PARTY_LEFT
from kds.core.rights import GUEST_COUNT, NOT_YOUR_TABLE, may
from kds.core.state import State
from kds.core.types import Ms, Refusal, Service, Who, reason

SESSION_REQUIRED = reason(
    "session_required",
    "conflict",
    "{table}桌有几拨客人，请注明是哪一拨",
    "Several parties share table {table}; name the session",
)
ASK_THE_STAFF = SESSION_REQUIRED.reworded(
    "{table}桌有几拨客人，请叫服务员帮您下单",
    "Several parties share table {table}; please ask the staff to order for you",
)
WRONG_SERVICE = reason(
    "wrong_service",
    "conflict",
    "这拨客人的用餐方式不同，不能记在他们账上",
    "That party dines in another way; this order cannot be theirs",
)
PARTY_GONE = reason(
    "party_gone",
    "conflict",
    "这一单是{table}桌换客人之前点的。请注明给哪一拨客人，或者重新下单",
    "This order was made before the guests at table {table} changed; name the party that it is for, or order anew",
)


SEAT_FIRST = reason(
    "seat_first",
    "conflict",
    "请等服务员确认{table}桌，您点的菜会保留",
    "Please wait until the staff have seen you at table {table}; what you chose is kept",
)


NO_PLATE = reason(
    "no_plate",
    "invalid",
    "只有堂食叫号、没有桌号的客人才有桌牌号",
    "Only a party that eats here without a table has a number plate",
)


PLATE_OUT = reason(
    "plate_out",
    "conflict",
    "{plate}号桌牌已经在别的桌上了，请换一个",
    "Number plate {plate} is out already, take another",
)


class Whose(NamedTuple):
    """What an order says of whose it is. `made_at` is when its device says that it was made."""

    service: Service
    table: str | None
    session: str | None
    made_at: Ms | None
    plate: str = ""


def party_of(state: State, who: Who, order: Whose) -> Session | None:
    """The party that orders, or None for one that comes with this order. Refused: as in `REFUSES`.

    A session that is named is where the order belongs, wherever it sits now and whatever it has paid. A guest can name
    only their own, or the one that all guests of the table belong to: whether they have paid, nobody knows.
    """
    named = who.session if order.session is None else order.session
    if order.plate and (order.service != "dine_in" or order.table is not None or named is not None):
        raise Refusal(NO_PLATE)
    if named is not None:
        return _named(state, who, order, named)
    table_fits(state, order.service, order.table)
    if order.table is None:
        if order.plate in plates_out(state):
            raise Refusal(PLATE_OUT, plate=order.plate)
        return None
    running = running_at(state, order.table)
    if len(running) > 1:
        why = ASK_THE_STAFF if who.role == "guest" else SESSION_REQUIRED
        raise Refusal(why, table=order.table, sessions=_choice(who, running))
    party = running[0] if running else None
    if _is_late(state, order.table, order.made_at, party):
        last, parties = state.floor.cleared.get(order.table), parties_at(state, order.table)
        cleared_at = None if last is None else last.cleared_at
        raise Refusal(PARTY_GONE, table=order.table, cleared_at=cleared_at, sessions=_choice(who, parties))
    return party


def plates_out(state: State) -> set[str]:
    """The number plates (桌牌) of parties which have not left, and sit at no table that the house knows."""
    there = [each for each in state.floor.sessions.values() if each.state == "open" and each.table is None]
    return {each.plate for each in there if each.plate}


def home_of(state: State, named: str | None, party: Session | None) -> str:
    """The party as which an order is placed: the one that it names, also where that was merged into `party`.

    So the devices of a party that was merged go on as they were: what they sent is known by their own ids, and stands
    on bills that go with the party when it is taken apart again. "" where there is no party yet.
    """
    if named is not None and named in state.floor.sessions:
        return named
    return "" if party is None else party.session


def _named(state: State, who: Who, order: Whose, session_id: str) -> Session:
    session = open_party(state, session_id, PARTY_ENDED if who.role == "guest" else PARTY_LEFT)
    if who.role == "guest" and own_party(state, who) != session:
        raise Refusal(PARTY_GONE, table=session.table, cleared_at=None, sessions=[])
    if session.service != order.service:
        raise Refusal(WRONG_SERVICE, session=session_id)
    return session


def _is_late(state: State, table: str, made_at: Ms | None, party: Session | None) -> bool:
    """Whether an order may have been made for guests who have left, or have paid since.

    While they sat there, if it was made before the present party came; else while they had not paid.
    """
    if made_at is None:
        return False
    came_before = party is not None and party.opened_at <= made_at
    until = over_at(state, table) if came_before else left_at(state, table)
    return until is not None and made_at < until


def _choice(who: Who, parties: list[Session]) -> list[Seated]:
    """The parties to choose from. A guest is told of none: whoever sits there is somebody else."""
    if who.role == "guest":
        return []
    return seated(parties)


def at_own_table(state: State, who: Who, order: Whose) -> None:
    """A guest of one table orders there, and nothing to take away; a session that is named sits where it sits now. Who
    is known to be of a party is asked nothing here.

    Refused: not_your_table. A missing table is refused as such.
    """
    if who.role != "guest" or who.table is None or who.session is not None:
        return
    session = current(state, order.session) if order.session is not None else None
    table = order.table if session is None else session.table
    if order.service != "dine_in" or table not in (None, who.table):
        raise Refusal(NOT_YOUR_TABLE, own=who.table)


def may_be_first(state: State, who: Who, order: Whose) -> None:
    """Guests who know the code of a table open a party with their order, where the house does not want to seat them.

    Refused: seat_first.
    """
    house = state.day.house.value
    if who.role == "guest" and who.table is not None and house is not None and house.seated_first:
        raise Refusal(SEAT_FIRST, table=order.table)


def guests_after(state: State, session: Session | None, guests: int, who: Who) -> tuple[int, bool]:
    """How many guests a round makes of its party, and whether it says so or only that they are as many at least.

    0 where the number stays what it was.
    """
    if session is None:
        return guests, False
    replaces = guests > 0 and may(state, who.role, GUEST_COUNT)
    if session.guests_set or guests == session.guests or (guests < session.guests and not replaces):
        return 0, False
    return guests, replaces


REFUSES = (
    *TABLE_FITS,
    *ON_PARTY,
    PARTY_ENDED,
    PARTY_LEFT,
    SESSION_REQUIRED,
    ASK_THE_STAFF,
    WRONG_SERVICE,
    PARTY_GONE,
    SEAT_FIRST,
    NO_PLATE,
    PLATE_OUT,
    NOT_YOUR_TABLE,
)
