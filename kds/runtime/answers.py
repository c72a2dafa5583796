"""Exactly once: the answers that keys have got, the latest in memory, all of them in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kds.runtime.messages import Sender
from kds.storage.ledger import AnswerQuery, Key, Ledger, StoredAnswer

RECENT = 4_096
"""Answers kept in memory: a retry comes within seconds."""


class Answers:
    """Looks keys up for the commit loop."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._recent: dict[Key, StoredAnswer] = {}

    async def known(self, senders: Sequence[Sender]) -> Mapping[Key, StoredAnswer]:
        """The answers of those senders' keys that have one. Raises `StorageError`."""
        recent = self._recent
        found: dict[Key, StoredAnswer] = {}
        missing: list[AnswerQuery] = []
        for each in senders:
            if not each.key:
                continue
            key = Key(each.who.id, each.key)
            if key in recent:
                found[key] = recent[key]
            else:
                missing.append(AnswerQuery(*key, each.fingerprint))
        if missing:
            found.update(await self._ledger.answers(missing))
        return found

    def keep(self, answers: Sequence[StoredAnswer]) -> None:
        """Remember what was just committed."""
        recent = self._recent
        for answer in answers:
            recent[Key(answer.actor, answer.key)] = answer
        while len(recent) > RECENT:
            del recent[next(iter(recent))]
