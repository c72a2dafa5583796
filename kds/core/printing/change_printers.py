"""Change the printers: one, or all of them, in one deed that is done whole or not at all."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.holes import NEW_HOLE, meant
from kds.core.printing.model import Printer
from kds.core.printing.rules import BAD_PRINTERS, printers_changed
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event


class ChangePrinters(Command, frozen=True, gc=False):
    """Printers as they are to be, each whole, and those that go; all others stay as they are.

    With `knowingly` it is refused where dishes would come to stations that no screen shows and no printer prints any
    more, and that are not named there; None: that is not asked.
    """

    printers: tuple[Printer, ...] = ()
    gone: tuple[Id, ...] = ()
    knowingly: tuple[Id, ...] | None = None


class PrintersAre(Answer, frozen=True, gc=False):
    """How many printers there are."""

    seq: int
    printers: int


def decide(state: State, command: ChangePrinters, context: Context) -> list[Event]:
    """One event, or none where they are so already."""
    found = printers_changed(state, command.printers, command.gone)
    if command.knowingly is not None:
        for each in found:
            meant(state, None, None, command.knowingly, each)
    return [*found]


def answer(state: State, command: ChangePrinters, events: list[Event]) -> PrintersAre:
    """As it stands after the event."""
    return PrintersAre(seq=state.seq, printers=len(state.printing.printers))


DEED = Deed(ChangePrinters, decide, answer, PrintersAre, right=KITCHEN_PLAN, refuses=(BAD_PRINTERS, NEW_HOLE))
