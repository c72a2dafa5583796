"""A party asks for the bill (叫结账): the floor sees it, also while dishes are still to come."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.answers import PartyIs, party_is
from kds.core.floor.events import BillAsked
from kds.core.parties import ON_PARTY, due, open_party, with_own_party
from kds.core.rights import ASK_BILL, NOT_YOUR_TABLE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

NOTHING_TO_PAY = reason("nothing_to_pay", "conflict", "这拨客人没有要付的账", "That party has nothing to pay")


class AskBill(Command, frozen=True, gc=False):
    """They want to pay."""

    session: Id


def decide(state: State, command: AskBill, context: Context) -> list[Event]:
    """One event, or none where they have asked already."""
    session = open_party(state, command.session)
    with_own_party(state, context.who, session)
    if due(state, session.session) == 0:
        raise Refusal(NOTHING_TO_PAY, session=session.session)
    return [] if session.asked_at is not None else [BillAsked(session=session.session)]


def answer(state: State, command: AskBill, events: list[Event]) -> PartyIs:
    """The party after the event."""
    return party_is(state, command.session)


DEED = Deed(AskBill, decide, answer, PartyIs, right=ASK_BILL, refuses=(*ON_PARTY, NOT_YOUR_TABLE, NOTHING_TO_PAY))
