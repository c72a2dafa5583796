"""Everything that is alive in the restaurant: the books of its features, under one journal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import msgspec

from kds.core.billing.books import BillingBooks
from kds.core.books import Books, Shelf, shelves
from kds.core.calls.books import CallsBooks
from kds.core.changes.books import ChangesBooks
from kds.core.day.books import DayBooks
from kds.core.floor.books import FloorBooks
from kds.core.journal import Journal
from kds.core.kitchen.books import KitchenBooks
from kds.core.menu.books import MenuBooks
from kds.core.orders.books import OrdersBooks
from kds.core.people.books import PeopleBooks
from kds.core.printing.books import PrintingBooks
from kds.core.types import Ms

FORMAT = 3
"""Counts the shapes that stored snapshots have had; another number is not read."""
CHUNK = 500
"""Records encoded at a time, so that a snapshot never holds up an order."""


class Mark(NamedTuple):
    """A moment of the state to which it can be taken back."""

    journal: int
    seq: int
    at: Ms


class State:
    """The restaurant as it stands after event `seq`, which happened at `at`.

    The order of a book means nothing: whoever lists one sorts by a key of its own. Lookups and indexes are made
    from the stored books and are not stored.
    """

    day: DayBooks
    floor: FloorBooks
    orders: OrdersBooks
    kitchen: KitchenBooks
    printing: PrintingBooks
    menu: MenuBooks
    billing: BillingBooks
    calls: CallsBooks
    people: PeopleBooks
    changes: ChangesBooks

    def __init__(self) -> None:
        self.seq = 0
        self.at: Ms = 0
        self.journal = Journal()
        for name, kind in FEATURES.items():
            setattr(self, name, kind(self.journal))

    def features(self) -> list[Books]:
        """The books of every feature, in the order of the features."""
        return [getattr(self, name) for name in FEATURES]

    def mark(self) -> Mark:
        """The present moment, to come back to with `undo`."""
        return Mark(self.journal.mark(), self.seq, self.at)

    def undo(self, mark: Mark) -> None:
        """Take back everything since `mark`, exactly."""
        self.journal.undo(mark.journal)
        self.seq, self.at = mark.seq, mark.at

    def forget(self, session: str) -> None:
        """Let go of a party that has left, in every feature."""
        for books in self.features():
            books.forget(session)

    def rest(self) -> None:
        """Nobody waits for anything: a millisecond for what features have put off."""
        for books in self.features():
            books.rest()

    def shift(self, delta_ms: Ms) -> None:
        """Running time was set: move every running clock with it, in every feature."""
        for books in self.features():
            books.shift(delta_ms)

    def books(self) -> dict[str, dict[str, Any]]:
        """The stored books by `feature.book`; shallow copies that later changes leave alone."""
        return {name: dict(getattr(getattr(self, name.partition(".")[0]), name.partition(".")[2])) for name in STORED}


FEATURES: dict[str, type[Books]] = get_type_hints(State)
STORED: dict[str, Shelf] = {
    f"{feature}.{name}": shelf
    for feature, kind in FEATURES.items()
    for name, shelf in shelves(kind).items()
    if shelf.stored
}
"""Every stored book, as `feature.book`, and what it keeps, in the order in which snapshots hold them."""


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
    return of_books(seq, at, unpacked(chunks))


def unpacked(chunks: Iterable[bytes]) -> dict[str, dict[str, Any]]:
    """The books from their chunks. Raises as `unpack` does."""
    books: dict[str, dict[str, Any]] = {}
    head = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])
    for chunk in chunks:
        name, raw = head.decode(chunk)
        if name not in STORED:
            raise msgspec.DecodeError(f"a state has no book {name}")
        books.setdefault(name, {}).update(_records(name).decode(raw))
    return books


@cache
def _records(name: str) -> msgspec.msgpack.Decoder[list[tuple[Any, Any]]]:
    """Reads the records of a book."""
    shelf = STORED[name]
    return msgspec.msgpack.Decoder(list[tuple[shelf.key, shelf.record]])  # type: ignore[name-defined]


def of_books(seq: int, at: Ms, books: Mapping[str, Mapping[str, Any]]) -> State:
    """A state of its own from what `State.books` gave: the records are the same, and never change."""
    state = State()
    state.seq, state.at = seq, at
    for name, book in books.items():
        feature, _, kept = name.partition(".")
        dict.update(getattr(getattr(state, feature), kept), book)
    for each in state.features():
        each.reindex()
    state.journal.forget()
    return state


def digest(books: dict[str, dict[str, Any]]) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    whole = hashlib.sha256()
    for chunk in pack(books):
        whole.update(chunk)
    return whole.hexdigest()
