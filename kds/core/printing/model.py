"""The printers of the kitchen (厨打), and what is printed on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kds.core import ids
from kds.core.kitchen.model import Item
from kds.core.kitchen.screens import ScreenLanguage
from kds.core.text import ExternalId, Id, OptionalId
from kds.core.types import Ms, Name, Record, own_defaults

PrinterMode = Literal["always", "fallback", "bump"]
"""Every ticket as it comes; only what no screen shows; what is done."""
SlipKind = Literal["table", "station", "dish"]
"""What one slip holds: all of a table, a ticket, or one dish (一菜一单)."""
PrinterKind = Literal["escpos", "label"]
"""A kitchen printer, or one for the labels of cups and boxes, which prints what leaves the house alone."""
JobWhy = Literal["always", "dark", "unseen", "bump", "asked", "handover", "test", "untouched"]
"""Why something is printed; `dark`: no screen shows its station, `unseen`: nobody has seen it in time, `untouched`:
nobody touches anything at its station.
"""
NobodyLooks = Literal["dark", "unseen", "untouched"]
JobMark = Literal["new", "rush", "void", "note", "hold"]
JobState = Literal["queued", "printed", "not_confirmed", "dropped", "replaced"]
PrintFault = Literal["unreachable", "paper_end", "cover_open", "offline", "silent", "cut_off"]
"""`silent`: it took the slip and never said that it is printed; `cut_off`: it hung up before that."""

PRINTERS_MOST = 40
QUEUED_MOST = 1_000
"""Jobs that wait for one printer before nothing more can be asked of it; what orders bring is queued all the same."""
BACKLOG_MINUTES = range(1, 241)
TRIES_MOST = 2
"""How often a slip is sent to one printer: once, and once more as a reprint (补打)."""
MINUTE_MS: Ms = 60_000


class Printer(Record, frozen=True, gc=False):
    """A printer on the network, which serves one connection at a time.

    `width` is of its paper in millimetres; `stations` are those whose tickets it prints, none means all; `second` the
    printer that takes what this one does not confirm, "" for none; `backlog_minutes` how old a slip may get before it
    is not printed any more.
    """

    printer: Id
    name: Name
    host: ExternalId
    port: int = 9100
    width: int = 80
    stations: tuple[Id, ...] = ()
    mode: PrinterMode = "fallback"
    slip: SlipKind = "station"
    second: OptionalId = ""
    kind: PrinterKind = "escpos"
    backlog_minutes: int = 10
    language: ScreenLanguage = "zh"
    position: int = 0
    """Where it stands among the printers; 0 in a change: where it stood, or last."""

    def __post_init__(self) -> None:
        own_defaults(self)

    def prints(self, station: str) -> bool:
        """Whether tickets of a station are for it."""
        return not self.stations or station in self.stations


def printed_always(printers: Mapping[str, Printer]) -> list[tuple[str, ...]]:
    """Of each kitchen printer that prints every ticket, the stations of these; none means all."""
    return [each.stations for each in printers.values() if each.mode == "always" and each.kind == "escpos"]


class NewJob(Record, frozen=True, gc=False):
    """A slip as it was decided: `number` of `of` that belong together.

    Its lines are named, and written as they stand when it is printed; a page of a hand-over names its `station` or its
    party instead, and a test neither. `first_at` is when the same was printed first, or may have been; None for what is
    no reprint. `again_of` is the job that it takes the place of.
    """

    job: str
    printer: str
    why: JobWhy
    mark: JobMark = "new"
    session: str = ""
    station: str = ""
    lines: tuple[str, ...] = ()
    number: int = 1
    of: int = 1
    first_at: Ms | None = None
    again_of: str = ""


class PrintJob(NewJob, frozen=True, gc=False):
    """A slip on its way, or what became of it. `queued_at` is when it was decided, `stale_at` when it is too old.

    `sent_at` is when it was first sent without being confirmed: it may lie there. `tries` counts how often that was so
    at its printer; `moved`: it came from the printer that it was for.
    """

    queued_at: Ms = 0
    stale_at: Ms = 0
    state: JobState = "queued"
    sent_at: Ms | None = None
    printed_at: Ms | None = None
    tries: int = 0
    moved: bool = False
    fault: PrintFault | None = None

    @property
    def reprint_of_at(self) -> Ms | None:
        """When the same was first printed, or may have been; None where this is the first."""
        return self.sent_at if self.first_at is None else self.first_at

    @property
    def tells_kitchen(self) -> bool:
        """Whether whoever reads it knows what to make; what is done is for the pass."""
        return self.mark == "new" and self.why != "bump"

    def is_of_step(self, item: Item) -> bool:
        """Whether it is of the step that a line is at: it was queued after the line had come to it."""
        return not item.passed or (ids.birth(self.job) or 0) > item.passed[-1].seq

    @property
    def is_sheet(self) -> bool:
        """Whether it is of no party: a page of a station, a test."""
        return not self.session


class Standing(Record, frozen=True, gc=False):
    """How a printer fares: when it last confirmed a slip, what was wrong since then.

    `dropped` slips, queued from `dropped_from_at` to `dropped_to_at`, were too old to be printed; the printer says so
    once it prints again.
    """

    printer: str
    confirmed_at: Ms | None = None
    fault: PrintFault | None = None
    faulted_at: Ms | None = None
    dropped: int = 0
    dropped_from_at: Ms | None = None
    dropped_to_at: Ms | None = None
