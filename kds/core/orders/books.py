"""What of the orders is alive."""

from __future__ import annotations

from kds.core.billing.model import Comp, Sheet, Weight
from kds.core.books import Books
from kds.core.journal import Book, Index, Lookup
from kds.core.orders.model import Bill, Line, OutsideOrder, Round, Void


class OrdersBooks(Books):
    """Bills, their rounds and lines.

    `comps`: line → why it is free. `weights`: line → what it weighed. `sheets`: bill → what stands on it beside
    its lines. `moved`: line → the bill on which it stands, where that is not the one that it was ordered on.
    `outside`: (channel, the platform's id of an order) → the order; it outlives the party for `KEPT_MS` (outside.py).
    `line_ids`: (session, the device's id of a line) → the line. `session_bills`: session → its bills.
    """

    bills: Book[str, Bill]
    rounds: Book[str, Round]
    lines: Book[str, Line]
    voids: Book[str, Void]
    comps: Book[str, Comp]
    weights: Book[str, Weight]
    sheets: Book[str, Sheet]
    moved: Book[str, str]
    outside: Book[tuple[str, str], OutsideOrder]
    line_ids: Lookup[tuple[str, str], str]
    session_bills: Index[str, str]

    def reindex(self) -> None:
        """Bills by session, lines by the ids that devices gave them."""
        for bill in self.bills.values():
            self.session_bills.add(bill.session, bill.bill)
        for line in self.lines.values():
            if line.id:
                self.line_ids[self.rounds[line.round].session, line.id] = line.line

    def forget(self, session: str) -> None:
        """Its bills with their rounds and lines."""
        for bill in sorted(self.session_bills[session]):
            for placed in self.bills[bill].rounds:
                self._forget_round(self.rounds[placed])
            if bill in self.sheets:
                del self.sheets[bill]
            del self.bills[bill]
            self.session_bills.discard(session, bill)

    def _forget_round(self, placed: Round) -> None:
        for line_id in placed.lines:
            line = self.lines[line_id]
            if line.id:
                del self.line_ids[placed.session, line.id]
            if line_id in self.voids:
                del self.voids[line_id]
            if line_id in self.comps:
                del self.comps[line_id]
            if line_id in self.weights:
                del self.weights[line_id]
            if line_id in self.moved:
                del self.moved[line_id]
            del self.lines[line_id]
        del self.rounds[placed.round]
