"""Hand a ticket, or some lines of it, to another station (转档口): it is made there, and its clocks run on."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.events import TicketTransferred
from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.lookup import items_of, ticket_of, why_closed
from kds.core.kitchen.model import OPEN
from kds.core.refusals import UNKNOWN_STATION
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

ALREADY_THERE = reason("already_there", "conflict", "已经在{name_zh}了", "This is at {name_en} already")
STATION_UNSEEN = reason(
    "station_unseen",
    "conflict",
    "没有屏幕显示{name_zh}，转过去没人看得到",
    "No screen shows {name_en}: nobody would see it there",
)


class TransferTicket(Command, frozen=True, gc=False):
    """What is still to be made of a ticket, or the named lines of that, is made at another station from now on."""

    ticket: Id
    station: Id
    lines: tuple[Id, ...] = ()


class TransferIs(Answer, frozen=True, gc=False):
    """The ticket that has the lines now, at its station: a new one where others stay behind."""

    seq: int
    ticket: str
    station: str
    lines: tuple[str, ...]


def decide(state: State, command: TransferTicket, context: Context) -> list[Event]:
    """One event. What is done, voided, ended or handed on stays where it was, to be recalled there; a ticket of which
    nothing stays goes as it is.
    """
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    station = state.kitchen.stations.get(command.station)
    if station is None:
        raise Refusal(UNKNOWN_STATION, station=command.station)
    name = {"name_zh": station.name.in_zh, "name_en": station.name.in_en}
    if station.station == ticket.station:
        raise Refusal(ALREADY_THERE, ticket=ticket.ticket, **name)
    if any(each.station == station.station for each in hidden_stations(state)):
        raise Refusal(STATION_UNSEEN, station=station.station, **name)
    going = tuple([item.line for item in items if item.state in OPEN])
    if not going:
        raise Refusal(why_closed(items), ticket=ticket.ticket)
    whole = going == ticket.lines and not ticket.passed
    return [
        TicketTransferred(
            session=ticket.session,
            ticket=ticket.ticket,
            lines=going,
            station=station.station,
            came_from=ticket.station,
            into=ticket.ticket if whole else ids.mint("T", state.seq + 1, 1),
        )
    ]


def answer(state: State, command: TransferTicket, events: list[Event]) -> TransferIs:
    """As it stands after the event."""
    (event,) = [each for each in events if isinstance(each, TicketTransferred)]
    return TransferIs(seq=state.seq, ticket=event.into, station=event.station, lines=event.lines)


DEED = Deed(
    TransferTicket,
    decide,
    answer,
    TransferIs,
    right=COOK,
    refuses=(*lookup.ON_TICKET, *lookup.CLOSED_LINES, UNKNOWN_STATION, ALREADY_THERE, STATION_UNSEEN),
)
