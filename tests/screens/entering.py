"""How a browser of a test is signed in: with a login code where browsers keep it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from kds.web.auth import COOKIE


def signed_in(context: BrowserContext, url: str, secret: str) -> None:
    """From now on this browser speaks for the bearer of a login code at a house."""
    context.add_cookies([{"name": COOKIE, "value": secret, "url": url, "httpOnly": True, "sameSite": "Lax"}])
