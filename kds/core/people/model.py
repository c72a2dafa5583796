"""The people of the house, by their ids alone, and what the house has said that roles may."""

from __future__ import annotations

from typing import Literal

from kds.core.text import Id
from kds.core.types import Record

StaffRole = Literal["waiter", "cashier", "kitchen", "expo", "manager", "owner"]
"""What somebody can be who works here."""
AccessKind = Literal[
    "paired",
    "unpaired",
    "code_made",
    "code_revoked",
    "link_used",
    "signed_in",
    "signed_out",
    "idle",
    "pin_set",
    "pin_taken",
    "locked_out",
    "erased",
    "moved",
]
"""What is done about who gets in. A login code or a link is a code; a link is used once, and then a browser's own."""
RankAndFile = Literal["waiter", "cashier", "kitchen", "expo", "manager"]
"""The roles of which the house says what they may; the owner may everything."""


class Person(Record, frozen=True, gc=False):
    """Somebody who works here. What they are called is not in the ledger."""

    person: str
    role: StaffRole


class Limit(Record, frozen=True, gc=False):
    """How far a right goes, in its unit: thousandths of a bill, or minor units of money."""

    right: Id
    most: int


class RightsRow(Record, frozen=True, gc=False):
    """All that a role may, by the codes of its rights, and the limits of those that have one."""

    rights: tuple[Id, ...]
    limits: tuple[Limit, ...] = ()


class RoleRights(Record, frozen=True, gc=False):
    """What the house has said of a role: rights that it has beside its usual ones, and those that it has not."""

    role: RankAndFile
    given: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()

    def limit(self, right: str) -> int | None:
        """How far a right goes; None is without end."""
        return next((each.most for each in self.limits if each.right == right), None)
