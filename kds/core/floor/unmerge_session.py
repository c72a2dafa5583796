"""Take a party apart again from the one that it was merged into (拆台): with the bills that came with it.

So the field does it: a merge is taken back as a whole, and the table it came from is taken again. What was ordered
since stands on the bill of whoever ordered it: a device that named the merged party has ordered on that one's bills. A
line that belongs elsewhere is moved by itself (转菜).
"""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.answers import PartyIs, party_is
from kds.core.floor.events import PartiesTied, SessionShared, SessionUnmerged
from kds.core.floor.open_session import TABLE_TAKEN
from kds.core.parties import ON_PARTY, open_party, running_at, seated, shares_at, table_fits
from kds.core.refusals import TABLE_NOT_ALLOWED, UNKNOWN_TABLE
from kds.core.rights import MOVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

NOT_MERGED = reason("not_merged", "conflict", "这拨客人没有并台", "That party has not been merged with another")


class UnmergeSession(Command, frozen=True, gc=False):
    """The party stands for itself again. `table` None: where it came from, if nobody sits there now."""

    session: Id
    table: Id | None = None


def decide(state: State, command: UnmergeSession, context: Context) -> list[Event]:
    """One event for each party, and one for each of those at the table who sat alone until now."""
    whole = open_party(state, command.session)
    if whole.session == command.session:
        raise Refusal(NOT_MERGED, session=command.session)
    one = state.floor.sessions[command.session]
    table = one.table if command.table is None else command.table
    if table is not None:
        table_fits(state, one.service, table)
    there = [] if command.table is not None or table is None else running_at(state, table)
    if there and table != whole.table:
        raise Refusal(TABLE_TAKEN, table=table, sessions=seated(there))
    share, numbered = shares_at(state, table)
    return [
        SessionUnmerged(session=one.session, out_of=whole.session, table=table, share=share),
        PartiesTied(session=whole.session, other=one.session),
        *[SessionShared(session=each, share=number) for each, number in numbered.items()],
    ]


def answer(state: State, command: UnmergeSession, events: list[Event]) -> PartyIs:
    """The party that stands for itself again."""
    return party_is(state, command.session)


DEED = Deed(
    UnmergeSession,
    decide,
    answer,
    PartyIs,
    right=MOVE,
    refuses=(*ON_PARTY, NOT_MERGED, TABLE_TAKEN, UNKNOWN_TABLE, TABLE_NOT_ALLOWED),
)
