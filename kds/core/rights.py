"""Who may do and see what: one table for the public interface and the pages. A deed says in its own file who may."""

from __future__ import annotations

from typing import Literal

from kds.core.deeds import Deed, roles
from kds.core.types import Channel, Context, Name, Refusal, Role, Who, reason

FORBIDDEN = reason("forbidden", "forbidden", "没有权限这样做", "You have no right to do that")
NOT_YOUR_TABLE = reason("not_your_table", "forbidden", "这个码只能用于{own}桌", "This code is for table {own} only")

NOT_YOUR_CHANNEL = reason(
    "not_your_channel",
    "forbidden",
    "这个码只能用来{own_zh}，不能代别的渠道下单",
    "This code orders by {own_en} only, and for no other channel",
)
OWN_CHANNEL: dict[Channel, Name] = {
    "scan": Name(zh="扫码点餐", en="scan"),
    "miniprogram": Name(zh="在小程序点餐", en="mini program"),
    "kiosk": Name(zh="在自助机点餐", en="kiosk"),
    "tablet": Name(zh="在平板上点餐", en="tablet"),
}
"""What guests order by, in words."""

View = Literal[
    "menu", "tables", "parties", "bill", "kitchen", "walls", "events", "house", "pairing", "ordering", "tills"
]

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
    "ordering": roles("waiter", "manager"),
    "tills": roles("waiter", "manager"),
}
"""What can be looked at, and by whom. `pairing` is letting devices in and out as walls,
`ordering` the page of whoever orders for guests, `tills` those of whoever takes their money."""


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


def channel_of(who: Who) -> Channel:
    """By what somebody orders who names no channel. A guest orders by this alone."""
    if who.role != "guest":
        return "api"
    if who.channel is not None:
        return who.channel
    return "kiosk" if who.table is None else "scan"


def in_own_channel(who: Who, channel: Channel) -> None:
    """A guest speaks for no other channel. Refused: not_your_channel."""
    if who.role == "guest" and channel != (own := channel_of(who)):
        raise Refusal(NOT_YOUR_CHANNEL, own=own, own_zh=OWN_CHANNEL[own].zh, own_en=OWN_CHANNEL[own].en)
