"""Which station cooks what: every line on exactly one ticket, every base on a ticket of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kds.core import ids
from kds.core.kitchen.colour import stamp_thresholds
from kds.core.kitchen.events import TicketsRouted
from kds.core.kitchen.gate import gated_until, is_dish
from kds.core.kitchen.learnt import usual_ms
from kds.core.kitchen.model import CATCH_ALL, LineWaits, RoutedTicket
from kds.core.kitchen.pace import Making, paces, together
from kds.core.kitchen.routes import Way, leads, ordered, taken
from kds.core.orders.events import RoundPlaced
from kds.core.orders.model import Line
from kds.core.state import State
from kds.core.types import Event, Ms, Stamp


def route(state: State, event: RoundPlaced, stamp: Stamp) -> list[Event]:
    """Policy: a round that was placed becomes tickets, bases first, then in the order of its lines."""
    piles: dict[tuple[str, bool], list[Line]] = {}
    way = Way(state.floor.sessions[event.session].service, event.round.channel, state.menu.daypart)
    stations = stations_of(state, [line.dish for line in event.lines], way)
    for line in event.lines:
        piles.setdefault((stations[line.dish], line.base), []).append(line)
    in_turn = sorted(piles.items(), key=lambda pile: not pile[0][1])
    seq = state.seq + 1
    waits = waiting_lines(state, event, stations, stamp.at)
    tickets = [
        _ticket(state, event, stamp, ids.mint("T", seq, part), pile[0], pile[1], waits)
        for part, pile in enumerate(in_turn, start=1)
    ]
    return [TicketsRouted(session=event.session, tickets=tuple(tickets))]


def station_of(state: State, dish_id: str, way: Way) -> str:
    """Where a dish is made that is ordered in this way."""
    return stations_of(state, (dish_id,), way)[dish_id]


def stations_of(state: State, names: Iterable[str], way: Way) -> dict[str, str]:
    """Where dishes are made that are ordered in this way: by the first route that fits, else at their own station, or
    at the catch-all where there is no such station. An open item is made where it was said.
    """
    routes, there = state.kitchen.routes, state.kitchen.stations
    found: dict[str, str] = {}
    left: dict[str, str] = {}
    for name in names:
        dish = state.menu.known(name)
        found[name] = dish.station if dish is not None and dish.station in there else CATCH_ALL
        if dish is not None and dish.category:
            left[name] = dish.category
    for each in ordered(routes.values()) if routes else ():
        for name in taken(each, left) if left and leads(each, way) else ():
            found[name] = each.station
            del left[name]
    return found


def _ticket(
    state: State,
    event: RoundPlaced,
    stamp: Stamp,
    ticket_id: str,
    pile: tuple[str, bool],
    lines: list[Line],
    waits: Mapping[str, LineWaits],
) -> RoutedTicket:
    placed = event.round
    session = state.floor.sessions[event.session]
    station, base = pile
    return RoutedTicket(
        ticket=ticket_id,
        station=station,
        label=session.label,
        round=placed.round,
        round_no=placed.round_no,
        channel=placed.channel,
        guests=session.guests,
        submitted_at=stamp.at,
        lines=tuple([line.line for line in lines]),
        thresholds=stamp_thresholds(state, station, lines, session.service),
        base=base,
        held=all(line.fire == "hold" or line.line in waits for line in lines),
        waiting=tuple([waits[line.line] for line in lines if line.line in waits]),
    )


def waiting_lines(state: State, event: RoundPlaced, stations: Mapping[str, str], now: Ms) -> dict[str, LineWaits]:
    """Those of a round that nobody has held, and that are not fired at once all the same: they wait for the base, or
    until what takes longer is as far.
    """
    dishes = [line for line in event.lines if line.fire == "now" and is_dish(state, line)]
    until = gated_until(state, event, now) if dishes else None
    if until is not None:
        return {line.line: LineWaits(line.line, "base", until) for line in dishes}
    if not paces(state):
        return {}
    makings = [
        Making(line.line, stations[line.dish], _usual_ms(state, line, stations[line.dish]), line.course, line.steps)
        for line in dishes
    ]
    return {each.line: each for each in together(state, makings, now)}


def _usual_ms(state: State, line: Line, station: str) -> Ms:
    return usual_ms(state, line.dish, station, line.standard_ms)
