"""Merge a party into another (并台): one party from now on, and the kitchen makes nothing anew (law 11).

Its rounds, lines and bills go over as they are. Devices that name the party that was merged go on: they are of the
other one now.
"""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.answers import PartyIs, party_is
from kds.core.floor.events import PartiesTied, SessionMerged
from kds.core.parties import ON_PARTY, open_party
from kds.core.rights import MOVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

MERGED_WITH_ITSELF = reason(
    "merged_with_itself",
    "conflict",
    "这是同一拨客人，不用并台",
    "That is one and the same party; there is nothing to merge",
)
MERGED_ALREADY = reason(
    "merged_already",
    "conflict",
    "这拨客人已经并到{label}，要并到别处请先拆台",
    "That party has been merged into {label}; take it apart before merging it with another",
)
SERVICES_DIFFER = reason(
    "services_differ",
    "conflict",
    "两拨客人的用餐方式不同，不能并台",
    "The two parties dine in different ways and cannot be merged",
)


class MergeSession(Command, frozen=True, gc=False):
    """The party is to be one with `into`."""

    session: Id
    into: Id


def decide(state: State, command: MergeSession, context: Context) -> list[Event]:
    """Two events, one for each party; none where they have been merged so already."""
    one, into = open_party(state, command.session), open_party(state, command.into)
    if command.session != one.session and command.session != command.into:
        if one.session == into.session:
            return []
        raise Refusal(MERGED_ALREADY, session=command.session, into=one.session, label=one.label)
    if one.session == into.session:
        raise Refusal(MERGED_WITH_ITSELF, session=one.session)
    if one.service != into.service:
        raise Refusal(SERVICES_DIFFER, session=one.session, into=into.session)
    return [
        SessionMerged(session=one.session, into=into.session),
        PartiesTied(session=into.session, other=one.session),
    ]


def answer(state: State, command: MergeSession, events: list[Event]) -> PartyIs:
    """The party that both are now."""
    return party_is(state, command.into)


DEED = Deed(
    MergeSession,
    decide,
    answer,
    PartyIs,
    right=MOVE,
    refuses=(*ON_PARTY, MERGED_WITH_ITSELF, MERGED_ALREADY, SERVICES_DIFFER),
)
