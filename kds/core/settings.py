"""What changes of settings have in common: only what differs is an event, and everything keeps its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

R = TypeVar("R", bound=msgspec.Struct)


def differing(given: Iterable[R], known: Mapping[str, R], id_of: Callable[[R], str]) -> tuple[R, ...]:
    """Those of the records given that are new, or other than the one that is known by their id."""
    return tuple([each for each in given if known.get(id_of(each)) != each])


def placed(given: Iterable[R], known: Mapping[str, R], id_of: Callable[[R], str]) -> tuple[R, ...]:
    """The records with their places: one given without (0) stands where it stood, and a new one comes last."""
    last = max([_place(each) for each in known.values()], default=0)
    found: list[R] = []
    for each in given:
        place = _place(each)
        if place == 0 and id_of(each) in known:
            place = _place(known[id_of(each)])
        elif place == 0:
            last += 1
            place = last
        found.append(replace(each, place=place))
    return tuple(found)


def _place(each: Any) -> int:
    place: int = each.place
    return place
