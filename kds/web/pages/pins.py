"""PINs as they are typed at a device: looked at few at a time, and seldom where they are guessed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

import structlog

from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.people import PIN_MOST
from kds.web.pages.tries import Patience, Tries

log = structlog.get_logger()

Outcome = Literal["right", "wrong", "wait", "busy"]
QUICK = Patience(wrong=5, few=3, of_place=30, seconds=60.0)
SLOW = Patience(wrong=20, few=5, of_place=120, seconds=3_600.0)
"""By the minute a hand that slips, by the hour one that guesses: of 10,000 PINs it sees 480 a day, at one device."""
GUESSERS = 10_000
WAITING_MOST = 16
"""PINs that wait to be looked at, in the whole house; each takes a twentieth of a second."""


class Pins:
    """Whether a PIN is that of somebody who works here, as far as it may be tried. `now` counts seconds."""

    def __init__(self, store: Store, people: People, now: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._people = people
        self._tries = [Tries(now, QUICK, GUESSERS), Tries(now, SLOW, GUESSERS)]
        self._waiting = 0

    async def tried(self, person: str, pin: str, device: str, address: str) -> Outcome:
        """What comes of a PIN that is typed at a device. Raises `StorageError`."""
        card = self._people.card(person)
        if card is None or not card.has_pin or person not in self._store.state.people.staff:
            return "wrong"
        who, places = f"{person} at {device}", (f"device {device}", address)
        if not all(each.may(who, *places) for each in self._tries):
            log.warning("pin_guessed", person=person, device=device, address=address)
            return "wait"
        if self._waiting >= WAITING_MOST:
            return "busy"
        # Counted before it is looked at: of many that come at once no more are tried than of those that come in turn.
        for each in self._tries:
            each.wrong(who, *places)
        is_last = not all(each.may(who, *places) for each in self._tries)
        if not await self._is_right(person, pin):
            log.info("pin_wrong", person=person, device=device)
            if is_last:
                found = self._store.state.people.staff.get(person)
                await note_access(
                    self._store, "locked_out", person, found.role if found else None, by=device, device=device
                )
            return "wrong"
        for each in self._tries:
            each.right(who, *places)
        return "right"

    async def _is_right(self, person: str, pin: str) -> bool:
        if not (pin.isascii() and pin.isdigit() and len(pin) <= PIN_MOST):
            return False
        self._waiting += 1
        try:
            return await self._people.has_pin(person, pin)
        finally:
            self._waiting -= 1
