"""A small house that runs: a real store on a real ledger behind the real application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from starlette.applications import Starlette

from kds.bootstrap import running_store
from kds.core.types import Command
from kds.feed.bars import KnownBars
from kds.feed.hub import Hub
from kds.feed.kinds import kinds
from kds.feed.past import whole_feed
from kds.ops.kitchen_figures import KitchenFigures
from kds.reports.asking import facts_of
from kds.runtime.messages import HOUSE
from kds.runtime.store import Store
from kds.storage import data_dir
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.paint_log import PaintLog
from kds.storage.photos import Photos
from kds.storage.tokens import ROLES, TokenStore
from kds.training import grounds_of
from kds.web import openapi
from kds.web.app import build_app
from kds.web.grounds import Grounds
from kds.web.practice import Practising
from tests.house import FOUNDING
from tests.runtime.running import Hands

DOCUMENT = openapi.document()


class Api:
    """A client with a token of every role. Each answer is held against the OpenAPI document."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        store: Store,
        tokens: Tokens,
        people: People,
        data: Path,
        secrets: dict[str, str],
    ) -> None:
        self.client = client
        self.store = store
        self.tokens = tokens
        self.people = people
        self.data = data
        self.secrets = secrets
        self.hands = Hands()
        self.grounds: Grounds | None = None
        self.pages: Starlette | None = None
        self.paints = PaintLog()
        self._keys = count(1)

    async def get(self, path: str, role: str | None = "manager", **params: Any) -> httpx2.Response:
        """A GET below /api/v1, or of an absolute path."""
        return await self.request("GET", path, role, params=params)

    async def post(
        self, path: str, body: Any = None, role: str | None = "manager", key: str | None = None
    ) -> httpx2.Response:
        """A POST below /api/v1 under a fresh key, or the given one."""
        headers = {"Idempotency-Key": key or f"a-key-of-this-test-{next(self._keys)}"}
        return await self.request("POST", path, role, headers=headers, json={} if body is None else body)

    async def request(
        self, method: str, path: str, role: str | None, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx2.Response:
        """Any request. `role` None sends no token; a name that is no role is taken as the secret."""
        sent = dict(headers or {})
        if role is not None:
            sent["Authorization"] = f"Bearer {self.secrets.get(role, role)}"
        url = path if path in ("/healthz", "/metrics") else f"/api/v1{path}"
        answer = await self.client.request(method, url, headers=sent, **more)
        hold_to_contract(method, answer)
        return answer

    async def order(self, *lines: Any, role: str = "manager", table: str | None = "A01", **more: Any) -> Any:
        """Order, and give the answer's body; a bare name is one portion."""
        wanted = [{"dish": line, "qty": 1} if isinstance(line, str) else line for line in lines]
        body = {"channel": "scan", "lines": wanted, **more}
        if table is not None:
            body["table"] = table
        answer = await self.post("/rounds", body, role)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def do(self, command: Command) -> None:
        """A command of the house itself."""
        await self.store.submit(command, HOUSE)

    async def pay(self, bill: str) -> None:
        """Pay what is due."""
        due = (await self.get(f"/bills/{bill}")).json()
        rest = due["total_minor"] - due["paid_minor"]
        answer = await self.post(f"/bills/{bill}/pay", {"tender": "card", "amount_minor": rest})
        assert answer.status_code == 200, answer.text


@asynccontextmanager
async def serving(
    data: Path, known: dict[str, str] | None = None, founding: tuple[Command, ...] = FOUNDING, *, alone: bool = False
) -> AsyncIterator[Api]:
    """A house, the small one, in a new store in `data`; or the one that is there, with the tokens known of it."""
    if known is None:
        data_dir.create(data)
    hands = Hands()
    async with running_store(data, clock_from=hands.clock) as house:
        tokens = house.tokens
        secrets = await founded(house.store, tokens, founding) if known is None else known
        hub = Hub(house.store, kinds(house.store.state, house.people.called))
        feed, figures = await whole_feed(house.store, data), KitchenFigures(house.store.ledger, data)
        bars = KnownBars(house.store, tokens)
        grounds = grounds_of(house.store, tokens, house.people)
        parts = (house.store, tokens, house.people, house.metrics, hub, feed, figures, bars, Photos(data))
        paints = PaintLog(data, house.store.now())
        pages = build_app(*parts, grounds=grounds, alone=alone, paints=paints, facts=facts_of(data))
        app = Practising(pages, tokens, grounds)
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://kds") as client:
            api = Api(client, house.store, tokens, house.people, data, secrets)
            api.hands = hands
            api.grounds = grounds
            api.pages = pages
            api.paints = paints
            yield api
        await grounds.close()


async def founded(store: Store, tokens: TokenStore, founding: tuple[Command, ...] = FOUNDING) -> dict[str, str]:
    """Open a house in an empty store, and give a token of every role; the guest's is for table A01."""
    secrets: dict[str, str] = {role: (await tokens.create(role, role))[1] for role in ROLES}
    secrets["kiosk"] = secrets["guest"]
    secrets["guest"] = (await tokens.create("guest", "guest", "A01"))[1]
    for command in founding:
        await store.submit(command, HOUSE)
    return secrets


def hold_to_contract(method: str, answer: httpx2.Response) -> None:
    """Every answer is one that the OpenAPI document promises: its status, its type, its shape, its reason."""
    operation = _operation(method, answer.request.url.path)
    if operation is None:
        return
    responses = operation["responses"]
    status = str(answer.status_code)
    assert status in responses, f"{status} is not promised: {answer.text}"
    if method == "HEAD":
        return
    content = responses[status]["content"]
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind in content, f"{kind} is not promised for {status}"
    if kind.endswith("json"):
        check(content[kind]["schema"], answer.json())


def check(schema: Any, value: Any) -> None:
    """Hold a value against a schema of the document."""
    whole = {**schema, "components": DOCUMENT["components"]}
    Draft202012Validator(whole).validate(value)


def _operation(method: str, path: str) -> Any:
    wanted = path.split("/")
    for template, operations in DOCUMENT["paths"].items():
        parts = template.split("/")
        same = len(parts) == len(wanted) and all(
            part.startswith("{") or part == given for part, given in zip(parts, wanted, strict=True)
        )
        if same:
            return operations.get(method.lower())
    return None
