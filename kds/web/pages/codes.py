"""Devices that wait to be paired: each shows a short code until somebody with the right types it in.

    ask ──▶ waiting ──take──▶ taken ──grant──▶ granted, for as long as an answer may have been lost
               │                └──give_back──▶ waiting
               └─ ten minutes, or the device asks no more ─▶ forgotten

Kept in memory only: after a restart of the server a device asks for another code.
"""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

ALPHABET = "ACDEFHJKLMNPRTWXY3479"
"""No two of them look alike from three metres: neither 0 nor O, 1 nor I, 8 nor B, 5 nor S, 2 nor Z, U nor V."""
LENGTH = 6
LIVES_S = 600.0
SILENT_S = 30.0
"""A device that has not asked for so long has gone; it asks every second."""
GRANTED_S = 60.0
"""How long the answer is there for a device that has missed it."""
MOST = 64
"""Devices that wait at once."""
MOST_OF_ONE = 16
"""The same from one address, so that one of them cannot keep all others out."""
WRONG = 10
WRONG_S = 60.0
"""So many wrong tries of one person in so many seconds; then they wait."""
GUESSERS = 1_000
"""People whose wrong tries are remembered."""


class TooManyWaiting(Exception):
    """No more devices can wait."""


class Grant(NamedTuple):
    """What a device gets: the secret of its token, and where to go."""

    secret: str
    to: str


class Waiting:
    """A device that shows a code. `claim` is what only it knows."""

    def __init__(self, code: str, peer: str, now: float) -> None:
        self.code = code
        self.claim = secrets.token_urlsafe(24)
        self.peer = peer
        self.ends_at = now + LIVES_S
        self.asked_at = now
        self.taken = False
        self.grant: Grant | None = None


class Codes:
    """The devices that wait. `now` counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._waiting: dict[str, Waiting] = {}
        """claim → device."""

    def ask(self, peer: str) -> Waiting:
        """A code for a device at an address. Raises `TooManyWaiting`."""
        self._forget()
        others = [each for each in self._waiting.values() if each.grant is None]
        if len(others) >= MOST or len([each for each in others if each.peer == peer]) >= MOST_OF_ONE:
            raise TooManyWaiting
        used = {each.code for each in self._waiting.values()}
        code = new_code()
        while code in used:
            code = new_code()
        made = Waiting(code, peer, self._now())
        self._waiting[made.claim] = made
        return made

    def claimed(self, claim: str) -> Waiting | None:
        """The device of that claim, which is still there; None where it has to ask for another code."""
        self._forget()
        found = self._waiting.get(claim)
        if found is not None:
            found.asked_at = self._now()
        return found

    def left_s(self, waiting: Waiting) -> int:
        """For how many seconds a code is good."""
        return max(0, round(waiting.ends_at - self._now()))

    def take(self, typed: str) -> Waiting | None:
        """The device that shows this code, which from now on is good for nothing; None where none does."""
        self._forget()
        code = plain(typed)
        for each in self._waiting.values():
            if not each.taken and secrets.compare_digest(each.code.encode(), code.encode()):
                each.taken = True
                return each
        return None

    def give_back(self, waiting: Waiting) -> None:
        """Nothing came of it: the code is good again."""
        waiting.taken = False

    def grant(self, waiting: Waiting, grant: Grant) -> None:
        """The device gets this, whenever it asks next."""
        waiting.grant = grant
        waiting.ends_at = self._now() + GRANTED_S

    def _forget(self) -> None:
        now = self._now()
        self._waiting = {
            claim: each
            for claim, each in self._waiting.items()
            if each.ends_at > now and each.asked_at + SILENT_S > now
        }


class Tries:
    """Wrong tries, by whoever makes them. `now` counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: dict[str, list[float]] = {}

    def may(self, who: str) -> bool:
        """Whether another try is looked at."""
        since = self._now() - WRONG_S
        return len([at for at in self._wrong.get(who, ()) if at > since]) < WRONG

    def wrong(self, who: str) -> None:
        """That one was wrong."""
        before = self._wrong.pop(who, [])
        self._wrong[who] = [*before[1 - WRONG :], self._now()]
        while len(self._wrong) > GUESSERS:
            del self._wrong[next(iter(self._wrong))]


def new_code() -> str:
    """Six characters, each as likely as any other."""
    return "".join([secrets.choice(ALPHABET) for _ in range(LENGTH)])


def plain(typed: str) -> str:
    """A code as it was typed, in capitals of half width, without what was put between."""
    return "".join([each for each in unicodedata.normalize("NFKC", typed[:40]).upper() if each.isalnum()])
