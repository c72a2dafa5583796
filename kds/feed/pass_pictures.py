"""What stands at the pass (传菜口), party by party, as those who send it out and those who carry it see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from kds.core.floor.model import Session
from kds.core.kitchen.model import COOKING, OPEN, Item
from kds.core.parties import age, is_unserved, items_of
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.feed.pictures import LinePicture, line_picture, station_name

Urgency = Literal["front", "rushed", "waiting", "held"]
URGENCY: tuple[Urgency, ...] = ("front", "rushed", "waiting", "held")
"""Which cards go first: tables that were put to the front, that asked, all others, those that wait for a call."""
TIER = 10**14
"""More milliseconds than any moment has: what sorts cards of one urgency behind those of another."""
SERVED_MOST = 8
"""Served lines that a card names, the last ones; of the others it says how many there are."""


class PassLine(NamedTuple):
    """A line with the ticket it stands on and the station that makes it; `slips`: what slips that mean it have as their
    code, which is that ticket, those of its steps before, and, where a slip is of one dish, the line.

    `missing` (缺菜): it is being made, and dishes that come with it stand at the pass already and nobody carries them;
    of one course all come together, and without a course those of one round. `ready_at`: since when it stands at the
    pass; `carried_at`: since when somebody carries it.
    """

    drawn: LinePicture
    ticket: str
    slips: str
    station: Name
    missing: bool
    ready_at: Ms | None
    carried_at: Ms | None


class PassCourse(NamedTuple):
    """What comes together: `number` 0 is for what belongs to no course. `held`: ticket by ticket what can be fired;
    `fresh`: of a course that was fired and of which nobody has begun anything, what can be held again.
    """

    number: int
    lines: list[PassLine]
    held: list[tuple[str, list[str]]]
    fresh: list[tuple[str, list[str]]]


class PassPicture(NamedTuple):
    """A party and what it has not on its table yet, course by course.

    `ready` are the lines at the pass, those of them that nobody carries are `to_hand`; `cooking` ticket by ticket what
    is made. `complete`: all that was fired is done. `served` are the last ones that came to the table, the newest
    first, and `served_more` how many there are besides. `order` is where the card stands.
    """

    party: Session
    urgency: Urgency
    courses: list[PassCourse]
    ready: list[str]
    to_hand: list[str]
    cooking: list[tuple[str, list[str]]]
    missing: int
    held: int
    complete: bool
    served: list[PassLine]
    served_more: int
    since: Ms
    order: int


class CarryPicture(NamedTuple):
    """A party and what is to be carried to it now, what is on its way first, then the oldest."""

    party: Session
    area: Name | None
    lines: list[PassLine]
    to_hand: list[str]
    carried: list[str]
    order: int


def pass_picture(state: State, party: Session) -> PassPicture | None:
    """The picture of a party; None while nothing is left to come to it."""
    items = sorted(items_of(state, party.session), key=lambda item: age(item.line))
    left = [item for item in items if is_unserved(item)]
    if not left:
        return None
    courses = _courses(state, items)
    done = [item for item in left if item.state == "done"]
    cooking = [item for item in left if item.state in COOKING]
    served = sorted(
        [item for item in items if item.state == "served"], key=lambda item: item.served_at or 0, reverse=True
    )
    urgency, since = _urgency(state, left)
    return PassPicture(
        party=party,
        urgency=urgency,
        courses=courses,
        ready=[item.line for item in done],
        to_hand=[item.line for item in done if item.handed_at is None],
        cooking=_by_ticket(cooking),
        missing=sum([line.missing for course in courses for line in course.lines]),
        held=len(left) - len(done) - len(cooking),
        complete=bool(done) and not cooking,
        served=[_line(state, item) for item in served[:SERVED_MOST]],
        served_more=max(0, len(served) - SERVED_MOST),
        since=since,
        order=URGENCY.index(urgency) * TIER + since,
    )


def carry_picture(state: State, party: Session) -> CarryPicture | None:
    """The picture of a party for who carries; None while nothing of it stands at the pass."""
    items = [item for item in items_of(state, party.session) if item.state == "done"]
    if not items:
        return None
    ready = sorted(
        items, key=lambda item: (item.handed_at is None, item.handed_at or item.done_at or 0, age(item.line))
    )
    table = None if party.table is None else state.floor.tables.get(party.table)
    area = None if table is None else state.floor.areas.get(table.area)
    carried = [item.line for item in ready if item.handed_at is not None]
    oldest = min([item.handed_at or item.done_at or 0 for item in ready])
    return CarryPicture(
        party=party,
        area=None if area is None else area.name,
        lines=[_line(state, item) for item in ready],
        to_hand=[item.line for item in ready if item.handed_at is None],
        carried=carried,
        order=oldest if carried else TIER + oldest,
    )


def _urgency(state: State, left: Collection[Item]) -> tuple[Urgency, Ms]:
    """How urgent a card is, and since when."""
    fronts = [
        at for item in left if item.state in OPEN and (at := state.kitchen.tickets[item.ticket].front_at) is not None
    ]
    if fronts:
        return "front", min(fronts)
    rushes = [item.rushed_at for item in left if item.rushed_at is not None]
    if rushes:
        return "rushed", min(rushes)
    fired = [item.first_fired_at or item.submitted_at for item in left if item.state != "held"]
    if fired:
        return "waiting", min(fired)
    return "held", min([item.submitted_at for item in left])


def _courses(state: State, items: Collection[Item]) -> list[PassCourse]:
    by_course: dict[int, list[Item]] = {}
    for item in items:
        by_course.setdefault(state.orders.lines[item.line].course, []).append(item)
    found = [_course(state, number, by_course[number]) for number in sorted(by_course)]
    return [course for course in found if course.lines]


def _course(state: State, number: int, items: Collection[Item]) -> PassCourse:
    states = [item.state for item in items]
    waited_for = {_comes_with(state, item) for item in items if item.state == "done" and item.handed_at is None}
    lines = [
        _line(state, item, missing=item.state in COOKING and _comes_with(state, item) in waited_for)
        for item in items
        if is_unserved(item)
    ]
    untouched = number and all(each in ("held", "fired", "voided", "ended") for each in states)
    tickets = state.kitchen.tickets
    fresh = [item for item in items if untouched and item.state == "fired" and not tickets[item.ticket].base]
    return PassCourse(number, lines, _by_ticket([item for item in items if item.state == "held"]), _by_ticket(fresh))


def _comes_with(state: State, item: Item) -> str:
    """What is the same for all of a course's lines that come together."""
    line = state.orders.lines[item.line]
    return "" if line.course else line.round


def _by_ticket(items: Iterable[Item]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for item in items:
        found.setdefault(item.ticket, []).append(item.line)
    return list(found.items())


def _line(state: State, item: Item, *, missing: bool = False) -> PassLine:
    ticket = state.kitchen.tickets[item.ticket]
    return PassLine(
        drawn=line_picture(state, item, ticket),
        ticket=item.ticket,
        slips=" ".join([item.ticket, *[each.ticket for each in item.passed], item.line]),
        station=station_name(state, ticket.station),
        missing=missing,
        ready_at=item.done_at if item.state == "done" else None,
        carried_at=item.handed_at,
    )
