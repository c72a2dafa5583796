"""One screen's websocket: presses out, one after the other, and what became of them back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from bumpbar import clock
from bumpbar.outbox import Kept, Outbox
from bumpbar.seen import Seen

log = logging.getLogger("bumpbar")

DELAYS_S = (0.1, 0.2, 0.4, 0.8, 1.2, 1.5)
"""Between attempts, each ± a quarter: always under two seconds."""
MESSAGE = 8 << 20
"""Bytes of a board that the server may send."""
OPEN_S = 2.0
SILENCE_S = 3.0
"""The server says something every second."""
ANSWER_S = 3.0
"""A press that is not answered by then is sent again over a new connection."""
REVOKED, NO_SCREEN, MOVED = (4401, 401, 403), (4404,), (4009,)
"""Close codes and answers: the right is gone, the screen is gone, the bars are to work another screen."""


class Link:
    """What a screen's socket is to the daemon. `tell(state, words)` hears of every change of `state`:
    "connected", "away", "moved", "revoked" or "no_screen"; `answered(kept, message)` of every press, `{}` where it
    expired. `bars()` are the bars that press on this screen now, and whether each is there.
    """

    def __init__(
        self,
        server: str,
        screen: str,
        token: str,
        outbox: Outbox,
        expire_ms: int,
        answered: Callable[[Kept, dict[str, Any]], None],
        tell: Callable[[str, str], None],
        bars: Callable[[], dict[str, bool]],
    ) -> None:
        self._address = f"ws{server.rstrip('/').removeprefix('http')}/screens/{quote(screen, safe='')}/bar"
        self._screen = screen
        self._token = token
        self._outbox = outbox
        self._expire_ms = expire_ms
        self._answered = answered
        self._tell = tell
        self._bars = bars
        self._said: dict[str, bool] | None = None
        self._wake = asyncio.Event()
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue(64)
        self._notes: list[dict[str, Any]] = []
        self.seen = Seen()
        self.state = "away"

    def pressed(self) -> None:
        """The outbox has something for this screen."""
        self._wake.set()

    def bars_changed(self) -> None:
        """A bar has come or gone, or goes to another screen."""
        self._wake.set()

    def note(self, message: dict[str, Any]) -> None:
        """Say something that nobody answers: a selection, or what was lost. Only the latest few wait."""
        self._notes = [*self._notes, message][-8:]
        self._wake.set()

    async def run(self) -> None:
        """Connect, for ever."""
        attempt = 0
        while True:
            try:
                async with asyncio.timeout(OPEN_S):
                    socket = await connect(
                        self._address,
                        additional_headers={"Authorization": f"Bearer {self._token}"},
                        compression=None,
                        max_size=MESSAGE,
                        ping_interval=None,
                        close_timeout=0.5,
                        proxy=None,
                    )
                async with socket:
                    self._become("connected", self._address)
                    attempt = 0
                    await self._connected(socket)
            except InvalidStatus as refused:
                self._become(_state_of(refused.response.status_code), f"refused with {refused.response.status_code}")
            except ConnectionClosed as closed:
                self._become(_state_of(closed.rcvd.code if closed.rcvd else 1006), str(closed))
            except (OSError, TimeoutError, InvalidHandshake) as error:
                self._become("away", str(error) or type(error).__name__)
            self._expire()
            await asyncio.sleep(DELAYS_S[min(attempt, len(DELAYS_S) - 1)] * random.uniform(0.75, 1.25))
            attempt += 1

    def _become(self, state: str, words: str) -> None:
        if state != self.state:
            self.state = state
            self._tell(state, words)

    async def _connected(self, socket: ClientConnection) -> None:
        self._answers = asyncio.Queue(64)
        self._said = None
        parts = [asyncio.ensure_future(self._hear(socket)), asyncio.ensure_future(self._speak(socket))]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()
        finally:
            for each in parts:
                each.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    async def _hear(self, socket: ClientConnection) -> None:
        while True:
            async with asyncio.timeout(SILENCE_S):
                text = await socket.recv()
            message = msgspec.json.decode(text)
            kind = message.get("type")
            if kind == "board":
                at_ms = clock.now_ms()
                self.seen.told(message["slots"], at_ms)
                log.debug("screen %s: board %s at %d", self._screen, message["seq"], at_ms)
            elif kind in ("pressed", "malformed"):
                with contextlib.suppress(asyncio.QueueFull):
                    self._answers.put_nowait(message)

    async def _speak(self, socket: ClientConnection) -> None:
        while True:
            self._wake.clear()
            self._expire()
            bars = self._bars()
            if bars != self._said:
                await socket.send(msgspec.json.encode({"bars": bars}).decode())
                self._said = bars
            while self._notes:
                await socket.send(msgspec.json.encode(self._notes[0]).decode())
                self._notes = self._notes[1:]
            kept = self._outbox.first(self._screen)
            if kept is None:
                await self._wake.wait()
                continue
            await self._press(socket, kept)

    async def _press(self, socket: ClientConnection, kept: Kept) -> None:
        await socket.send(msgspec.json.encode(said(kept, self._outbox.age_ms(kept))).decode())
        async with asyncio.timeout(ANSWER_S):
            while True:
                answer = await self._answers.get()
                if answer.get("press") == kept.press or answer["type"] == "malformed":
                    break
        if answer.get("outcome") == "again":
            await asyncio.sleep(min(max(answer.get("retry_ms", 0), 50), 2_000) / 1000)
            return
        self._outbox.gone(kept.press)
        self._answered(kept, answer)

    def _expire(self) -> None:
        old = self._outbox.expired(self._screen, self._expire_ms)
        for each in old:
            self._answered(each, {})
        if old:
            self.note({"lost": "expired", "count": len(old)})


def said(kept: Kept, age_ms: int) -> dict[str, Any]:
    """A press as it goes over the wire."""
    given = {"bar": kept.bar, "slot": kept.slot, "seen": kept.seen, "ticket": kept.ticket, "dish": kept.dish}
    return {"press": kept.press, "kind": kept.kind, "age_ms": age_ms} | {
        k: v for k, v in given.items() if v is not None
    }


def _state_of(code: int) -> str:
    if code in REVOKED:
        return "revoked"
    if code in MOVED:
        return "moved"
    return "no_screen" if code in NO_SCREEN else "away"
