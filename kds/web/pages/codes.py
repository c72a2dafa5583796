"""Devices that wait to be paired: each shows a short code until somebody with the right types it in.

    ask ──▶ waiting ──take──▶ taken ──grant──▶ granted, for as long as an answer may have been lost
               │                └──give_back──▶ waiting
               └─ ten minutes, or the device asks no more, or others need its place ─▶ forgotten

Kept in memory only: after a restart of the server a device asks for another code.
"""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

ALPHABET = "ACDEFHJKLMNPRTWXY3479"
"""No two of them look alike from three metres: neither 0 nor O, 1 nor I, 8 nor B, 5 nor S, 2 nor Z, U nor V."""
LENGTH = 6
HOUSE = "house"
"""In place of an address: where somebody of the house has signed in at the device."""
LIVES_S = 600.0
SILENT_S = 30.0
"""A device that has not asked for so long has gone; it asks every second."""
GRANTED_S = 60.0
"""How long the answer is there for a device that has missed it."""
MOST = 256
"""Devices of strangers that wait at once."""
MOST_OF_ONE = 32
"""The same from one address: more than a restaurant has behind one."""
MOST_OF_HOUSE = 16
"""Devices at which somebody has signed in who may pair: they wait in places of their own."""
KEPT_S = 60.0
"""How long a code stands at least, before another device from its own address can have its place."""


class TooManyWaiting(Exception):
    """No more devices can wait."""


class Grant(NamedTuple):
    """What a device gets: the secret of its token, and where to go."""

    secret: str
    to: str


class Waiting:
    """A device that shows a code. `claim` is what only it knows; `peer` is its address, or `HOUSE`."""

    def __init__(self, code: str, peer: str, now: float) -> None:
        self.code = code
        self.claim = secrets.token_urlsafe(24)
        self.peer = peer
        self.made_at = now
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
        """A code for a device at an address, or of the `HOUSE`. Raises `TooManyWaiting`, but never to the house."""
        self._forget()
        self._make_room(peer)
        used = {each.code for each in self._waiting.values()}
        code = new_code()
        while code in used:
            code = new_code()
        made = Waiting(code, peer, self._now())
        self._waiting[made.claim] = made
        return made

    def _make_room(self, peer: str) -> None:
        """Forget the device that has waited longest from the address with the most, where there is no place left.

        So an address with few is never shut out by those with many, however many those are. From its own address a
        device takes a place only when that code has stood for long enough to be typed in.
        """
        waiting = [each for each in self._waiting.values() if not each.taken]
        having = Counter([each.peer for each in waiting])
        house = having.pop(HOUSE, 0)
        if peer == HOUSE:
            if house >= MOST_OF_HOUSE:
                self._drop_oldest(waiting, HOUSE)
            return
        fullest, most = max(having.items(), key=lambda each: each[1], default=("", 0))
        full = having.total() >= MOST
        if having[peer] >= (min(most, MOST_OF_ONE) if full else MOST_OF_ONE):
            oldest = next((each for each in waiting if each.peer == peer), None)
            if oldest is None or oldest.made_at + KEPT_S > self._now():
                raise TooManyWaiting
            self._drop_oldest(waiting, peer)
        elif full:
            self._drop_oldest(waiting, fullest)

    def _drop_oldest(self, waiting: Sequence[Waiting], peer: str) -> None:
        del self._waiting[next(each.claim for each in waiting if each.peer == peer)]

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


def new_code() -> str:
    """Six characters, each as likely as any other."""
    return "".join([secrets.choice(ALPHABET) for _ in range(LENGTH)])


def plain(typed: str) -> str:
    """A code as it was typed, in capitals of half width, without what was put between."""
    return "".join([each for each in unicodedata.normalize("NFKC", typed[:40]).upper() if each.isalnum()])
