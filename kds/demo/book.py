"""The dinner's own book: what was acknowledged to its guests, apart from anything that the server keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kds.demo.wire import Placed, RoundIs, Ticket

Line = dict[str, Any]
"""A line of an order as it goes over the wire."""


@dataclass
class Book:
    """What the guests were promised, what they saw, and how often what happened.

    `faults` are broken promises that were noticed on the way, in words.
    """

    counts: Counter[str] = field(default_factory=Counter)
    bills: dict[str, dict[str, Placed]] = field(default_factory=dict)
    """bill → line → the line as it was acknowledged."""
    devices: dict[tuple[str, str], str] = field(default_factory=dict)
    """(session, the device's id of a line) → the line."""
    tickets: dict[str, str] = field(default_factory=dict)
    """line → the ticket on which a cook saw it last."""
    first: dict[str, str] = field(default_factory=dict)
    """line → the ticket of its first step."""
    voided: set[str] = field(default_factory=set)
    doubtful: int = 0
    """Orders that nobody ever answered: they may have been placed, or not."""
    faults: list[str] = field(default_factory=list)

    def acknowledge(self, wanted: Sequence[Line], answer: RoundIs) -> None:
        """Note what the server promised, and whether it is what was asked for."""
        self.counts["rounds"] += 1
        if len(answer.lines) != len(wanted):
            self.faults.append(f"{answer.round}: {len(wanted)} lines sent, {len(answer.lines)} acknowledged")
        for asked, placed in zip(wanted, answer.lines, strict=False):
            if (asked["id"], asked["dish"], asked["qty"]) != (placed.id, placed.dish, placed.qty):
                self.faults.append(f"{answer.round}: {asked} was acknowledged as {placed}")
            self._note(answer, placed)

    def _note(self, answer: RoundIs, placed: Placed) -> None:
        before = self.devices.setdefault((answer.session, placed.id), placed.line)
        if before != placed.line:
            self.faults.append(f"{placed.id} in {answer.session} is {before} and {placed.line}")
        lines = self.bills.setdefault(answer.bill, {})
        if placed.line not in lines:
            lines[placed.line] = placed
            self.counts["lines"] += 1
        elif lines[placed.line] != placed:
            self.faults.append(f"{placed.line} was {lines[placed.line]} and is {placed}")

    def saw(self, tickets: Iterable[Ticket]) -> None:
        """Note which ticket shows which line; a line on two tickets would be cooked twice. At a later step it is on
        another each time that it is handed on, but never on two at once.
        """
        at_once: dict[str, str] = {}
        for ticket in tickets:
            for line in ticket.lines:
                self.tickets[line.line] = ticket.ticket
                known = self.first if line.step == 1 else at_once
                before = known.setdefault(line.line, ticket.ticket)
                if before != ticket.ticket:
                    self.faults.append(f"{line.line} is on {before} and on {ticket.ticket}")
