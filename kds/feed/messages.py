"""What goes over a screen's websocket, each message one JSON object in a text frame. kds/feed/README.md explains them.

To the screen: board, beat, alarms, pressed, test, reload, malformed. From the screen: a press, what it has painted, or
an answer to a test.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from kds.core.kitchen.model import EndedAs, TestedKind
from kds.core.types import Ms, Name

PressKind = Literal[
    "start", "bump", "recall", "fire", "rush", "sold_out", "acknowledge", "recall_last", "transfer", "batch"
]
RECALL: PressKind = "recall"
RECALL_LAST: PressKind = "recall_last"
ACKNOWLEDGE: PressKind = "acknowledge"
SOLD_OUT: PressKind = "sold_out"
TRANSFER: PressKind = "transfer"
BATCH: PressKind = "batch"
Outcome = Literal["done", "refused", "again"]
Sight = Literal["open", "hidden", "dark"]
"""Whether a page can be seen: it is hidden behind another, or its panel is no longer kept on."""
PressId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,48}\Z")]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Age = Annotated[int, msgspec.Meta(ge=0, le=86_400_000)]
SHOWN_MOST = 1_000
"""Tickets that one receipt may name."""


PAINTED_MOST = 200
"""Tickets, and lines of each, that a screen may say it has painted."""
PaintedLines = Annotated[tuple[Id, ...], msgspec.Meta(max_length=PAINTED_MOST)]


class GridSize(msgspec.Struct, frozen=True):
    """How the slots of a screen stand: column by column, the first column first."""

    columns: int
    rows: int


class Left(msgspec.Struct, frozen=True):
    """A ticket that is gone, and `label` the table that it was for."""

    ticket: str
    label: str
    how: Literal["voided"]


class Board(msgspec.Struct, frozen=True, tag="board"):
    """What the screen shows after event `seq`, at `now` of the server's time, which has been set `steps` times.

    `slots` has a ticket's id in every slot that it stands in, "" in a free one; `queue` the open tickets without a
    slot: to cook, the first one first, then held, as many as a screen takes; `more` has the tables of those beyond, and
    how many tickets each has there, last "" with those of all other tables. `tickets` has the HTML of those that
    changed, or of all where `full`. `next` are those to cook first, three at most. What is neither in `slots` nor in
    `queue` has left, or stands behind in `more`.
    `all_day` is the HTML of the column, or None where it is as it was; `left` is for the ear and the eye, once.
    `left_out` is the HTML of what the screen leaves out, "" where it shows all, or None where it is as it was.
    """

    seq: int
    now: Ms
    grid: GridSize
    slots: tuple[str, ...]
    queue: list[str]
    more: list[tuple[str, int]]
    tickets: dict[str, str]
    all_day: str | None
    full: bool
    left: list[Left]
    steps: int = 0
    next: tuple[str, ...] = ()
    left_out: str | None = None


class LeftOutNow(msgspec.Struct, frozen=True, tag="left_out"):
    """Of other stations' tickets there are more now, or fewer, and nothing else has changed on this screen."""

    html: str


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """The server lives, and this is its time, which has been set `steps` times: what was heard before is void."""

    now: Ms
    steps: int = 0


class AlarmTicket(msgspec.Struct, frozen=True):
    """A ticket that an alarm is about, and the table that it is for."""

    ticket: str
    label: str


class AlarmShown(msgspec.Struct, frozen=True):
    """One alarm that stands, since when; `count` are the tickets of this screen's stations that it is about."""

    code: str
    since: Ms
    message: Name
    tickets: list[AlarmTicket]
    count: int = 0


class AlarmsStanding(msgspec.Struct, frozen=True, tag="alarms"):
    """All alarms that stand, the oldest first; an empty list takes the last one down.

    `dark`: the stations that no wall shows which is connected and can be seen. `alone`: those with walls at which
    nobody touches anything.
    """

    alarms: list[AlarmShown]
    dark: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


class PartAsked(msgspec.Struct, frozen=True):
    """What of a screen has to answer a morning test, and whether it has; `name` is a bump bar's."""

    kind: TestedKind
    name: str
    answered: bool


class MorningTest(msgspec.Struct, frozen=True, tag="test"):
    """The morning test that this screen is to show; one without an id is over."""

    test: str
    parts: list[PartAsked]


class Reload(msgspec.Struct, frozen=True, tag="reload"):
    """The page itself has changed: load it anew."""


