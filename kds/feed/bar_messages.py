"""What goes over a bump bar's websocket, and what the walls of its screen are told of it.

A bar hears what a wall hears. It sends presses by slot, which slot is selected on it, whether it is plugged in, and
what it lost; its own name comes along, as one box serves several bars.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from kds.core.types import Name
from kds.feed.messages import NOTHING, Age, Id, Outcome, PressId

WallDeed = Literal["page", "all_day", "card", "recalls", "batches"]
"""What changes nothing but the wall itself: its next page, its all-day column, what lies over the board."""
BarKind = Literal["start", "bump", "rush", "recall_last", "sold_out", "acknowledge"] | WallDeed
"""All that a bar's keys can ask for."""
BarName = Annotated[str, msgspec.Meta(max_length=40)]
Slot = Annotated[int, msgspec.Meta(ge=1, le=999)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class BarPress(msgspec.Struct, frozen=True):
    """Somebody pressed `age_ms` before this was sent: on what stood in `slot` then, or for a `ticket` that was scanned.

    `recall_last` and what is of the wall itself have neither, `acknowledge` need not; `dish` says which one is sold
    out, or which button of a `card` is pressed. `seen`
    is what the bar was told of that slot, "" where it was free: it counts where no wall knows any more.
    """

    press: PressId
    kind: BarKind
    slot: Slot | None = None
    ticket: Id | None = None
    dish: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    seen: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    bar: BarName = ""
    age_ms: Age = 0


class BarNote(msgspec.Struct, frozen=True):
    """What nobody answers: the slot that is selected, or presses that were lost, and how many: they expired, there were
    too many, the disk was full, or the bar sent more than could be read. `bars` are all bars of this device that press
    on this screen now, and whether each is plugged in; said first, and whenever it changes.
    """

    bar: BarName = ""
    select: Slot | None = None
    bars: Annotated[dict[BarName, bool], msgspec.Meta(max_length=16)] | None = None
    lost: Literal["expired", "overflow", "disk", "dropped"] | None = None
    count: Count = 1
    age_ms: Age = 0


class BarDid(msgspec.Struct, frozen=True, tag="bar", omit_defaults=True):
    """To the walls: what a bar selected, what became of its press, what to show, or what is wrong with it, in words.

    `number` is of the button that is pressed on a card.
    """

    bar: str
    select: int | None = None
    slot: int | None = None
    ticket: str | None = None
    outcome: Outcome | None = None
    reason: str = ""
    message: Name | None = None
    deed: WallDeed | None = None
    number: int | None = None


class _Either(msgspec.Struct, frozen=True):
    press: msgspec.Raw = NOTHING


_peek = msgspec.json.Decoder(_Either).decode
_press = msgspec.json.Decoder(BarPress).decode
_note = msgspec.json.Decoder(BarNote).decode


def read_bar(text: str) -> BarPress | BarNote:
    """What a bar says in a frame. Raises `msgspec.ValidationError` or `msgspec.DecodeError`."""
    return _note(text) if _peek(text).press is NOTHING else _press(text)
