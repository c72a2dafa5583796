"""How an endpoint is declared. Routing, the OpenAPI document and the README's matrix all follow from this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from kds.core.deeds import Deed
from kds.core.rights import VIEWS, Right, View
from kds.core.types import Command, Reason, Who
from kds.feed.past import WholeFeed
from kds.reports.asking import Facts
from kds.runtime.store import Store
from kds.web.problems import Cause
from kds.web.wire import BODY_BYTES

PREFIX = "/api/v1"

Params = Mapping[str, str]
Shape = type[msgspec.Struct]


class NoBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing, or an empty object."""


class ReadRequest(NamedTuple):
    """A read as its endpoint gets it: `query` is of the declared shape, or None where none is declared."""

    store: Store
    who: Who
    params: Params
    query: Any
    feed: WholeFeed
    facts: Facts
    accept: bytes


class Written(NamedTuple):
    """An answer in another form than JSON: of which type, and under which name it is kept; "" for none."""

    body: bytes
    content_type: str
    file: str = ""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A POST that does a deed: body → command → answer, exactly once.

    `command` makes the command of the body, the path's parameters and who asks; without it the former are its fields
    as they stand. `most_bytes` is how large the body may be.
    """

    path: str
    summary: str
    deed: Deed
    body: Shape = NoBody
    command: Callable[[Any, Params, Who], Command] | None = None
    status: int = 200
    most_bytes: int = BODY_BYTES
    method: str = "POST"

    @property
    def rights(self) -> tuple[Right, ...]:
        """Those of which the deed takes one."""
        return self.deed.rights

    def to_command(self, body: Any, params: Params, who: Who) -> Command:
        """The command that a request asks for."""
        if self.command is not None:
            return self.command(body, params, who)
        return self.deed.command(**params, **{name: getattr(body, name) for name in body.__struct_fields__})


class Get(msgspec.Struct, frozen=True, kw_only=True):
    """A GET: the state, or the past, as one JSON body of the shape `answer`, or as one of the types in `also`.

    `causes`: why it may fail beside what any GET may fail for.
    """

    path: str
    summary: str
    view: View
    read: Callable[[ReadRequest], Awaitable[bytes | Written]]
    answer: Shape
    refusals: tuple[Reason, ...] = ()
    causes: tuple[Cause, ...] = ()
    query: Shape | None = None
    also: tuple[str, ...] = ()
    method: str = "GET"

    @property
    def rights(self) -> tuple[Right, ...]:
        """The right to see the view."""
        return (VIEWS[self.view],)


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """A websocket that sends one JSON object of the shape `message` an event."""

    path: str
    summary: str
    view: View
    query: Shape
    message: Any
    method: str = "WS"

    @property
    def rights(self) -> tuple[Right, ...]:
        """The right to see the view."""
        return (VIEWS[self.view],)


Endpoint = Post | Get | Stream
