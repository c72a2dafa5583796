"""What of the kitchen is alive."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.books import Books
from kds.core.journal import Agenda, Book, Index, Journal, Noted, Numbered, One
from kds.core.kitchen.model import CLOSED, Item, KitchenTest, Route, Station, Thresholds, Ticket, Waits
from kds.core.kitchen.queues import Queues
from kds.core.kitchen.screens import Screen, Slots
from kds.core.kitchen.timings import LearningDays, LearntTime, Streak, Timings
from kds.core.types import Ms


class KitchenBooks(Books):
    """Stations, screens and routes, tickets and the lines on them.

    `open_tickets`: station → its tickets with something to make or to stop. `session_tickets`: session → all its
    tickets. `elsewhere`: session → its lines that stand on tickets of others. `unseen`: the tickets with something to
    make that nobody has seen, by since when. `expiring`: the voided lines that nobody had begun, and that stand only
    for a while, by since when. `queues`: what is open in the order to cook it, screen by screen. `tested`: the last
    morning test.
    `bumps`: the lines that are bumped and not served, by the number of the event. `waiting`: the lines that are fired
    by themselves, by when.
    `timings`: what dishes took of late, cell by cell. `streaks`: what each station bumps in one go.
    `learning`: the days that have been learnt from. `learnt`: how long dishes take, cell by cell.
    """

    thresholds: One[Thresholds]
    tested: One[KitchenTest]
    stations: Noted[str, Station]
    screens: Noted[str, Screen]
    routes: Book[str, Route]
    slots: Book[str, Slots]
    tickets: Noted[str, Ticket]
    items: Noted[str, Item]
    timings: Book[str, Timings]
    streaks: Book[str, Streak]
    learning: One[LearningDays]
    learnt: Book[str, LearntTime]
    open_tickets: Index[str, str]
    session_tickets: Index[str, str]
    elsewhere: Index[str, str]
    unseen: Agenda[str]
    expiring: Agenda[str]
    bumps: Numbered[str]
    waiting: Agenda[str]

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self.queues = Queues(self.stations, self.screens, self.tickets, self.items)

    def reindex(self) -> None:
        """Tickets by party; the open ones by station, and which of them nobody has seen; the stops that end."""
        for ticket in self.tickets.values():
            self.session_tickets.add(ticket.session, ticket.ticket)
            if ticket.is_open:
                self.open_tickets.add(ticket.station, ticket.ticket)
            if ticket.seen_at is None and ticket.state not in CLOSED:
                self.unseen.add(ticket.to_see_since, ticket.ticket)
        for item in self.items.values():
            if item.party:
                self.elsewhere.add(item.party, item.line)
            if item.stop_since is not None and item.started_at is None:
                self.expiring.add(item.stop_since, item.line)
            if item.state == "done" and item.bumped_seq:
                self.bumps.add(item.bumped_seq, item.line)
            if item.fires_at is not None:
                self.waiting.add(item.fires_at, item.line)
        self.queues.make_anew()

    def unbump(self, line: str) -> None:
        """It is no longer to be recalled, if it was."""
        entry = (self.items[line].bumped_seq, line)
        if entry in self.bumps:
            self.bumps.discard(*entry)

    def wait_until(self, line: str, waits: Waits, fires_at: Ms) -> None:
        """A held line is fired by itself then, or at another moment than before."""
        self.wait_no_more(line)
        self.waiting.add(fires_at, line)
        self.items[line] = replace(self.items[line], waits=waits, fires_at=fires_at)

    def wait_no_more(self, line: str) -> None:
        """Nothing is done with it by itself, if it was to be."""
        item = self.items[line]
        if item.fires_at is not None:
            self.waiting.discard(item.fires_at, line)
            self.items[line] = replace(item, waits=None, fires_at=None)

    def rest(self) -> None:
        """Time to see who stands where in the queues."""
        self.queues.follow_some()

    def forget(self, session: str) -> None:
        """Its lines, of which none is open any more, and its tickets; one with lines of others stays theirs."""
        strange = sorted(self.elsewhere[session])
        tickets = dict.fromkeys([self.items[line].ticket for line in strange])
        for line in strange:
            self.elsewhere.discard(session, line)
            self._forget_line(line)
        for ticket_id in sorted(self.session_tickets[session]):
            tickets[ticket_id] = None
            for line in self.tickets[ticket_id].lines:
                if line in self.items and not self.items[line].party:
                    self._forget_line(line)
        for ticket_id in tickets:
            self._pare(self.tickets[ticket_id], session)

    def _forget_line(self, line: str) -> None:
        self.unbump(line)
        self.wait_no_more(line)
        del self.items[line]

    def _pare(self, ticket: Ticket, going: str) -> None:
        """Take the lines that are gone off a ticket; one whose own party goes is from now on of who has the rest."""
        left = tuple([line for line in ticket.lines if line in self.items])
        if not left:
            del self.tickets[ticket.ticket]
            self.session_tickets.discard(ticket.session, ticket.ticket)
        elif ticket.session != going:
            self.tickets[ticket.ticket] = replace(ticket, lines=left)
        else:
            heir, label = self.items[left[0]].party, self.items[left[0]].label
            for line in [each for each in left if self.items[each].party == heir]:
                self.elsewhere.discard(heir, line)
                self.items[line] = replace(self.items[line], party="", label="")
            self.session_tickets.discard(going, ticket.ticket)
            self.session_tickets.add(heir, ticket.ticket)
            self.tickets[ticket.ticket] = replace(ticket, lines=left, session=heir, label=label)
