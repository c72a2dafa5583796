"""What became of a batch whose append failed: only the ledger knows."""

from __future__ import annotations

from typing import Literal

import structlog

from kds.runtime.batch import Batch
from kds.storage.ledger import AnswerQuery, Head, Ledger, StorageError, Superseded

log = structlog.get_logger()

CommitOutcome = Literal["stored", "absent", "unknown", "diverged"]
"""Whole on disk; nothing of it, for good; the ledger does not say; it holds what this store never wrote."""


async def outcome_of(batch: Batch, ledger: Ledger, before: Head, failure: Exception | None = None) -> CommitOutcome:
    """Ask the ledger, which ended at `before`, for a batch that was to be appended to it.

    A batch without events leaves the head where it was: one of its answers stands for all, as they come together.
    Where the ledger is somebody else's by now, `failure` says so: what is not there is not tried again.
    """
    absent: CommitOutcome = "diverged" if isinstance(failure, Superseded) else "absent"
    try:
        head = await ledger.head()
        if head == before and not batch.events:
            one = batch.answers[0]
            kept = await ledger.answers([AnswerQuery(one.actor, one.key, one.fingerprint)])
            return "stored" if kept else absent
    except StorageError as error:
        log.warning("head_unknown", error=str(error))
        return "unknown"
    if head == batch.head:
        return "stored"
    return absent if head == before else "diverged"
