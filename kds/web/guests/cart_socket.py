"""The websocket of a shared cart, `/guest/cart`: what phones write comes in, what stands goes out."""

from __future__ import annotations

import asyncio
import time
from asyncio import sleep
from contextlib import suppress
from functools import partial

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from kds.core.rights import FORBIDDEN
from kds.core.types import Refusal
from kds.feed.messages import Malformed, frame
from kds.feed.subscriber import Behind, Closed
from kds.runtime.messages import StorageFailed
from kds.runtime.store import Store
from kds.web.buckets import Buckets, Measure
from kds.web.contacts import Contacts, Kind, Peer, nowhere
from kds.web.feed import reject
from kds.web.guests.entering import Entering
from kds.web.guests.messages import Hello, Name, read
from kds.web.guests.sharers import Phone, TooManyPhones
from kds.web.guests.sharing import SharedCarts
from kds.web.guests.visits import Visit
from kds.web.pages.access import same_origin
from kds.web.pages.live import said
from kds.web.problems import UNAUTHORIZED, Failed
from kds.web.sockets import close, text_frame, writer
from kds.web.together import first_end

OVER, TOO_MANY, BEHIND, TRY_AGAIN = 4404, 4029, 4008, 1011
CLOSE_S = 1.0
SOCKET_SAYS, PHONE_SAYS = Measure(40, 0.125), Measure(80, 0.1)
"""Messages that are taken from one socket, and from all those of a phone. What is more waits, and is not lost."""
LINES_A_MESSAGE, BYTES_A_MESSAGE = 25, 20_000
"""So many lines of a message count as another."""
PHONES = 8_000
"""Phones of which it is remembered what they have said lately."""


class CartSockets:
    """Serves them to whoever has a pass that opens something."""

    def __init__(self, store: Store, entering: Entering, carts: SharedCarts, contacts: Contacts) -> None:
        self._contacts = contacts
        self._said = Buckets(PHONE_SAYS, PHONES, time.monotonic)
        self._store = store
        self._entering = entering
        self._carts = carts

    async def serve(self, websocket: WebSocket) -> None:
        """One phone, from its opening to its end. Without a pass no socket is opened.

        Close codes: 4404 the visit is over, 4029 too many phones, 4008 behind, 1011 the disk does not answer.
        """
        if not same_origin(websocket):
            await _refuse(websocket, Refusal(FORBIDDEN))
            return
        visit = self._entering.visit(websocket)
        if visit is None or isinstance(visit, str):
            await _refuse(websocket, Failed(UNAUTHORIZED))
            return
        await websocket.accept()
        # Meanwhile its party may have been opened, or have left: whose cart it shares is looked up where it comes in.
        visit = self._entering.visit(websocket)
        if visit is None or isinstance(visit, str):
            await _close(websocket, OVER)
            return
        write = writer(websocket.scope)
        try:
            opens = partial(self._opens, websocket, [visit])
            phone = self._carts.join(visit.cart, visit.held.guest, lambda each: write(each.wire(text_frame)), opens)
        except TooManyPhones:
            await _close(websocket, TOO_MANY)
            return
        try:
            await _close(websocket, await self._connected(websocket, phone, self._peer(visit, phone)))
        finally:
            self._carts.leave(phone)

    def _opens(self, websocket: WebSocket, visit: list[Visit]) -> str | None:
        """Whose cart a phone shares now, by what its pass has become; None where that opens nothing any more."""
        found, before = self._entering.again(websocket, visit[0]), visit[0]
        # A tablet whose party sits elsewhere now leaves to that party what was chosen on it, and begins anew.
        if found is None or (found.device is not None and before.party is not None and found.cart != before.cart):
            return None
        visit[0] = found
        return found.cart

    def _peer(self, visit: Visit, phone: Phone) -> Peer:
        """Whose socket it is; a phone goes where its party does."""

        def table() -> str | None:
            return phone.table(self._store.state)

        if visit.device is None:
            return Peer(phone.guest, "phone", table)
        kind: Kind = "kiosk" if visit.channel == "kiosk" else "tablet"
        return Peer(visit.device.id, kind, nowhere if visit.table is None else lambda: visit.table, visit.device)

    async def _connected(self, websocket: WebSocket, phone: Phone, peer: Peer) -> int | None:
        """Until one side ends it; the code to close with, None where the phone has gone by itself."""
        try:
            with self._contacts.linked(websocket.scope, peer):
                await first_end(phone.subscriber.pump(websocket.send_text), self._hear(websocket, phone))
        except Behind:
            return BEHIND
        except Closed as closed:
            return closed.code
        except StorageFailed:
            return TRY_AGAIN
        except WebSocketDisconnect:
            return None
        return None

    async def _hear(self, websocket: WebSocket, phone: Phone) -> None:
        own = Buckets(SOCKET_SAYS, 1, time.monotonic)
        while True:
            text = await said(websocket)
            try:
                heard = read(text or "")
            except (msgspec.ValidationError, msgspec.DecodeError) as error:
                await self._turn(own, phone, 1)
                phone.subscriber.say(frame(Malformed(str(error))))
                continue
            lines = () if isinstance(heard, Name) else heard.lines
            # Who comes is told all of it.
            told = self._carts.cart(phone.key).bytes // BYTES_A_MESSAGE if isinstance(heard, Hello) else 0
            await self._turn(own, phone, 1 + len(lines) // LINES_A_MESSAGE + told)
            await self._store.readable()
            if isinstance(heard, Hello):
                if heard.visit not in ("", phone.guest):
                    raise Closed(OVER)
                self._carts.hello(phone, heard.name, heard.lines)
            elif isinstance(heard, Name):
                self._carts.name(phone, heard.name)
            else:
                self._carts.put(phone, heard.lines)

    async def _turn(self, own: Buckets, phone: Phone, cost: int) -> None:
        """Wait until this is not too much of one phone. Meanwhile nothing is read of it: its network holds it back."""
        wait_s = max(own.owe("", cost), self._said.owe(phone.guest, cost))
        if wait_s > 0:
            await sleep(wait_s)


async def _close(websocket: WebSocket, code: int | None) -> None:
    if code is None:
        return
    with suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
        async with asyncio.timeout(CLOSE_S):
            await close(websocket.scope, websocket.send, code)


async def _refuse(websocket: WebSocket, why: Failed | Refusal) -> None:
    await websocket.receive()
    await reject(websocket.scope, websocket.send, why)
