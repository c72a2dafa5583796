"""The floor: which tables there are, who sits at them, and when they are free again."""

from __future__ import annotations

import msgspec

from kds.core import refusals
from kds.core.floor import clear_session
from kds.core.floor.table_view import TableLine, TableView, floor_view, table_view
from kds.core.rights import FORBIDDEN, NOT_YOUR_TABLE, at_own_table
from kds.core.types import Refusal
from kds.web.routes import PREFIX, Get, Post, ReadRequest


class TablesView(msgspec.Struct, frozen=True):
    """All tables, by name; for a guest their own."""

    tables: list[TableLine]


async def read_tables(asked: ReadRequest) -> bytes:
    """The floor as it stands."""
    store, who = asked.store, asked.who
    await store.settled()
    tables = floor_view(store.state)
    if who.role == "guest":
        tables = [each for each in tables if each.table == who.table]
    return msgspec.json.encode(TablesView(tables))


async def read_table(asked: ReadRequest) -> bytes:
    """One table as it stands."""
    store, who, table = asked.store, asked.who, asked.params["table"]
    if who.role == "guest" and who.table is None:
        raise Refusal(FORBIDDEN)
    at_own_table(who, table)
    await store.settled()
    if table not in store.state.floor.tables:
        raise Refusal(refusals.UNKNOWN_TABLE, table=table)
    return msgspec.json.encode(table_view(store.state, table))


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/sessions/{{session}}/clear",
        summary="Clear the table: the party has paid and left",
        deed=clear_session.DEED,
    ),
    Get(
        path=f"{PREFIX}/tables",
        summary="The tables and whether they are free, seated or paid",
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
)
