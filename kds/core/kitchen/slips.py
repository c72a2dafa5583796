"""What the barcode of a printed slip means."""

from __future__ import annotations

from kds.core.kitchen.model import Item
from kds.core.state import State


def code_of(state: State, scanned: str) -> str:
    """The code as it was printed: a scanner may type it in small letters."""
    known = scanned in state.kitchen.tickets or scanned in state.kitchen.items
    return scanned if known else scanned.upper()


def lines_of(state: State, code: str) -> list[Item]:
    """The lines of a slip: of one dish its own, else all that stand on its ticket, or went on from there."""
    kitchen = state.kitchen
    ticket = kitchen.tickets.get(code)
    named = (code,) if ticket is None else (*ticket.lines, *ticket.passed)
    return [kitchen.items[each] for each in named if each in kitchen.items]
