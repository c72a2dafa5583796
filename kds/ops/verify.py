"""Prove a store: every link of the chain, and that a fold of the whole ledger is the very state that runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kds.core.state import digest
from kds.runtime.control import StateIs, ask_digest
from kds.runtime.opening import DamagedLedger, fits, load, refold
from kds.storage import data_dir
from kds.storage.ledger import Ledger
from kds.storage.snapshots import newest_first
from kds.storage.sqlite import open_ledger

Moved = Callable[[int, int], None]
"""Called with how many events are done, of how many."""


class Verdict(NamedTuple):
    """Whether the store is sound, and a sentence about it."""

    sound: bool
    words: str


async def verify(data: Path, moved: Moved) -> Verdict:
    """Fold the ledger of `data` anew and hold it against the running server, or against what a start would load."""
    path = data_dir.find(data)
    running = await ask_digest(data)
    async with open_ledger(path) as ledger:
        try:
            end = await ledger.head()
            state_is = running or await _stored(ledger, data)
            until = state_is.seq
            state, head = await refold(ledger, until, lambda seq: moved(seq, until))
        except DamagedLedger as damage:
            return Verdict(sound=False, words=str(damage))
        lost = await _lost(ledger, data)
    if lost is not None:
        return Verdict(sound=False, words=f"the ledger has lost event {lost}, or it was written anew since")
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


async def _stored(ledger: Ledger, data: Path) -> StateIs:
    state, head, _ = await load(ledger, data)
    return StateIs(head.seq, digest(state.books()))


async def _lost(ledger: Ledger, data: Path) -> int | None:
    """An event that a snapshot was once taken after, and that is not in the ledger any more."""
    for header, _ in newest_first(data):
        if header.store_id == ledger.store_id and not await fits(ledger, header):
            return header.seq
    return None
