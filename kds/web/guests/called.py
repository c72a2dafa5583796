"""By which number an order of a kiosk is called, and what is to be paid for it at the till."""

from __future__ import annotations

from kds.core.cleaning import an_id
from kds.core.parties import current, due
from kds.core.refusals import UNKNOWN_SESSION
from kds.core.rights import FORBIDDEN
from kds.core.state import State
from kds.core.types import Minor, Record, Refusal
from kds.web.guests.visits import Visit


class Called(Record, frozen=True, omit_defaults=False):
    """The number of the party that the order has opened; `due_minor` is on all its bills."""

    number: int
    due_minor: Minor


def called(state: State, visit: Visit, session: str, line: str) -> Called:
    """Told to who knows the id that their own device made for a line of the order: to nobody else, at kiosks alone.

    Refused: forbidden at any other page, unknown_session for another's order, or one that is gone.
    """
    if visit.channel != "kiosk":
        raise Refusal(FORBIDDEN)
    placed = state.orders.line_ids.get((an_id("session", session), an_id("line", line)))
    party = current(state, session) if placed is not None else None
    if party is None:
        raise Refusal(UNKNOWN_SESSION, session=session)
    return Called(number=party.number, due_minor=due(state, party.session))
