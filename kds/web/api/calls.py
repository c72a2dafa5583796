"""Calls for service: guests make them, whoever serves answers."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kds.core.calls import call_service, end_call, take_call
from kds.core.calls.calls_view import CallsView, calls_view
from kds.core.calls.model import CallKind
from kds.core.text import Note
from kds.web.routes import PREFIX, Get, Post, ReadRequest


class CallBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is wanted; `text` says it where the kind is `words`."""

    kind: CallKind
    text: Note = ""


async def read_calls(asked: ReadRequest) -> bytes:
    """The calls that nobody has answered."""
    await asked.store.readable()
    return msgspec.json.encode(calls_view(asked.store.state))


ROUTES: tuple[Post | Get, ...] = (
    Get(
        path=f"{PREFIX}/calls",
        summary="The calls for service that are open, the oldest first",
        view="calls",
        read=read_calls,
        answer=CallsView,
    ),
    Post(
        path=f"{PREFIX}/sessions/{{session}}/calls",
        summary="Call for service",
        deed=call_service.DEED,
        body=CallBody,
    ),
    Post(
        path=f"{PREFIX}/calls/{{call}}/take",
        summary="Say that you go",
        deed=take_call.DEED,
    ),
    Post(
        path=f"{PREFIX}/calls/{{call}}/end",
        summary="Say that a call is answered, or take it back",
        deed=end_call.DEED,
    ),
)
