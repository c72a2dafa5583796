"""What of a feature is alive: its books, named by annotations, and how they are indexed and let go of."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from kds.core.journal import Book, Index, Journal, Lookup


class Shelf(NamedTuple):
    """One annotated book: the class that keeps it, and the types of its keys and records."""

    kind: type[Book[Any, Any]] | type[Index[Any, Any]]
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
