"""The words every feature of the restaurant shares: names, refusals, the circumstances of a command."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Literal, get_args

import msgspec

from kds.core.text import Words

Ms = int
"""A moment or a length of time in milliseconds; moments count from the Unix epoch, UTC."""
Minor = int
"""Money in the currency's minor unit (分, cent)."""
Permille = int

Service = Literal["dine_in", "takeaway", "pickup", "delivery"]
Channel = Literal["scan", "miniprogram", "kiosk", "waiter", "tablet", "counter", "delivery", "api"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
GuestChannel = Literal["scan", "miniprogram", "kiosk", "tablet"]
"""By what guests order themselves."""
Fire = Literal["now", "hold"]
Kind = Literal["not_found", "conflict", "invalid", "malformed", "forbidden"]
Role = Literal["guest", "waiter", "cashier", "kitchen", "expo", "manager", "owner", "integration", "device", "system"]
"""What somebody may be to the house. A device at which nobody is signed in may nothing; the system itself, which nobody
can sign in as, everything."""


class Record(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A frozen record of the state, or a part of an event: plain data all the way down."""


@cache
def _unlike_constants(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a class whose defaults are not the same object wherever they come from: large numbers, tuples."""
    found = [(each.name, each.default) for each in msgspec.structs.fields(kind)]
    return tuple([(name, default) for name, default in found if isinstance(default, int | tuple) and default])


def own_defaults(record: msgspec.Struct) -> None:
    """Let what equals a default be that default: bytes leave out what is the same object, whatever is equal to it.

    So the same record has the same bytes, wherever its values came from (law 9). For `__post_init__`.
    """
    for name, default in _unlike_constants(type(record)):
        value = getattr(record, name)
        if value is not default and value == default:
            msgspec.structs.force_setattr(record, name, default)


class Event(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A fact, past tense. Its class name is its type; `VERSION` counts the shapes its stored bytes have had."""

    VERSION: ClassVar[int] = 1


class Stamp(msgspec.Struct, frozen=True, gc=False):
    """When an event happened, as what number, and by whom: who asked, who approved it, on which device.

    `approver` and `device` are "" where there was none.
    """

    seq: int
    at: Ms
    actor: str
    approver: str = ""
    device: str = ""


class Name(Record, frozen=True, gc=False):
    """What a thing is called, in Chinese and in English."""

    zh: Words
    en: Words

    @property
    def in_zh(self) -> str:
        """What a Chinese sentence calls it: by its English name where it has no other."""
        return self.zh or self.en

    @property
    def in_en(self) -> str:
        """What an English sentence calls it: by its Chinese name where it has no other."""
        return self.en or self.zh


class Command(msgspec.Struct, frozen=True, gc=False):
    """An intention. It becomes events, or a refusal."""


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What the sender of a command is told once its events are on disk; kept and told again to the same key."""


class Who(Record, frozen=True, gc=False):
    """Somebody who asks or approves. A guest's right is for one `table`; None is a guest of no table: a kiosk.

    A guest may have a `channel` by which they order; None is the usual one of their table, or of a kiosk. A guest
    who is known to be of a party is of that one alone: of its `session`, wherever it sits.
    """

    id: str
    role: Role
    table: str | None = None
    channel: GuestChannel | None = None
    session: str | None = None


SYSTEM = Who(id="system", role="system")


class Today(Record, frozen=True, gc=False):
    """By the calendar of whoever asks: the business day under way, as an ISO date, and the moment when it ends."""

    business_day: str
    closes_at: Ms


class PartOfDay(Record, frozen=True, gc=False):
    """By the calendar of whoever asks: the part of the house's day that it is (餐段), and when it ends."""

    daypart: str
    ends_at: Ms


class ThemeBegun(Record, frozen=True, gc=False):
    """By the calendar of whoever asks: the kitchen theme that began last, when it did, and when the next one begins."""

    theme: str
    began_at: Ms
    ends_at: Ms


class Context(Record, frozen=True, gc=False):
    """The circumstances of a command, as the runtime saw them: all that a pure rule may not look up by itself.

    `at` is the time of receipt; `approver` answers for what `who` may not do alone; `today` comes with a
    tick, `part` where the day has parts, and `begun` where themes begin by themselves; the id of the next event is
    `state.seq + 1`.
    """

    at: Ms
    who: Who = SYSTEM
    approver: Who | None = None
    device: str = ""
    today: Today | None = None
    part: PartOfDay | None = None
    begun: ThemeBegun | None = None


class Reason(msgspec.Struct, frozen=True):
    """Why a command can be refused: a stable code, what kind of fault it is, and what a waiter is told.

    The messages are format strings over the refusal's details.
    """

    code: str
    kind: Kind
    zh: str
    en: str

    def reworded(self, zh: str, en: str) -> Reason:
        """The same reason, where it is better said otherwise."""
        return Reason(self.code, self.kind, zh, en)


REASONS: dict[str, Reason] = {}


def reason(code: str, kind: Kind, zh: str, en: str) -> Reason:
    """Declare a reason; a code is declared once, beside the deed that it belongs to."""
    if code in REASONS:
        raise ValueError(f"the reason {code} is declared twice")
    REASONS[code] = made = Reason(code, kind, zh, en)
    return made


class Refusal(Exception):
    """A command that may not happen. Nothing of it is stored; the same key may be used again."""

    def __init__(self, why: Reason, **details: Any) -> None:
        super().__init__(why.code)
        self.reason = why
        self.details = details

    def message(self) -> Name:
        """The reason in words, with this refusal's details filled in."""
        return Name(zh=self.reason.zh.format_map(self.details), en=self.reason.en.format_map(self.details))

    def __repr__(self) -> str:
        return f"Refusal({self.reason.code}, {self.details})"
