"""What holds of every state, however it came about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from kds.core import codec
from kds.core.billing.events import BillRefunded
from kds.core.billing.takings import checks, takings_of
from kds.core.bills import lines_of, price_of, sheet_of, sum_of
from kds.core.books import shelves
from kds.core.day.events import DayClosed
from kds.core.day.leave import is_gone
from kds.core.decide import Recorded
from kds.core.features import fold
from kds.core.journal import Agenda, Index
from kds.core.kitchen.all_day import all_day
from kds.core.kitchen.board import BoardTicket, board
from kds.core.kitchen.model import Ticket
from kds.core.kitchen.screens import Screen, Slots
from kds.core.kitchen.settling import changes_of
from kds.core.kitchen.slots import stations_of
from kds.core.kitchen.space import SLOTS_MOST, grid_of
from kds.core.orders.events import PaymentTaken
from kds.core.parties import due
from kds.core.state import FEATURES, State, of_books, pack, unpack, unpacked

OWN = frozenset(
    {
        "day.house",
        "day.current",
        "day.clock",
        "floor.areas",
        "floor.tables",
        "floor.cleared",
        "floor.uncleaned",
        "floor.seat_asks",
        "floor.reservations",
        "kitchen.thresholds",
        "kitchen.stations",
        "kitchen.screens",
        "kitchen.routes",
        "kitchen.themes",
        "kitchen.services",
        "kitchen.theme",
        "kitchen.slots",
        "kitchen.tested",
        "printing.printers",
        "printing.standings",
        "printing.sheets",
        "people.staff",
        "people.roles",
        "menu.head",
        "menu.categories",
        "menu.dishes",
        "menu.retired",
        "menu.stock",
        "menu.dayparts",
        "menu.part",
        "menu.turned",
        "billing.settings",
        "billing.accounts",
        "billing.histories",
        "billing.deposits",
        "billing.shifts",
        "billing.takings",
        "billing.days",
        "billing.last_z",
        "changes.drafts",
        "changes.kept",
        "kitchen.timings",
        "kitchen.streaks",
        "kitchen.learning",
        "kitchen.learnt",
    }
)
"""The stored books that are the house's own; every other one is its guests', and is empty where there are none."""
OUTLIVE = frozenset({"orders.outside", "billing.histories", "printing.jobs", "kitchen.streaks"})
"""The stored books whose records may name what has left the state; each says here why.

