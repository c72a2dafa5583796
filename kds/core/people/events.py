"""What happens to people and rights, and what it makes of the state."""

from __future__ import annotations

from kds.core.people.model import AccessKind, Limit, Person, RankAndFile, RoleRights, StaffRole
from kds.core.state import State
from kds.core.types import Event, Role, Stamp


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


class AccessNoted(Event, frozen=True, gc=False):
    """Somebody was let in, or no longer is: `about` is the id of a person, a device or a code, `role` what that is."""

    kind: AccessKind
    about: str
    role: Role | None


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


def fold_access_noted(state: State, event: AccessNoted, stamp: Stamp) -> None:
    """It is for the record alone: who may get in stands in tables beside the ledger."""
