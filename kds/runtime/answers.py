"""Exactly once: the answers that keys have got, the latest in memory, all of them in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kds.storage.ledger import KeptAnswer, Ledger

RECENT = 4_096
"""Answers kept in memory: a retry comes within seconds."""


class Answers:
    """Looks keys up for the commit loop."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._recent: dict[str, KeptAnswer] = {}

    async def known(self, keys: Sequence[str]) -> Mapping[str, KeptAnswer]:
        """The answers of those keys that have one. Raises `StorageError`."""
        recent = self._recent
        found = {key: recent[key] for key in keys if key in recent}
        missing = [key for key in keys if key and key not in found]
        if missing:
            found.update(await self._ledger.answers(missing))
        return found

    def keep(self, answers: Sequence[KeptAnswer]) -> None:
        """Remember what was just committed."""
        recent = self._recent
        for answer in answers:
            recent[answer.key] = answer
        while len(recent) > RECENT:
            del recent[next(iter(recent))]
