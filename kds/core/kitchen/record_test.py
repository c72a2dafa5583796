"""Keep how the kitchen's morning test went: which screen, sound and bump bar answered, and which did not."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen.events import KitchenTested
from kds.core.kitchen.model import AskedPart
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms

PARTS_MOST = 1_000
TOOK_MOST_MS: Ms = 3_600_000


class RecordTest(Command, frozen=True, gc=False):
    """A test that took so long has ended; `parts` are all that was to answer. The house keeps it, by who began it."""

    took_ms: Ms
    parts: tuple[AskedPart, ...]


class ResultKept(Answer, frozen=True, gc=False):
    """How many of the parts did not answer."""

    seq: int
    parts: int
    silent: int


def decide(state: State, command: RecordTest, context: Context) -> list[Event]:
    """One event."""
    within("took_ms", command.took_ms, 0, TOOK_MOST_MS)
    within("parts", len(command.parts), 1, PARTS_MOST)
    return [KitchenTested(took_ms=command.took_ms, parts=command.parts)]


def answer(state: State, command: RecordTest, events: list[Event]) -> ResultKept:
    """Counted."""
    silent = [each for each in command.parts if each.answered_ms is None]
    return ResultKept(seq=state.seq, parts=len(command.parts), silent=len(silent))


DEED = Deed(
    RecordTest,
    decide,
    answer,
    ResultKept,
    right=NOBODY,
    refuses=(OUT_OF_RANGE,),
)
