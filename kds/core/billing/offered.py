"""What the house offers to whoever takes something off or back: reductions by name, and reasons."""

from __future__ import annotations

from typing import Literal

from kds.core.text import Id
from kds.core.types import Name, Record

NamedKind = Literal["percent", "amount"]
ReasonFor = Literal["void", "comp", "discount", "refund", "reopen", "waive", "drawer"]
"""What is done for a reason."""

NAMED_MOST, REASONS_MOST = 20, 12
"""Reductions of a house, and reasons for one thing that is done."""


class NamedReduction(Record, frozen=True, gc=False):
    """What the house takes off a whole bill under a name (员工九折): permille of a `percent`, else an amount."""

    reduction: Id
    name: Name
    kind: NamedKind
    value: int


class Reasons(Record, frozen=True, gc=False):
    """Why something is done, what is said most often first. `free`: whoever does it may write another reason."""

    deed: ReasonFor
    said: tuple[Name, ...] = ()
    free: bool = True


DEEDS: dict[ReasonFor, Name] = {
    "void": Name(zh="退菜", en="Void a dish"),
    "comp": Name(zh="赠菜", en="Give a dish free"),
    "discount": Name(zh="打折、减免", en="Give a discount"),
    "refund": Name(zh="退款", en="Refund"),
    "reopen": Name(zh="反结账", en="Open a bill again"),
    "waive": Name(zh="免加收", en="Waive a surcharge"),
    "drawer": Name(zh="存取现金", en="Take cash from the drawer or to it"),
}
"""What each is called, in the order in which people read them."""

REASONS = (
    Reasons(
        "void",
        (
            Name(zh="客人不要了", en="The guest changed their mind"),
            Name(zh="点错了", en="Ordered by mistake"),
            Name(zh="等太久", en="Waited too long"),
            Name(zh="菜品有问题", en="Not good"),
            Name(zh="沽清", en="Sold out"),
        ),
    ),
    Reasons(
        "comp",
        (
            Name(zh="等太久", en="Waited too long"),
            Name(zh="菜品有问题", en="Not good"),
            Name(zh="老顾客", en="A regular guest"),
            Name(zh="客人生日", en="A birthday"),
        ),
    ),
    Reasons("discount"),
    Reasons("refund"),
    Reasons(
        "reopen",
        (
            Name(zh="收款方式或金额有误", en="Wrong tender or amount"),
            Name(zh="漏单", en="Something was forgotten"),
            Name(zh="还要加菜", en="They order more"),
            Name(zh="优惠忘了打", en="A discount was forgotten"),
        ),
    ),
    Reasons("waive"),
    Reasons("drawer"),
)
"""Of a house that has said nothing."""
