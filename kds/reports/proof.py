"""Prove the facts: that the file holds the very rows that are made anew from the first event."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kds.core.features import fold
from kds.core.state import State
from kds.reports.asking import Facts
from kds.reports.making import Making
from kds.reports.questions import NAME
from kds.reports.reaching import reach
from kds.reports.store import FactsDigest, FactsStore, digest
from kds.runtime.follower import BATCH
from kds.runtime.opening import checked, events
from kds.storage.ledger import GENESIS, Events, Head
from kds.storage.opening import read_ledger
from kds.storage.own_store import folder_of

Moved = Callable[[int, int], None]
"""Called with how many events are done, of how many."""


class Proof(NamedTuple):
    """Whether the facts are what the ledger says, and a sentence about it: "" where there are none yet."""

    sound: bool
    words: str


async def prove(data: Path, moved: Moved) -> Proof:
    """Make the facts anew, up to the event up to which they are, beside the file, and hold the two against each other.

    Raises `StorageError`, and what `read_ledger` raises.
    """
    there = await reach(folder_of(data, NAME), Facts.digest, digest)
    if there is None:
        return Proof(sound=True, words="")
    with tempfile.TemporaryDirectory(prefix="kds-facts-") as folder:
        async with read_ledger(data) as ledger:
            anew = await made_anew(ledger, Path(folder), there.seq, moved)
    if anew == there:
        return Proof(sound=True, words=f"the facts up to event {there.seq} are what the ledger gives, row for row")
    wrong = _unlike(there, anew)
    words = f"the facts up to event {there.seq} are not what the ledger gives ({wrong}): kds rebuild makes them anew"
    return Proof(sound=False, words=words)


async def made_anew(ledger: Events, folder: Path, until: int, moved: Moved) -> FactsDigest:
    """The rows of all events up to a number, made in a folder. Raises `DamagedLedger` and `StorageError`."""
    store, making, state, head = FactsStore(folder), Making(), State(), Head(0, GENESIS)
    async for each in events(ledger, 0, until):
        stamp, event = checked(head, each, ledger.store_id)
        fold(state, event, stamp)
        making.take(stamp, event, state)
        state.journal.forget()
        head = Head(each.seq, each.hash)
        if each.seq % BATCH == 0:
            store.keep(making.made(), head)
            moved(each.seq, until)
    store.keep(making.made(), head)
    moved(until, until)
    found = digest(store.db)
    store.close()
    return found


def _unlike(there: FactsDigest, anew: FactsDigest) -> str:
    pairs = zip(there.digest.split("; "), anew.digest.split("; "), strict=True)
    return ", ".join([one.partition(" ")[0] for one, other in pairs if one != other]) or "another event"
