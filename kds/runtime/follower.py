"""What follows the ledger in a process of its own: how it is declared, and what it has to do.

exactly once     the work keeps what it makes and its cursor in one transaction: `OwnStore`, or a database of its
                 own. It is made anew from the first event, by the code that follows the newest.
at least once    the work does something in the world, and then keeps its cursor: `AtLeastOnce`. What was done when
                 the process died is done again, under the same key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from kds.core.state import State
from kds.core.types import Event, Stamp
from kds.storage.ledger import Head, StorageError
from kds.storage.own_store import OwnStore, read

BATCH = 500
"""Events between two moves of a cursor, as a rule."""


class OtherHistory(StorageError):
    """The ledger is not the one that was followed, and what was done cannot be done again."""


class Work(Protocol):
    """What a follower does with events, and where it keeps its cursor. It runs where nobody waits for it.

    What it raises ends the process. It is begun again after a pause, from the cursor.
    """

    def cursor(self) -> Head | None:
        """The last event that was taken in, as it is stored; None where it follows from now on, and has not begun.

        Asked at the beginning, and now and then while there is no news.
        """
        ...

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        """The next event, and the state right after it, with what the event touched in its journal: of a follower that
        does not fold, an empty one.
        """
        ...

    def keep(self, head: Head) -> None:
        """All that was taken stands from here on, up to the event `head`, and so does the cursor."""
        ...

    def reset(self) -> None:
        """Forget all, and begin anew: the ledger does not hold the event of the cursor, or a person wants it.

        Raises `OtherHistory` where that must not be.
        """
        ...

    def close(self) -> None:
        """Let go of what it has open: this process follows no more."""
        ...


async def own_stands(folder: Path) -> int | None:
    """How far the `OwnStore` in a folder goes."""
    kept = read(folder, None, "SELECT 1")
    return None if kept is None else kept.head.seq


class Follower(NamedTuple):
    """A follower as the house knows it.

    `open` gives its work on a folder of its own, made where it is not there. `folds`: its work wants the state.
    `batch` is how many events are taken between two calls of `keep` at most. `stands` tells of a folder how far what is
    in it goes, None where there is nothing yet; it may raise `StorageError`.
    """

    name: str
    open: Callable[[Path], Work]
    folds: bool = False
    batch: int = BATCH
    stands: Callable[[Path], Awaitable[int | None]] = own_stands


ACTS = "acts"
BEGUN = ("CREATE TABLE begun (once INTEGER PRIMARY KEY) STRICT",)
"""Holds a row where the follower began with the very first event."""

Act = Callable[[str, Stamp, Event, State], None]
"""Does what follows from an event in the world; the key, `<follower>:<seq>`, is the same whenever it is done again."""


class AtLeastOnce:
    """The work of a follower that acts: only its cursor is stored, after the act. Its `batch` should be 1.

    It follows from the event on that is the newest when it is first begun: nobody wants an old slip printed.
    """

    def __init__(self, folder: Path, name: str, act: Act) -> None:
        self._own = OwnStore(folder, BEGUN, ACTS, anew=False)
        self._folder = folder
        self._name = name
        self._act = act

    def cursor(self) -> Head | None:
        """The last event that was acted upon."""
        stands = self._own.stands()
        if stands.seq:
            return stands
        # Begun on an empty ledger is not the same as not begun.
        begun = read(self._folder, ACTS, "SELECT once FROM begun", ())
        return stands if begun is not None and begun.rows else None

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        """Act."""
        self._act(f"{self._name}:{stamp.seq}", stamp, event, state)

    def keep(self, head: Head) -> None:
        """Do not act upon this again."""
        if not head.seq:
            self._own.run("INSERT INTO begun VALUES (?)", [(1,)])
        self._own.keep(head)

    def reset(self) -> None:
        """What was done in the world is not done again because the ledger is another: a person has to look."""
        done = self._own.cursor.seq
        raise OtherHistory(f"{self._name} has acted in the world up to event {done}: that cannot be done anew")

    def close(self) -> None:
        """Let go of the cursor's file."""
        self._own.close()
