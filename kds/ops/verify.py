"""Prove a store: that all files are what was written, every link of the chain, and that a fold of the whole ledger is
the very state that runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kds.core.state import digest
from kds.runtime.control import StateIs, ask_digest
from kds.runtime.opening import DamagedLedger, load, refold
from kds.storage import photos, snapshots
from kds.storage.damage import Finding
from kds.storage.examination import examine, mends
from kds.storage.ledger import Events, StorageError
from kds.storage.opening import open_ledger, read_ledger

Moved = Callable[[int, int], None]
"""Called with how many events are done, of how many."""


A_START_MENDS = "a start mends this, and loses nothing: start the server once, and verify again"


class Verdict(NamedTuple):
    """Whether the store is sound, and sentences about it, one a line."""

    sound: bool
    words: str


async def verify(data: Path, moved: Moved) -> Verdict:
    """Look at every file of `data`, fold the ledger anew, and hold it against the running server, or against what a
    start would load. Raises what `read_ledger` raises where nothing else is to be said.
    """
    running = await ask_digest(data)
    mended = await asyncio.to_thread(mends, data)
    if mended:
        # As it lies there it cannot be read through: what is wrong is told, and not what follows from it.
        words = [each.words.en for each in mended]
        return Verdict(sound=False, words="\n".join([*words, A_START_MENDS]))
    faults = [fault.en for fault in await asyncio.to_thread(examine, data)]
    beside = await asyncio.to_thread(_photos, data)
    try:
        async with read_ledger(data) as ledger:
            verdict = await _fold(ledger, data, running, moved)
    except DamagedLedger as damage:
        verdict = Verdict(sound=False, words=str(damage))
    except StorageError:
        if not faults:
            raise
        verdict = Verdict(sound=False, words="")
    if beside:
        verdict = verdict._replace(words="\n".join([verdict.words, beside]) if verdict.words else beside)
    if faults:
        also = [] if verdict.sound else verdict.words.splitlines()
        return Verdict(sound=False, words="\n".join(dict.fromkeys([*faults, *also])))
    return verdict


def _photos(data: Path) -> str:
    """What is to be said of the photos of dishes: they are no part of what is proved. "" where there are none."""
    count, bad = photos.amiss(data)
    if bad:
        return f"of {count} photos in {photos.FOLDER}/, beside the ledger, {len(bad)} are not what was stored: {bad[0]}"
    return f"{count} photos in {photos.FOLDER}/, beside the ledger, are what was stored" if count else ""


async def heal(data: Path) -> list[Finding]:
    """Mend what can be mended, and give up what cannot: the store goes on with what is there.

    Raises `DamagedStore` where nothing is there to go on with, and what else `open_ledger` raises.
    """
    async with open_ledger(data, accept=True) as ledger:
        snapshots.discard(data, after=(await ledger.head()).seq)
        return list(ledger.findings)


async def _fold(ledger: Events, data: Path, running: StateIs | None, moved: Moved) -> Verdict:
    end = await ledger.head()
    loaded = await load(ledger, data)
    state_is = running or StateIs(loaded.head.seq, await asyncio.to_thread(digest, loaded.state.books()))
    until = state_is.seq
    state, head = await refold(ledger, until, lambda seq: moved(seq, until))
    if loaded.findings:
        return Verdict(sound=False, words="\n".join(each.words.en for each in loaded.findings))
    if end.seq > until and not running:
        return Verdict(sound=False, words=f"event {until + 1} does not follow on the one before it")
    if state.seq != state_is.seq:
        return Verdict(
            sound=False, words=f"the ledger ends at event {state.seq}, the state is that of event {state_is.seq}"
        )
    if await asyncio.to_thread(digest, state.books()) != state_is.digest:
        where = "the running server's state" if running else "the state from the snapshot"
        return Verdict(sound=False, words=f"{where} after event {state.seq} is not what the ledger folds to")
    whose = "the running server's" if running else "what a start loads"
    return Verdict(
        sound=True, words=f"{state.seq} events, chained to {head.hash.hex()[:16]}; the state is {whose}, byte for byte"
    )
