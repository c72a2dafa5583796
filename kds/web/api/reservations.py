"""Reservations: who keeps which table for when, and what became of it."""

from __future__ import annotations

import msgspec

from kds.core.floor import change_reservation, end_reservation, reserve_table
from kds.core.floor.change_reservation import ChangeReservation
from kds.core.floor.end_reservation import EndReservation
from kds.core.floor.reserve_table import ReserveTable
from kds.core.text import Id
from kds.core.types import Who
from kds.web.api.fields import Guests, Moment, to_ms
from kds.web.api.floor_reads import ReservationsView, read_reservations
from kds.web.routes import PREFIX, Get, Params, Post


class ReserveBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When they come, and how many they are: 0 for not known."""

    comes_at: Moment
    guests: Guests = 0


class ReservationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is other from now on: the table, when they come, how many they are (0: not known); null stays as it is."""

    table: Id | None = None
    comes_at: Moment | None = None
    guests: Guests | None = None


def to_reservation(body: ReserveBody, params: Params, who: Who) -> ReserveTable:
    """Its moment is one in milliseconds."""
    return ReserveTable(params["table"], to_ms("comes_at", body.comes_at) or 0, body.guests)


def to_changed(body: ReservationBody, params: Params, who: Who) -> ChangeReservation:
    """Its moment is one in milliseconds."""
    return ChangeReservation(params["reservation"], body.table, to_ms("comes_at", body.comes_at), body.guests)


def to_cancel(body: msgspec.Struct, params: Params, who: Who) -> EndReservation:
    """Nobody will come."""
    return EndReservation(params["reservation"], "cancelled")


def to_no_show(body: msgspec.Struct, params: Params, who: Who) -> EndReservation:
    """Nobody came."""
    return EndReservation(params["reservation"], "no_show")


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/tables/{{table}}/reserve",
        summary="Reserve a table for a time; who comes is written down elsewhere",
        deed=reserve_table.DEED,
        body=ReserveBody,
        command=to_reservation,
        status=201,
    ),
    Post(
        path=f"{PREFIX}/reservations/{{reservation}}/change",
        summary="Change a reservation: its time, its table, its guests",
        deed=change_reservation.DEED,
        body=ReservationBody,
        command=to_changed,
    ),
    Post(
        path=f"{PREFIX}/reservations/{{reservation}}/cancel",
        summary="A reservation was cancelled",
        deed=end_reservation.DEED,
        command=to_cancel,
    ),
    Post(
        path=f"{PREFIX}/reservations/{{reservation}}/no-show",
        summary="Those who had reserved did not come",
        deed=end_reservation.DEED,
        command=to_no_show,
    ),
    Get(
        path=f"{PREFIX}/reservations",
        summary="The reservations, the next one first",
        view="parties",
        read=read_reservations,
        answer=ReservationsView,
    ),
)
