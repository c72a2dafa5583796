"""What happens to drafts and to changes that were made. What it makes of the state stands in folds.py."""

from __future__ import annotations

from kds.core.changes.model import Part, Wanted
from kds.core.types import Event, Ms, Name


class DraftFilled(Event, frozen=True, gc=False):
    """More was put into a draft, or a new one was begun with it: its `title` is "" where it keeps its own."""

    draft: str
    title: str
    wanted: Wanted


class DraftThinned(Event, frozen=True, gc=False):
    """One thing was taken out of a draft again: the record of that id of that list, or, with the id "", a value."""

    draft: str
    part: Part
    field: str
    id: str


class DraftRenamed(Event, frozen=True, gc=False):
    """A draft is called otherwise."""

    draft: str
    title: str


class DraftTimed(Event, frozen=True, gc=False):
    """A draft takes effect by itself at that moment, by the wall clock; None: not by itself. `knowingly`: the stations
    that may be without a screen then. `overwriting`: what was changed since it was put in, and is to be as the draft
    says all the same.
    """

    draft: str
    publishes_at: Ms | None
    knowingly: tuple[str, ...] = ()
    overwriting: tuple[str, ...] = ()


class DraftDropped(Event, frozen=True, gc=False):
    """Nothing comes of a draft."""

    draft: str


class DraftPublished(Event, frozen=True, gc=False):
    """A draft took effect; the changes of these parts are the next events. `timed_by` is who said when, "" where
    somebody published it by hand.
    """

    draft: str
    title: str
    parts: tuple[Part, ...]
    timed_by: str = ""
    knowingly: tuple[str, ...] = ()
    """The stations to which dishes come since, and that no screen shows, as somebody knew and said."""
    overwriting: tuple[str, ...] = ()
    """What was changed since it was put in, such as menu.dishes.tofu, and is now as the draft said all the same."""


class DraftStayed(Event, frozen=True, gc=False):
    """The time of a draft came, and it could not take effect: it stays a draft, without a time."""

    draft: str
    why: Name


class ChangeUndone(Event, frozen=True, gc=False):
    """A change was taken back; the changes of these parts are the next events."""

    change: str
    parts: tuple[Part, ...]
    knowingly: tuple[str, ...] = ()
    """As of a draft that is published."""
