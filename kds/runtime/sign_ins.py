"""Who is signed in at the devices of the house, and when that ends: by itself where nothing is touched, or at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import structlog

from kds.core.people.events import PersonLeft, RoleGiven
from kds.core.types import Ms
from kds.runtime.access_record import note_access
from kds.runtime.messages import Committed
from kds.runtime.store import Store
from kds.storage.ledger import StorageError
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import SignIn, Token

log = structlog.get_logger()

LOOK_S = 1.0


async def sign_in(store: Store, tokens: Tokens, person: str, device: str) -> str | None:
    """Sign somebody in at a device, in the place of whoever was; the secret of it, None for who works here no more.

    Raises `StorageError`.
    """
    await store.readable()
    found = store.state.people.staff.get(person)
    if found is None:
        return None
    left = [each for each in tokens.sign_ins() if each.device == device]
    token, secret = await tokens.create(found.role, "", sign_in=SignIn(person, device))
    tokens.touched(token, store.now())
    tokens.end([each.id for each in left])
    # What they are may have changed while it was written.
    now = store.state.people.staff.get(person)
    if now is None or now.role != token.role:
        tokens.end([token.id])
        return None
    log.info("signed_in", person=person, device=device, sign_in=token.id)
    for each in left:
        await note_access(store, "signed_out", each.person or "", each.role, by=person, device=device)
    await note_access(store, "signed_in", person, found.role, by=person, device=device)
    return secret


def idle_limit(store: Store) -> Ms:
    """After how long without a touch a sign-in ends; 0 is never."""
    house = store.state.day.house.value
    return 0 if house is None else house.sign_out_after_ms


def left_ms(store: Store, tokens: Tokens, token: Token) -> Ms | None:
    """How long a sign-in lives unless something is touched; None for ever."""
    limit = idle_limit(store)
    return max(0, tokens.active_at(token) + limit - store.now()) if limit else None


def watch_sign_ins(store: Store, tokens: Tokens, people: People) -> list[Token]:
    """From now on end the sign-ins of whoever is given another role or PIN, leaves or is erased, as it happens.

    Gives the list of those that are found to have been idle, which `end_idle` keeps in the record.
    """
    idle: list[Token] = []

    def committed(events: Sequence[Committed]) -> None:
        if any(isinstance(each.event, RoleGiven | PersonLeft) for each in events):
            idle.extend(look(store, tokens, people))

    def has_new_pin(person: str) -> None:
        tokens.end([each.id for each in tokens.sign_ins() if each.person == person])

    store.listeners.follow(committed)
    people.new_pin = has_new_pin
    tokens.was_here = people.seen
    idle.extend(look(store, tokens, people))
    return idle


def look(store: Store, tokens: Tokens, people: People) -> list[Token]:
    """End what does not stand any more, and give those that were idle."""
    ended = [each for each in tokens.sign_ins() if not _stands(store, tokens, people, each)]
    for each in ended:
        log.info("signed_out", person=each.person, device=each.device, sign_in=each.id)
    idle = [each for each in ended if _is_known(store, people, each)]
    tokens.end([each.id for each in ended])
    return idle


def _stands(store: Store, tokens: Tokens, people: People, token: Token) -> bool:
    return _is_known(store, people, token) and left_ms(store, tokens, token) != 0


def _is_known(store: Store, people: People, token: Token) -> bool:
    """Whether they still are what they have signed in as."""
    person = token.person or ""
    works, card = store.state.people.staff.get(person), people.card(person)
    return works is not None and works.role == token.role and card is not None and card.has_pin


async def end_idle(store: Store, tokens: Tokens, people: People, idle: list[Token]) -> None:
    """Every second end what was not touched for long, and remove what has ended at once; for ever, and at the end.

    Those that were `idle` are kept in the record.
    """
    while True:
        idle.extend(look(store, tokens, people))
        while idle:
            gone = idle.pop(0)
            await note_access(store, "idle", gone.person or "", gone.role, device=gone.device or "")
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await tokens.some_ended.wait()
        finally:
            await _forget_ended(tokens)


async def _forget_ended(tokens: Tokens) -> None:
    try:
        await tokens.forget_ended()
    except StorageError as error:
        log.warning("forgetting_sign_ins_failed", error=str(error))
        await asyncio.sleep(LOOK_S)