A platform's order is known by its id for a month, so that it is not cooked twice; it is answered with the ids of then.
What somebody owes outlives the party whose bill was put on the account: whoever pays it later asks for which.
A slip names the lines that were written on it, whoever pays for them by now; it goes with the party that it was for.
What a station bumped in one go is known by its lines until it bumps again, or the day closes.
"""
ON_BOARDS = (
    "kitchen.stations",
    "kitchen.tickets",
    "kitchen.items",
    "orders.lines",
    "menu.dishes",
    "menu.retired",
    "menu.former",
)
"""What a board is worked out from."""
PARTYS = re.compile(rb'"([SBRLT][1-9][0-9]*(?:-[0-9]+)?)"')
"""The ids that are minted for what a party has, in JSON; nothing of the small house is called so."""


def indexes(state: State) -> dict[str, object]:
    """Every index and map that is made from the books, in a form that can be compared."""
    found: dict[str, object] = {}
    for feature, kind in FEATURES.items():
        for name, shelf in shelves(kind).items():
            made = getattr(getattr(state, feature), name)
            if isinstance(made, Index):
                found[f"{feature}.{name}"] = {key: sorted(made[key]) for key in sorted(made)}
            elif isinstance(made, Agenda):
                found[f"{feature}.{name}"] = list(made)
            elif not shelf.stored:
                found[f"{feature}.{name}"] = dict(made)
    return found


def rebuilt(state: State) -> State:
    """The state from its own snapshot."""
    return unpack(state.seq, state.at, pack(state.books()))


class Seen:
    """What follows from some books alone, kept until one of them holds something else: a deed changes few of them."""

    def __init__(self) -> None:
        self._books: dict[str, tuple[dict[str, Any], set[str]]] = {}
        self._boards: tuple[int, list[dict[str, Any]], Boards] | None = None

    def looked(self, state: State, now: int) -> Looked:
        """What there is to be seen of a state, once it is sure that its books are read as they are written."""
        books = state.books()
        for name, book in books.items():
            known = self._books.get(name)
            if known is None or known[0] != book:
                assert unpacked(pack({name: book})).get(name, {}) == book
                self._books[name] = (book, spoken_in(book))
        again = of_books(state.seq, state.at, books)
        on_boards = [books[name] for name in ON_BOARDS]
        if self._boards is None or self._boards[:2] != (now, on_boards):
            self._boards = (now, on_boards, Boards(again, now))
        return Looked(books, again, {name: self._books[name][1] for name in books}, self._boards[2])


class Looked(NamedTuple):
    """The stored books of a state, the state that is made of them, the ids that each names, and the boards."""

    books: dict[str, dict[str, Any]]
    rebuilt: State
    spoken: dict[str, set[str]]
    boards: Boards


def spoken_in(book: dict[str, Any]) -> set[str]:
    """The ids of what a party has that the records of a book name."""
    return {each.decode() for each in PARTYS.findall(msgspec.json.encode(list(book.items())))}


def replay(recorded: Sequence[Recorded]) -> State:
    """A new state from events, each through its stored bytes."""
    state = State()
    for stamp, event in recorded:
        fold(state, codec.decode(*codec.encode(event)), stamp)
    return state


def check_money(state: State) -> None:
    """Law 7: lines less reductions plus surcharges are the bill, which is closed exactly when it is paid."""
    for bill in state.orders.bills.values():
        sheet, lines = sheet_of(state, bill.bill), lines_of(state, bill)
        counted = [each for each in lines if each.line not in state.orders.voids]
        charged = sum(price_of(state, each) for each in counted if each.line not in state.orders.comps)
        off = sum(each.amount_minor for each in sheet.reductions)
        on = sum(each.amount_minor for each in sheet.surcharges) + sheet.share_minor
        assert bill.total_minor == charged - off + on
        assert bill.total_minor == sum_of(state, bill).total_minor
        assert all(each.amount_minor >= 0 for each in sheet.reductions)
        assert all(each.amount_minor >= 0 for each in sheet.surcharges)
        assert bill.paid_minor == sum(each.kept_minor for each in sheet.payments)
        assert all(0 <= each.refunded_minor <= each.amount_minor for each in sheet.payments)
        assert 0 <= bill.paid_minor <= bill.total_minor
        settled = bill.paid_minor == bill.total_minor
        again = bool(sheet.originals)
        assert settled if bill.state == "paid" else not settled or bill.total_minor == 0 or again
    for session in state.floor.sessions.values():
        if session.state == "cleared":
            bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session.session]]
            opened_again = [bill for bill in bills if sheet_of(state, bill.bill).originals]
            assert all(bill.paid_minor == bill.total_minor for bill in bills if bill not in opened_again)


def check_tenders(state: State, recorded: Sequence[Recorded]) -> None:
    """Law 7, from the ledger's side: what is paid is the sum of the tenders."""
    taken: Counter[str] = Counter()
    for _, event in recorded:
        if isinstance(event, PaymentTaken):
            assert min(event.amount_minor, event.tip_minor) >= 0
            assert event.amount_minor + event.tip_minor > 0
            taken[event.bill] += event.amount_minor
        elif isinstance(event, BillRefunded):
            assert event.amount_minor == sum(each.amount_minor for each in event.parts) > 0
            taken[event.bill] -= event.amount_minor
    assert {bill.bill: bill.paid_minor for bill in state.orders.bills.values() if bill.paid_minor} == {
        bill: amount for bill, amount in taken.items() if amount and bill in state.orders.bills
    }


