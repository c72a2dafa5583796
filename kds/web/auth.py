"""Who asks: the bearer of a token, or one of our own pages with the token in a cookie; and whether its role may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.types import Scope

from kds.core.rights import FORBIDDEN, STAFF, Right, may
from kds.core.state import State
from kds.core.types import Refusal, Role, Who
from kds.storage.bearers import BEARER
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.approvals import Approvals
from kds.web.problems import APPROVER_UNKNOWN, UNAUTHORIZED, Failed
from kds.web.wire import header

COOKIE = "kds_token"
"""Where a browser keeps a token: scripts cannot read it."""
PERSON = "kds_person"
"""Where the browser of a paired device keeps the sign-in of whoever is signed in at it."""
SAFE = frozenset({"GET", "HEAD"})
APPROVERS = STAFF | {"owner"}
"""The people of the house: they may approve of what they may do themselves, and have others approve."""
CHALLENGE = {"www-authenticate": "Bearer"}


Guests = Callable[[Request, str], Token | None]
"""As whom a page of this visit speaks, by the pass of its phone; None where it has none. Fails with visit_over."""
VISIT = b"kds-visit"
"""The header by which a guest's page says of which visit it is."""


class Approver(NamedTuple):
    """Who answers for a request; `asker` is the token for which alone they do, None for whichever."""

    who: Who
    asker: str | None = None


def of_browser(tokens: Tokens, cookies: Mapping[str, str]) -> Token | None:
    """Whom a browser's cookies speak for: who is signed in at a paired device, else the browser's own token.

    A sign-in is good at its own device alone.
    """
    own = tokens.find(cookies.get(COOKIE, ""))
    if own is None or own.role != "device":
        return own
    person = tokens.find(cookies.get(PERSON, ""))
    return person if person is not None and person.device == own.id else own


def asking(
    state: State,
    tokens: Tokens,
    scope: Scope,
    authorization: bytes | None,
    rights: Sequence[Right],
    approver: Approver | None = None,
    guests: Guests | None = None,
) -> Token:
    """The token of a request, which has one of `rights`: of its header, else that in the cookie of a browser. A guest's
    page says of which visit it is, and speaks by the pass of its phone alone.

    With a cookie, what changes something is taken from our own pages alone: cookies come along from anywhere. With the
    word of an approver who has the right, any of the house may ask; nobody's own word counts. Fails with unauthorized,
    also at a device where nobody is signed in, and with approver_unknown. Refused: forbidden.
    """
    if authorization is not None:
        return _permitted(state, tokens.find_bearer(authorization), rights, approver)
    request = Request(scope)
    ours = request.method in SAFE or own_page(request)
    visit = None if guests is None else header(scope, VISIT)
    if guests is not None and visit is not None:
        return _permitted(state, guests(request, visit.decode("latin-1")) if ours else None, rights, None)
    token = of_browser(tokens, request.cookies) if ours else None
    return _permitted(state, None if token is None or token.role == "device" else token, rights, approver)


def approving(tokens: Tokens, approvals: Approvals, secret: bytes | None, key: bytes | None) -> Approver | None:
    """Who answers for the request under `key` by a secret beside it (`Approver-Token`); None where none is given.

    That is a login code, or what somebody got for their PIN at the asker's device. Fails with approver_unknown: also
    for a device, at which nobody is signed in, for who is signed in at one, and for guests and programs.
    """
    if secret is None:
        return None
    said = secret.strip().decode("latin-1")
    approval = approvals.use(said, key or b"")
    if approval is not None:
        return Approver(approval.who, approval.asker)
    token = tokens.find(said)
    if token is None or token.role not in APPROVERS or token.screen is not None or token.device is not None:
        raise Failed(APPROVER_UNKNOWN)
    return Approver(who(token))


def own_page(request: Request) -> bool:
    """Whether a page of this server sent this: no page of another's can forge these two headers."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


def _permitted(state: State, token: Token | None, rights: Sequence[Right], approver: Approver | None) -> Token:
    if token is None:
        raise Failed(UNAUTHORIZED, CHALLENGE)
    if approver is not None and approver.asker is not None and not _still_for(state, approver, token):
        raise Failed(APPROVER_UNKNOWN)
    people: list[Role] = [token.role]
    if approver is not None and token.role in APPROVERS and approver.who.id != who(token).id:
        people.append(approver.who.role)
    if not any(may(state, role, right) for role in people for right in rights):
        raise Refusal(FORBIDDEN)
    return token


def _still_for(state: State, approver: Approver, token: Token) -> bool:
    """Whether whoever approved did so for this asker, and is what they were."""
    person = state.people.staff.get(approver.who.id)
    return approver.asker == token.id and person is not None and person.role == approver.who.role


def who(token: Token) -> Who:
    """Whom a token speaks for: the person who is signed in, else its bearer."""
    return Who(token.person or token.id, token.role, token.table, token.channel, token.party)


def websocket_holder(state: State, tokens: Tokens, scope: Scope, rights: Sequence[Right]) -> Token:
    """The token of a websocket's handshake: from the header, or the `token` query parameter."""
    authorization = header(scope, b"authorization")
    if authorization is not None and authorization[: len(BEARER)].lower() == BEARER:
        return _permitted(state, tokens.find_bearer(authorization), rights, None)
    query = parse_qs(scope["query_string"].decode("latin-1"))
    return _permitted(state, tokens.find(query.get("token", [""])[0]), rights, None)
