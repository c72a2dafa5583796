"""Walls over real websockets, on a server in this process whose clock stands still until it is moved."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from kds.bootstrap import running_store
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.types import Command, Ms
from kds.feed.bars import KnownBars
from kds.feed.hub import Hub
from kds.feed.kinds import kinds
from kds.feed.past import whole_feed
from kds.ops.kitchen_figures import KitchenFigures
from kds.runtime.messages import HOUSE
from kds.runtime.store import Store
from kds.storage import data_dir
from kds.storage.living_tokens import Tokens
from kds.storage.photos import Photos
from kds.storage.tokens import ROLES
from kds.web import sockets
from kds.web.app import build_app
from tests.feed.screen import Screen
from tests.house import FOUNDING
from tests.runtime.running import Hands

SOON_S = 10.0
PRESSES = count(1)


class Wall(Screen):
    """A screen on a real socket."""

    def __init__(self, socket: ClientConnection) -> None:
        super().__init__()
        self.socket = socket

    async def until(self, kind: str) -> Any:
        """Hear messages up to the next of this type."""
        async with asyncio.timeout(SOON_S):
            while True:
                text = await self.socket.recv()
                assert isinstance(text, str)
                self.hear(text)
                if self.heard[-1]["type"] == kind:
                    return self.heard[-1]

    async def sees(self, *tickets: str, gone: str = "") -> None:
        """Hear boards until these tickets stand in cells, and that one does not."""
        while not set(tickets) <= set(self.slots) or (gone and gone in self.slots):
            await self.until("board")

    async def say(self, **message: Any) -> None:
        """Send any message."""
        await self.socket.send(json.dumps(message))

    async def press(self, slot: int, age_ms: Ms = 0, kind: str = "bump", id: str | None = None) -> Any:
        """Press at a slot, and hear what became of it."""
        await self.say(press=id or f"press-{next(PRESSES)}", kind=kind, slot=slot, age_ms=age_ms)
        return await self.until("pressed")

    async def ends(self) -> int | None:
        """With what the server closes; one that does not is a fault."""
        async with asyncio.timeout(SOON_S):
            try:
                while True:
                    await self.socket.recv()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else None


class Served:
    """A house with a server, its hands, and what its ledger says."""

    def __init__(
        self, store: Store, tokens: Tokens, secrets: dict[str, str], hub: Hub, hands: Hands, port: int
    ) -> None:
        self.store = store
        self.tokens = tokens
        self.secrets = secrets
        self.hub = hub
        self.hands = hands
        self.port = port

    @asynccontextmanager
    async def wall(self, screen: str = "wall", secret: str = "", lang: str = "zh") -> AsyncIterator[Wall]:
        """A wall that watches, with its first board."""
        async with self.connected(screen, secret, lang) as made:
            await made.until("board")
            yield made

    @asynccontextmanager
    async def connected(self, screen: str = "wall", secret: str = "", lang: str = "zh") -> AsyncIterator[Wall]:
        """A wall that has opened its socket, and heard nothing yet."""
        address = f"ws://127.0.0.1:{self.port}/screens/{screen}/live?lang={lang}"
        headers = {"Authorization": f"Bearer {secret or self.secrets['kitchen']}"}
        async with connect(address, additional_headers=headers, proxy=None) as opened:
            yield Wall(opened)

    def opening(self, screen: str) -> socket.socket:
        """A wall that opens its socket and then reads nothing at all."""
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", self.port))
        head = (
            f"GET /screens/{screen}/live HTTP/1.1",
            "Host: kds",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            f"Authorization: Bearer {self.secrets['kitchen']}",
            "",
            "",
        )
        deaf.sendall("\r\n".join(head).encode())
        return deaf

    async def get(self, client: httpx2.AsyncClient, path: str) -> httpx2.Response:
        """A page, as the kitchen."""
        headers = {"Authorization": f"Bearer {self.secrets['kitchen']}"}
        return await client.get(f"http://127.0.0.1:{self.port}{path}", headers=headers)

    async def do(self, command: Command) -> Any:
        """A command of the house itself, and its answer."""
        return json.loads((await self.store.submit(command, HOUSE)).body)

    async def order(self, dish: str = "tofu", table: str = "A01") -> str:
        """One portion on a ticket of its own; the ticket."""
        placed = await self.do(PlaceRound(channel="scan", lines=(LineWanted(dish=dish, qty=1),), table=table))
        ticket: str = placed["tickets"][0]
        return ticket

    async def bump(self, ticket: str) -> None:
        """Somebody else bumps a ticket."""
        await self.do(BumpTicket(ticket))

    async def recall(self, ticket: str) -> None:
        """Somebody else recalls a ticket."""
        await self.do(RecallTicket(ticket))

    async def bumped(self) -> list[str]:
        """The tickets that were bumped, in order."""
        events = await self.store.ledger.read(0, 1000)
        return [json.loads(each.data)["ticket"] for each in events if each.type == "TicketBumped"]


@asynccontextmanager
async def served(data: Path) -> AsyncIterator[Served]:
    """The small house in a new store in `data`, served on a port of its own."""
    data_dir.create(data)
    hands = Hands()
    async with running_store(data, clock_from=hands.clock) as house:
        for command in FOUNDING:
            await house.store.submit(command, HOUSE)
        tokens = house.tokens
        secrets: dict[str, str] = {role: (await tokens.create(role, role))[1] for role in ROLES}
        hub = Hub(house.store, kinds(house.store.state))
        feed, figures = await whole_feed(house.store, data), KitchenFigures(house.store.ledger, data)
        bars = KnownBars(house.store, house.tokens)
        app = build_app(house.store, house.tokens, house.people, house.metrics, hub, feed, figures, bars, Photos(data))
        config = uvicorn.Config(app, ws=sockets.Protocol, ws_per_message_deflate=False, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            running = asyncio.create_task(server.serve(sockets=[listener]))
            try:
                yield Served(house.store, tokens, secrets, hub, hands, listener.getsockname()[1])
            finally:
                await hub.close()
                await bars.close()
                server.should_exit = True
                await running
