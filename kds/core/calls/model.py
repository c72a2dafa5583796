"""What a party wants of whoever serves it (服务呼叫), until somebody has been there."""

from __future__ import annotations

from typing import Literal

from kds.core.types import Ms, Name, Record

CallKind = Literal["waiter", "soup", "plates", "charcoal", "fire_off", "tissues", "water", "words"]
"""`words` is what a guest writes; asking for the bill (结账) is a deed of the floor."""

CALLED: dict[CallKind, Name] = {
    "waiter": Name(zh="叫服务员", en="Waiter"),
    "soup": Name(zh="加汤", en="More soup"),
    "plates": Name(zh="换碟", en="Clean plates"),
    "charcoal": Name(zh="加炭、开火", en="Charcoal, fire on"),
    "fire_off": Name(zh="关火", en="Fire off"),
    "tissues": Name(zh="纸巾", en="Tissues"),
    "water": Name(zh="加水", en="Water"),
    "words": Name(zh="其他", en="Something else"),
}

CALLS_MOST = 6
"""That one party may have open at once."""
AGAIN_MS: Ms = 60_000
"""How soon guests may ask again for what they have asked for: whoever goes has seen it, and cannot go faster."""


class Call(Record, frozen=True, gc=False):
    """Something that a party has asked for, `asks` times; `text` is what it wrote, where it is `words`.

    `taken_by` is who said that they go, "" while nobody has.
    """

    call: str
    session: str
    kind: CallKind
    text: str
    asked_at: Ms
    last_asked_at: Ms
    asks: int = 1
    taken_by: str = ""
    taken_at: Ms | None = None
