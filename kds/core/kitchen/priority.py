"""What to cook next: an ordered list of named rules, and for each ticket the rule that put it where it is.

| rule        | goes first                                                | among those              |
|-------------|-----------------------------------------------------------|--------------------------|
| rushed      | a ticket that somebody has asked for                      | the longest asked for    |
| base_first  | a ticket with a soup base (锅底先上)                       | by the rules that follow |
| overdue     | a ticket that is late                                     | by the rules that follow |
| due_time    | the ticket that is due soonest                            |                          |

Before all rules goes a ticket whose table was put to the front, the longest first. Behind them stand tickets of which
nothing is to be made now but something to be stopped, and behind all others those that are held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kds.core.kitchen.model import CLOSED, COOKING, Item, Ticket, Why
from kds.core.kitchen.moments import due_at, turns
from kds.core.kitchen.screens import PriorityRule
from kds.core.types import Ms, Record

NEVER = 1 << 62
TO_COOK, TO_STOP, HELD = range(3)
"""What a rank begins with."""

Rank = tuple[Any, ...]
"""What tickets are sorted by: `TO_COOK` and so on, since when its table is at the front, a number for each rule, when
it was submitted, which it is."""


class Ranked(Record, frozen=True, gc=False):
    """A ticket with what its place depends on. `late_at` and `due_at` are None while it is held."""

    ticket: Ticket
    due_at: Ms | None
    late_at: Ms | None


def _rushed(each: Ranked, now: Ms) -> int:
    return NEVER if each.ticket.rushed_at is None else each.ticket.rushed_at


def _base_first(each: Ranked, now: Ms) -> int:
    return 0 if each.ticket.base else NEVER


def _overdue(each: Ranked, now: Ms) -> int:
    return 0 if each.late_at is not None and now >= each.late_at else NEVER


def _due_time(each: Ranked, now: Ms) -> int:
    return NEVER if each.due_at is None else each.due_at


RULES: dict[PriorityRule, Callable[[Ranked, Ms], int]] = {
    "rushed": _rushed,
    "base_first": _base_first,
    "overdue": _overdue,
    "due_time": _due_time,
}


def rank(tickets: Sequence[Ranked], rules: Sequence[PriorityRule], now: Ms) -> list[tuple[Ranked, Why]]:
    """The tickets in the order to cook them, each with the rule that put it there.

    Equal under every rule, the one that was submitted first goes first.
    """
    ordered = sorted(tickets, key=lambda each: rank_of(each, rules, now))
    return [(each, why(each, rules, now)) for each in ordered]


def rank_of(each: Ranked, rules: Sequence[PriorityRule], now: Ms) -> Rank:
    """A ticket's rank; no two have the same. Time alone changes it once at most: when the ticket becomes late."""
    ticket = each.ticket
    said = [RULES[rule](each, now) for rule in rules]
    front = NEVER if ticket.front_at is None else ticket.front_at
    return (_begins(ticket), front, *said, ticket.submitted_at, *_number(ticket.ticket), ticket.ticket)


def ranked(ticket: Ticket, items: Mapping[str, Item]) -> Ranked:
    """A ticket with the earliest moment at which a line of it is due, and is late."""
    due: Ms | None = None
    late: Ms | None = None
    for line in ticket.lines:
        item = items[line]
        if item.state not in COOKING:
            continue
        own, moments = due_at(item), turns(item, ticket.thresholds)
        if own is not None and moments is not None:
            due = own if due is None else min(due, own)
            late = moments[1] if late is None else min(late, moments[1])
    return Ranked(ticket=ticket, due_at=due, late_at=late)


def _begins(ticket: Ticket) -> int:
    if ticket.state not in CLOSED and ticket.state != "held":
        return TO_COOK
    return TO_STOP if ticket.stops else HELD


def _number(ticket: str) -> tuple[int, int]:
    seq, _, part = ticket[1:].partition("-")
    return int(seq), int(part)


def why(each: Ranked, rules: Sequence[PriorityRule], now: Ms) -> Why:
    """The first rule that speaks for the ticket, or why none does."""
    return said_by(rank_of(each, rules, now), rules)


def said_by(rank: Rank, rules: Sequence[PriorityRule]) -> Why:
    """The same, for whoever has the rank under these rules."""
    if rank[0] != TO_COOK:
        return "stopped" if rank[0] == TO_STOP else "held"
    if rank[1] != NEVER:
        return "front"
    for rule, said in zip(rules, rank[2:], strict=False):
        if said != NEVER:
            return rule
    return "due_time"
