"""The texts and ids of a command as they are kept, or why they cannot be: the same for every way in."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter, is_
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import replace

from kds.core.text import ID, IdRule, TextRule, Unfit, clean_id, clean_text, plain_id
from kds.core.types import Name, Refusal, reason

BAD_TEXT = reason(
    "bad_text",
    "invalid",
    "{what_zh}里有不能用的字符：{character_zh}，请改掉再试",
    "{what_en} holds a character that cannot be used, {character_en}; change it and try again",
)
TOO_LONG = reason("malformed", "malformed", "{what_zh}最多{most}个字符", "{what_en} may have {most} characters at most")
MISSING = TOO_LONG.reworded("{what_zh}不能为空", "{what_en} must not be empty")
REFUSES = (BAD_TEXT, TOO_LONG, MISSING)
"""Why a text or an id is refused, whatever the deed."""

WHAT = {
    "note": Name(zh="备注", en="The note"),
    "reason": Name(zh="原因", en="The reason"),
    "zh": Name(zh="中文名", en="The Chinese name"),
    "en": Name(zh="英文名", en="The English name"),
    "table": Name(zh="桌号", en="The table"),
    "external_id": Name(zh="平台单号", en="The platform's order number"),
    "name": Name(zh="名称", en="The name"),
    "host": Name(zh="打印机的地址", en="The printer's address"),
    "address": Name(zh="本店的地址", en="The address of the house"),
    "code": Name(zh="快捷码", en="The quick code"),
    "allergies": Name(zh="忌口和过敏", en="The allergies"),
    "recipe": Name(zh="做法", en="The recipe"),
    "title": Name(zh="标题", en="The title"),
    "text": Name(zh="内容", en="The text"),
    "reference": Name(zh="凭证号", en="The reference"),
}
"""Fields that people fill in, in their words; others are programs' and go by their own name."""
PLACES = {
    "lines": Name(zh="第{n}道菜", en="dish {n}"),
    "dishes": Name(zh="第{n}道菜", en="dish {n}"),
    "recipe": Name(zh="第{n}步", en="step {n}"),
}
"""What stands in a list of which people know the order; elsewhere the first goes by no number: mostly it is alone."""
PLACE = Name(zh="第{n}项", en="item {n}")
SPACE = Name(zh="空格", en="a space")
CONTROL = Name(zh="控制字符", en="a control character")
UNSEEN = Name(zh="看不见的字符", en="an invisible character")
_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")

Clean = Callable[[Any], Any]
S = TypeVar("S", bound=msgspec.Struct)


class _Found(Exception):
    """A fault on its way up: the path of its field, last step first."""

    def __init__(self, why: Unfit, step: str) -> None:
        super().__init__(step)
        self.why = why
        self.path = [step]


def cleaner(kind: type[S]) -> Callable[[S], S]:
    """What cleans a command of that class. Raises `TypeError` where a field is a string and not said to be which."""
    clean = _struct(kind)

    def cleaned(command: S) -> S:
        if clean is None:
            return command
        try:
            found: S = clean(command)
        except _Found as fault:
            raise refusal(fault.why, "".join(reversed(fault.path)).removeprefix(".")) from None
        return found

    return cleaned


def an_id(field: str, value: str) -> str:
    """An id that is asked for, as it is kept. Refused: as in `REFUSES`."""
    try:
        return clean_id(value, ID)
    except Unfit as why:
        raise refusal(why, field) from None


def a_text(field: str, value: str, rule: TextRule) -> str:
    """A text that no command brings, as it is kept. Refused: as in `REFUSES`."""
    try:
        return clean_text(value, rule)
    except Unfit as why:
        raise refusal(why, field) from None


def refusal(why: Unfit, field: str) -> Refusal:
    """The refusal of a text or an id that stands in that field."""
    what = _called(field)
    details = {"field": field, "what_zh": what.zh, "what_en": what.en}
    if why.character:
        words = _shown(why.character)
        number = f"U+{ord(why.character):04X}"
        character = number if words is not None else f"“{why.character}”"
        zh = character if words is None else f"{words.zh}（{number}）"
        en = character if words is None else f"{words.en} ({number})"
        return Refusal(BAD_TEXT, **details, character=character, character_zh=zh, character_en=en)
    return Refusal(TOO_LONG if why.too_long else MISSING, **details, most=why.rule.most)


