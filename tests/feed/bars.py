"""A bump bar on a real socket beside the walls of its screen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.feed.wire import PRESSES, SOON_S, Served


class SocketBar:
    """What a bar says, and hears."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **message: Any) -> None:
        await self.socket.send(json.dumps({"bar": "hot", **message}))

    async def until(self, kind: str) -> Any:
        async with asyncio.timeout(SOON_S):
            while True:
                message = json.loads(await self.socket.recv())
                if message["type"] == kind:
                    return message

    async def press(self, slot: int | None = None, age_ms: int = 0, kind: str = "bump", **more: Any) -> Any:
        """Press, and hear what became of it."""
        given = {"press": f"bar-{next(PRESSES)}", "kind": kind, "age_ms": age_ms, **more}
        await self.say(**given, **({} if slot is None else {"slot": slot}))
        return await self.until("pressed")


@asynccontextmanager
async def bar_at(
    house: Served, screen: str = "wall", secret: str = "", first: str = "board"
) -> AsyncIterator[SocketBar]:
    """A bar of that screen, with its first board, which the pass has in pieces (`parts`)."""
    headers = {"Authorization": f"Bearer {secret or house.secrets['kitchen']}"}
    address = f"ws://127.0.0.1:{house.port}/screens/{screen}/bar"
    async with connect(address, additional_headers=headers, proxy=None) as opened:
        made = SocketBar(opened)
        await made.until(first)
        yield made
