"""The floor: which tables there are, which parties, who sits where, and when they are free again."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from kds.core import refusals
from kds.core.floor import (
    ask_bill,
    ask_seat,
    change_floor,
    clean_table,
    clear_session,
    decline_seat,
    hand_over,
    merge_session,
    move_session,
    note_session,
    open_session,
    set_guests,
    unmerge_session,
)
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.floor_map import FloorMap
from kds.core.floor.hand_over import PARTIES_MOST, HandOver
from kds.core.floor.table_view import TableView
from kds.core.rights import NOT_YOUR_TABLE
from kds.core.text import Id, Note, OptionalId
from kds.core.types import Service, Who
from kds.web.api.fields import Guests
from kds.web.api.floor_reads import (
    SessionsView,
    TablesView,
    read_floor,
    read_sessions,
    read_table,
    read_tables,
)
from kds.web.bodies import body_of, command_of
from kds.web.routes import PREFIX, Get, Params, Post
from kds.web.wire import SETTINGS_BYTES


class SessionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new party. `table` is for dine-in alone, which needs one where the house does not call guests by number.

    `share`: also beside others who have not paid. `reservation`: they are those who had reserved, and sit at that table
    where none is named.
    """

    table: Id | None = None
    guests: Guests = 0
    service: Service = "dine_in"
    share: bool = False
    reservation: Id | None = None


class ServeByBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who serves the party: an opaque id of one of the staff; none for nobody in particular."""

    staff: OptionalId = ""


class HandOverBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parties that change hands, and who serves them from now on."""

    sessions: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=PARTIES_MOST)]
    staff: OptionalId = ""


class GuestsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many guests there are."""

    guests: Guests


class NotesBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the kitchen has to know of the whole party, each whole; "" for none."""

    note: Note = ""
    allergies: Note = ""


class MergeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The party that both are from now on."""

    into: Id


class UnmergeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the party sits now; none where it came from, if nobody sits there."""

    table: Id | None = None


class MoveBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table where the party sits now."""

    table: Id


def to_hand_over(body: ServeByBody, params: Params, who: Who) -> HandOver:
    """Of one party."""
    return HandOver((params["session"],), body.staff)


def to_floor(body: msgspec.Struct, params: Params, who: Who) -> ChangeFloor:
    """The command that the body is."""
    return command_of(body, ChangeFloor)


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/sessions",
        summary="Open a party, beside others who have not paid if `share` says so; its bill comes with its first order",
        deed=open_session.DEED,
        body=SessionBody,
        status=201,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/guests",
        summary="Set how many guests a party has: what orders say no longer counts",
        deed=set_guests.DEED,
        body=GuestsBody,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/move",
        summary="Move a party to another table, also to one where others sit",
        deed=move_session.DEED,
        body=MoveBody,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/note",
        summary="Note what the kitchen has to know of a whole party: its allergies, and whatever else",
        deed=note_session.DEED,
        body=NotesBody,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/merge",
        summary="Merge a party into another, with all that is its own; the kitchen makes nothing anew",
        deed=merge_session.DEED,
        body=MergeBody,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/unmerge",
        summary="Take a merged party apart again, with the bills that came with it",
        deed=unmerge_session.DEED,
        body=UnmergeBody,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/serve-by",
        summary="Say who of the staff serves a party",
        deed=hand_over.DEED,
        body=ServeByBody,
        command=to_hand_over,
    ),
    Post(
        path=f"{PREFIX}/sessions/serve-by",
        summary="Hand parties to a colleague, all of them or none",
        deed=hand_over.DEED,
        body=HandOverBody,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/clear",
        summary="Clear the table: the party has paid and left",
        deed=clear_session.DEED,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/ask-bill",
        summary="A party asks for the bill",
        deed=ask_bill.DEED,
    ),
    Post(
        path=f"{PREFIX}/tables/{{table}}/cleaned",
        summary="A table that guests have left is clean",
        deed=clean_table.DEED,
    ),
    Post(
        path=f"{PREFIX}/tables/{{table}}/ask-seat",
        summary="Guests want to order at a table that nobody has opened, where the house seats its guests",
        deed=ask_seat.DEED,
    ),
    Post(
        path=f"{PREFIX}/tables/{{table}}/decline-seat",
        summary="Nobody is at a table where somebody asked to be seated",
        deed=decline_seat.DEED,
    ),
    Get(
        path=f"{PREFIX}/floor",
        summary="The live map: how far each table is, and whether it pays, with its parties and what they wait for",
        view="parties",
        read=read_floor,
        answer=FloorMap,
    ),
    Get(
        path=f"{PREFIX}/sessions",
        summary="The parties that have not left, with a table or without, and how they stand",
        view="parties",
        read=read_sessions,
        answer=SessionsView,
    ),
    Get(
        path=f"{PREFIX}/tables",
        summary="The tables: how far their service is, and whether they have paid",
        view="tables",
        read=read_tables,
        answer=TablesView,
    ),
    Get(
        path=f"{PREFIX}/tables/{{table}}",
        summary="The open sessions and bills at a table",
        view="tables",
        read=read_table,
        answer=TableView,
        refusals=(refusals.UNKNOWN_TABLE, NOT_YOUR_TABLE),
    ),
    Post(
        path=f"{PREFIX}/floor/changes",
        summary="Change the floor: the areas and tables given, and those that go, whole or not at all",
        deed=change_floor.DEED,
        body=body_of(ChangeFloor),
        command=to_floor,
        most_bytes=SETTINGS_BYTES,
    ),
)
