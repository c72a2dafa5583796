"""The guests' page from memory: drawn and zipped once for all phones of a language, each with whose page it is."""

from __future__ import annotations

from functools import lru_cache

from jinja2.utils import htmlsafe_json_dumps
from starlette.requests import Request
from starlette.responses import Response

from kds.core.calls.model import CALLED
from kds.core.types import GuestChannel, Name
from kds.feed.templating import render
from kds.web.guests.entering import ALSO_STAFF, ASK_MENU
from kds.web.guests.visits import Visit
from kds.web.pages.ordering import KEPT, is_known
from kds.web.pages.respond import HEADERS, claimed, language_of_guest, practised, spoken
from kds.web.zipped_parts import ZippedParts

BEGIN = Name(zh="触摸开始点餐", en="Touch to begin")
PAGES = 128
"""Pages that are kept: one for all phones in each language, and one for each tablet."""
PIECE = "@whose@"
"""Where it stands whose page it is."""


def guest_page(request: Request, visit: Visit, house: Name, timezone: str) -> Response:
    """The page, or that the one of its mark still stands. A device of the house, which others use next, keeps none."""
    language, practice = language_of_guest(request), practised(request)
    table = visit.table or "" if visit.device is not None else ""
    parts = _drawn(language, practice, visit.channel, table, house, timezone)
    zips = "gzip" in request.headers.get("accept-encoding", "")
    piece = _whose(visit).encode()
    etag = f'"{parts.mark(piece)}{"-z" if zips else ""}"'
    headers = {**HEADERS, "vary": "accept-encoding, accept-language, cookie"}
    if visit.device is None:
        headers |= {"cache-control": KEPT["cache-control"], "etag": etag}
        if is_known(request, etag):
            return spoken(request, Response(status_code=304, headers=headers), language, practice)
    if zips:
        headers["content-encoding"] = "gzip"
    body = parts.zipped(piece) if zips else parts.plain(piece)
    return spoken(request, Response(body, headers=headers, media_type="text/html"), language, practice)


def _whose(visit: Visit) -> str:
    """Of which visit the page is, as its script reads it."""
    session = None if visit.party is None else visit.party.session
    about = {"visit": visit.held.guest, "session": session, "table": visit.table, "channel": visit.channel}
    return str(htmlsafe_json_dumps(about))


class _Face:
    """What the template asks of a visit that is the same for all of them."""

    def __init__(self, channel: GuestChannel, table: str) -> None:
        self.channel = channel
        self.table = table


@lru_cache(PAGES)
def _drawn(language: str, practice: str, channel: GuestChannel, table: str, house: Name, timezone: str) -> ZippedParts:
    html = render(
        "guest/page.html",
        language,
        visit=_Face(channel, table),
        party=PIECE,
        house_name=house,
        asks=ASK_MENU,
        also=ALSO_STAFF,
        begin=BEGIN,
        called=CALLED,
        timezone=timezone,
        practice=practice,
        here="/guest",
    )
    before, _, after = (claimed(html, practice) if practice else html).partition(PIECE)
    return ZippedParts(before.encode(), after.encode())
