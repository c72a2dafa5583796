"""What to cook next: an ordered list of named rules, and for each ticket the rule that put it where it is.

| rule        | goes first                                                | among those              |
|-------------|-----------------------------------------------------------|--------------------------|
| rushed      | a ticket that somebody has asked for                      | the longest asked for    |
| base_first  | a ticket with a soup base (锅底先下)                       | by the rules that follow |
| overdue     | a ticket that is late                                     | by the rules that follow |
| due_time    | the ticket that is due soonest                            |                          |

Behind them stand tickets of which nothing is left but what has to be stopped, and behind all others those that are
held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kds.core.kitchen.model import CLOSED, PriorityRule, Ticket, Why
from kds.core.types import Ms, Record

NEVER = 1 << 62


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
    return [(each, why(each, rules, now)) for each in in_order(tickets, rules, now)]


def in_order(tickets: Sequence[Ranked], rules: Sequence[PriorityRule], now: Ms) -> list[Ranked]:
    """The same order, for those who do not ask why."""
    keys = [RULES[rule] for rule in rules]
    return sorted(tickets, key=lambda each: _rank(each, keys, now))


def _rank(each: Ranked, keys: Sequence[Callable[[Ranked, Ms], int]], now: Ms) -> tuple[int, ...]:
    ticket = each.ticket
    return (_standing(ticket), *[key(each, now) for key in keys], ticket.submitted_at, *_number(ticket.ticket))


def _standing(ticket: Ticket) -> int:
    return 2 if ticket.state == "held" else 1 if ticket.state in CLOSED else 0


def _number(ticket: str) -> tuple[int, int]:
    seq, _, part = ticket[1:].partition("-")
    return int(seq), int(part)


def why(each: Ranked, rules: Sequence[PriorityRule], now: Ms) -> Why:
    """The first rule that speaks for the ticket, or why none does."""
    if each.ticket.state == "held":
        return "held"
    if each.ticket.state in CLOSED:
        return "stopped"
    for rule in rules:
        if RULES[rule](each, now) != NEVER:
            return rule
    return "due_time"
