"""Exactly once: the answers that keys have got, the latest in memory, all of them in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kds.runtime.known_keys import KnownKeys
from kds.runtime.messages import Sender
from kds.storage.ledger import AnswerQuery, Key, Ledger, StoredAnswer

RECENT = 1_024
"""So many answers at least are kept in memory, and twice as many at most: a retry comes within seconds."""


KEYS = 2_000
"""Keys read from the ledger at a time, so that getting to know them holds up no order."""


class Answers:
    """Looks keys up for the commit loop: nearly all are new, and known to be once `learn` is through."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._recent: dict[Key, StoredAnswer] = {}
        self._older: dict[Key, StoredAnswer] = {}
        """Those before them: a whole generation goes at a time, for a dict is slow to let go of its first."""
        self._keys = KnownKeys()
        self._learnt = False

    async def learn(self) -> None:
        """Get to know all keys in the ledger. Until then each is looked up there. Raises `StorageError`."""
        number = 0
        while page := await self._ledger.keys(number, KEYS):
            for _, key in page:
                self._keys.add(key)
            number, _ = page[-1]
        self._learnt = True

    async def known(self, senders: Sequence[Sender]) -> Mapping[Key, StoredAnswer]:
        """The answers of those senders' keys that have one. Raises `StorageError`."""
        recent, older = self._recent, self._older
        found: dict[Key, StoredAnswer] = {}
        missing: list[AnswerQuery] = []
        for each in senders:
            if not each.key:
                continue
            key = Key(each.who.id, each.key)
            if key in recent or key in older:
                found[key] = recent.get(key) or older[key]
            elif not self._learnt or self._keys.may_hold(key):
                missing.append(AnswerQuery(*key, each.fingerprint))
        if missing:
            found.update(await self._ledger.answers(missing))
        return found

    def keep(self, answers: Sequence[StoredAnswer]) -> None:
        """Remember what was just committed."""
        for answer in answers:
            key = Key(answer.actor, answer.key)
            self._recent[key] = answer
            self._keys.add(key)
        if len(self._recent) >= RECENT:
            self._older, self._recent = self._recent, {}
