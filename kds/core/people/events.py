"""What happens to people and rights, and what it makes of the state."""

from __future__ import annotations

from kds.core.people.model import Limit, Person, RankAndFile, RoleRights, StaffRole
from kds.core.state import State
from kds.core.types import Event, Stamp


class RoleGiven(Event, frozen=True, gc=False):
    """Somebody works here as this, from now on."""

    person: str
    role: StaffRole


class PersonLeft(Event, frozen=True, gc=False):
    """Somebody works here no more."""

    person: str


class RightsChanged(Event, frozen=True, gc=False):
    """What the house says of a role, in place of what it said before."""

    role: RankAndFile
    given: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()


def fold_role_given(state: State, event: RoleGiven, stamp: Stamp) -> None:
    """They have it."""
    state.people.staff[event.person] = Person(person=event.person, role=event.role)


def fold_person_left(state: State, event: PersonLeft, stamp: Stamp) -> None:
    """They are not among the people of the house."""
    del state.people.staff[event.person]


def fold_rights_changed(state: State, event: RightsChanged, stamp: Stamp) -> None:
    """That is what the role may."""
    rights = RoleRights(role=event.role, given=event.given, taken=event.taken, limits=event.limits)
    if rights != RoleRights(role=event.role):
        state.people.roles[event.role] = rights
    elif event.role in state.people.roles:
        del state.people.roles[event.role]