class Press(msgspec.Struct, frozen=True):
    """Somebody pressed for a ticket, or at a slot, `age_ms` before this was sent.

    Slots count from 1. `lines` are those that were painted, none: all of the ticket; `voids` those of which it was
    painted that they are voided, None: all that are. A `recall_last` has neither ticket
    nor slot: it is about the last bump of the screen's stations, whoever pressed. An `acknowledge` need have none: it
    is then about the alarm of the screen, and else about what was voided of the ticket. A `sold_out` is about the only
    dish of the ticket, or its n-th `dish`, from 1. `outcome` is what had become of what was voided, where somebody says
    so. `station` is where a `transfer` goes. A `batch` has no ticket either: of its `lines`, which
    were painted on these `tickets`, one each, the oldest are done, as many as `qty` portions are. The same `press`
    again has no second effect.
    """

    press: PressId
    kind: PressKind
    ticket: Id | None = None
    slot: Annotated[int, msgspec.Meta(ge=1, le=999)] | None = None
    lines: Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)] = ()
    age_ms: Age = 0
    dish: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    voids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)] | None = None
    outcome: EndedAs | None = None
    station: Id | None = None
    qty: Annotated[int, msgspec.Meta(ge=1, le=999_999)] | None = None
    tickets: Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)] = ()

    def __post_init__(self) -> None:
        if (self.kind == TRANSFER) != (self.station is not None):
            raise ValueError("a transfer, and nothing else, names a station")
        if (self.kind == BATCH) != (self.qty is not None):
            raise ValueError("a batch, and nothing else, says how many portions")
        if self.kind == BATCH:
            if self.ticket is not None or self.slot is not None or not self.lines:
                raise ValueError("a batch names its lines, and neither ticket nor slot")
            if len(self.tickets) != len(self.lines):
                raise ValueError("a batch names the ticket of each of its lines")
            return
        if self.tickets:
            raise ValueError("a batch, and nothing else, names several tickets")
        if self.kind == RECALL_LAST:
            if self.ticket is not None or self.slot is not None or self.lines:
                raise ValueError("a recall_last names neither ticket nor slot nor lines")
            return
        named = (self.ticket is not None) + (self.slot is not None)
        if named > 1 or (named == 0 and self.kind != ACKNOWLEDGE):
            raise ValueError("a press has either a ticket or a slot")


class Shown(msgspec.Struct, frozen=True):
    """These tickets stand painted. `seq` is the board that was painted, `age_ms` before this was sent, if known."""

    shown: Annotated[tuple[Id, ...], msgspec.Meta(max_length=SHOWN_MOST)]
    seq: int | None = None
    age_ms: Age = 0


class Painted(msgspec.Struct, frozen=True):
    """What stands painted of some tickets of the first page, since `age_ms` before this was sent: the ids of their
    lines, with "!" behind where it is painted that they are voided. Those that are not named are whole, none voided.
    """

    painted: Annotated[dict[Id, PaintedLines], msgspec.Meta(max_length=PAINTED_MOST)]
    age_ms: Age = 0


class Answered(msgspec.Struct, frozen=True):
    """Something of the screen has answered a morning test: it was painted, touched, or heard."""

    test: Annotated[str, msgspec.Meta(max_length=40)]
    kind: Literal["screen", "touch", "sound"]


class Seen(msgspec.Struct, frozen=True):
    """Whether the page can be seen, and `touched_ms` how long ago somebody touched it, None for not since then."""

    sight: Sight
    touched_ms: Age | None = None


class Pressed(msgspec.Struct, frozen=True, tag="pressed", omit_defaults=True):
    """What became of a press: `again` asks for the same press once more after `retry_ms`."""

    press: str
    outcome: Outcome
    ticket: str | None = None
    slot: int | None = None
    reason: str = ""
    message: Name | None = None
    retry_ms: Ms = 0


class Malformed(msgspec.Struct, frozen=True, tag="malformed"):
    """A message that is neither a press nor a receipt."""

    detail: str


NOTHING = msgspec.Raw(b"")


class _Either(msgspec.Struct, frozen=True):
    shown: msgspec.Raw = NOTHING
    test: msgspec.Raw = NOTHING
    painted: msgspec.Raw = NOTHING
    sight: msgspec.Raw = NOTHING


_encode = msgspec.json.Encoder().encode
_peek = msgspec.json.Decoder(_Either).decode
_press = msgspec.json.Decoder(Press).decode
_shown = msgspec.json.Decoder(Shown).decode
_painted = msgspec.json.Decoder(Painted).decode
_seen = msgspec.json.Decoder(Seen).decode
_answered = msgspec.json.Decoder(Answered).decode


def frame(message: Any) -> str:
    """A message as the text of a frame."""
    return _encode(message).decode()


def read(text: str) -> Press | Shown | Painted | Answered | Seen:
    """What a screen says in a frame. Raises `msgspec.ValidationError` or `msgspec.DecodeError`."""
    peeked = _peek(text)
    if peeked.test is not NOTHING:
        return _answered(text)
    if peeked.painted is not NOTHING:
        return _painted(text)
    if peeked.sight is not NOTHING:
        return _seen(text)
    return _press(text) if peeked.shown is NOTHING else _shown(text)
