"""Who may look at a page: a token from a link, kept in a cookie that scripts cannot read."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.websockets import WebSocket

from kds.core.rights import COOK, SEE_WALLS, may
from kds.core.state import State
from kds.storage.living_tokens import BEARER, Tokens
from kds.storage.tokens import Token
from kds.web.addresses import address_of
from kds.web.auth import COOKIE, PERSON, of_browser
from kds.web.crowd import prove

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
    """Turn a link with a good token into a cookie and the clean address; None where it has none or a bad one.

    A guest's link signs nobody of the house out: where the cookie is of another role, it stays.
    """
    secret = request.query_params.get("token")
    token = tokens.find(secret) if secret else None
    if secret is None or token is None:
        return None
    rest = [(key, value) for key, value in request.query_params.multi_items() if key != "token"]
    clean = request.url.path + (f"?{urlencode(rest)}" if rest else "")
    response = RedirectResponse(clean, status_code=303, headers={"cache-control": "no-store"})
    if token.role != "guest" or not _of_the_house(request, tokens):
        keep(request, response, secret)
    return response


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
