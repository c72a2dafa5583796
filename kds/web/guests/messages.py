"""What phones at a table and the house say to each other over `/guest/cart`, as JSON in text frames.

| from the house | |
|---|---|
| `{"type":"cart","full":bool,"lines":[…],"guests":{guest:name}}` | these stand so; where `full`, there are no others |
| `{"type":"late","lines":[id,…]}` | you took these out, and somebody had sent them before: they are ordered |
| `{"type":"full","lines":[id,…]}` | there is no room for these in the cart: they are this phone's alone |
| `{"type":"now","all":bool}` | look at /guest/now: this party has changed, or `all` of the house, and phones spread |
| `{"type":"beat","now"}` | the house lives, and its time |
| `{"type":"over"}` | the visit is over: nothing more is told |

| from the phone | |
|---|---|
| `{"type":"hello","visit","name","lines":[line,…]}` | all that its page knows of the cart; answered by all of it |
| `{"type":"put","lines":[line,…]}` | these were written on this phone |
| `{"type":"name","name"}` | what the others call who holds it, "" nothing |
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from kds.core.types import Ms
from kds.web.guests.carts import KNOWN_MOST, Cart, CartLine

NAME_MOST, VISIT_MOST = 16, 80
Called = Annotated[str, Meta(max_length=4 * NAME_MOST)]


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello", forbid_unknown_fields=True):
    """A phone comes, or comes back."""

    name: Called = ""
    visit: Annotated[str, Meta(max_length=VISIT_MOST)] = ""
    """Whose page it is: one that was away does not know yet that another visit has begun (law 10)."""
    lines: Annotated[tuple[CartLine, ...], Meta(max_length=KNOWN_MOST)] = ()


class Put(msgspec.Struct, frozen=True, tag_field="type", tag="put", forbid_unknown_fields=True):
    """Lines were chosen, changed or taken out."""

    lines: Annotated[tuple[CartLine, ...], Meta(min_length=1, max_length=KNOWN_MOST)]


class Name(msgspec.Struct, frozen=True, tag_field="type", tag="name", forbid_unknown_fields=True):
    """Somebody says, or takes back, what they are called."""

    name: Called


Heard = Hello | Put | Name
_HEARD = msgspec.json.Decoder(Heard)
_TOLD = msgspec.json.Encoder()


def read(text: str) -> Heard:
    """What a phone says. Raises `msgspec.ValidationError` and `msgspec.DecodeError`."""
    heard: Heard = _HEARD.decode(text)
    return heard


def whole(cart: Cart) -> str:
    """The whole cart."""
    return _told({"type": "cart", "full": True, "lines": cart.lines, "guests": cart.guests})


def news(cart: Cart, lines: Sequence[CartLine]) -> str:
    """These lines, and who is there."""
    return _told({"type": "cart", "full": False, "lines": lines, "guests": cart.guests})


def late(lines: Sequence[str]) -> str:
    """They cannot be taken out any more."""
    return _told({"type": "late", "lines": lines})


def full(lines: Sequence[str]) -> str:
    """There is no room for these; the phone has them for itself, and does not say them again."""
    return _told({"type": "full", "lines": lines})


def beat(now: Ms) -> str:
    """The house lives."""
    return _told({"type": "beat", "now": now})


def _told(message: object) -> str:
    return _TOLD.encode(message).decode()


NOW = _told({"type": "now", "all": False})
NOW_ALL = _told({"type": "now", "all": True})
OVER = _told({"type": "over"})
