"""Pages for when there is nothing to show, with a way on."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.core.state import State
from kds.core.types import Name, Role
from kds.i18n import known
from kds.storage.tokens import Token
from kds.web.busy import busy_page
from kds.web.pages.respond import language_of, page
from kds.web.problems import Failed
from kds.web.qr import Qr

PEOPLE: tuple[Role, ...] = ("waiter", "cashier", "kitchen", "expo", "manager", "owner")
"""Who works in the house."""


def no_right(request: Request, token: Token, roles: frozenset[Role], template: str = "error/no_right.html") -> Response:
    """403 for somebody whose role is none of those who may, with who may and the way to be one of them."""
    return page(request, template, 403, viewer=token, roles=[each for each in PEOPLE if each in roles])


def no_order(request: Request, token: Token, roles: frozenset[Role]) -> Response:
    """403 for somebody who may not order for guests."""
    return no_right(request, token, roles, "error/no_order.html")


def told(request: Request, status: int, message: Name) -> Response:
    """Why something was not done, in its own words."""
    return page(request, "error/message.html", status, message=message)


def busy(request: Request, failure: Failed) -> Response:
    """503 or 429: the page looks again by itself."""
    status, headers, body = busy_page(failure, language_of(request), request.url.path)
    return Response(body, status, headers=headers)


def no_screen(request: Request, state: State, wanted: str) -> Response:
    """404 with the screens that there are."""
    screens = sorted(state.kitchen.screens.values(), key=lambda screen: screen.screen)
    return page(request, "error/no_screen.html", 404, wanted=wanted, screens=screens)


def screen_gone(request: Request, device: Token, where: str, square: Qr | None) -> Response:
    """404 for a device whose screen was removed: what to do about it; it goes on by itself once it has another."""
    language = known(request.query_params.get("lang")) or known(device.language) or "both"
    return page(
        request,
        "screen_gone/page.html",
        404,
        language=language,
        kept=False,
        device=device.name,
        where=where,
        qr=square,
    )


def no_party(request: Request) -> Response:
    """404 for a party that is not here any more, or never was."""
    return page(request, "error/no_party.html", 404)


def not_found(request: Request) -> Response:
    """404 for an address that no page has."""
    return page(request, "error/not_found.html", 404)


def failed(request: Request) -> Response:
    """500: the fault is ours."""
    return page(request, "error/failed.html", 500)
