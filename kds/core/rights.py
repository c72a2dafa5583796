"""Who may do and see what: one table for the public interface and the pages. A deed says in its own file who may."""

from __future__ import annotations

from typing import Literal

from kds.core.deeds import Deed, roles
from kds.core.types import Context, Refusal, Role, Who, reason

FORBIDDEN = reason("forbidden", "forbidden", "没有权限这样做", "You have no right to do that")
NOT_YOUR_TABLE = reason("not_your_table", "forbidden", "这个码只能用于{own}桌", "This code is for table {own} only")

View = Literal["menu", "tables", "parties", "bill", "kitchen", "walls", "events", "house", "pairing"]

VIEWS: dict[View, frozenset[Role]] = {
    "menu": roles("guest", "waiter", "kitchen", "manager", "integration"),
    "tables": roles("guest", "waiter", "manager", "integration"),
    "parties": roles("waiter", "manager", "integration"),
    "bill": roles("guest", "waiter", "manager", "integration"),
    "kitchen": roles("waiter", "kitchen", "manager"),
    "walls": roles("waiter", "kitchen", "manager"),
    "house": roles("waiter", "kitchen", "manager", "integration"),
    "events": roles("manager", "integration"),
    "pairing": roles("kitchen", "manager"),
}
"""What can be looked at, and by whom. `pairing` is letting devices in and out as walls."""


def may(role: Role, names: frozenset[Role]) -> bool:
    """Whether a role is among those who may; the system always is."""
    return role == "system" or role in names


def permit(deed: Deed, context: Context) -> None:
    """Let who asks do this by their own right or by that of who approves. Refused: forbidden."""
    approver = context.approver
    if not may(context.who.role, deed.may) and (approver is None or not may(approver.role, deed.may)):
        raise Refusal(FORBIDDEN)


def at_own_table(who: Who, table: str | None) -> None:
    """A guest whose right is for one table has business at no other. Refused: not_your_table."""
    if who.role == "guest" and who.table is not None and table != who.table:
        raise Refusal(NOT_YOUR_TABLE, own=who.table)
