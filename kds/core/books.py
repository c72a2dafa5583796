"""What of a feature is alive: its books, named by annotations, and how they are indexed and let go of."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from msgspec.structs import replace

from kds.core.journal import Agenda, Book, Index, Journal, Lookup
from kds.core.types import Ms

BY_THE_WALL = frozenset(
    {"promised_at", "closes_at", "ends_at", "comes_at", "publishes_at", "entered_at", "taken_at", "turned_at"}
)
"""Moments that were promised, that the calendar says, or at which money or a change was written down: they stay what
they are when the clock is set."""


class Shelf(NamedTuple):
    """One annotated book: the class that keeps it, and the types of its keys and records."""

    kind: type[Book[Any, Any] | Index[Any, Any] | Agenda[Any]]
    key: Any
    record: Any

    @property
    def stored(self) -> bool:
        """Whether snapshots hold it; lookups and indexes are made anew from those that do."""
        return issubclass(self.kind, Book) and not issubclass(self.kind, Lookup)


class Books:
    """The books of one feature. A subclass annotates each: `bills: Book[str, Bill]`, `bills_of: Index[str, str]`."""

    def __init__(self, journal: Journal) -> None:
        for name, shelf in shelves(type(self)).items():
            setattr(self, name, shelf.kind(journal))

    def reindex(self) -> None:
        """Fill lookups and indexes from the stored books, after those were loaded."""

    def forget(self, session: str) -> None:
        """Let go of every record of this party, which has left; the ledger keeps them."""

    def rest(self) -> None:
        """Nobody waits for anything: time for a little of what would have to be done in the next command otherwise."""

    def shift(self, delta_ms: Ms) -> None:
        """Running time was set: move every moment of what is alive with it, so that ages stay what they were."""
        for name, shelf in shelves(type(self)).items():
            book = getattr(self, name)
            if isinstance(book, Agenda):
                book.shift(delta_ms)
            elif shelf.stored and (fields := moments(shelf.record)):
                for key, record in list(book.items()):
                    book[key] = _shifted(record, fields, delta_ms)


@cache
def moments(kind: Any) -> tuple[str, ...]:
    """The fields of a record that are moments of running time: by their name, and none of `BY_THE_WALL`."""
    fields: tuple[str, ...] = getattr(kind, "__struct_fields__", ())
    named = [field for field in fields if field == "at" or field.endswith(("_at", "_since"))]
    return tuple([field for field in named if field not in BY_THE_WALL])


def _shifted(record: Any, fields: tuple[str, ...], delta_ms: Ms) -> Any:
    there = {field: at for field in fields if (at := getattr(record, field)) is not None}
    return replace(record, **{field: at + delta_ms for field, at in there.items()})


_KNOWN: dict[type[Books], dict[str, Shelf]] = {}


def shelves(kind: type[Books]) -> dict[str, Shelf]:
    """The annotated books of a feature, in the order in which they are written; read once."""
    if kind not in _KNOWN:
        hints = get_type_hints(kind).items()
        _KNOWN[kind] = {name: _shelf(get_origin(hint), get_args(hint)) for name, hint in hints}
    return _KNOWN[kind]


def _shelf(kind: Any, types: tuple[Any, ...]) -> Shelf:
    key, record = types if len(types) == 2 else (str, *types)
    return Shelf(kind, key, record)
