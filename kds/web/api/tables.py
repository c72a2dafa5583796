"""The floor: which tables there are, and who sits at them."""

from __future__ import annotations

import msgspec

from kds.core import refusals
from kds.core.floor.table_view import TableLine, TableView, floor_view, table_view
from kds.core.types import Refusal
from kds.web.auth import own_table
from kds.web.problems import FORBIDDEN, Failed
from kds.web.routes import PREFIX, Asked, Look, roles


class TablesView(msgspec.Struct, frozen=True):
    """All tables, by name; for a guest their own."""

    tables: list[TableLine]


async def read_tables(asked: Asked) -> bytes:
    """The floor as it stands."""
    store, token = asked.store, asked.token
    await store.settled()
    tables = floor_view(store.state)
    if token.role == "guest":
        tables = [each for each in tables if each.table == token.table]
    return msgspec.json.encode(TablesView(tables))


async def read_table(asked: Asked) -> bytes:
    """One table as it stands."""
    store, table = asked.store, asked.params["table"]
    if asked.token.role == "guest" and asked.token.table is None:
        raise Failed(FORBIDDEN)
    own_table(asked.token, table)
    await store.settled()
    if table not in store.state.floor.tables:
        raise Refusal(refusals.UNKNOWN_TABLE, table=table)
    return msgspec.json.encode(table_view(store.state, table))


ROUTES = (
    Look(
        path=f"{PREFIX}/tables",
        summary="The tables and whether they are free, seated or paid",
        roles=roles("guest", "waiter", "manager", "integration"),
        read=read_tables,
        answer=TablesView,
    ),
    Look(
        path=f"{PREFIX}/tables/{{table}}",
        summary="The open sessions and bills at a table",
        roles=roles("guest", "waiter", "manager", "integration"),
        read=read_table,
        answer=TableView,
        refusals=(refusals.UNKNOWN_TABLE,),
    ),
)
