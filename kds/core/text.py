r"""What people write, and ids, as they are kept: one form for what looks the same, and nothing that cannot be seen.

| in a text                                             | becomes                                           |
|-------------------------------------------------------|---------------------------------------------------|
| letters, signs, emoji, rare Han                        | themselves, composed (NFC)                        |
| white space of any kind, new lines and tabs            | one space; none at the ends                       |
| direction marks, overrides, embeddings, isolates       | nothing: what is shown cannot be turned around    |
| zero-width spaces, soft hyphens, byte order marks      | nothing                                           |
| joiners, variation selectors, tags                     | themselves: emoji and scripts are made with them  |
| only characters that show nothing                      | the empty text                                    |
| other controls, lone surrogates, noncharacters         | refused                                           |

An id is composed too, and is refused where it holds anything but what can be seen and typed, or a sign that an
address does not bear: / \ ? # %. Those of other systems, which stand in no address, may hold these.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, NamedTuple

from msgspec import Meta

_REFUSED = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
_SHOWS_NOTHING = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BAD = re.compile(f"[{_REFUSED}]")
_TAKEN_OUT = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001]+")
_SHOWN = re.compile(rf"[^\s{_SHOWS_NOTHING}]")
_NO_ID = re.compile(rf"[\s{_REFUSED}{_SHOWS_NOTHING}]")
_NO_ADDRESS = re.compile(r"[/\\?#%]")
_STEPS = (".", "..")
"""In an address these are no names."""


class TextRule(NamedTuple):
    """A text of people: at most so many characters, and whether there must be one."""

    most: int
    required: bool


class IdRule(NamedTuple):
    """An id: at most so many characters, whether there must be one, whether it stands in addresses."""

    most: int
    required: bool
    in_addresses: bool


class Unfit(Exception):
    """A text or an id that cannot be kept: for a `character`, or, where that is "", for being too long, or none."""

    def __init__(self, rule: TextRule | IdRule, character: str = "", *, too_long: bool = False) -> None:
        super().__init__(character)
        self.rule = rule
        self.character = character
        self.too_long = too_long


def clean_text(value: str, rule: TextRule) -> str:
    """The text as it is kept; it may come out empty. Raises `Unfit`."""
    if not (value.isascii() and value.isprintable()):
        value = _visible(value, rule)
    elif "  " in value or value[:1] == " " or value[-1:] == " ":
        value = " ".join(value.split())
    _measure(value, rule)
    return value


def _visible(value: str, rule: TextRule) -> str:
    bad = _BAD.search(value)
    if bad is not None:
        raise Unfit(rule, bad[0])
    value = " ".join(unicodedata.normalize("NFC", _TAKEN_OUT.sub("", value)).split())
    return value if _SHOWN.search(value) else ""


def clean_id(value: str, rule: IdRule) -> str:
    """The id as it is kept. Raises `Unfit`."""
    value = unicodedata.normalize("NFC", value)
    bad = _NO_ID.search(value) or (_NO_ADDRESS.search(value) if rule.in_addresses else None)
    if bad is not None or (rule.in_addresses and value in _STEPS):
        raise Unfit(rule, "." if bad is None else bad[0])
    _measure(value, rule)
    return value


def plain_id(rule: IdRule) -> str:
    """The pattern of the many ids that are kept as they come: short, ASCII, no sign that means something."""
    return f"[0-9A-Za-z_:-]{{{int(rule.required)},{rule.most}}}"


def _measure(value: str, rule: TextRule | IdRule) -> None:
    if len(value) > rule.most:
        raise Unfit(rule, too_long=True)
    if rule.required and not value:
        raise Unfit(rule)


def _limits(most: int, *, required: bool) -> Meta:
    """The limits as the interface's document says them. They hold for what is kept, so no decoder counts them."""
    return Meta(extra_json_schema={"minLength": 1, "maxLength": most} if required else {"maxLength": most})


ID = IdRule(64, required=True, in_addresses=True)
DEVICE_NAME = TextRule(40, required=False)
"""What a device is called, or "" for a name that is made for it."""
TOKEN_NAME = TextRule(80, required=True)
"""Whose a token is."""

Id = Annotated[str, ID, _limits(64, required=True)]
"""The id of a dish, an option, a table, a station, a screen, a line, a ticket …"""
OptionalId = Annotated[str, IdRule(64, required=False, in_addresses=True), _limits(64, required=False)]
"""An id, or "" for none."""
ExternalId = Annotated[str, IdRule(128, required=False, in_addresses=False), _limits(128, required=False)]
"""What another system calls a thing, or "" for none."""
Words = Annotated[str, TextRule(200, required=False), _limits(200, required=False)]
"""What something is called in one language."""
Note = Annotated[str, TextRule(500, required=False), _limits(500, required=False)]
"""A word to the kitchen, or "" for none."""
Cause = Annotated[str, TextRule(200, required=True), _limits(200, required=True)]
"""Why somebody does something, for whoever reads the reports."""
Plate = Annotated[str, IdRule(8, required=False, in_addresses=False), _limits(8, required=False)]
"""What stands on a number plate that guests put on their table (桌牌), or "" for none."""
OptionalCause = Annotated[str, TextRule(200, required=False), _limits(200, required=False)]
"""Why, or "" where nothing is said."""
