"""The public events: in pages over HTTP, and live over a websocket."""

from __future__ import annotations

import asyncio
from typing import Annotated

from msgspec import Meta, Struct

from kds.feed.past import PastBehind
from kds.feed.public import PublicEvent
from kds.web.problems import PAST_BEHIND, Failed
from kds.web.routes import PREFIX, Get, ReadRequest, Stream

SLICE = 250
"""Events read and encoded at a time, so that a long page holds up no order."""
PAST_RETRY_S = 2

Since = Annotated[int, Meta(ge=0, le=(1 << 63) - 1, description="The number of the last event that is known.")]
Limit = Annotated[int, Meta(ge=1, le=10_000)]


class EventsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which events: up to `limit` after number `since`."""

    since: Since = 0
    limit: Limit = 100


class FeedQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """From where on; the token stands here where a client cannot send headers."""

    since: Since = 0
    token: str = ""


class EventsPage(Struct, frozen=True):
    """The events in order; `next` is the number of the last one, or `since` where there is none."""

    events: list[PublicEvent]
    next: int


async def read_events(asked: ReadRequest) -> bytes:
    """A page of the public events. Where the past is not ready, as much of it as is; 503 where that is nothing."""
    query: EventsQuery = asked.query
    events: list[bytes] = []
    last = query.since
    while len(events) < query.limit:
        try:
            found = await asked.feed.after(last, min(SLICE, query.limit - len(events)))
        except PastBehind:
            if events:
                break
            raise Failed(PAST_BEHIND, {"retry-after": str(PAST_RETRY_S)}, since=last) from None
        if not found:
            break
        events.extend([each.json for each in found])
        last = found[-1].seq
        await asyncio.sleep(0)
    return b'{"events":[%s],"next":%d}' % (b",".join(events), last)


ROUTES = (
    Get(
        path=f"{PREFIX}/events",
        summary="The public events after a position, in order",
        view="events",
        read=read_events,
        answer=EventsPage,
        causes=(PAST_BEHIND,),
        query=EventsQuery,
    ),
)
FEED = Stream(
    path=f"{PREFIX}/feed",
    summary="The public events from a position on, and then live",
    view="events",
    query=FeedQuery,
    message=PublicEvent,
)
