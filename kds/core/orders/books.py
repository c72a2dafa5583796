"""What of the orders is alive."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core import ids
from kds.core.billing.model import Comp, Sheet, Weight
from kds.core.books import Books
from kds.core.journal import Book, Index, Lookup
from kds.core.orders.model import Bill, Line, OutsideOrder, Round, Void


class OrdersBooks(Books):
    """Bills, their rounds and lines.

    `comps`: line → why it is free. `weights`: line → what it weighed. `sheets`: bill → what stands on it beside
    its lines.
    `outside`: (channel, the platform's id of an order) → the order; it outlives the party for `KEPT_MS` (outside.py).
    `line_ids`: (session, the device's id of a line) → the line: the session that the order named, which may have been
    merged into another since. `session_bills`: session → its bills. `moved`: line → the bill on which it stands,
    where that is not the one of its round.
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

    def bill_of(self, line: str) -> Bill:
        """The bill on which a line stands."""
        moved = self.moved.get(line)
        return self.bills[self.rounds[self.lines[line].round].bill if moved is None else moved]

    def lines_on(self, bill: Bill) -> list[str]:
        """The lines that stand on a bill, in the order in which they came."""
        own = [line for placed in bill.rounds for line in self.rounds[placed].lines]
        if not self.moved:
            return own
        return sorted([*[line for line in own if line not in self.moved], *bill.lines_in], key=ids.age)

    def forget(self, session: str) -> None:
        """Its bills with their rounds and lines; what was moved from them to others stays, and is theirs altogether."""
        bills = sorted(self.session_bills[session])
        lines = [line for bill in bills for line in self.lines_on(self.bills[bill])]
        rounds = dict.fromkeys([self.lines[line].round for line in lines])
        rounds.update(dict.fromkeys([placed for bill in bills for placed in self.bills[bill].rounds]))
        for line in lines:
            self._forget_line(line)
        for placed in rounds:
            self._pare(self.rounds[placed], bills)
        for bill in bills:
            if bill in self.sheets:
                del self.sheets[bill]
            del self.bills[bill]
            self.session_bills.discard(session, bill)

    def _forget_line(self, line_id: str) -> None:
        line = self.lines[line_id]
        if line.id:
            del self.line_ids[self.rounds[line.round].session, line.id]
        for book in (self.voids, self.comps, self.weights, self.moved):
            if line_id in book:
                del book[line_id]
        del self.lines[line_id]

    def _pare(self, placed: Round, going: list[str]) -> None:
        """Take the lines that are gone out of a round; one whose own bill goes is from now on of who has the rest."""
        left = tuple([line for line in placed.lines if line in self.lines])
        if left and placed.bill not in going:
            self.rounds[placed.round] = replace(placed, lines=left)
        elif left:
            self._hand_over(placed, left)
        else:
            del self.rounds[placed.round]
            if placed.bill not in going:
                owner = self.bills[placed.bill]
                rest = tuple([each for each in owner.rounds if each != placed.round])
                self.bills[owner.bill] = replace(owner, rounds=rest)

    def _hand_over(self, placed: Round, left: tuple[str, ...]) -> None:
        """Its party has left: no device can send these lines again, so their ids are let go of too."""
        for line_id in left:
            line = self.lines[line_id]
            if line.id:
                del self.line_ids[placed.session, line.id]
                self.lines[line_id] = replace(line, id="")
        heir = self.bills[self.moved[left[0]]]
        back = {line for line in left if self.moved[line] == heir.bill}
        for line_id in sorted(back):
            del self.moved[line_id]
        lines_in = tuple([line for line in heir.lines_in if line not in back])
        self.bills[heir.bill] = replace(heir, rounds=(*heir.rounds, placed.round), lines_in=lines_in)
        session = heir.came_with or heir.session
        self.rounds[placed.round] = replace(placed, lines=left, bill=heir.bill, session=session)
