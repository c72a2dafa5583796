"""A ticket as a screen draws it: ids turned into names, moments picked out for the screen's own clock."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.allergy import speaks_of_allergy
from kds.core.chosen import PotCell, cells_of, options_of, unnamed
from kds.core.kitchen.model import COOKING, OPEN, Item, ItemState, Ticket, Waits, Why
from kds.core.kitchen.moments import turns
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.siblings import also_at
from kds.core.kitchen.space import slots_needed
from kds.core.kitchen.steps import step_of
from kds.core.state import State
from kds.core.types import Ms, Name


class BoardEntry(NamedTuple):
    """A ticket in its place: all that its picture depends on, beside the menu. Who has seen it is no part of that."""

    ticket: Ticket
    items: tuple[Item, ...]
    why: Why


class Moments(NamedTuple):
    """When a ticket or a line was fired and when it becomes soon, late and critical."""

    since: Ms
    soon_at: Ms
    late_at: Ms
    critical_at: Ms


class StepPicture(NamedTuple):
    """Which of its steps a line is at, `number` of `of`: the station that has it now, and those that follow."""

    number: int
    of: int
    at: Name
    onward: list[Name]


class LinePicture(NamedTuple):
    """A line as a screen draws it; `moments` is None unless it is being made.

    `qty` is in grams where it is `weighed`. `rushes`: how often it was asked for; `stop`: it was voided under the
    kitchen's hands; `allergy`: its note or an option speaks of one; `label`: whose it is, if another's;
    `meal`: the set meal of which it is a part; `course`: with which it comes, 0 for none. It `waits` for something, and
    is fired by itself at `fires_at`, or sooner. `step` is None where its dish has but one, or nothing is to be made.
    """

    line: str
    dish: Name
    qty: int
    weighed: bool
    state: ItemState
    rushes: int
    stop: bool
    moments: Moments | None
    options: list[Name]
    cells: list[PotCell]
    note: str
    allergy: bool
    label: str
    note_was: str | None
    meal: Name | None
    course: int
    waits: Waits | None
    fires_at: Ms | None
    step: StepPicture | None


class TicketPicture(NamedTuple):
    """A ticket as a screen draws it; `station` is None where the screen shows only one. `also` are the other stations
    that still make something of the same round.

    `slots`: how many it wants; `since`: from when on it is to be made, or to be stopped; `rushes`: how often its open
    lines were asked for; `allergy`: one of these speaks of one. `number` is a platform's own, "" for none, and
    `promised_at` what it promised.
    """

    ticket: Ticket
    why: Why
    station: Name | None
    since: Ms
    rushes: int
    moments: Moments | None
    slots: int
    lines: list[LinePicture]
    allergy: bool
    number: str
    promised_at: Ms | None
    also: list[Name]


class Tally(NamedTuple):
    """How many portions of a dish, or grams, are open: `qty` to cook, `held` waiting to be called for."""

    dish: Name
    qty: int
    held: int
    weighed: bool = False


def ticket_picture(state: State, entry: BoardEntry, screen: Screen, *, with_station: bool) -> TicketPicture:
    """The picture of a ticket; it is as late as its latest line."""
    ticket = entry.ticket
    lines = [line_picture(state, item, ticket) for item in entry.items]
    running = [line.moments for line in lines if line.moments is not None]
    moments = Moments(*map(min, zip(*running, strict=True))) if running else None
    stops = [item.stop_since for item in entry.items if item.stop_since is not None]
    placed = state.orders.rounds.get(ticket.round)
    return TicketPicture(
        ticket=ticket,
        why=entry.why,
        station=station_name(state, ticket.station) if with_station else None,
        since=moments.since if moments else min(stops, default=ticket.submitted_at),
        rushes=sum(item.rushes for item in entry.items if item.state in OPEN),
        moments=moments,
        slots=slots_needed(state, ticket, screen),
        lines=lines,
        allergy=bool(ticket.allergies) or any(line.allergy and (line.state in OPEN or line.stop) for line in lines),
        number=placed.external_id if placed else "",
        promised_at=placed.promised_at if placed else None,
        also=[station_name(state, each) for each in also_at(state, ticket)],
    )


def station_name(state: State, station: str) -> Name:
    """What a station is called; one that has gone, by its id."""
    known = state.kitchen.stations.get(station)
    return unnamed(station) if known is None else known.name


def line_picture(state: State, item: Item, ticket: Ticket) -> LinePicture:
    """The picture of a line, as it stands on its ticket."""
    line = state.orders.lines[item.line]
    dish = state.menu.known(item.dish)
    moments = None
    if item.state in COOKING and item.fired_at is not None:
        moments = Moments(item.fired_at, *(turns(item, ticket.thresholds) or (item.fired_at,) * 3))
    options = options_of(dish, line)
    note = line.note if item.note is None else item.note
    return LinePicture(
        line=item.line,
        dish=state.menu.name_of(item.dish),
        qty=item.qty,
        weighed=line.weighed,
        state=item.state,
        rushes=item.rushes,
        stop=item.stop_since is not None,
        moments=moments,
        options=options,
        cells=cells_of(dish, line),
        note=note,
        allergy=speaks_of_allergy(note, *[text for name in options for text in (name.zh, name.en)]),
        label=item.label,
        note_was=None if item.noted_since is None else item.note_was,
        meal=None if line.in_meal is None else line.in_meal.name,
        course=line.course,
        waits=item.waits,
        fires_at=item.fires_at,
        step=step_picture(state, item, ticket) if item.passed or item.ahead else None,
    )


def step_picture(state: State, item: Item, ticket: Ticket) -> StepPicture | None:
    """Where a line of several steps is; None once there is nothing to make of it."""
    if item.state not in OPEN:
        return None
    onward = [station_name(state, each.station) for each in item.ahead]
    return StepPicture(*step_of(item), station_name(state, ticket.station), onward)


def tallied(state: State, dish: str, qty: int, held: int) -> Tally:
    """A row of the all-day list (待做汇总)."""
    known = state.menu.remembered(dish)
    return Tally(unnamed(dish), qty, held) if known is None else Tally(known.name, qty, held, known.weighed)
