"""The questions of a dish, one a line: `辣度 1：微辣，中辣，特辣 +2`, `Extras 0-3: egg +2, half ×0.5`.

What is written as it stood keeps its ids, so that bills and reports go on knowing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from kds.core.menu.model import Choice, OptionGroup
from kds.core.types import Minor, Name, Permille

TEXT_CHARS = 10_000
HEAD = re.compile(r"^(?P<name>.*?)\s*(?P<min>\d{1,2})(?:\s*[-–—~～到至]\s*(?P<max>\d{1,2}))?$")
_CHOICE = re.compile(
    r"^(?P<name>.*?\S)(?:\s*[×xX*]\s*(?P<portion>\d+(?:\.\d{1,3})?))?(?:\s*(?P<sign>[+＋]|\s[-−])\s*(?P<price>\d+(?:\.\d{1,4})?))?$"
)


class Questions(NamedTuple):
    """The questions of some lines, and what of these could not be understood."""

    groups: tuple[OptionGroup, ...]
    faults: list[Name]


def questions_of(text: str, before: Sequence[OptionGroup], exponent: int) -> Questions:
    """The questions that these lines are; sums have so many decimals as `exponent` says."""
    known = {name: group for group in before for name in _names(group.name)}
    groups: list[OptionGroup] = []
    faults: list[Name] = []
    used = {each.group for each in before}
    for number, line in enumerate(text[:TEXT_CHARS].splitlines(), start=1):
        if not line.strip():
            continue
        head, sign, rest = line.strip().replace("：", ":").partition(":")
        found = HEAD.match(head.strip())
        if not sign or found is None or not found["name"].strip():
            faults.append(_fault(number, "写成“辣度 1：微辣，中辣”这样", "write it like “Spice 1: mild, hot”"))
            continue
        name = found["name"].strip()
        old = known.get(name)
        choices = _choices(number, rest, () if old is None else old.choices, exponent, faults)
        group = new_id("q", used) if old is None else old.group
        least = int(found["min"])
        named = Name(zh=name, en=name) if old is None else old.name
        groups.append(OptionGroup(group, named, least, int(found["max"] or least), choices))
    return Questions(tuple(groups), faults)


def _choices(line: int, text: str, before: Sequence[Choice], exponent: int, faults: list[Name]) -> tuple[Choice, ...]:
    known = {name: choice for choice in before for name in _names(choice.name)}
    used = {each.option for each in before}
    found: list[Choice] = []
    for said in re.split(r"[，,、;；]", text):
        if not said.strip():
            continue
        match = _CHOICE.match(said.strip())
        price = Decimal((match and match["price"]) or 0).scaleb(exponent)
        portion = Decimal((match and match["portion"]) or 1) * 1000
        if match is None or price != price.to_integral_value():
            faults.append(_fault(line, f"“{said.strip()}”看不懂", f"“{said.strip()}” is not understood"))
            continue
        old = known.get(match["name"])
        option = new_id("o", used) if old is None else old.option
        named = Name(zh=match["name"], en=match["name"]) if old is None else old.name
        sign = -1 if (match["sign"] or "").strip() in ("-", "−") else 1
        found.append(Choice(option, named, sign * int(price), int(portion)))
    if not found:
        faults.append(_fault(line, "没有可选的项", "there is nothing to choose"))
    return tuple(found)


def text_of(groups: Iterable[OptionGroup], exponent: int, language: str) -> str:
    """The questions as they can be written; read again they are the same."""
    zh = language != "en"
    lines = []
    for group in groups:
        span = str(group.min) if group.min == group.max else f"{group.min}–{group.max}"
        parts = [_written(each, exponent, zh=zh) for each in group.choices]
        name = group.name.in_zh if zh else group.name.in_en
        lines.append(f"{name} {span}：{'，'.join(parts)}" if zh else f"{name} {span}: {', '.join(parts)}")
    return "\n".join(lines)


def _written(choice: Choice, exponent: int, *, zh: bool) -> str:
    name = choice.name.in_zh if zh else choice.name.in_en
    portion = "" if choice.portion_permille == 1000 else f" ×{short(choice.portion_permille, 3)}"
    sign = "+" if choice.price_minor > 0 else "-"
    return f"{name}{portion}" + (f" {sign}{short(abs(choice.price_minor), exponent)}" if choice.price_minor else "")


def short(parts: Minor | Permille, exponent: int) -> str:
    """So many parts in whole units, without noughts at the end."""
    found = f"{Decimal(parts).scaleb(-exponent):f}"
    return found.rstrip("0").rstrip(".") if "." in found else found


def _names(name: Name) -> set[str]:
    return {each for each in (name.zh, name.en) if each}


def new_id(letter: str, used: set[str]) -> str:
    """An id that is not used yet, and is from now on."""
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    used.add(made := f"{letter}{number}")
    return made


def _fault(line: int, zh: str, en: str) -> Name:
    return Name(zh=f"选项第{line}行：{zh}", en=f"Options, line {line}: {en}")