def check_takings(state: State) -> None:
    """Law 7, of the whole house: at every moment the day could be closed, and its sums would be the same."""
    assert [each for each in checks(state, takings_of(state)) if not each.fits] == []
    assert all(each.fits for day in state.billing.days.values() for each in day.checks)


def check_conservation(state: State) -> None:
    """Law 1, as far as one state shows it: a line is in one round of one bill and on one ticket."""
    rounds = Counter(line for each in state.orders.rounds.values() for line in each.lines)
    bills = Counter(placed for bill in state.orders.bills.values() for placed in bill.rounds)
    tickets = Counter(line for ticket in state.kitchen.tickets.values() for line in ticket.lines)
    assert (
        rounds
        == tickets
        == Counter(dict.fromkeys(state.orders.lines, 1))
        == Counter(dict.fromkeys(state.kitchen.items, 1))
    )
    assert bills == Counter(dict.fromkeys(state.orders.rounds, 1))
    check_belonging(state)
    stand = Counter(line.line for bill in state.orders.bills.values() for line in lines_of(state, bill))
    assert stand == rounds
    for item in state.kitchen.items.values():
        ticket = state.kitchen.tickets[item.ticket]
        assert item.line in ticket.lines
        assert ticket.round == state.orders.lines[item.line].round
        assert (item.state == "voided") == (item.line in state.orders.voids)
        assert item.fired_at is not None or item.state in ("held", "voided", "ended") or item.ended_as == "made"
        assert item.stop_since is None or item.state == "voided"
        assert (item.state == "ended") <= (item.ended_as in ("not_made", "wasted"))


def check_belonging(state: State) -> None:
    """A line is on one bill of one party, and the kitchen knows whose it is and how that party is called."""
    on_bills = Counter(line for bill in state.orders.bills.values() for line in state.orders.lines_on(bill))
    assert on_bills == Counter(dict.fromkeys(state.orders.lines, 1))
    for bill in state.orders.bills.values():
        for line in state.orders.lines_on(bill):
            assert state.orders.bill_of(line) == bill
            item = state.kitchen.items[line]
            ticket, party = state.kitchen.tickets[item.ticket], state.floor.sessions[bill.session]
            assert (item.party or ticket.session, item.label or ticket.label) == (party.session, party.label)
            assert item.party != ticket.session
        for placed in bill.rounds:
            assert state.orders.rounds[placed].session == (bill.came_with or bill.session)
            assert state.orders.rounds[placed].bill == bill.bill
    for line, bill_id in state.orders.moved.items():
        assert bill_id != state.orders.rounds[state.orders.lines[line].round].bill
    for session in state.floor.sessions.values():
        assert session.into is None or state.floor.sessions[session.into].into is None
        held = session.session in state.floor.table_sessions[session.table or ""]
        assert held == (session.table is not None and session.state == "open")
    check_labels(state)
    check_notes(state)


def check_notes(state: State) -> None:
    """A ticket says what is noted of everybody whose lines are on it, and how many of its notes are not known."""
    for ticket in state.kitchen.tickets.values():
        items = [state.kitchen.items[line] for line in ticket.lines]
        for party in {item.party or ticket.session for item in items}:
            session = state.floor.sessions[party]
            assert session.note in ticket.note
            assert session.allergies in ticket.allergies
        assert ticket.changes == changes_of(ticket, items)


def check_labels(state: State) -> None:
    """Those who share a table are told apart; a number is borne by one of those who are called by it."""
    there = [each for each in state.floor.sessions.values() if each.state == "open"]
    assert max(Counter(each.label for each in there).values(), default=1) == 1
    assert max(Counter(each.number for each in state.floor.sessions.values()).values(), default=1) == 1


