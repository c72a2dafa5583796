"""What a change changes: each thing that is new, gone or other, and of the latter each field, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec

from kds.core.changes.items import Item, items_of
from kds.core.changes.model import Wanted
from kds.core.types import Name, Record

RECKONED = frozenset({"priced_in"})
"""Fields that the house reckons by itself: nobody changes them."""
ORDER = "order"
"""The last step of a path where the things of a list stand in another order."""
Kind = Literal["new", "gone", "changed", "same"]


class Difference(NamedTuple):
    """One field that is other. A step of the `path` is a field, or the id of a record in a list.

    `names` are what the records of those ids are called, None for a field. `before` or `after` is None where the record
    of the last step is new, or gone.
    """

    path: tuple[str, ...]
    names: tuple[Name | None, ...]
    before: Any
    after: Any


class Thing(NamedTuple):
    """What a change does to one thing. `same`: it is so already."""

    item: Item
    before: Any
    kind: Kind
    differences: list[Difference]

    @property
    def record(self) -> Any:
        """As it is to be; as it was, where it goes."""
        return self.before if self.item.record is None else self.item.record


def things(before: Wanted, after: Wanted) -> Iterator[Thing]:
    """All that a change is about; `before` is the change back, that is, what stood there."""
    stood = {(item.what, item.id): item.record for item in items_of(before)}
    for item in items_of(after):
        old = stood.get((item.what, item.id))
        if not item.id:
            found = [each for each in differences(old, item.record) if each.path or item.record != old]
            yield Thing(item, old, "changed" if found else "same", found)
        elif item.record is None:
            yield Thing(item, old, "same" if old is None else "gone", [])
        elif old is None:
            yield Thing(item, None, "new", [])
        else:
            found = list(differences(old, item.record))
            yield Thing(item, old, "changed" if found else "same", found)


def differences(before: Any, after: Any) -> Iterator[Difference]:
    """The fields in which two records, or two values, differ, however deep, in the order of the fields.

    A position of 0 is that of before.
    """
    return _differences(before, after, (), ())


def _differences(
    before: Any, after: Any, path: tuple[str, ...], names: tuple[Name | None, ...]
) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, Name) or isinstance(after, Name) or type(before) is not type(after):
        yield Difference(path, names, before, after)
    elif isinstance(before, msgspec.Struct):
        for field in before.__struct_fields__:
            was, is_now = getattr(before, field), getattr(after, field)
            if field in RECKONED or (field == "position" and is_now == 0):
                continue
            yield from _differences(was, is_now, (*path, field), (*names, None))
    elif isinstance(before, tuple) and _are_records(before) and _are_records(after):
        yield from _of_lists(before, after, path, names)
    else:
        yield Difference(path, names, before, after)


def _of_lists(
    before: tuple[Record, ...], after: tuple[Record, ...], path: tuple[str, ...], names: tuple[Name | None, ...]
) -> Iterator[Difference]:
    old, new = ({_id(each): each for each in records} for records in (before, after))
    for key in [*new, *[each for each in old if each not in new]]:
        record = new.get(key) or old[key]
        deeper, called = (*path, key), (*names, getattr(record, "name", None))
        if key not in old or key not in new:
            yield Difference(deeper, called, old.get(key), new.get(key))
        else:
            yield from _differences(old[key], new[key], deeper, called)
    kept = [each for each in old if each in new]
    if kept != [each for each in new if each in old]:
        yield Difference((*path, ORDER), (*names, None), before, after)


def _are_records(values: tuple[Any, ...]) -> bool:
    """Whether these are records that have an id."""
    structs = [each for each in values if isinstance(each, msgspec.Struct) and not isinstance(each, Name)]
    return len(structs) == len(values) and all(isinstance(_first(each), str) for each in structs)


def _id(record: Any) -> str:
    """What tells a record of a list from the others: its first field."""
    return str(_first(record))


def _first(record: Any) -> Any:
    return getattr(record, record.__struct_fields__[0])
