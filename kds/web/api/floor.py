"""The floor: which tables there are, which parties, who sits where, and when they are free again."""

from __future__ import annotations

import asyncio

import msgspec

from kds.core import refusals
from kds.core.floor import change_floor, clear_session, move_session, open_session, set_guests
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.table_view import (
    PartyLine,
    TableLine,
    TableView,
    floor_view,
    guests_table_line,
    guests_table_view,
    open_parties,
    party_line,
    table_view,
)
from kds.core.rights import FORBIDDEN, NOT_YOUR_TABLE, at_own_table
from kds.core.text import Id
from kds.core.types import Refusal, Service, Who
from kds.web.api.fields import Guests
from kds.web.bodies import body_of, command_of
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest
from kds.web.wire import SETTINGS_BYTES

SLICE = 100
"""Parties told at a time."""
_encoded = msgspec.json.Encoder().encode


class TablesView(msgspec.Struct, frozen=True):
    """All tables, by name; for a guest their own."""

    tables: list[TableLine]


class SessionsView(msgspec.Struct, frozen=True):
    """The parties that have not left, with a table or without, the oldest first."""

    sessions: list[PartyLine]


class SessionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new party. `table` is for dine-in alone, which needs one; others may sit there already."""

    table: Id | None = None
    guests: Guests = 0
    service: Service = "dine_in"


class GuestsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many guests there are."""

    guests: Guests


class MoveBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table where the party sits now."""

    table: Id


def to_floor(body: msgspec.Struct, params: Params, who: Who) -> ChangeFloor:
    """The command that the body is."""
    return command_of(body, ChangeFloor)


async def read_tables(asked: ReadRequest) -> bytes:
    """The floor as it stands."""
    store, who = asked.store, asked.who
    await store.readable()
    if who.role != "guest":
        return msgspec.json.encode(TablesView(floor_view(store.state)))
    own = [table for table in store.state.floor.tables if table == who.table]
    return msgspec.json.encode(TablesView([guests_table_line(store.state, table) for table in own]))


async def read_table(asked: ReadRequest) -> bytes:
    """One table as it stands."""
    store, who, table = asked.store, asked.who, asked.params["table"]
    if who.role == "guest" and who.table is None:
        raise Refusal(FORBIDDEN)
    at_own_table(who, table)
    await store.readable()
    if table not in store.state.floor.tables:
        raise Refusal(refusals.UNKNOWN_TABLE, table=table)
    view = guests_table_view if who.role == "guest" else table_view
    return msgspec.json.encode(view(store.state, table))


async def read_sessions(asked: ReadRequest) -> bytes:
    """All who have not left, each as it stands when its turn comes: a house full of them holds no order up."""
    store = asked.store
    await store.readable()
    state, told = store.state, list[bytes]()
    parties = [each.session for each in open_parties(state)]
    for start in range(0, len(parties), SLICE):
        there = [state.floor.sessions.get(each) for each in parties[start : start + SLICE]]
        told += [_encoded(party_line(state, each)) for each in there if each is not None and each.state == "open"]
        await asyncio.sleep(0)
        await store.readable()
    return b'{"sessions":[%s]}' % b",".join(told)


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/sessions",
        summary="Open a party, also beside others at its table; its bill is opened with its first order",
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
        path=f"{PREFIX}/sessions/{{session}}/clear",
        summary="Clear the table: the party has paid and left",
        deed=clear_session.DEED,
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
