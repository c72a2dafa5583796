"""Note what the kitchen has to know of a whole party (整单备注, 忌口): all its tickets say so, loudly."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.events import SessionNoted
from kds.core.parties import ON_PARTY, open_party
from kds.core.rights import NOTE
from kds.core.state import State
from kds.core.text import Id, Note
from kds.core.types import Answer, Command, Context, Event


class NoteSession(Command, frozen=True, gc=False):
    """The note and the allergies, each whole; "" for none."""

    session: Id
    note: Note = ""
    allergies: Note = ""


class NotesAre(Answer, frozen=True, gc=False):
    """What is noted of the party now."""

    seq: int
    session: str
    note: str
    allergies: str


def decide(state: State, command: NoteSession, context: Context) -> list[Event]:
    """One event, or none where that is noted already."""
    session = open_party(state, command.session)
    if (session.note, session.allergies) == (command.note, command.allergies):
        return []
    return [SessionNoted(session=session.session, note=command.note, allergies=command.allergies)]


def answer(state: State, command: NoteSession, events: list[Event]) -> NotesAre:
    """As it stands after the event."""
    session = open_party(state, command.session)
    return NotesAre(seq=state.seq, session=session.session, note=session.note, allergies=session.allergies)


DEED = Deed(
    NoteSession,
    decide,
    answer,
    NotesAre,
    right=NOTE,
    refuses=ON_PARTY,
)
