"""The matrix: every right with who has it, and how far."""

from __future__ import annotations

from kds.core.people.model import Limit, RankAndFile
from kds.core.rights import CHANGEABLE, RIGHTS, limit_of, may
from kds.core.state import State
from kds.core.types import Name, Record


class RightView(Record, frozen=True, gc=False):
    """A right, by its code. `unit` is permille or minor where it can have a limit."""

    right: str
    group: str
    name: Name
    unit: str


class RoleView(Record, frozen=True, gc=False):
    """What a role may: the codes of its rights, and the limits of those that have one."""

    role: RankAndFile
    rights: tuple[str, ...]
    limits: tuple[Limit, ...]


class RightsView(Record, frozen=True, gc=False):
    """All rights in their order, and the roles that the house can change."""

    seq: int
    rights: tuple[RightView, ...]
    roles: tuple[RoleView, ...]


def rights_view(state: State) -> RightsView:
    """As it stands."""
    return RightsView(
        seq=state.seq,
        rights=tuple([RightView(each.code, each.group, each.name, each.unit) for each in RIGHTS.values()]),
        roles=tuple([role_view(state, role) for role in CHANGEABLE]),
    )


def role_view(state: State, role: RankAndFile) -> RoleView:
    """A column of the matrix."""
    has = [each for each in RIGHTS.values() if may(state, role, each)]
    limits = [Limit(each.code, most) for each in has if (most := limit_of(state, role, each)) is not None]
    return RoleView(role=role, rights=tuple([each.code for each in has]), limits=tuple(limits))
