"""Whose order it is: the party named, the one at the table, or a new one."""

from __future__ import annotations

from kds.core import ids
from kds.core.floor.model import Session
from kds.core.refusals import SESSION_ENDED, UNKNOWN_SESSION, UNKNOWN_TABLE
from kds.core.state import State
from kds.core.types import Refusal, Service, reason

TABLE_REQUIRED = reason("table_required", "invalid", "堂食须注明桌号", "Dine-in needs a table")
TABLE_NOT_ALLOWED = reason("table_not_allowed", "invalid", "只有堂食才有桌号", "Only dine-in has a table")
SESSION_REQUIRED = reason(
    "session_required",
    "conflict",
    "{table}桌有几拨客人，请注明是哪一拨",
    "Several parties share table {table}; name the session",
)
WRONG_TABLE = reason("wrong_table", "forbidden", "不能为别的桌点餐", "This order belongs to another table")


def party_of(state: State, service: Service, table: str | None, session: str | None) -> Session | None:
    """The party that orders, or None for one that comes with this order. Refused: as in `REFUSES`."""
    if service != "dine_in":
        if table is not None:
            raise Refusal(TABLE_NOT_ALLOWED)
    elif table is None:
        raise Refusal(TABLE_REQUIRED)
    elif table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=table)
    if session is not None:
        return _named(state, service, table, session)
    if table is None:
        return None
    seated = sorted(state.floor.table_sessions[table])
    if len(seated) > 1:
        raise Refusal(SESSION_REQUIRED, table=table)
    return state.floor.sessions[seated[0]] if seated else None


def _named(state: State, service: Service, table: str | None, session_id: str) -> Session:
    """The party of that id, if it is there. Refused: unknown_session, session_ended, wrong_table."""
    session = state.floor.sessions.get(session_id)
    if session is None and not ids.is_past(session_id, "S", state.seq):
        raise Refusal(UNKNOWN_SESSION, session=session_id)
    if session is None or session.state == "cleared":
        raise Refusal(SESSION_ENDED, session=session_id)
    if session.table != table or session.service != service:
        raise Refusal(WRONG_TABLE)
    return session


REFUSES = (
    TABLE_REQUIRED,
    TABLE_NOT_ALLOWED,
    UNKNOWN_TABLE,
    SESSION_REQUIRED,
    UNKNOWN_SESSION,
    SESSION_ENDED,
    WRONG_TABLE,
)
