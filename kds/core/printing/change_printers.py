"""Change the printers: one, or all of them, in one deed that is done whole or not at all."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.printing.model import Printer
from kds.core.printing.rules import BAD_PRINTERS, printers_changed
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event


class ChangePrinters(Command, frozen=True, gc=False):
    """Printers as they are to be, each whole, and those that go; all others stay as they are."""

    printers: tuple[Printer, ...] = ()
    gone: tuple[Id, ...] = ()


class PrintersAre(Answer, frozen=True, gc=False):
    """How many printers there are."""

    seq: int
    printers: int


def decide(state: State, command: ChangePrinters, context: Context) -> list[Event]:
    """One event, or none where they are so already."""
    return [*printers_changed(state, command.printers, command.gone)]


def answer(state: State, command: ChangePrinters, events: list[Event]) -> PrintersAre:
    """As it stands after the event."""
    return PrintersAre(seq=state.seq, printers=len(state.printing.printers))


DEED = Deed(ChangePrinters, decide, answer, PrintersAre, right=KITCHEN_PLAN, refuses=(BAD_PRINTERS,))
