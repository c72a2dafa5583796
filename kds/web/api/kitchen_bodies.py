"""What requests about the kitchen say, beside what their paths do."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from kds.core.kitchen.answers import LINES_MOST
from kds.core.kitchen.bump_batch import PORTIONS_MOST
from kds.core.kitchen.model import EndedAs
from kds.core.orders.model import COURSE_MOST
from kds.core.text import Id, Note, OptionalCause, OptionalId
from kds.web.api.fields import Lines


class TicketBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines that are meant; none means all of the ticket."""

    lines: Lines = ()


class SeenBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines, all of the ticket where there are none; `voids` those seen to be voided, null: all that are."""

    lines: Lines = ()
    voids: tuple[Id, ...] | None = None


class BumpBody(SeenBody, frozen=True, forbid_unknown_fields=True):
    """Also whether the notes are known as they are by now; false: refused where one has changed unacknowledged."""

    notes: bool = True


class StoppedBody(SeenBody, frozen=True, forbid_unknown_fields=True):
    """Also what had become of them, null: of each what its clocks say."""

    outcome: EndedAs | None = None


class BatchBody(Struct, frozen=True, forbid_unknown_fields=True):
    """How many portions are done, the lines that were seen to be cooked together, and the ticket of each."""

    lines: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=LINES_MOST)]
    tickets: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=LINES_MOST)]
    qty: Annotated[int, Meta(ge=1, le=PORTIONS_MOST)]


class CourseBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Which course, counted from 1."""

    course: Annotated[int, Meta(ge=1, le=COURSE_MOST)]


class NoteBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The note, whole; "" for none."""

    note: Note = ""


class TransferBody(Struct, frozen=True, forbid_unknown_fields=True):
    """To which station; the lines that go, none means all of the ticket that are not done."""

    station: Id
    lines: Lines = ()


class TimesBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The dish; without one it is about all of them."""

    dish: OptionalId = ""


class ThemeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The theme, "" for what the screens are set to."""

    theme: OptionalId = ""


class EndBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What became of the lines; none means all of the ticket that are not done."""

    outcome: EndedAs
    lines: Lines = ()
    reason: OptionalCause = ""
