"""Move a party to another table (转台), also beside others: it keeps its bill, and the kitchen makes nothing."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.answers import PartyIs, party_is
from kds.core.floor.events import SessionMoved, SessionShared
from kds.core.parties import ON_PARTY, open_party, shares_at, table_fits
from kds.core.refusals import TABLE_NOT_ALLOWED, UNKNOWN_TABLE
from kds.core.rights import MOVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event


class MoveSession(Command, frozen=True, gc=False):
    """It sits at this table now."""

    session: Id
    table: Id


def decide(state: State, command: MoveSession, context: Context) -> list[Event]:
    """One event, or none where it sits there already; one more for each of those there who sat alone until now."""
    session = open_party(state, command.session)
    table_fits(state, session.service, command.table)
    if session.table == command.table:
        return []
    share, numbered = shares_at(state, command.table)
    moved = SessionMoved(
        session=session.session,
        table=command.table,
        from_table=session.table or "",
        share=share,
    )
    return [moved, *[SessionShared(session=each, share=number) for each, number in numbered.items()]]


def answer(state: State, command: MoveSession, events: list[Event]) -> PartyIs:
    """The party after the event."""
    return party_is(state, command.session)


DEED = Deed(
    MoveSession,
    decide,
    answer,
    PartyIs,
    right=MOVE,
    refuses=(*ON_PARTY, UNKNOWN_TABLE, TABLE_NOT_ALLOWED),
)
