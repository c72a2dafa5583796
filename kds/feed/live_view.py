"""What every live view is: made once for all who watch it, kept up from what changed, resumed from any event."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

from kds.core.journal import Touched
from kds.core.kitchen.screens import Screen
from kds.core.types import Ms
from kds.feed.subscriber import Frame
from kds.i18n import Language

WALL = "prep"
"""The kind of view that is a kitchen's wall: the views of screens are named as their roles are."""


def kind_of(screen: Screen) -> str:
    """The kind of view that a screen shows: a backup is a wall."""
    return WALL if screen.is_wall else screen.role


class ViewKey(NamedTuple):
    """What is watched: the kind of view, which of that kind, and in which language."""

    kind: str
    name: str
    language: Language


class UnknownView(Exception):
    """There is nothing of that name to be watched, or there is no longer."""


class LiveView(Protocol):
    """A view of the state. All but `since` are called while the state is settled.

    Law: what a client shows at event n, plus what `since(n)` says, is what the view shows now.
    """

    @property
    def turns_at(self) -> Ms | None:
        """When time alone will change it next; None: never."""

    @property
    def stations(self) -> Collection[str] | None:
        """Whose alarms it shows; None: everybody's."""

    def note(self, touched: Touched) -> bool:
        """Take in what a commit changed, and say whether this view reads any of it. Costs what changed."""

    def refresh(self, now: Ms, steps: int) -> list[Frame]:
        """Follow the state; what brings everybody up to date, nothing where nothing changed. Raises `UnknownView`.

        `now` is running time, which has been set `steps` times.
        """

    def since(self, seq: int) -> Frame:
        """What brings a client up to date that shows what stood after event `seq`: everything, if that is unknown."""


Kind = Callable[[str, Language], LiveView]
"""Begins a view of the kind. Raises `UnknownView`."""
