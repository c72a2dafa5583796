"""The public events: in pages over HTTP, and live over a websocket."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from kds.feed.public import PublicEvent, encode_stored
from kds.web.routes import PREFIX, Get, ReadRequest, Stream

SLICE = 500
"""Events read and encoded at a time, so that a long page holds up no order."""

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
    """A page of the ledger."""
    query: EventsQuery = asked.query
    events: list[bytes] = []
    last = query.since
    while len(events) < query.limit:
        stored = await asked.store.ledger.read(last, min(SLICE, query.limit - len(events)))
        if not stored:
            break
        events.extend([encode_stored(each).json for each in stored])
        last = stored[-1].seq
    return b'{"events":[%s],"next":%d}' % (b",".join(events), last)


ROUTES = (
    Get(
        path=f"{PREFIX}/events",
        summary="The public events after a position, in order",
        view="events",
        read=read_events,
        answer=EventsPage,
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
