"""What is read of the floor: its tables, its parties, its reservations, and the live map."""

from __future__ import annotations

import asyncio

import msgspec

from kds.core import refusals
from kds.core.floor.floor_map import floor_map, reservations
from kds.core.floor.model import Reservation
from kds.core.floor.table_view import (
    PartyLine,
    TableLine,
    floor_view,
    guests_table_line,
    guests_table_view,
    open_parties,
    party_line,
    table_view,
)
from kds.core.rights import FORBIDDEN, at_own_table
from kds.core.types import Refusal
from kds.web.routes import ReadRequest

SLICE = 100
"""Parties told at a time."""
_encoded = msgspec.json.Encoder().encode


class TablesView(msgspec.Struct, frozen=True):
    """All tables, by name; for a guest their own."""

    tables: list[TableLine]


class SessionsView(msgspec.Struct, frozen=True):
    """The parties that have not left, with a table or without, the oldest first."""

    sessions: list[PartyLine]


class ReservationsView(msgspec.Struct, frozen=True):
    """The reservations, the next one first."""

    reservations: list[Reservation]


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


async def read_floor(asked: ReadRequest) -> bytes:
    """The live map as it stands."""
    await asked.store.readable()
    return msgspec.json.encode(floor_map(asked.store.state, asked.store.now()))


async def read_reservations(asked: ReadRequest) -> bytes:
    """Who is expected, and where."""
    await asked.store.readable()
    return msgspec.json.encode(ReservationsView(reservations(asked.store.state)))


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
