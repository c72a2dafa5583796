"""What a dish has lists of, as lines that people write: soups of a pot, parts of a set meal, other prices.

| soups       | parts of a set meal              | other prices          |
|-------------|----------------------------------|-----------------------|
| 清汤        | 主菜 1–2：肥牛，面条，帝王蟹 +40 | 28：午市              |
| 番茄锅 +6   | 饮料 2：可乐                     | 26：午市，外卖平台    |

What is written as it stood keeps its ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kds.core.channels import CALLED
from kds.core.menu.model import Daypart, Dish, MealChoice, MealGroup, PriceAt, Soup
from kds.core.types import Channel, Minor, Name
from kds.ops.setup.grid import money
from kds.ops.setup.options import HEAD, new_id, short

_ADDS = re.compile(r"^(?P<name>.*?\S)(?:\s*[+＋]\s*(?P<price>\d+(?:\.\d{1,4})?))?$")
_COMMA = re.compile(r"[，,、;；]")


class Written(NamedTuple):
    """A name and what it adds, as somebody wrote them."""

    name: str
    price_minor: Minor


def soups_of(text: str, before: Sequence[Soup], exponent: int, faults: list[Name]) -> tuple[Soup, ...]:
    """The soups that these lines are; what could not be understood is added to `faults`."""
    known = {name: soup for soup in before for name in names_of(soup.name)}
    used = {each.soup for each in before}
    found: list[Soup] = []
    for number, line in _lines(text):
        said = _adds(line, exponent)
        if said is None or (said.name not in known and re.search("[+＋]", said.name)):
            faults.append(Name(zh=f"汤底第{number}行看不懂", en=f"Soups, line {number}: it is not understood"))
            continue
        old = known.get(said.name)
        named = Name(zh=said.name, en=said.name) if old is None else old.name
        found.append(Soup(new_id("s", used) if old is None else old.soup, named, said.price_minor))
    return tuple(found)


def soups_text(soups: Iterable[Soup], exponent: int, language: str) -> str:
    """The soups as they can be written; read again they are the same."""
    return "\n".join([_plus(_called(soup.name, language), soup.price_minor, exponent) for soup in soups])


def meal_of(
    text: str, before: Sequence[MealGroup], dishes: Mapping[str, Dish], exponent: int, faults: list[Name]
) -> tuple[MealGroup, ...]:
    """The parts of a set meal that these lines are: its choices are dishes by name, quick code or id."""
    known = {name: group for group in before for name in names_of(group.name)}
    used = {each.group for each in before}
    by_name = _by_name(dishes)
    found: list[MealGroup] = []
    for number, line in _lines(text):
        head, sign, rest = line.replace("：", ":").partition(":")
        asked = HEAD.match(head.strip())
        if not sign or asked is None or not asked["name"].strip():
            zh, en = "写成“主菜 1：肥牛，面条 +5”这样", "write it like “Main 1: beef, noodles +5”"
            faults.append(_of_line("套餐", "Set meal", number, zh, en))
            continue
        choices: list[MealChoice] = []
        for each in _parts(rest):
            said = _adds(each, exponent)
            dish = None if said is None else by_name.get(said.name.casefold())
            if said is None or dish is None:
                zh, en = f"菜单上没有“{each}”", f"“{each}” is not on the menu"
                faults.append(_of_line("套餐", "Set meal", number, zh, en))
            else:
                choices.append(MealChoice(dish, said.price_minor))
        name, least = asked["name"].strip(), int(asked["min"])
        old = known.get(name)
        group = new_id("g", used) if old is None else old.group
        named = Name(zh=name, en=name) if old is None else old.name
        found.append(MealGroup(group, named, least, int(asked["max"] or least), tuple(choices)))
    return tuple(found)


def meal_text(groups: Iterable[MealGroup], dishes: Mapping[str, Dish], exponent: int, language: str) -> str:
    """The parts of a set meal as they can be written."""
    by_name = _by_name(dishes)
    zh, lines = language != "en", []
    for group in groups:
        span = str(group.min) if group.min == group.max else f"{group.min}–{group.max}"
        choices = []
        for each in group.choices:
            name = _called(dishes[each.dish].name, language) if each.dish in dishes else each.dish
            told = name if by_name.get(name.casefold()) == each.dish and not _COMMA.search(name) else each.dish
            choices.append(_plus(told, each.price_minor, exponent))
        head = f"{_called(group.name, language)} {span}"
        lines.append(f"{head}：{'，'.join(choices)}" if zh else f"{head}: {', '.join(choices)}")
    return "\n".join(lines)


def prices_of(text: str, dayparts: Mapping[str, Daypart], exponent: int, faults: list[Name]) -> tuple[PriceAt, ...]:
    """The other prices that these lines are: a sum, and the parts of the day and the channels that it is for."""
    parts = {name.casefold(): each.daypart for each in dayparts.values() for name in names_of(each.name)}
    parts = {**parts, **{each.casefold(): each for each in dayparts}}
    channels = {name.casefold(): channel for channel, called in CALLED.items() for name in names_of(called)}
    found: list[PriceAt] = []
    for number, line in _lines(text):
        said, _, rest = line.replace("：", ":").partition(":")
        minor = _minor(money(said.strip()), exponent)
        words = _parts(rest)
        unknown = [each for each in words if each.casefold() not in parts and each.casefold() not in channels]
        if minor is None or not words:
            zh, en = "写成“28：午市”这样", "write it like “28: Lunch”"
            faults.append(_of_line("其他价格", "Other prices", number, zh, en))
            continue
        for each in unknown:
            zh, en = f"没有叫“{each}”的餐段或渠道", f"no part of the day and no channel is called “{each}”"
            faults.append(_of_line("其他价格", "Other prices", number, zh, en))
        of_day = tuple([parts[each.casefold()] for each in words if each.casefold() in parts])
        others = [each.casefold() for each in words if each.casefold() not in parts]
        by: list[Channel] = [channels[each] for each in others if each in channels]
        found.append(PriceAt(minor, tuple(by), of_day))
    return tuple(found)


def prices_text(prices: Iterable[PriceAt], dayparts: Mapping[str, Daypart], exponent: int, language: str) -> str:
    """The other prices as they can be written."""
    called = {each.daypart: _called(each.name, language) for each in dayparts.values()}
    names = list(called.values())
    twice = {name for name in names if names.count(name) > 1 or _COMMA.search(name) or ":" in name or "：" in name}
    zh, lines = language != "en", []
    for price in prices:
        words = [each if called.get(each, each) in twice else called.get(each, each) for each in price.dayparts]
        words += [_called(CALLED[each], language) for each in price.channels]
        told = short(price.price_minor, exponent)
        lines.append(f"{told}：{'，'.join(words)}" if zh else f"{told}: {', '.join(words)}")
    return "\n".join(lines)


def names_of(name: Name) -> set[str]:
    """What a thing is called, in either language."""
    return {each for each in (name.zh, name.en) if each}


def _by_name(dishes: Mapping[str, Dish]) -> dict[str, str]:
    """Dishes by all that people call them; what is called like another goes by its code or its id."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for dish in dishes.values():
        for name in {each.casefold() for each in names_of(dish.name)}:
            if found.setdefault(name, dish.dish) != dish.dish:
                shared.add(name)
    for name in shared:
        del found[name]
    found.update({each.code.casefold(): each.dish for each in dishes.values() if each.code})
    found.update({each.casefold(): each for each in dishes})
    return found


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _parts(text: str) -> list[str]:
    return [each.strip() for each in _COMMA.split(text) if each.strip()]


def _adds(said: str, exponent: int) -> Written | None:
    match = _ADDS.match(said)
    minor = None if match is None else _minor(Decimal(match["price"] or 0), exponent)
    return None if match is None or minor is None else Written(match["name"], minor)


def _minor(whole: Decimal | None, exponent: int) -> Minor | None:
    try:
        minor = None if whole is None else whole.scaleb(exponent)
    except InvalidOperation:
        return None
    return None if minor is None or minor != minor.to_integral_value() else int(minor)


def _plus(name: str, price: Minor, exponent: int) -> str:
    return f"{name} +{short(price, exponent)}" if price else name


def _called(name: Name, language: str) -> str:
    return name.in_en if language == "en" else name.in_zh


def _of_line(zh: str, en: str, number: int, why_zh: str, why_en: str) -> Name:
    return Name(zh=f"{zh}第{number}行：{why_zh}", en=f"{en}, line {number}: {why_en}")
