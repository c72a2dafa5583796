"""What a change holds, record by record, whatever part it is of.

A change has lists of records, of which it names by id those that go (`gone`), and values that are given whole. The
first field of a record of such a list is its id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast, get_args

import msgspec
from msgspec.structs import replace

from kds.core.bills import settings_of
from kds.core.changes.model import Part, Wanted
from kds.core.kitchen.model import Thresholds
from kds.core.money import currency_of
from kds.core.state import State

PARTS: tuple[Part, ...] = get_args(Part)


class Item(NamedTuple):
    """One thing that a change is about: a record of the list `field` by its id, or, with the id "", a value.

    `record` is what it is to be; None: it goes.
    """

    part: Part
    field: str
    id: str
    record: Any

    @property
    def what(self) -> str:
        """Part and field, as one word."""
        return f"{self.part}.{self.field}"


def parts_of(wanted: Wanted) -> list[tuple[Part, Any]]:
    """The parts of which something is to be other, each with its change."""
    return [(part, change) for part in PARTS if (change := getattr(wanted, part)) is not None]


def lists_of(change: Any) -> tuple[str, ...]:
    """The fields of a change that are lists of records, each by its id."""
    gone = getattr(change, "gone", None)
    return () if gone is None else gone.__struct_fields__


def values_of(change: Any) -> list[str]:
    """The fields of a change that are values, given whole."""
    return [name for name in type(change).__struct_fields__ if name != "gone" and name not in lists_of(change)]


def id_of(record: Any) -> str:
    """The id of a record: its first field."""
    return cast(str, getattr(record, record.__struct_fields__[0]))


def items_of(wanted: Wanted) -> Iterator[Item]:
    """All that a change is about."""
    for part, change in parts_of(wanted):
        for field in lists_of(change):
            for record in getattr(change, field):
                yield Item(part, field, id_of(record), record)
            for gone in getattr(change.gone, field):
                yield Item(part, field, gone, None)
        for field in values_of(change):
            value = getattr(change, field)
            if value is not None:
                yield Item(part, field, "", value)


def drafted(state: State, part: Part, field: str) -> set[str]:
    """The ids that drafts give the things of a list, or of a value that is one: nothing new may have one of them."""
    found: set[str] = set()
    for draft in state.changes.drafts.values():
        found.update(map(id_of, getattr(getattr(draft.wanted, part), field, None) or ()))
    return found


def count(wanted: Wanted) -> int:
    """How many records a change holds, those of lists that are given whole among them."""
    found = 0
    for _, change in parts_of(wanted):
        for field in lists_of(change):
            found += len(getattr(change, field)) + len(getattr(change.gone, field))
        for field in values_of(change):
            value = getattr(change, field)
            found += len(value) if isinstance(value, tuple) else value is not None
    return found


def merged(before: Wanted, put: Wanted) -> Wanted:
    """What both want, the later one where they want the same thing otherwise."""
    given = {part: _merged(getattr(before, part), change) for part, change in parts_of(put)}
    return replace(before, **given)


def _merged(before: Any, put: Any) -> Any:
    if before is None:
        return put
    found: dict[str, Any] = {}
    gone: dict[str, tuple[str, ...]] = {}
    for field in lists_of(put):
        records = {id_of(each): each for each in getattr(before, field)}
        going = dict.fromkeys(getattr(before.gone, field))
        for each in getattr(put, field):
            records[id_of(each)] = each
            going.pop(id_of(each), None)
        for each in getattr(put.gone, field):
            records.pop(each, None)
            going[each] = None
        found[field], gone[field] = tuple(records.values()), tuple(going)
    if gone:
        found["gone"] = replace(before.gone, **gone)
    given = {name: value for name in values_of(put) if (value := getattr(put, name)) is not None}
    return replace(before, **found, **given)


def without(wanted: Wanted, part: Part, field: str, id: str) -> Wanted:
    """The same without one thing; as it is where that is not in it."""
    change = getattr(wanted, part)
    if change is None or field not in (*lists_of(change), *values_of(change)):
        return wanted
    if field in lists_of(change):
        records = tuple([each for each in getattr(change, field) if id_of(each) != id])
        gone = tuple([each for each in getattr(change.gone, field) if each != id])
        change = replace(change, **{field: records}, gone=replace(change.gone, **{field: gone}))
    else:
        change = replace(change, **{field: None})
    return replace(wanted, **{part: None if change == type(change)() else change})


def standing(state: State, part: Part, field: str, id: str) -> Any:
    """What stands there now: the record of that id, or the value; None for none."""
    if id:
        records: Mapping[str, Any] = getattr(getattr(state, part), field)
        return records.get(id)
    if part == "menu":
        return None if state.menu.head.value is None else currency_of(state)
    if part == "kitchen":
        return state.kitchen.thresholds.value or Thresholds()
    whole: Any = settings_of(state) if part == "billing" else state.day.house.value
    return None if whole is None else getattr(whole, field)


def key_of(item: Item) -> str:
    """By what a thing is named in a list of them: menu.dishes.tofu, billing.tenders."""
    return f"{item.what}.{item.id}" if item.id else item.what


def of_keys(wanted: Wanted, keys: Collection[str]) -> Wanted:
    """The things of those keys, and nothing else."""
    return Wanted(**{part: _of_keys(part, change, keys) for part, change in parts_of(wanted)})


def _of_keys(part: Part, change: Any, keys: Collection[str]) -> Any:
    found: dict[str, Any] = {name: None for name in values_of(change) if f"{part}.{name}" not in keys}
    gone: dict[str, tuple[str, ...]] = {}
    for field in lists_of(change):
        named = f"{part}.{field}."
        found[field] = tuple([each for each in getattr(change, field) if named + id_of(each) in keys])
        gone[field] = tuple([each for each in getattr(change.gone, field) if named + each in keys])
    if gone:
        found["gone"] = replace(change.gone, **gone)
    return replace(change, **found)


def change_back(state: State, wanted: Wanted) -> Wanted:
    """What would make it again as it stands now, once that which is wanted has been done."""
    return Wanted(**{part: _back(state, part, change) for part, change in parts_of(wanted)})


def _back(state: State, part: Part, change: Any) -> Any:
    found: dict[str, Any] = {name: standing(state, part, name, "") for name in _given(change)}
    gone: dict[str, tuple[str, ...]] = {}
    for field in lists_of(change):
        ids = [*map(id_of, getattr(change, field)), *getattr(change.gone, field)]
        there = [(each, standing(state, part, field, each)) for each in ids]
        found[field] = tuple([record for _, record in there if record is not None])
        gone[field] = tuple([each for each, record in there if record is None])
    if gone:
        found["gone"] = type(change.gone)(**gone)
    return type(change)(**found)


def _given(change: Any) -> Iterable[str]:
    return [name for name in values_of(change) if getattr(change, name) is not None]


def plain(kind: type[msgspec.Struct], change: Any) -> Any:
    """A change as a record of that class, which may have come as a command."""
    return kind(**{name: getattr(change, name) for name in kind.__struct_fields__})
