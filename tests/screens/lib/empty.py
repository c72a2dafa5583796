"""An empty document beside which the scripts are served, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route

from kds.resources import static_dir

ADDRESS = "http://kds.test/"


@contextmanager
def empty_page(browser: Browser) -> Iterator[Page]:
    """A page of its own browser, yet to be opened at `ADDRESS`; scripts lie below /js/."""
    context = browser.new_context()
    page = context.new_page()
    page.route(ADDRESS, lambda route: route.fulfill(content_type="text/html", body="<!doctype html><html></html>"))
    page.route(f"{ADDRESS}js/**", _script)
    yield page
    context.close()


def _script(route: Route) -> None:
    route.fulfill(path=static_dir() / route.request.url.removeprefix(ADDRESS))
