"""The people as a running server knows them: what they are called, in memory; their PINs stay in the table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from kds.core.types import Ms
from kds.storage.people import PeopleTable, PersonCard, checked_pin, hashed, is_pin


class People:
    """Everybody whom the house knows by a name. All that changes something raises `StorageError`."""

    def __init__(self, table: PeopleTable) -> None:
        self._table = table
        self._cards: dict[str, PersonCard] = {}
        self.new_pin: Callable[[str], None] = lambda _: None
        """Called with whoever has another PIN, or none, or is erased."""
        self._unwritten: dict[str, Ms] = {}
        """Person → when they were last signed in, where the table does not say so yet."""
        self.erased: Callable[[], None] = lambda: None
        """Called when somebody is erased."""
        self._trying = asyncio.Semaphore(2)
        """PINs are looked at one or two at a time: each costs a core for a while."""

    async def load(self) -> None:
        """Know everybody."""
        self._cards = {each.person: each for each in await self._table.list_all()}
        for person, at in self._unwritten.items():
            self._saw(person, at)

    def all(self) -> list[PersonCard]:
        """Everybody, oldest first, those too who have left or are erased."""
        return list(self._cards.values())

    def card(self, person: str) -> PersonCard | None:
        """What is known of somebody."""
        return self._cards.get(person)

    def called(self, person: str) -> str:
        """What somebody is called; "" for whoever is not known, or is erased."""
        card = self._cards.get(person)
        return "" if card is None else card.name

    async def add(self, name: str, phone: str, person: str = "") -> PersonCard:
        """Somebody new, without a PIN, as `person` where that is given: an id of `new_person` that nobody has."""
        card = await self._table.add(name, phone, person)
        self._cards[card.person] = card
        return card

    def seen(self, person: str, at: Ms) -> None:
        """Somebody who is signed in was there then."""
        if self._saw(person, at):
            self._unwritten[person] = at

    def _saw(self, person: str, at: Ms) -> bool:
        card = self._cards.get(person)
        if card is None or card.erased_at is not None or at <= (card.seen_at or 0):
            return False
        self._cards[person] = replace(card, seen_at=at)
        return True

    async def note_seen(self) -> None:
        """Keep when people were last signed in, over a restart too."""
        news, self._unwritten = self._unwritten, {}
        if news:
            try:
                await self._table.note_seen(news)
            except BaseException:
                self._unwritten = {**news, **self._unwritten}
                raise

    async def rename(self, person: str, name: str, phone: str) -> bool:
        """Call somebody so. False where there is nobody of that id, or they are erased."""
        return await self._changed(await self._table.rename(person, name, phone))

    async def set_pin(self, person: str, pin: str | None) -> bool:
        """Give somebody a PIN, or none. False as above. Raises `BadPin`."""
        kept = None if pin is None else await asyncio.to_thread(hashed, checked_pin(pin))
        return await self._changed(await self._table.set_pin(person, kept), person)

    async def has_pin(self, person: str, pin: str) -> bool:
        """Whether that is somebody's PIN. Raises `StorageError`."""
        kept = await self._table.pin_of(person)
        if kept is None:
            return False
        async with self._trying:
            return await asyncio.to_thread(is_pin, pin, kept)

    async def erase(self, person: str) -> bool:
        """Forget what somebody is called, their phone and their PIN. False as above."""
        done = await self._changed(await self._table.erase(person), person)
        if done:
            self.erased()
        return done

    async def _changed(self, done: bool, with_pin: str = "") -> bool:
        if done:
            await self.load()
            if with_pin:
                self.new_pin(with_pin)
        return done
