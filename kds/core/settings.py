"""What changes of settings have in common: only what differs is an event, and everything keeps its position."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from kds.core.journal import Book

R = TypeVar("R", bound=msgspec.Struct)


def differing(given: Iterable[R], known: Mapping[str, R], id_of: Callable[[R], str]) -> tuple[R, ...]:
    """Those of the records given that are new, or other than the one that is known by their id."""
    return tuple([each for each in given if known.get(id_of(each)) != each])


def placed(given: Iterable[R], known: Mapping[str, R], id_of: Callable[[R], str]) -> tuple[R, ...]:
    """The records with their positions: one given without (0) stands where it stood, and a new one comes last."""
    last = max([_position(each) for each in known.values()], default=0)
    found: list[R] = []
    for each in given:
        position = _position(each)
        if position == 0 and id_of(each) in known:
            position = _position(known[id_of(each)])
        elif position == 0:
            last += 1
            position = last
        found.append(each if _position(each) == position else replace(each, position=position))
    return tuple(found)


def _position(each: Any) -> int:
    position: int = each.position
    return position


def put(book: Book[str, R], given: Iterable[tuple[str, R]], gone: Iterable[str]) -> None:
    """Those given stand in a book from now on, those gone no more."""
    for name in gone:
        del book[name]
    for name, record in given:
        book[name] = record
