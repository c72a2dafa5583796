"""Who may look at a page: a token, kept in a cookie that scripts cannot read; how a link becomes one."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.websockets import WebSocket

from kds.core.rights import COOK, SEE_WALLS, may
from kds.core.state import State
from kds.storage.bearers import BEARER
from kds.storage.links import exchange, of_link, was_used
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import LINK, Token
from kds.web.addresses import address_of
from kds.web.auth import COOKIE, PERSON, of_browser
from kds.web.crowd import prove
from kds.web.pages.respond import page

OPENS = "open"
"""The parameter with which the button of a link's page asks for it."""
COOKIE_S = 365 * 24 * 3600


def holder(connection: HTTPConnection, tokens: Tokens) -> Token | None:
    """Whose request this is, by its Authorization header, or by the cookies of the browser."""
    authorization = connection.headers.get("authorization", "").encode("latin-1")
    if authorization[: len(BEARER)].lower() == BEARER:
        return tokens.find_bearer(authorization)
    return of_browser(tokens, connection.cookies)


async def viewer(connection: HTTPConnection, tokens: Tokens) -> Token | None:
    """Whose request this is; None for nobody that is known."""
    token = holder(connection, tokens)
    if token is not None:
        prove(connection.scope)
    return token


def may_view(state: State, token: Token | None) -> bool:
    """Whether this visitor may see the screens of the kitchen."""
    return token is not None and may(state, token.role, SEE_WALLS)


def may_press(state: State, token: Token) -> bool:
    """Whether this visitor may do what is done on a wall."""
    return may(state, token.role, COOK)


async def enter(request: Request, tokens: Tokens) -> Response | None:
    """Turn a link into a token of this browser's own and the clean address; None where there is no link.

    It is good once, for whoever comes first: to others it is said, but to who is signed in here. A login code is no
    link: addresses are seen, kept and sent on. A guest's link signs nobody of the house out: the cookie stays.
    What asks for the head alone uses nothing up, nor what does not say that a person goes there: a messenger that
    shows what is behind a link. That gets a page with a button. Raises `StorageError`.
    """
    secret = request.query_params.get("token")
    if secret is None:
        return None
    if request.method == "HEAD":
        return _gone_on(request)
    here, link = _of_the_house(request, tokens), of_link(tokens, secret)
    if here and link is not None and link.role == "guest":
        return _gone_on(request)
    if link is not None and not here_by_hand(request):
        return button(request)
    own = await exchange(tokens, secret)
    if own is not None:
        await request.app.state.link_used(tokens.find(own))
        response = _gone_on(request)
        keep(request, response, own)
        return response
    if secret.startswith(LINK):
        why_not = "" if here else "used" if await was_used(tokens, secret) else "unknown"
        return _gone_on(request, why_not)
    return None if tokens.find(secret) is None else _gone_on(request, "" if here else "code")


def here_by_hand(request: Request) -> bool:
    """Whether a person has opened this address: so the browser says, or they have pressed the button.

    Browsers say it of addresses that are encrypted, or of this machine.
    """
    return request.headers.get("sec-fetch-mode") == "navigate" or OPENS in request.query_params


def button(request: Request) -> Response:
    """A page with the one button that opens this link."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != OPENS]
    return page(request, "link/page.html", viewer=None, asked=kept, opens=OPENS)


def _gone_on(request: Request, why_not: str = "") -> Response:
    """To the same address without the secret, or to where one signs in, which says why that is asked for."""
    rest = [(key, value) for key, value in request.query_params.multi_items() if key not in ("token", OPENS)]
    clean = request.url.path + (f"?{urlencode(rest)}" if rest else "")
    to = f"/sign-in?{urlencode({'link': why_not, 'next': clean})}" if why_not else clean
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    return RedirectResponse(to, status_code=303, headers=headers)


def _of_the_house(request: Request, tokens: Tokens) -> bool:
    """Whether this browser is signed in, with a living token that is no guest's."""
    known = tokens.find(request.cookies.get(COOKIE, ""))
    return known is not None and known.role != "guest"


def keep(request: Request, response: Response, secret: str) -> None:
    """Let the browser remember a token, where no script can read it."""
    response.set_cookie(
        COOKIE, secret, max_age=COOKIE_S, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )


def keep_sign_in(request: Request, response: Response, secret: str) -> None:
    """Let the browser of a device remember who is signed in at it, where no script can read it."""
    secure = request.url.scheme == "https"
    response.set_cookie(PERSON, secret, max_age=COOKIE_S, httponly=True, samesite="lax", secure=secure)


def peer_of(request: Request) -> str:
    """By what the address of whoever asks counts."""
    return address_of(request.client.host) if request.client else ""


def same_origin(websocket: WebSocket) -> bool:
    """Whether a socket was opened by a page of this server, or by no page at all: cookies come along from anywhere."""
    origin = websocket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == websocket.headers.get("host")
