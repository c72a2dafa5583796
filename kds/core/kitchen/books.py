"""What of the kitchen is alive."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.books import Books
from kds.core.journal import Agenda, Book, Index, Journal, Noted, NotedLookup, Numbered, One
from kds.core.kitchen.model import CLOSED, Item, KitchenTest, Route, ServiceLateness, Station, Thresholds, Ticket, Waits
from kds.core.kitchen.queues import Queues
from kds.core.kitchen.screens import Screen, Slots
from kds.core.kitchen.themes import Theme, ThemeNow, arranged, bars_at
from kds.core.kitchen.timings import LearningDays, LearntTime, Streak, Timings
from kds.core.types import Ms


class KitchenBooks(Books):
    """Stations, screens and routes, tickets and the lines on them.

    `open_tickets`: station → its tickets with something to make or to stop. `session_tickets`: session → all its
    tickets. `elsewhere`: session → its lines that stand on tickets of others. `unseen`: the tickets with something to
    make that nobody has seen, by since when. `expiring`: the voided lines that nobody had begun, and that stand only
    for a while, by since when. `queues`: what is open in the order to cook it, screen by screen. `tested`: the last
    morning test.
    `bumps`: the lines that are bumped and not served, or were handed on to a step that is not done, by the number of
    the event. `waiting`: the lines that are fired by themselves, by when. `screens` are as they are set; `screens_now`
    as they are while the theme holds of which `theme` tells.
    `timings`: what dishes took of late, cell by cell. `streaks`: what each station bumps in one go.
    `learning`: the days that have been learnt from. `learnt`: how long dishes take, cell by cell.
    """

    thresholds: One[Thresholds]
    tested: One[KitchenTest]
    stations: Noted[str, Station]
    screens: Noted[str, Screen]
    routes: Book[str, Route]
    services: Book[str, ServiceLateness]
    themes: Book[str, Theme]
    theme: One[ThemeNow]
    screens_now: NotedLookup[str, Screen]
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
        self.queues = Queues(self.stations, self.screens_now, self.tickets, self.items)

    def reindex(self) -> None:
        """What screens show; tickets by party; the open ones by station, which nobody has seen; the stops that end."""
        for name, screen in arranged(self.screens, self.theme_now).items():
            self.screens_now[name] = screen
        for ticket in self.tickets.values():
            self.session_tickets.add(ticket.session, ticket.ticket)
            if ticket.is_open:
                self.open_tickets.add(ticket.station, ticket.ticket)
            if ticket.seen_at is None and ticket.state not in CLOSED:
                self.unseen.add(ticket.to_see_since, ticket.ticket)
        for item in self.items.values():
            if item.party:
                self.elsewhere.add(item.party, item.line)
            if item.stop_since is not None and not item.begun:
                self.expiring.add(item.stop_since, item.line)
            if item.back_seq:
                self.bumps.add(item.back_seq, item.line)
            if item.fires_at is not None:
                self.waiting.add(item.fires_at, item.line)
        self.queues.make_anew()

    @property
    def theme_now(self) -> Theme | None:
        """The theme that holds; None: screens show what they are set to."""
        now = self.theme.value
        return None if now is None else self.themes.get(now.theme)

    def bars_at(self, screen: str) -> str:
        """The screen that the bump bars of a screen work now."""
        return bars_at(self.screens_now, self.theme_now, screen)

    def unbump(self, line: str) -> None:
        """It is no longer to be recalled, if it was."""
        entry = (self.items[line].back_seq, line)
        if entry in self.bumps:
            self.bumps.discard(*entry)

    def rebump(self, line: str) -> None:
        """It is to be recalled, if there is anything of it that can be."""
        seq = self.items[line].back_seq
        if seq:
            self.bumps.add(seq, line)

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
        strange, own = sorted(self.elsewhere[session]), sorted(self.session_tickets[session])
        tickets = dict[str, None]()
        for line in strange:
            self.elsewhere.discard(session, line)
            tickets.update(self._forget_line(line))
        for ticket_id in own:
            tickets[ticket_id] = None
            for line in self.tickets[ticket_id].lines:
                if line in self.items and not self.items[line].party:
                    tickets.update(self._forget_line(line))
        for ticket_id in tickets:
            self._pare(self.tickets[ticket_id], session)

    def _forget_line(self, line: str) -> dict[str, None]:
        """The tickets on which it stands, and stood."""
        self.unbump(line)
        self.wait_no_more(line)
        item = self.items[line]
        del self.items[line]
        return dict.fromkeys([item.ticket, *[each.ticket for each in item.passed]])

    def _pare(self, ticket: Ticket, going: str) -> None:
        """Take the lines that are gone off a ticket; one whose own party goes is from now on of who has the rest."""
        left = tuple([line for line in ticket.lines if line in self.items])
        passed = tuple([line for line in ticket.passed if line in self.items])
        if not left and not passed:
            del self.tickets[ticket.ticket]
            self.session_tickets.discard(ticket.session, ticket.ticket)
        elif ticket.session != going:
            self.tickets[ticket.ticket] = replace(ticket, lines=left, passed=passed)
        else:
            heir, label = self._whose((left or passed)[0])
            for line in [each for each in left if self.items[each].party == heir]:
                self.elsewhere.discard(heir, line)
                self.items[line] = replace(self.items[line], party="", label="")
            self.session_tickets.discard(going, ticket.ticket)
            self.session_tickets.add(heir, ticket.ticket)
            self.tickets[ticket.ticket] = replace(ticket, lines=left, passed=passed, session=heir, label=label)

    def _whose(self, line: str) -> tuple[str, str]:
        """The party that has a line, and what it is called."""
        item = self.items[line]
        own = self.tickets[item.ticket]
        return (item.party, item.label) if item.party else (own.session, own.label)