class Boards:
    """The boards of a state that stands still, each worked out from nothing but the books, once."""

    def __init__(self, state: State, now: int) -> None:
        self._state = state
        self._now = now
        self._made: dict[frozenset[str], list[BoardTicket]] = {}

    def of(self, stations: Iterable[str]) -> list[BoardTicket]:
        """The one of these stations."""
        wanted = frozenset(stations)
        if wanted not in self._made:
            self._made[wanted] = board(self._state, wanted, self._now)
        return self._made[wanted]


def check_shown(state: State, now: int, boards: Boards | None = None) -> None:
    """No ticket with something to make or to stop is missing from the boards of the kitchen, and none stands twice."""
    boards = boards or Boards(state, now)
    to_make = {item.line for item in state.kitchen.items.values() if item.state in ("held", "fired", "started")}
    open_lines = to_make | {item.line for item in state.kitchen.items.values() if item.stop_since is not None}
    shown = [each for station in state.kitchen.stations for each in boards.of([station])]
    lines = [line for each in shown for line in each.ticket.lines if line in open_lines]
    assert sorted(lines) == sorted(open_lines)
    together = [each.ticket.ticket for each in boards.of(state.kitchen.stations)]
    assert sorted(together) == sorted(each.ticket.ticket for each in shown)
    for ticket in state.kitchen.tickets.values():
        assert ticket.is_open == any(line in open_lines for line in ticket.lines)
        assert ticket.stops == len([line for line in ticket.lines if line in open_lines - to_make])
    portions = sum(state.kitchen.items[line].qty for line in to_make)
    assert sum(each.qty + each.held for each in all_day(state, state.kitchen.stations)) == portions


def check_unseen(state: State) -> None:
    """Law 5: the tickets that nobody has seen are those to make without a receipt for what they have become, all."""
    missed = [each.ticket for each in state.kitchen.tickets.values() if each.seen_at is None]
    to_make = [each for each in missed if state.kitchen.tickets[each].state in ("held", "fired", "started")]
    assert list(state.kitchen.unseen) == sorted((state.kitchen.tickets[each].to_see_since, each) for each in to_make)
    for ticket in state.kitchen.tickets.values():
        assert (ticket.seen_at is None) == (ticket.unseen_since is not None)
        assert 0 < ticket.unseen_seq <= state.seq


def check_days(recorded: Sequence[Recorded]) -> None:
    """No business day is closed twice, and none after a later one."""
    closed = [event.business_day for _, event in recorded if isinstance(event, DayClosed)]
    assert closed == sorted(set(closed))


def check_gone(state: State) -> None:
    """Who has nothing to wait for is about to leave; else only who owes nothing and never came before the close."""
    gone = {each for each in state.floor.sessions if is_gone(state, each)}
    assert gone <= set(state.day.gone)
    for each in set(state.day.gone) - gone:
        session = state.floor.sessions[each]
        assert session.table is None
        assert due(state, session.session) == 0


def check_waiting(state: State) -> None:
    """What is fired by itself is held, and whatever is held for something else is fired by itself."""
    waiting = [each for each in state.kitchen.items.values() if each.waits is not None or each.fires_at is not None]
    assert all(each.state == "held" and each.waits and each.fires_at is not None for each in waiting)


def check_slots(state: State, now: int, boards: Boards | None = None) -> None:
    """What a screen shows is open and is there once; what it does not show waits in its queue."""
    boards = boards or Boards(state, now)
    check_stations(state, now, boards)
    walls = [each for each in state.kitchen.screens.values() if each.is_wall]
    assert state.kitchen.slots.keys() == {each.screen for each in walls}
    for screen in walls:
        check_queue(state, screen, now, boards)
        slots = state.kitchen.slots[screen.screen]
        taken = Counter(each for each in slots.tickets if each)
        assert len(slots.tickets) == grid_of(screen).slots
        assert all(count <= SLOTS_MOST for count in taken.values())
        stations = stations_of(state, screen)
        to_cook = [each for each in state.kitchen.tickets.values() if each.stands]
        queue = [each for each in queue_of(state, screen, slots.tickets, now, boards) if each.stands]
        shown = sorted([*taken, *(each.ticket for each in queue)])
        assert shown == sorted(each.ticket for each in to_cook if each.station in stations)
        assert slots.waiting == bool(queue)
        check_places(screen, slots)


