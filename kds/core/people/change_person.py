"""Say what somebody is in the house, or that they work here no more."""

from __future__ import annotations

import re

from kds.core.deeds import Deed
from kds.core.people.events import PersonLeft, RoleGiven
from kds.core.people.model import StaffRole
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import PEOPLE, RIGHTS, answering, limit_of, may, reaches
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

PEOPLE_MOST = 500
"""Who work in one house."""
PERSON = re.compile(r"prs_[0-9a-f]{12}")
"""The ids of people, as the table makes them that knows what they are called."""

NOT_YOURS_TO_GIVE = reason(
    "not_yours_to_give",
    "forbidden",
    "不能给别人自己没有的权限",
    "Nobody can give, or take, what they may not do themselves",
)
LAST_OWNER = reason(
    "last_owner",
    "conflict",
    "至少要有一位店主，请先指定另一位",
    "A house needs an owner: name another one first",
)
UNKNOWN_PERSON = reason("unknown_person", "not_found", "没有这位员工：{person}", "Nobody here is {person}")


class ChangePerson(Command, frozen=True, gc=False):
    """What somebody is; None: they have left."""

    person: Id
    role: StaffRole | None


class PersonIs(Answer, frozen=True, gc=False):
    """What they are now; "" is nobody of the house."""

    seq: int
    person: str
    role: str


def decide(state: State, command: ChangePerson, context: Context) -> list[Event]:
    """One event where something changes."""
    known = state.people.staff.get(command.person)
    if known is None and (command.role is None or PERSON.fullmatch(command.person) is None):
        raise Refusal(UNKNOWN_PERSON, person=command.person)
    before = None if known is None else known.role
    for role in (command.role, before):
        if role is not None and not outranks(state, context, role):
            raise Refusal(NOT_YOURS_TO_GIVE)
    if before == command.role:
        return []
    if before == "owner" and sum(each.role == "owner" for each in state.people.staff.values()) == 1:
        raise Refusal(LAST_OWNER)
    if command.role is None:
        return [PersonLeft(person=command.person)]
    if known is None:
        within("people", len(state.people.staff) + 1, 1, PEOPLE_MOST)
    return [RoleGiven(person=command.person, role=command.role)]


def outranks(state: State, context: Context, role: StaffRole) -> bool:
    """Whether who asks, or who approves, may all that this role may, and as far."""
    rights = [each for each in RIGHTS.values() if may(state, role, each)]
    return any(
        (who.role in ("owner", "system") or role != "owner")
        and all(
            may(state, who.role, each) and reaches(limit_of(state, who.role, each), limit_of(state, role, each))
            for each in rights
        )
        for who in answering(context)
    )


def answer(state: State, command: ChangePerson, events: list[Event]) -> PersonIs:
    """As it stands after the event."""
    person = state.people.staff.get(command.person)
    return PersonIs(seq=state.seq, person=command.person, role="" if person is None else person.role)


DEED = Deed(
    ChangePerson,
    decide,
    answer,
    PersonIs,
    right=PEOPLE,
    refuses=(NOT_YOURS_TO_GIVE, LAST_OWNER, UNKNOWN_PERSON, OUT_OF_RANGE),
)
