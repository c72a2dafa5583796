"""Say that a table is clean: it is free again, where the house wants to be told (`tables_are_cleaned`)."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.events import TableCleaned
from kds.core.refusals import UNKNOWN_TABLE
from kds.core.rights import CLEAR
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal


class CleanTable(Command, frozen=True, gc=False):
    """It is clean."""

    table: Id


class TableIsClean(Answer, frozen=True, gc=False):
    """So it is."""

    seq: int
    table: str


def decide(state: State, command: CleanTable, context: Context) -> list[Event]:
    """One event, or none where it was clean."""
    if command.table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=command.table)
    return [TableCleaned(table=command.table)] if command.table in state.floor.uncleaned else []


def answer(state: State, command: CleanTable, events: list[Event]) -> TableIsClean:
    """As it stands after the event."""
    return TableIsClean(seq=state.seq, table=command.table)


DEED = Deed(CleanTable, decide, answer, TableIsClean, right=CLEAR, refuses=(UNKNOWN_TABLE,))