def queue_of(
    state: State, screen: Screen, seated: Iterable[str], now: int, boards: Boards | None = None
) -> list[Ticket]:
    """The open tickets of a screen that have no slot, in order, worked out from nothing but the books."""
    taken = set(seated)
    found = (boards or Boards(state, now)).of(stations_of(state, screen))
    return [each.ticket for each in found if each.ticket.ticket not in taken]


def check_stations(state: State, now: int, boards: Boards) -> None:
    """A station by itself has its tickets in order, whether or not a screen shows just it."""
    for station in state.kitchen.stations:
        expected = [each.ticket.ticket for each in boards.of([station])]
        assert list(state.kitchen.queues.of_station(station, now)) == expected


def check_queue(state: State, screen: Screen, now: int, boards: Boards) -> None:
    """The queue that is kept up from change to change is the one that is worked out anew, with all that it counts."""
    queue, stations = state.kitchen.queues.of(screen.screen, now), stations_of(state, screen)
    expected = boards.of(stations)
    assert list(queue) == [each.ticket.ticket for each in expected]
    assert list(queue.standing()) == [each.ticket.ticket for each in expected if each.ticket.stands]
    assert queue.stand == len(list(queue.standing()))
    lates = [each.late_at for each in expected if each.late_at is not None]
    assert queue.late == len([at for at in lates if at <= now])
    assert queue.turns_at == min([at for at in lates if at > now], default=None)
    counted = {each.dish: (each.qty, each.held) for each in all_day(state, stations)}
    assert queue.portions == counted
    for number, each in enumerate(expected):
        behind = [other.ticket for other in expected[number + 1 :] if other.ticket.special and other.ticket.stands]
        assert list(queue.special_after(each.ticket.ticket)) == [other.ticket for other in behind]


def check_places(screen: Screen, slots: Slots) -> None:
    """Nobody waits while a slot is free, and a ticket stands in slots side by side in one row."""
    assert not (slots.waiting and "" in slots.tickets)
    columns = grid_of(screen).columns
    for ticket in set(slots.tickets) - {""}:
        places = [place for place, each in enumerate(slots.tickets) if each == ticket]
        assert places == list(range(places[0], places[0] + len(places)))
        assert places[0] // columns == places[-1] // columns


def check_nobody_is_missed(state: State, spoken: Mapping[str, set[str]] | None = None) -> None:
    """No record speaks of a party, or of what it had, that has left the state."""
    alive = {
        *state.floor.sessions,
        *state.orders.bills,
        *state.orders.rounds,
        *state.orders.lines,
        *state.kitchen.tickets,
    }
    if spoken is None:
        spoken = {name: spoken_in(book) for name, book in state.books().items()}
    for name, ids in spoken.items():
        assert name in OUTLIVE or ids <= alive, f"{name} keeps what has left: {sorted(ids - alive)}"


def check_empty(state: State) -> None:
    """Every book and index is as in a house of these settings before its first guest."""
    books = state.books()
    before = {name: book if name in OWN or name in OUTLIVE else {} for name, book in books.items()}
    assert books == before, f"left over: {[name for name, book in books.items() if book != before[name]]}"
    assert indexes(state) == indexes(unpack(state.seq, state.at, pack(before)))
    check_nobody_is_missed(state)


def moved(state: State, before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The tickets that stood on a screen, are still to cook or to stop, and do not stand in the very same cells."""
    return [
        each
        for each in dict.fromkeys(before)
        if each in state.kitchen.tickets
        and state.kitchen.tickets[each].stands
        and _places(before, each) != _places(after, each)
    ]


def _places(cells: Sequence[str], ticket: str) -> list[int]:
    return [place for place, each in enumerate(cells) if each == ticket]
