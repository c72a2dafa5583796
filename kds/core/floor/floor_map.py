"""The live map of the floor: how far each table is, and whether it pays, as two marks that never hide each other.

| phase          | the table                                                     |
|----------------|---------------------------------------------------------------|
| free           | nobody sits there, and nobody comes soon                      |
| reserved       | nobody sits there, and somebody comes within `HOLDS_MS`       |
| wants_seat     | nobody has been seated there, and somebody wants to order     |
| to_clean       | they have left, and it has not been cleaned                   |
| open           | they sit there, and have ordered nothing that is still wanted |
| ordering       | all that is to come is held (等叫)                            |
| base_waiting   | a soup base is to come: nothing can be cooked without it      |
| waiting        | something else that was fired is to come                      |
| served         | all that they ordered is at the table                         |

| payment | the table                                              |
|---------|--------------------------------------------------------|
| none    | neither of these                                       |
| asked   | they have asked for the bill, and not ordered since    |
| paid    | they have paid for all, and the table is not cleared   |

Of several parties at a table the one that needs somebody most gives the marks; each has its own beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from kds.core.floor.model import Area, Reservation, Session, Table
from kds.core.kitchen.model import Item
from kds.core.parties import age, due, is_settled, parties_at
from kds.core.state import State
from kds.core.types import Minor, Ms, Record

MapPhase = Literal[
    "free", "reserved", "wants_seat", "to_clean", "open", "ordering", "base_waiting", "waiting", "served"
]
MapPayment = Literal["none", "asked", "paid"]
URGENT: tuple[MapPhase, ...] = ("base_waiting", "waiting", "ordering", "open", "served")
HOLDS_MS: Ms = 2 * 3_600_000
"""So long before its guests come a table is shown as reserved."""


class OldestDish(Record, frozen=True, gc=False):
    """The dish that has been waited for longest, of those that were fired."""

    line: str
    dish: str
    fired_at: Ms


class MapParty(Record, frozen=True, gc=False):
    """A party on the map. `unserved` counts its lines that are to come, held ones among them."""

    session: str
    label: str
    number: int
    guests: int
    opened_at: Ms
    served_by: str
    phase: MapPhase
    payment: MapPayment
    asked_at: Ms | None
    unserved: int
    oldest: OldestDish | None
    due_minor: Minor


class MapTable(Record, frozen=True, gc=False):
    """A table on the map, with its parties, the oldest first; `guests` are all of them.

    `reserved_at` is when the next guests who have reserved come; `to_clean_since` is None unless it is to be cleaned.
    `seat_asked_at` is since when somebody waits there to be seated, None while nobody does.
    """

    table: str
    area: str
    seats: int
    phase: MapPhase
    payment: MapPayment
    guests: int
    opened_at: Ms | None
    served_by: str
    unserved: int
    oldest: OldestDish | None
    reserved_at: Ms | None
    reservation: str | None
    to_clean_since: Ms | None
    seat_asked_at: Ms | None
    parties: tuple[MapParty, ...]


class FloorMap(Record, frozen=True, gc=False):
    """All areas and tables by name, and the open parties that have no table, the oldest first, as of `now`."""

    seq: int
    now: Ms
    areas: tuple[Area, ...]
    tables: tuple[MapTable, ...]
    numbers: tuple[MapParty, ...]


def floor_map(state: State, now: Ms) -> FloorMap:
    """The whole floor at `now`."""
    floor = state.floor
    away = [each for each in floor.sessions.values() if each.table is None and each.state == "open"]
    return FloorMap(
        seq=state.seq,
        now=now,
        areas=tuple([floor.areas[each] for each in sorted(floor.areas)]),
        tables=tuple([_table(state, floor.tables[each], now) for each in sorted(floor.tables)]),
        numbers=tuple([map_party(state, each) for each in sorted(away, key=lambda each: age(each.session))]),
    )


def reservations(state: State) -> list[Reservation]:
    """All reservations, the next one first."""
    return sorted(state.floor.reservations.values(), key=lambda each: (each.comes_at, each.table))


def _table(state: State, table: Table, now: Ms) -> MapTable:
    parties = tuple([map_party(state, each) for each in parties_at(state, table.table)])
    coming = [state.floor.reservations[each] for each in state.floor.reserved[table.table]]
    first = min(coming, key=lambda each: each.comes_at, default=None)
    dirty = state.floor.uncleaned.get(table.table)
    ask = state.floor.seat_asks.get(table.table)
    asked_at = ask.asked_at if ask is not None and ask.waits(now) else None
    served_by = {each.served_by for each in parties}
    return MapTable(
        table=table.table,
        area=table.area,
        seats=table.seats,
        phase=_phase(parties, first, now, asked=asked_at is not None, dirty=dirty is not None),
        payment=_payment(parties),
        guests=sum([each.guests for each in parties]),
        opened_at=parties[0].opened_at if parties else None,
        served_by=served_by.pop() if len(served_by) == 1 else "",
        unserved=sum([each.unserved for each in parties]),
        oldest=min([each.oldest for each in parties if each.oldest], key=lambda each: each.fired_at, default=None),
        reserved_at=None if first is None else first.comes_at,
        reservation=None if first is None else first.reservation,
        to_clean_since=None if dirty is None else dirty.cleared_since,
        seat_asked_at=asked_at,
        parties=parties,
    )


def _phase(parties: Sequence[MapParty], first: Reservation | None, now: Ms, *, asked: bool, dirty: bool) -> MapPhase:
    if parties:
        return min([each.phase for each in parties], key=URGENT.index)
    if asked:
        return "wants_seat"
    if dirty:
        return "to_clean"
    return "reserved" if first is not None and first.comes_at - now <= HOLDS_MS else "free"


def _payment(parties: Sequence[MapParty]) -> MapPayment:
    marks = [each.payment for each in parties]
    if "asked" in marks:
        return "asked"
    return "paid" if marks and all(mark == "paid" for mark in marks) else "none"


def map_party(state: State, party: Session) -> MapParty:
    """One party as it stands."""
    ordered, left, base = _to_come(state, party.session)
    fired = [item for item in left if item.fired_at is not None]
    oldest = min(fired, key=lambda item: item.first_fired_at or 0, default=None)
    paid = is_settled(state, party.session)
    return MapParty(
        session=party.session,
        label=party.label,
        number=party.number,
        guests=party.guests,
        opened_at=party.opened_at,
        served_by=party.served_by,
        phase=_phase_of(ordered=ordered, left=bool(left), base=base, fired=bool(fired)),
        payment="paid" if paid else "none" if party.asked_at is None else "asked",
        asked_at=party.asked_at,
        unserved=len(left),
        oldest=None if oldest is None else OldestDish(oldest.line, oldest.dish, oldest.first_fired_at or 0),
        due_minor=due(state, party.session),
    )


def _phase_of(*, ordered: bool, left: bool, base: bool, fired: bool) -> MapPhase:
    if not left:
        return "served" if ordered else "open"
    if base:
        return "base_waiting"
    return "waiting" if fired else "ordering"


GONE = ("voided", "ended")


def _to_come(state: State, session: str) -> tuple[bool, list[Item], bool]:
    """Whether a party has had anything, what is still to come to it, and whether a base is among that."""
    kitchen = state.kitchen
    ordered, base = False, False
    left: list[Item] = []
    for name in kitchen.session_tickets[session]:
        ticket = kitchen.tickets[name]
        for item in _items(state, ticket.lines):
            if item.party or item.state in GONE:
                continue
            ordered = True
            if item.state != "served":
                left.append(item)
                base = base or ticket.base
    for item in _items(state, kitchen.elsewhere[session]):
        if item.state not in GONE:
            ordered = True
            if item.state != "served":
                left.append(item)
                base = base or kitchen.tickets[item.ticket].base
    return ordered, left, base


def _items(state: State, lines: Iterable[str]) -> list[Item]:
    items = state.kitchen.items
    return [items[line] for line in lines]
