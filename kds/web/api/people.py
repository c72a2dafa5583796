"""People and rights: what somebody is in the house, and what roles may."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kds.core.people import change_person, change_rights
from kds.core.people.model import Limit, RightsRow, StaffRole
from kds.core.people.rights_view import RightsView, rights_view
from kds.core.text import Id
from kds.web.routes import PREFIX, Get, Post, ReadRequest


class RoleBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is; null: they work here no more."""

    role: StaffRole | None


class RightsBody(Struct, frozen=True, forbid_unknown_fields=True):
    """All the rights of a role, by their codes. A limit is in thousandths of a bill, or in minor units of money.

    `before`: the row as it was seen; the deed is refused where it is another by now.
    """

    rights: tuple[Id, ...]
    limits: tuple[Limit, ...] = ()
    before: RightsRow | None = None


async def read_rights(asked: ReadRequest) -> bytes:
    """The matrix."""
    await asked.store.readable()
    return msgspec.json.encode(rights_view(asked.store.state))


ROUTES: tuple[Post | Get, ...] = (
    Get(
        path=f"{PREFIX}/rights",
        summary="Who may do what: every right, and which roles have it",
        view="people",
        read=read_rights,
        answer=RightsView,
    ),
    Post(
        path=f"{PREFIX}/people/{{person}}/role",
        summary="Say what somebody is in the house, or that they work here no more",
        deed=change_person.DEED,
        body=RoleBody,
    ),
    Post(
        path=f"{PREFIX}/roles/{{role}}/rights",
        summary="Say what a role may",
        deed=change_rights.DEED,
        body=RightsBody,
    ),
)
