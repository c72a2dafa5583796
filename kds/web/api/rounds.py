"""Ordering: the round is what every channel sends."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Annotated

from msgspec import Meta, Struct

from kds.core import refusals
from kds.core.orders import party, place_round, pricing
from kds.core.orders.model import Cell, Spice
from kds.core.orders.place_round import LineWanted, PlaceRound, RoundIs
from kds.core.state import State
from kds.core.types import Channel, Fire, Ms, Service
from kds.storage.tokens import Token
from kds.web.auth import own_table
from kds.web.problems import MALFORMED, NOT_YOUR_TABLE, Failed
from kds.web.routes import PREFIX, Deed, Params, roles

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Qty = Annotated[int, Meta(ge=1, le=999, description="Portions, or grams of a weighed dish.")]
Guests = Annotated[int, Meta(ge=0, le=9_999)]
Note = Annotated[str, Meta(max_length=500)]
ExternalId = Annotated[str, Meta(max_length=128)]

LAST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999."""
EpochMs = Annotated[int, Meta(ge=0, le=LAST_MS, description="Milliseconds since 1970-01-01T00:00Z.")]
Rfc3339 = Annotated[datetime, Meta(tz=True)]
Moment = EpochMs | Rfc3339

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
_MS = timedelta(milliseconds=1)


class CellBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One cell of a pot."""

    soup: Id
    spice: Spice | None = None


class LineBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One dish. `id` is made by the device and unique in its session: sent again, it adds nothing."""

    dish: Id
    qty: Qty
    id: Annotated[str, Meta(max_length=64)] | None = None
    options: Annotated[tuple[Id, ...], Meta(max_length=50)] = ()
    cells: Annotated[tuple[CellBody, ...], Meta(max_length=9)] = ()
    fire: Fire | None = None
    note: Note | None = None


class RoundBody(Struct, frozen=True, forbid_unknown_fields=True):
    """An order. `table` is required for dine-in only; without `session` it is for whoever sits there."""

    lines: Annotated[tuple[LineBody, ...], Meta(min_length=1, max_length=200)]
    service: Service = "dine_in"
    table: Id | None = None
    session: Id | None = None
    channel: Channel = "api"
    guests: Guests | None = None
    fire: Fire = "now"
    made_at: Moment | None = None
    external_id: ExternalId | None = None
    promised_at: Moment | None = None


def to_command(body: RoundBody, params: Params) -> PlaceRound:
    """The command that the body asks for."""
    return PlaceRound(
        channel=body.channel,
        lines=tuple([_line(line) for line in body.lines]),
        service=body.service,
        table=body.table,
        session=body.session,
        guests=body.guests or 0,
        fire=body.fire,
        made_at=to_ms("made_at", body.made_at),
        external_id=body.external_id or "",
        promised_at=to_ms("promised_at", body.promised_at),
    )


def _line(line: LineBody) -> LineWanted:
    return LineWanted(
        dish=line.dish,
        qty=line.qty,
        id=line.id or "",
        options=line.options,
        cells=tuple([Cell(soup=cell.soup, spice=cell.spice) for cell in line.cells]) if line.cells else (),
        fire=line.fire,
        note=line.note or "",
    )


def to_ms(field: str, moment: Moment | None) -> Ms | None:
    """A moment in milliseconds, rounded down. Fails with malformed where it is before 1970, in either notation."""
    if not isinstance(moment, datetime):
        return moment
    if moment < _EPOCH:
        raise Failed(MALFORMED, field=field, fault="it is before 1970")
    return (moment - _EPOCH) // _MS


def for_own_table(state: State, token: Token, body: RoundBody, params: Params) -> None:
    """A guest orders at their own table; a missing table is for the rules to refuse."""
    if token.role == "guest" and token.table is not None:
        if body.service != "dine_in":
            raise Failed(NOT_YOUR_TABLE, own=token.table)
        if body.table is not None:
            own_table(token, body.table)


ROUTES = (
    Deed(
        path=f"{PREFIX}/rounds",
        summary="Order: place a round; the party and its bill are opened where there is none",
        roles=roles("guest", "waiter", "manager", "integration"),
        body=RoundBody,
        command=to_command,
        guard=for_own_table,
        answer=RoundIs,
        status=201,
        refusals=(
            party.SESSION_REQUIRED,
            place_round.LINE_ID_TWICE,
            place_round.SOLD_OUT,
            party.TABLE_NOT_ALLOWED,
            party.TABLE_REQUIRED,
            party.WRONG_TABLE,
            pricing.CELLS_COUNT,
            pricing.NO_CELLS,
            pricing.OPTIONS_COUNT,
            pricing.OPTION_TWICE,
            pricing.UNKNOWN_OPTION,
            pricing.UNKNOWN_SOUP,
            refusals.SESSION_ENDED,
            refusals.UNKNOWN_DISH,
            refusals.UNKNOWN_SESSION,
            refusals.UNKNOWN_TABLE,
        ),
    ),
)
