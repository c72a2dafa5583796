"""A screen's websocket: the board goes out, presses come in."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import NamedTuple

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from kds.core.rights import FORBIDDEN
from kds.core.types import Ms, Name, Refusal
from kds.feed.hub import NOTHING_THERE, TRY_AGAIN, Hub, TooManyScreens
from kds.feed.kitchen_test import KitchenTesting
from kds.feed.live_view import WALL, UnknownView, ViewKey, kind_of
from kds.feed.messages import Answered, Malformed, Press, Pressed, Reload, Seen, frame, read
from kds.feed.messages import Painted as PaintedLines
from kds.feed.paint_history import Meant
from kds.feed.presses import do_press
from kds.feed.subscriber import Behind, Closed, Subscriber, WriteNow
from kds.feed.templating import build
from kds.i18n import DEFAULT, known
from kds.runtime.messages import StorageFailed
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.paint_log import GONE, Painted, PaintLog
from kds.storage.tokens import Token
from kds.web.auth import CHALLENGE, who
from kds.web.contacts import Contacts, Kind, Peer, nowhere
from kds.web.feed import reject
from kds.web.pages.access import holder, may_press, may_view, same_origin
from kds.web.pages.places import Places
from kds.web.problems import UNAUTHORIZED, Failed
from kds.web.sockets import close, text_frame, writer
from kds.web.together import Revoked, first_end, until_revoked

NO_RIGHT, BEHIND, TOO_MANY = 4401, 4008, 4029
PRESSES = 64
"""Presses of one screen that may wait; then it is not listened to until one is done."""
CLOSE_S = 1.0
Presses = asyncio.Queue[tuple[Press, Meant | None]]
"""Presses that wait, those at a slot with what they mean."""
MAY_NOT = Name(zh="这个屏幕只能看，不能操作", en="This screen may look but not press")


class Needs(NamedTuple):
    """What every live socket needs of the house."""

    store: Store
    tokens: Tokens
    hub: Hub
    places: Places
    contacts: Contacts
    testing: KitchenTesting
    paints: PaintLog


class Live:
    """Serves the sockets of all screens."""

    def __init__(self, needs: Needs) -> None:
        self._store, self._tokens, self._hub, self._places, self._contacts, self._testing, self._paints = needs

    async def serve(self, websocket: WebSocket) -> None:
        """One screen, from its opening to its end. Without a right no socket is opened: the handshake gets a problem.

        Close codes: 4008 behind, 4029 too many, 4401 the right was taken back, 4404 no such screen, 1011 the disk does
        not answer, or the view failed: come back.
        """
        if not same_origin(websocket):
            await _refuse(websocket, Refusal(FORBIDDEN))
            return
        linked = websocket.query_params.get("token")
        token = self._tokens.find(linked) if linked else holder(websocket, self._tokens)
        if token is None:
            await _refuse(websocket, Failed(UNAUTHORIZED, CHALLENGE))
            return
        if not self._may(token):
            await _refuse(websocket, Refusal(FORBIDDEN))
            return
        await websocket.accept()
        try:
            with self._places.taken(token), self._tokens.held(token) as revoked:
                code = await self._connected(websocket, token, revoked)
        except TooManyScreens:
            code = TOO_MANY
        await self._close(websocket, code)

    async def _connected(self, websocket: WebSocket, token: Token, revoked: asyncio.Event) -> int | None:
        """Until one side ends it; the code to close with, None where the screen has gone by itself."""
        key = self._watched(websocket)
        try:
            subscriber = await self._hub.subscribe(key, _since(websocket), _write_now(websocket))
        except UnknownView:
            return NOTHING_THERE
        except StorageFailed:
            return TRY_AGAIN
        if websocket.query_params.get("build", build()) != build():
            subscriber.say(frame(Reload()))
        self._welcome(subscriber, key.name)
        subscriber.page = self._paints.page()
        presses: Presses = asyncio.Queue(PRESSES)
        try:
            with self._contacts.linked(websocket.scope, self._peer(token)):
                await first_end(
                    subscriber.pump(websocket.send_text),
                    self._hear(websocket, key.name, subscriber, token, presses),
                    self._press(key.name, subscriber, token, presses),
                    until_revoked(revoked),
                )
        except Behind:
            return BEHIND
        except Revoked:
            return NO_RIGHT
        except Closed as closed:
            return closed.code
        except WebSocketDisconnect:
            return None
        finally:
            self._hub.unsubscribe(key, subscriber)
            if subscriber.painted:
                gone = Painted(key.name, self._store.now(), subscriber.page, subscriber.painted, GONE)
                self._paints.note(gone)
        return None

    def _welcome(self, subscriber: Subscriber, screen: str) -> None:
        """A test of the kitchen that is going on is for this screen too."""
        if self._testing.running is not None:
            subscriber.say(self._testing.message(screen))

    def _may(self, token: Token) -> bool:
        """Who may watch."""
        return may_view(self._store.state, token)

    def _shown_by(self) -> Kind:
        """The kind of device that shows this."""
        return "wall"

    def _peer(self, token: Token) -> Peer:
        """Whose socket it is: the device's, whoever is signed in at it."""
        return Peer(token.device or token.id, self._shown_by(), nowhere, token)

    def _watched(self, websocket: WebSocket) -> ViewKey:
        """What this socket watches: of a screen what its role shows, in its own language for whoever asks for none."""
        name = self._screen_of(websocket)
        screen = self._store.state.kitchen.screens.get(name)
        kind, language = (WALL, DEFAULT) if screen is None else (kind_of(screen), screen.language)
        return ViewKey(kind, name, known(websocket.query_params.get("lang")) or language)

    def _screen_of(self, websocket: WebSocket) -> str:
        """The screen whose board it hears."""
        screen: str = websocket.path_params["screen"]
        return screen

    async def _hear(
        self, websocket: WebSocket, screen: str, subscriber: Subscriber, token: Token, presses: Presses
    ) -> None:
        """Take receipts, and queue presses. What a press at a slot means is settled when it comes, not at its turn."""
        history = subscriber.history
        while True:
            text = await said(websocket)
            came_at = self._store.clock.monotonic()
            if text is None:
                subscriber.say(frame(Malformed("Expected a text message, got a binary one")))
                continue
            try:
                heard = read(text)
            except (msgspec.ValidationError, msgspec.DecodeError) as error:
                subscriber.say(frame(Malformed(str(error))))
                continue
            if isinstance(heard, Answered):
                if may_press(self._store.state, token):
                    self._testing.answered(screen, heard.kind, test=heard.test)
                continue
            if isinstance(heard, Seen):
                self._seen(screen, subscriber, heard, token)
                continue
            at = came_at - heard.age_ms
            if isinstance(heard, Press):
                stood = None if heard.slot is None else history.resolve(heard.slot, at)
                await presses.put((heard, None if stood is None else history.seen(stood, at)))
                continue
            if isinstance(heard, PaintedLines):
                history.told(heard.painted, at)
                continue
            if heard.seq is not None:
                history.painted(heard.seq, at)
                if history.slots:
                    self._painted(screen, subscriber, heard.seq, heard.age_ms)
            if subscriber.is_seen and may_press(self._store.state, token):
                self._hub.receipts.shown(screen, heard.shown, heard.seq)

    def _seen(self, screen: str, subscriber: Subscriber, heard: Seen, token: Token) -> None:
        """Somebody can see the page, or cannot. Who has touched it stands before it, whatever the panel does."""
        if subscriber.sight != heard.sight:
            subscriber.sight = heard.sight
            self._painted(screen, subscriber, subscriber.painted)
        if heard.touched_ms is not None and may_press(self._store.state, token):
            self._hub.attention.touched(screen, heard.touched_ms)

    def _painted(self, screen: str, subscriber: Subscriber, seq: int, age_ms: Ms = 0) -> None:
        """For who looks back: the page shows this board from then on."""
        subscriber.painted = seq
        self._paints.note(Painted(screen, self._store.now() - age_ms, subscriber.page, seq, subscriber.sight))

    async def _press(self, screen: str, subscriber: Subscriber, token: Token, presses: Presses) -> None:
        """One press after the other, in the order in which they were made."""
        while True:
            press, meant = await presses.get()
            if may_press(self._store.state, token):
                pressed = await do_press(self._store, who(token), press, meant, device=screen)
            else:
                pressed = Pressed(press.press, "refused", press.ticket, press.slot, "forbidden", MAY_NOT)
            subscriber.say(frame(pressed))

    async def _close(self, websocket: WebSocket, code: int | None) -> None:
        """Close a socket that may not take anything any more. One without a right loads anew: to be paired."""
        if code is None:
            return
        with suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
            async with asyncio.timeout(CLOSE_S):
                if code == NO_RIGHT:
                    await websocket.send_text(frame(Reload()))
                await close(websocket.scope, websocket.send, code)


async def said(websocket: WebSocket) -> str | None:
    """The next message, None for one that is no text. Raises `WebSocketDisconnect`."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text: str | None = message.get("text")
    return text


async def _refuse(websocket: WebSocket, why: Failed | Refusal) -> None:
    """Open no socket; where the server cannot tell why, say no more than that."""
    await websocket.receive()
    await reject(websocket.scope, websocket.send, why)


def _write_now(websocket: WebSocket) -> WriteNow:
    write = writer(websocket.scope)
    return lambda frame: write(frame.wire(text_frame))


def _since(websocket: WebSocket) -> int:
    given = websocket.query_params.get("since", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else -1
