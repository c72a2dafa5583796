"""The page of a house that cannot answer now (503, 429): whole in itself, made once, and it looks again by itself.

Whoever has found no room has none for a style or a script either, so both stand in the page, known to its policy by
what they hash to.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from kds.core.types import Name
from kds.feed.templating import render
from kds.i18n import Language
from kds.resources import static_dir
from kds.web.problems import OVERLOADED, TOO_OFTEN, Failed

AGAIN = frozenset({429, 503})
"""What this page is for: the same asked again later may be answered."""
AFTER_S = 5
"""After how long it looks where nobody says."""
OF_GUESTS = ("/guest", "/t/", "/v/")
"""How the addresses of guests' pages begin."""
PAGES = 64


class BusyPage(NamedTuple):
    """The page and its headers."""

    status: int
    headers: dict[str, str]
    body: bytes


def busy_page(failure: Failed, language: Language, path: str) -> BusyPage:
    """What is answered to a browser that wanted a page at this path."""
    cause, details = failure.cause, failure.details
    after_s = int(failure.headers.get("retry-after", AFTER_S))
    message = Name(cause.zh.format_map(details), cause.en.format_map(details))
    waits = cause in (OVERLOADED, TOO_OFTEN)
    body = _made(language, path.startswith(OF_GUESTS), waits, message, after_s)
    return BusyPage(cause.status, {**_headers(), **failure.headers, "retry-after": str(after_s)}, body)


@lru_cache(PAGES)
def _made(language: Language, guest: bool, waits: bool, message: Name, after_s: int) -> bytes:
    style, script = _parts()
    whole = {"style": Markup(f"<style>{style}</style>"), "script": Markup(f"<script>{script}</script>")}
    values = {"guest": guest, "waits": waits, "message": message, "after_s": after_s}
    return render("busy/page.html", language, **whole, **values).encode()


@cache
def _parts() -> tuple[str, str]:
    """The style and the script."""
    tokens, style, script = [
        (static_dir() / path).read_text("utf-8")
        for path in ("css/lib/tokens.css", "css/guest/busy.css", "js/guest/busy.js")
    ]
    return tokens + style, script


@cache
def _headers() -> dict[str, str]:
    style, script = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in _parts()]
    return {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": (
            f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "vary": "accept, accept-language, cookie",
    }
