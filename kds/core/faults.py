"""What is wrong with settings: all of it at once, each fault by a stable code, what it is about, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kds.core.types import Name, Reason, Record, Refusal

TOLD = 500
"""Faults that a refusal lists; beyond it tells how many there are."""
POSITION_MOST = 1_000_000
"""How far from the beginning, before it or after, a thing may stand among its kind."""


class Fault(Record, frozen=True, gc=False):
    """One thing that is wrong with the dish, table, station … of the id `about`; "" is about all of them."""

    code: str
    about: str
    message: Name


class Flaw(NamedTuple):
    """A kind of fault. The words are format strings over `it`, which is what the thing is called, and details."""

    code: str
    zh: str
    en: str

    def of(self, about: str, name: Name | None = None, **details: Any) -> Fault:
        """The fault of that thing; it goes by its name where it has one, by its id where not."""
        name = name or Name(zh="", en="")
        zh = self.zh.format_map({"it": name.in_zh or about, **details})
        en = self.en.format_map({"it": name.in_en or about, **details})
        return Fault(self.code, about, Name(zh=zh, en=en))


TWICE = Flaw("twice", "“{it}”写了两次", "“{it}” is given twice")
SET_AND_GONE = Flaw("set_and_gone", "“{it}”既要改又要删", "“{it}” is both changed and removed")
POSITION = Flaw("position", "“{it}”的排列位置超出范围", "The position of “{it}” is out of range")
NO_NAME = Flaw("no_name", "“{it}”没有名称", "“{it}” has no name")


def raise_any(why: Reason, found: Sequence[Fault]) -> None:
    """Refuse for all that was found, if anything was: the first in the sentence, the others in `faults`."""
    if not found:
        return
    first, more = found[0], len(found) - 1
    raise Refusal(
        why,
        faults=found[:TOLD],
        count=len(found),
        fault_zh=first.message.zh + (f"（另有{more}处）" if more else ""),
        fault_en=first.message.en + (f" (and {more} more)" if more else ""),
    )


def clashing(given: Iterable[tuple[str, Name | None]], gone: Iterable[str]) -> list[Fault]:
    """Ids that stand twice among those given or those gone, or among both; `given` with the names."""
    names: dict[str, Name | None] = {}
    found: list[Fault] = []
    for each, name in given:
        if each in names:
            found.append(TWICE.of(each, name))
        names[each] = name
    seen: set[str] = set()
    for each in gone:
        if each in seen:
            found.append(TWICE.of(each))
        elif each in names:
            found.append(SET_AND_GONE.of(each, names[each]))
        seen.add(each)
    return found


def unnamed(given: Iterable[tuple[str, Name]]) -> list[Fault]:
    """Those that have a name in neither language."""
    return [NO_NAME.of(each) for each, name in given if not (name.zh or name.en)]


def misplaced(given: Iterable[tuple[str, Name, int]]) -> list[Fault]:
    """Those whose position no list has."""
    return [POSITION.of(each, name) for each, name, position in given if abs(position) > POSITION_MOST]
