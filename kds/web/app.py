"""The application: the public interface first, then whatever pages there are."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from kds.core.types import Name
from kds.feed.bars import KnownBars
from kds.feed.events import Broadcast
from kds.feed.hub import Hub
from kds.feed.past import WholeFeed
from kds.i18n import DEFAULT, Language
from kds.ops.kitchen_figures import KitchenFigures
from kds.ops.metrics import Metrics
from kds.reports.asking import Facts
from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.measures import Measures
from kds.storage.paint_log import PaintLog
from kds.storage.photos import Photos
from kds.storage.tokens import Token, is_device
from kds.web import guests, openapi, pages, wire
from kds.web.api import FEED, ROUTES
from kds.web.approvals import Approvals
from kds.web.auth import COOKIE
from kds.web.contacts import Contacts
from kds.web.endpoints import Address, GetHandler, Handler, PostHandler
from kds.web.feed import FeedHandler, upgrade_required
from kds.web.grounds import Grounds
from kds.web.guests.entering import Entering
from kds.web.guests.passes import KEY_BYTES, Passes
from kds.web.pace import Pace
from kds.web.pages import errors
from kds.web.pages.people import viewer_of
from kds.web.pages.respond import NAMELESS
from kds.web.problems import INTERNAL, METHOD_NOT_ALLOWED, NOT_FOUND, Failed, of_failure
from kds.web.routes import PREFIX, Post
from kds.web.watch import HealthHandler, MetricsHandler

if TYPE_CHECKING:
    from kds.ops.tls.served import Served

log = structlog.get_logger()

ExceptionHandlers = Mapping[Any, Any]
"""As Starlette takes them: status or exception → what answers it."""


class App(Starlette):
    """Starlette, with a short way to what answers every fault by itself: the public interface, whose peaks are long."""

    def __init__(self, short: Mapping[str, ASGIApp], routes: Sequence[BaseRoute], handlers: ExceptionHandlers) -> None:
        super().__init__(routes=routes, exception_handlers=handlers)
        self._short = short

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """To an address that holds no parameters at once, to all others by way of the routes."""
        at_once = self._short.get(scope["path"]) if scope["type"] == "http" else None
        if at_once is None:
            await super().__call__(scope, receive, send)
        else:
            scope["path_params"] = {}
            await at_once(scope, receive, send)


def build_app(
    store: Store,
    tokens: Tokens,
    people: People,
    metrics: Metrics,
    hub: Hub,
    feed: WholeFeed,
    figures: KitchenFigures,
    bars: KnownBars,
    photos: Photos,
    *,
    design: bool = False,
    grounds: Grounds | None = None,
    alone: bool = False,
    served: Served | None = None,
    guest_key: bytes = b"",
    measures: Measures | None = None,
    paints: PaintLog | None = None,
    facts: Facts | None = None,
) -> Starlette:
    """The ASGI application of a store that runs; `design` adds /design, `grounds` /practice, and `alone` says that
    it is served to this machine only, `served` by which certificate also by HTTPS. `guest_key` is what the passes of
    guests are signed with, where they are to outlive the server; so `measures` are those that were kept, and
    `paints` what screens have painted; `facts` are asked for reports. Its lifespan is the caller's business.
    """
    approvals, pace = Approvals(), Pace()
    entering = Entering(store, tokens, Passes(guest_key or secrets.token_bytes(KEY_BYTES)), pace)
    contacts, noted = Contacts(store.clock.monotonic), measures or Measures()
    api = _api(store, tokens, approvals, metrics, feed, facts or Facts(), entering, pace)
    routes = [
        *[Route(path, address) for path, address in api.items()],
        WebSocketRoute(FEED.path, FeedHandler(FEED, store, tokens, feed, metrics)),
        *_open_to_all(store, metrics, feed.live, figures),
        *pages.routes(
            store,
            tokens,
            people,
            approvals,
            hub,
            bars,
            photos,
            contacts,
            noted,
            paints or PaintLog(),
            grounds,
            design=design,
        ),
        *guests.routes(store, tokens, entering, contacts),
    ]
    short = {path: address for path, address in api.items() if "{" not in path}
    app = App(short, routes, {HTTPException: _nothing_here, Exception: _fault})
    app.router.redirect_slashes = False
    app.state.house_name = lambda: _house_name(store)
    app.state.house_language = lambda: _house_language(store)
    app.state.paired = lambda request: _is_paired(tokens, request)
    app.state.practises = grounds is not None
    app.state.alone = alone
    app.state.served = served
    app.state.link_used = partial(_link_used, store)
    app.state.viewer = lambda token: viewer_of(people, token)
    return app


async def _link_used(store: Store, own: Token | None) -> None:
    """A browser has got a token of its own for a link."""
    if own is not None:
        await note_access(store, "link_used", own.id, own.role, by=own.id)


def _house_name(store: Store) -> Name:
    """What heads the pages."""
    house = store.state.day.house.value
    return NAMELESS if house is None else house.name


def _house_language(store: Store) -> Language:
    """What pages speak to whom nothing better is known of."""
    house = store.state.day.house.value
    return DEFAULT if house is None else house.language


def _is_paired(tokens: Tokens, request: Request) -> bool:
    """Whether a page is asked for at a paired device, whoever is signed in there."""
    own = tokens.find(request.cookies.get(COOKIE, ""))
    return own is not None and is_device(own)


def _api(
    store: Store,
    tokens: Tokens,
    approvals: Approvals,
    metrics: Metrics,
    feed: WholeFeed,
    facts: Facts,
    entering: Entering,
    pace: Pace,
) -> dict[str, Address]:
    handlers: dict[str, dict[str, Handler]] = defaultdict(dict)
    for each in ROUTES:
        handlers[each.path][each.method] = (
            PostHandler(each, store, tokens, approvals, pace, entering.token)
            if isinstance(each, Post)
            else GetHandler(each, store, tokens, feed, facts, pace, entering.token)
        )
    return {path: Address(by_method, metrics) for path, by_method in handlers.items()}


def _open_to_all(store: Store, metrics: Metrics, broadcast: Broadcast, figures: KitchenFigures) -> Sequence[BaseRoute]:
    handlers: dict[str, Handler] = {
        "/healthz": HealthHandler(store, broadcast),
        "/metrics": MetricsHandler(metrics, store, broadcast, figures),
        f"{PREFIX}/openapi.json": openapi.handler(),
        FEED.path: upgrade_required,
    }
    return [Route(path, Address({"GET": handler}, metrics)) for path, handler in handlers.items()]


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


async def _nothing_here(request: Request, error: Exception) -> Response:
    """What routing and static files raise: 405, or there is nothing to be had."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and _wants_page(request):
        return errors.not_found(request)
    if error.status_code == 405:
        return _problem(Failed(METHOD_NOT_ALLOWED, dict(error.headers or {}), method=request.method))
    return _problem(Failed(NOT_FOUND))


async def _fault(request: Request, error: Exception) -> Response:
    """What nobody foresaw; starlette raises it again, and the server logs it."""
    return errors.failed(request) if _wants_page(request) else _problem(Failed(INTERNAL))


def _problem(failure: Failed) -> Response:
    status, body = of_failure(failure)
    headers = {name.decode(): value.decode() for name, value in wire.problem_headers(failure)}
    return Response(body, status, headers=headers)
