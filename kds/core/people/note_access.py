"""Write down who let whom in: devices, codes, sign-ins, PINs. The house keeps it, by whoever did it."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.people.events import AccessNoted
from kds.core.people.model import AccessKind
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Role


class NoteAccess(Command, frozen=True, gc=False):
    """What was done, and the id of the person, the device or the code that it is about; what that is, or None."""

    kind: AccessKind
    about: Id
    role: Role | None = None


class AccessIs(Answer, frozen=True, gc=False):
    """What was written down."""

    seq: int
    kind: str
    about: str


def decide(state: State, command: NoteAccess, context: Context) -> list[Event]:
    """One event, always: what has happened is not refused."""
    return [AccessNoted(kind=command.kind, about=command.about, role=command.role)]


def answer(state: State, command: NoteAccess, events: list[Event]) -> AccessIs:
    """As it was asked."""
    return AccessIs(seq=state.seq, kind=command.kind, about=command.about)


DEED = Deed(NoteAccess, decide, answer, AccessIs, right=NOBODY)
