"""Everything that is alive in the restaurant: frozen records in journaled books, one book a kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from kds.core.day.model import Day, House
from kds.core.floor.model import Area, Session, Table
from kds.core.journal import Book, Index, Journal
from kds.core.kitchen.model import Item, Screen, Slots, Station, Thresholds, Ticket
from kds.core.menu.model import Dish, Menu, Stock
from kds.core.orders.model import Bill, Line, Round, Void
from kds.core.types import Ms

FORMAT = 2
"""Counts the shapes that stored snapshots have had; another number is not read."""
CHUNK = 500
"""Records encoded at a time, so that a snapshot never holds up an order."""

ONLY = ""
"""The key of the record in a book that has one."""


KEPT: dict[str, type[Any]] = {
    "house": House,
    "day": Day,
    "menu": Menu,
    "dishes": Dish,
    "stock": Stock,
    "areas": Area,
    "tables": Table,
    "sessions": Session,
    "bills": Bill,
    "rounds": Round,
    "lines": Line,
    "voids": Void,
    "thresholds": Thresholds,
    "stations": Station,
    "screens": Screen,
    "slots": Slots,
    "tickets": Ticket,
    "items": Item,
}
"""Every stored book and the type of its records, in the order in which snapshots hold them."""


class Mark(NamedTuple):
    """A moment of the state to which it can be taken back."""

    journal: int
    seq: int
    at: Ms


class State:
    """The restaurant as it stands after event `seq`, which happened at `at`.

    The order of a book means nothing: whoever lists one sorts by a key of its own. Indexes are made
    from the books and are not stored.
    """

    def __init__(self) -> None:
        self.seq = 0
        self.at: Ms = 0
        self.journal = log = Journal()
        self.house: Book[str, House] = Book(log)
        self.day: Book[str, Day] = Book(log)
        self.menu: Book[str, Menu] = Book(log)
        self.dishes: Book[str, Dish] = Book(log)
        self.stock: Book[str, Stock] = Book(log)
        self.areas: Book[str, Area] = Book(log)
        self.tables: Book[str, Table] = Book(log)
        self.sessions: Book[str, Session] = Book(log)
        self.bills: Book[str, Bill] = Book(log)
        self.rounds: Book[str, Round] = Book(log)
        self.lines: Book[str, Line] = Book(log)
        self.voids: Book[str, Void] = Book(log)
        self.thresholds: Book[str, Thresholds] = Book(log)
        self.stations: Book[str, Station] = Book(log)
        self.screens: Book[str, Screen] = Book(log)
        self.slots: Book[str, Slots] = Book(log)
        self.tickets: Book[str, Ticket] = Book(log)
        self.items: Book[str, Item] = Book(log)

        self.line_ids: Book[tuple[str, str], str] = Book(log)
        """(session, the device's id of a line) → the line."""
        self.external_ids: Book[tuple[str, str], str] = Book(log)
        """(channel, the platform's id of an order) → the round."""
        self.table_sessions: Index[str, str] = Index(log)
        """table → its open sessions."""
        self.session_bills: Index[str, str] = Index(log)
        """session → its bills."""
        self.open_tickets: Index[str, str] = Index(log)
        """station → its tickets that are neither done nor voided."""
        self.unseen: Index[str, str] = Index(log)
        """(one key) → the open tickets that nobody has seen, in no order."""

    def mark(self) -> Mark:
        """The present moment, to come back to with `undo`."""
        return Mark(self.journal.mark(), self.seq, self.at)

    def undo(self, mark: Mark) -> None:
        """Take back everything since `mark`, exactly."""
        self.journal.undo(mark.journal)
        self.seq, self.at = mark.seq, mark.at

    def books(self) -> dict[str, dict[str, Any]]:
        """The stored books by name; shallow copies that later changes leave alone."""
        return {name: dict(getattr(self, name)) for name in KEPT}


def pack(books: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    """The canonical bytes of the stored books, a chunk of records at a time: the same state, the same bytes."""
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    for name, book in books.items():
        keys = sorted(book)
        for start in range(0, len(keys), CHUNK):
            part = keys[start : start + CHUNK]
            yield encode((name, [(key, book[key]) for key in part]))


def unpack(seq: int, at: Ms, chunks: Iterable[bytes]) -> State:
    """The state from the chunks that `pack` made. Raises `msgspec.DecodeError` on what is no such chunk."""
    state = State()
    state.seq, state.at = seq, at
    head = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])
    records = {
        name: msgspec.msgpack.Decoder(list[tuple[str, kind]])  # type: ignore[valid-type]
        for name, kind in KEPT.items()
    }
    for chunk in chunks:
        name, raw = head.decode(chunk)
        if name not in KEPT:
            raise msgspec.DecodeError(f"a state has no book {name}")
        dict.update(getattr(state, name), records[name].decode(raw))
    _reindex(state)
    state.journal.forget()
    return state


def digest(books: dict[str, dict[str, Any]]) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    whole = hashlib.sha256()
    for chunk in pack(books):
        whole.update(chunk)
    return whole.hexdigest()


def _reindex(state: State) -> None:
    for session in state.sessions.values():
        if session.table is not None and session.state == "open":
            state.table_sessions.add(session.table, session.session)
    for bill in state.bills.values():
        state.session_bills.add(bill.session, bill.bill)
    for placed in state.rounds.values():
        if placed.external_id:
            state.external_ids[placed.channel, placed.external_id] = placed.round
    for line in state.lines.values():
        if line.id:
            state.line_ids[state.rounds[line.round].session, line.id] = line.line
    for ticket in state.tickets.values():
        if ticket.state not in ("done", "voided"):
            state.open_tickets.add(ticket.station, ticket.ticket)
            if ticket.seen_at is None:
                state.unseen.add(ONLY, ticket.ticket)
