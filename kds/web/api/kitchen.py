"""The kitchen: what each station has to cook, and what has become of it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kds.core import refusals
from kds.core.kitchen import fire_line, lookup, recall, start
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.all_day import AllDay, all_day
from kds.core.kitchen.answers import ItemIs, TicketIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.station_view import StationLine, TicketView, stations_view, tickets_view
from kds.core.orders import void_line
from kds.core.orders.void_line import LineIs, VoidLine
from kds.core.state import State
from kds.core.types import Refusal
from kds.storage.tokens import Token
from kds.web.api.bills import NoBody
from kds.web.api.rounds import Id
from kds.web.auth import own_table
from kds.web.problems import FORBIDDEN, Failed
from kds.web.routes import PREFIX, Asked, Deed, Look, Params, roles


class StationsView(Struct, frozen=True):
    """All stations, the catch-all last."""

    stations: list[StationLine]


class TicketsView(Struct, frozen=True):
    """The tickets of a station that are not done, in the order to cook them."""

    tickets: list[TicketView]


class AllDayView(Struct, frozen=True):
    """How many of each dish are open at a station, most first."""

    station: str
    dishes: list[AllDay]


class TicketBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines that are meant; none means all of the ticket."""

    lines: Annotated[tuple[Id, ...], Meta(max_length=200)] = ()


class VoidBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the line is taken back."""

    reason: Annotated[str, Meta(min_length=1, max_length=200)]


async def read_stations(asked: Asked) -> bytes:
    """The stations of the kitchen."""
    await asked.store.settled()
    return msgspec.json.encode(StationsView(stations_view(asked.store.state)))


async def read_tickets(asked: Asked) -> bytes:
    """What a station has to cook."""
    store, station = asked.store, asked.params["station"]
    await store.settled()
    _known(store.state, station)
    return msgspec.json.encode(TicketsView(tickets_view(store.state, station, store.now())))


async def read_all_day(asked: Asked) -> bytes:
    """What a station has to cook, summed by dish."""
    store, station = asked.store, asked.params["station"]
    await store.settled()
    _known(store.state, station)
    return msgspec.json.encode(AllDayView(station, all_day(store.state, [station])))


def _known(state: State, station: str) -> None:
    if station not in state.kitchen.stations:
        raise Refusal(refusals.UNKNOWN_STATION, station=station)


def at_own_table(state: State, token: Token, body: NoBody, params: Params) -> None:
    """A guest asks for a line of their own table; one that is gone is for the rules to refuse."""
    if token.role != "guest":
        return
    if token.table is None:
        raise Failed(FORBIDDEN)
    line = state.orders.lines.get(params["line"])
    if line is not None:
        own_table(token, state.floor.sessions[state.orders.rounds[line.round].session].table)


def to_void(body: VoidBody, params: Params) -> VoidLine:
    """The line in the path, with the body's reason."""
    return VoidLine(line=params["line"], reason=body.reason)


ON_TICKET = (lookup.NOT_ON_TICKET, refusals.LINE_VOIDED, refusals.SESSION_ENDED, refusals.UNKNOWN_TICKET)
ON_LINE = (refusals.LINE_VOIDED, refusals.SESSION_ENDED, refusals.UNKNOWN_LINE)

LOOKS = (
    Look(
        path=f"{PREFIX}/stations",
        summary="The stations of the kitchen",
        roles=roles("waiter", "kitchen", "manager"),
        read=read_stations,
        answer=StationsView,
    ),
    Look(
        path=f"{PREFIX}/stations/{{station}}/tickets",
        summary="The tickets that are not done, in priority order",
        roles=roles("waiter", "kitchen", "manager"),
        read=read_tickets,
        answer=TicketsView,
        refusals=(refusals.UNKNOWN_STATION,),
    ),
    Look(
        path=f"{PREFIX}/stations/{{station}}/all-day",
        summary="How many of each dish are open across all tickets",
        roles=roles("waiter", "kitchen", "manager"),
        read=read_all_day,
        answer=AllDayView,
        refusals=(refusals.UNKNOWN_STATION,),
    ),
)
ROUTES = (
    Deed(
        path=f"{PREFIX}/tickets/{{ticket}}/bump",
        summary="A ticket, or some lines of it, is done",
        roles=roles("kitchen", "manager"),
        body=TicketBody,
        command=lambda body, params: BumpTicket(ticket=params["ticket"], lines=body.lines),
        answer=TicketIs,
        refusals=(*ON_TICKET, refusals.ALREADY_DONE, refusals.LINE_HELD),
    ),
    Deed(
        path=f"{PREFIX}/tickets/{{ticket}}/start",
        summary="A cook begins a ticket, or some lines of it",
        roles=roles("kitchen", "manager"),
        body=TicketBody,
        command=lambda body, params: StartTicket(ticket=params["ticket"], lines=body.lines),
        answer=TicketIs,
        refusals=(*ON_TICKET, start.ALREADY_STARTED, refusals.ALREADY_DONE, refusals.LINE_HELD),
    ),
    Deed(
        path=f"{PREFIX}/tickets/{{ticket}}/recall",
        summary="A ticket, or some lines of it, was not done after all",
        roles=roles("kitchen", "manager"),
        body=TicketBody,
        command=lambda body, params: RecallTicket(ticket=params["ticket"], lines=body.lines),
        answer=TicketIs,
        refusals=(*ON_TICKET, recall.NOT_DONE, refusals.ALREADY_SERVED),
    ),
    Deed(
        path=f"{PREFIX}/tickets/{{ticket}}/acknowledge",
        summary="Take charge of a ticket that no screen has shown",
        roles=roles("waiter", "kitchen", "manager"),
        body=NoBody,
        command=lambda body, params: AcknowledgeTicket(ticket=params["ticket"]),
        answer=TicketIs,
        refusals=(refusals.ALREADY_SEEN, refusals.SESSION_ENDED, refusals.UNKNOWN_TICKET),
    ),
    Deed(
        path=f"{PREFIX}/lines/{{line}}/serve",
        summary="A line is at the table",
        roles=roles("waiter", "kitchen", "manager"),
        body=NoBody,
        command=lambda body, params: ServeLine(line=params["line"]),
        answer=ItemIs,
        refusals=(*ON_LINE, refusals.ALREADY_SERVED, refusals.LINE_HELD),
    ),
    Deed(
        path=f"{PREFIX}/lines/{{line}}/fire",
        summary="Start a held line now",
        roles=roles("waiter", "manager"),
        body=NoBody,
        command=lambda body, params: FireLine(line=params["line"]),
        answer=ItemIs,
        refusals=(*ON_LINE, fire_line.NOT_HELD),
    ),
    Deed(
        path=f"{PREFIX}/lines/{{line}}/rush",
        summary="Somebody asks where a line is",
        roles=roles("guest", "waiter", "manager", "integration"),
        body=NoBody,
        command=lambda body, params: RushLine(line=params["line"]),
        guard=at_own_table,
        answer=ItemIs,
        refusals=(*ON_LINE, refusals.ALREADY_DONE, refusals.ALREADY_SERVED, refusals.LINE_HELD),
    ),
    Deed(
        path=f"{PREFIX}/lines/{{line}}/void",
        summary="Take a line back, with a reason",
        roles=roles("waiter", "manager"),
        body=VoidBody,
        command=to_void,
        answer=LineIs,
        refusals=(*ON_LINE, refusals.BILL_CLOSED, void_line.REFUND_NEEDED),
    ),
    *LOOKS,
)
