"""How an endpoint is declared. Routing, the OpenAPI document and the README's matrix all follow from this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from kds.core.state import State
from kds.core.types import Answer, Command, Reason
from kds.runtime.store import Store
from kds.storage.tokens import Role, Token

PREFIX = "/api/v1"

Params = Mapping[str, str]
Shape = type[msgspec.Struct]

GUEST, WAITER, KITCHEN, MANAGER, INTEGRATION = "guest", "waiter", "kitchen", "manager", "integration"


class Asked(NamedTuple):
    """A read as its endpoint gets it: `query` is of the declared shape, or None where none is declared."""

    store: Store
    token: Token
    params: Params
    query: Any


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """A POST that changes something: body → command → answer, exactly once.

    `guard` fails where the holder of the token may not do this to that; the rest is for the rules to refuse.
    """

    path: str
    summary: str
    roles: frozenset[Role]
    body: Shape
    command: Callable[[Any, Params], Command]
    answer: type[Answer]
    refusals: tuple[Reason, ...]
    status: int = 200
    guard: Callable[[State, Token, Any, Params], None] | None = None
    method: str = "POST"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A GET: the state, or the ledger, as one JSON body of the shape `answer`."""

    path: str
    summary: str
    roles: frozenset[Role]
    read: Callable[[Asked], Awaitable[bytes]]
    answer: Shape
    refusals: tuple[Reason, ...] = ()
    query: Shape | None = None
    method: str = "GET"


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A websocket that sends one JSON object of the shape `message` an event."""

    path: str
    summary: str
    roles: frozenset[Role]
    query: Shape
    message: Any
    method: str = "WS"


Endpoint = Deed | Look | Feed


def roles(*names: Role) -> frozenset[Role]:
    """The roles that may use an endpoint."""
    return frozenset(names)
