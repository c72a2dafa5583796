"""The kitchen: what each station has to cook, and what has become of it."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kds.core import refusals
from kds.core.kitchen import (
    acknowledge,
    acknowledge_notes,
    acknowledge_voids,
    bump,
    bump_batch,
    change_kitchen,
    end_ticket,
    fire_course,
    fire_line,
    fire_ticket,
    forget_times,
    note_line,
    recall,
    recall_last,
    rush_line,
    rush_ticket,
    serve_line,
    start,
    switch_theme,
    transfer_ticket,
    unserve_line,
)
from kds.core.kitchen.all_day import AllDay, all_day
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.recall_last import RecallLast
from kds.core.kitchen.station_view import StationLine, TicketView, stations_view, tickets_view
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Refusal, Who
from kds.web.api.kitchen_bodies import (
    BatchBody,
    BumpBody,
    CourseBody,
    EndBody,
    NoteBody,
    StoppedBody,
    ThemeBody,
    TicketBody,
    TimesBody,
    TransferBody,
)
from kds.web.bodies import body_of, command_of
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest
from kds.web.wire import SETTINGS_BYTES


class StationsView(Struct, frozen=True):
    """All stations, the catch-all last."""

    stations: list[StationLine]


class TicketsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which tickets: those behind `after`, which is the last one of the page before."""

    after: Id | None = None


class TicketsView(Struct, frozen=True):
    """Up to a hundred tickets of a station in the order to cook them; `more` is how many stand behind those."""

    tickets: list[TicketView]
    more: int


class AllDayView(Struct, frozen=True):
    """How many of each dish are open at a station, most first."""

    station: str
    dishes: list[AllDay]


def to_kitchen(body: Struct, params: Params, who: Who) -> ChangeKitchen:
    """The command that the body is."""
    return command_of(body, ChangeKitchen)


def to_recall(body: Struct, params: Params, who: Who) -> RecallLast:
    """Of a press that is not under way any longer."""
    return RecallLast(params["screen"])


async def read_stations(asked: ReadRequest) -> bytes:
    """The stations of the kitchen."""
    await asked.store.readable()
    return msgspec.json.encode(StationsView(stations_view(asked.store.state)))


async def read_tickets(asked: ReadRequest) -> bytes:
    """What a station has to cook, a page of it."""
    store, station = asked.store, asked.params["station"]
    query: TicketsQuery = asked.query
    await store.readable()
    _known(store.state, station)
    return msgspec.json.encode(TicketsView(*tickets_view(store.state, station, store.now(), query.after)))


async def read_all_day(asked: ReadRequest) -> bytes:
    """What a station has to cook, summed by dish."""
    store, station = asked.store, asked.params["station"]
    await store.readable()
    _known(store.state, station)
    return msgspec.json.encode(AllDayView(station, all_day(store.state, [station])))


def _known(state: State, station: str) -> None:
    if station not in state.kitchen.stations:
        raise Refusal(refusals.UNKNOWN_STATION, station=station)


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/bump",
        summary="A ticket, or some lines of it, is done",
        deed=bump.DEED,
        body=BumpBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/start",
        summary="A cook begins a ticket, or some lines of it",
        deed=start.DEED,
        body=TicketBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/recall",
        summary="A ticket, or some lines of it, was not done after all",
        deed=recall.DEED,
        body=TicketBody,
    ),
    Post(
        path=f"{PREFIX}/screens/{{screen}}/recall-last",
        summary="What was bumped last at the stations of a screen was not done after all, whoever bumped it",
        deed=recall_last.DEED,
        command=to_recall,
    ),
    Post(
        path=f"{PREFIX}/screens/{{screen}}/batch",
        summary="So many portions of a dish that is cooked together for several tables are done",
        deed=bump_batch.DEED,
        body=BatchBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/rush",
        summary="Somebody of the house asks where a ticket is, or some lines of it",
        deed=rush_ticket.DEED,
        body=TicketBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/fire",
        summary="Start what is held on a ticket now, or some lines of it",
        deed=fire_ticket.DEED,
        body=TicketBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/end",
        summary="A ticket, or some lines of it, is ended without a bump: made, not made, or wasted",
        deed=end_ticket.DEED,
        body=EndBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/transfer",
        summary="What is still to be made of a ticket, or some lines of it, is made at another station from now on",
        deed=transfer_ticket.DEED,
        body=TransferBody,
    ),
    Post(
        path=f"{PREFIX}/lines/{{line}}/note",
        summary="Change the note of a line; the kitchen has to acknowledge it where the line is fired",
        deed=note_line.DEED,
        body=NoteBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/acknowledge-notes",
        summary="The kitchen has seen what was changed in the notes of a ticket and of its lines",
        deed=acknowledge_notes.DEED,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/acknowledge-voids",
        summary="The kitchen has stopped what was voided of a ticket: made, not made, or wasted",
        deed=acknowledge_voids.DEED,
        body=StoppedBody,
    ),
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/acknowledge",
        summary="Take charge of a ticket that no screen has shown",
        deed=acknowledge.DEED,
    ),
    Post(path=f"{PREFIX}/lines/{{line}}/serve", summary="A line is at the table", deed=serve_line.DEED),
    Post(path=f"{PREFIX}/lines/{{line}}/unserve", summary="A line was not served after all", deed=unserve_line.DEED),
    Post(path=f"{PREFIX}/lines/{{line}}/fire", summary="Start a held line now", deed=fire_line.DEED),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/fire",
        summary="Start all that a party has held of a course now",
        deed=fire_course.DEED,
        body=CourseBody,
    ),
    Post(path=f"{PREFIX}/lines/{{line}}/rush", summary="Somebody asks where a line is", deed=rush_line.DEED),
    Get(
        path=f"{PREFIX}/stations",
        summary="The stations of the kitchen",
        view="kitchen",
        read=read_stations,
        answer=StationsView,
    ),
    Get(
        path=f"{PREFIX}/stations/{{station}}/tickets",
        summary="The tickets with something to make or to stop, in priority order",
        view="kitchen",
        read=read_tickets,
        answer=TicketsView,
        query=TicketsQuery,
        refusals=(refusals.UNKNOWN_STATION, refusals.UNKNOWN_TICKET),
    ),
    Get(
        path=f"{PREFIX}/stations/{{station}}/all-day",
        summary="How many of each dish are open across all tickets",
        view="kitchen",
        read=read_all_day,
        answer=AllDayView,
        refusals=(refusals.UNKNOWN_STATION,),
    ),
    Post(
        path=f"{PREFIX}/kitchen/forget-times",
        summary="Forget how long a dish takes, or, without one, how long all take",
        deed=forget_times.DEED,
        body=TimesBody,
    ),
    Post(
        path=f"{PREFIX}/kitchen/theme",
        summary="Switch the kitchen's theme: which stations the screens show; refused where nobody would see something",
        deed=switch_theme.DEED,
        body=ThemeBody,
    ),
    Post(
        path=f"{PREFIX}/kitchen/changes",
        summary="Change the kitchen: the stations and screens given, and those that go, whole or not at all. With "
        "`knowingly` it is refused where dishes would come to stations that no screen shows and that it does not name; "
        "without it, or null, that is not asked",
        deed=change_kitchen.DEED,
        body=body_of(ChangeKitchen),
        command=to_kitchen,
        most_bytes=SETTINGS_BYTES,
    ),
)
