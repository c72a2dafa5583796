"""What goes over a screen's websocket, each message one JSON object in a text frame. kds/feed/README.md explains them.

To the screen: board, beat, pressed, reload, malformed. From the screen: a press.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from kds.core.types import Ms, Name

PressKind = Literal["start", "bump", "recall"]
Outcome = Literal["done", "refused", "again"]
PressId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,48}\Z")]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Board(msgspec.Struct, frozen=True, tag="board", omit_defaults=True):
    """What the screen shows after event `seq`: `order` names all its tickets, first to cook first.

    `tickets` has the HTML of those that changed, or of all where `full`. A ticket that is not in `order` has left.
    `all_day` is the HTML of the column, or None where it is as it was.
    """

    seq: int
    now: Ms
    order: list[str]
    tickets: dict[str, str]
    all_day: str | None = None
    full: bool = False


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """The server lives, and this is its time."""

    now: Ms


class Reload(msgspec.Struct, frozen=True, tag="reload"):
    """The page itself has changed: load it anew."""


class Press(msgspec.Struct, frozen=True):
    """Somebody pressed for a ticket, `age_ms` before this was sent. The same `press` again has no second effect."""

    press: PressId
    kind: PressKind
    ticket: Id
    lines: Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)] = ()
    age_ms: Annotated[int, msgspec.Meta(ge=0, le=86_400_000)] = 0


class Pressed(msgspec.Struct, frozen=True, tag="pressed", omit_defaults=True):
    """What became of a press: `again` asks for the same press once more after `retry_ms`."""

    press: str
    outcome: Outcome
    ticket: str
    reason: str = ""
    message: Name | None = None
    retry_ms: Ms = 0


class Malformed(msgspec.Struct, frozen=True, tag="malformed"):
    """A message that is no press."""

    detail: str


_encode = msgspec.json.Encoder().encode


def frame(message: Any) -> str:
    """A message as the text of a frame."""
    return _encode(message).decode()