def _called(field: str) -> Name:
    """What people call a field, and where it stands in a list; a program's field goes by its path."""
    steps = _STEP.findall(field)
    known = WHAT.get(steps[-1][0]) if steps else None
    if known is None:
        return Name(zh=f"字段{field}", en=f"The field {field}")
    found = [(PLACES.get(name, PLACE), int(at) + 1) for name, at in steps if at and (name in PLACES or at != "0")]
    zh = "".join([f"{place.zh.format(n=n)}的" for place, n in found])
    en = "".join([f" of {place.en.format(n=n)}" for place, n in reversed(found)])
    return Name(zh=f"{zh}{known.zh}", en=f"{known.en}{en}")


def _shown(character: str) -> Name | None:
    """What a character is that cannot be seen; None for one that speaks for itself."""
    if character.isspace():
        return SPACE if character in " \u3000\u00a0" else CONTROL
    if character.isprintable():
        return None
    return CONTROL if ord(character) < 0xA0 else UNSEEN


def _struct(kind: type[msgspec.Struct]) -> Clean | None:
    hints = get_type_hints(kind, include_extras=True)
    found = [(name, _of(f"{kind.__name__}.{name}", hints[name]), _required(hints[name])) for name in hints]
    fields = [(name, clean, required) for name, clean, required in found if clean is not None]
    if not fields:
        return None
    is_plain = _plain_record(hints)

    def clean(record: Any) -> Any:
        if is_plain(record):
            return record
        changed: dict[str, Any] | None = None
        for name, each, required in fields:
            before = getattr(record, name)
            if not before and (before is None or not required):
                continue
            try:
                after = each(before)
            except Unfit as why:
                raise _Found(why, f".{name}") from None
            except _Found as fault:
                fault.path.append(f".{name}")
                raise
            if after is not before:
                changed = changed or {}
                changed[name] = after
        return record if changed is None else replace(record, **changed)

    return clean


def _plain_record(hints: dict[str, Any]) -> Callable[[Any], bool]:
    """Whether a record is one of the many that are kept as they come: nothing is in it but some plain ids.

    One look for all of them, for an order has many lines. Says no where a record can never be so, or has one id only.
    """
    ids = {name: rule for name, hint in hints.items() if isinstance(rule := _rule(hint), IdRule)}
    others = [name for name, hint in hints.items() if name not in ids and _of(name, hint) is not None]
    if min(len(ids), len(others)) < 2 or any(_required(hints[name]) for name in others):
        return lambda record: False
    ids_of, others_of = attrgetter(*ids), attrgetter(*others)
    plain = re.compile("\n".join([plain_id(rule) for rule in ids.values()])).fullmatch
    return lambda record: plain("\n".join(ids_of(record))) is not None and not any(others_of(record))


def _required(hint: Any) -> bool:
    """Whether the empty text is no value of that type."""
    parts = get_args(hint)
    if get_origin(hint) is Annotated:
        return any(isinstance(each, TextRule | IdRule) and each.required for each in parts)
    return get_origin(hint) is not tuple and any(_required(each) for each in parts)


def _of(field: str, hint: Any) -> Clean | None:
    """What cleans a value of that type that is not None, or None where there is nothing to clean in it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        rule = _rule(hint)
        return _of(field, arguments[0]) if rule is None else _by_rule(rule)
    if origin in (Literal, ClassVar):
        return None
    if hint is str:
        raise TypeError(f"{field} is a string: say which of kds.core.text it is")
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct(hint)
    parts = [clean for each in arguments if (clean := _of(field, each)) is not None]
    if not parts:
        return None
    (clean,) = parts
    return _each(clean) if origin is tuple else clean


def _rule(hint: Any) -> TextRule | IdRule | None:
    return next((each for each in get_args(hint)[1:] if isinstance(each, TextRule | IdRule)), None)


def _by_rule(rule: TextRule | IdRule) -> Clean:
    if isinstance(rule, TextRule):
        return lambda value: clean_text(value, rule)
    plain = re.compile(plain_id(rule)).fullmatch
    return lambda value: value if plain(value) else clean_id(value, rule)


def _each(clean: Clean) -> Clean:
    def cleaned(values: tuple[Any, ...]) -> tuple[Any, ...]:
        after = []
        for number, before in enumerate(values):
            try:
                after.append(clean(before))
            except Unfit as why:
                raise _Found(why, f"[{number}]") from None
            except _Found as fault:
                fault.path.append(f"[{number}]")
                raise
        return values if all(map(is_, values, after)) else tuple(after)

    return cleaned
