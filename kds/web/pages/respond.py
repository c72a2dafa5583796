"""What every page is sent with: its language, and a policy under which only our own files are run or shown."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kds.core.kitchen.screens import Screen
from kds.core.types import Name
from kds.feed.templating import render
from kds.i18n import LANGUAGES, Language, known, negotiate, negotiate_tongue, tongue

R = TypeVar("R", bound=Response)

PAGES, WALLS = "kds_lang", "kds_wall_lang"
"""Cookies of the language: one for all pages, and one for each wall, sent only to that wall's own address."""
MARKED = "kds.practice"
"""In the scope of a request for a page of the house: the ground on which whoever asks practises."""
YEAR_S = 365 * 24 * 3600
NAMELESS = Name(zh="kds", en="kds")
"""What heads the pages of a house that is not founded, or of which nothing can be read."""

FORM = re.compile(r'(<form [^>]*method="post" action=")((?!/practice|/sign-)[^"]*)(?=")')
"""What begins a form of a template, up to its address."""
POLICY = "content-security-policy"
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def language_of(request: Request) -> Language:
    """`?lang=`, or what was chosen here before, or what the browser asks for, or the house's language.

    At a paired device it is the house's before the browser's: who set the tablet up has not said what people read.
    """
    said = known(request.query_params.get("lang")) or known(request.cookies.get(PAGES))
    if said is not None:
        return said
    of_house: Language = request.app.state.house_language()
    if request.app.state.paired(request):
        return of_house
    return negotiate(request.headers.get("accept-language", ""), of_house)


def language_of_guest(request: Request) -> str:
    """The same of a guest's page, which speaks what catalogues have been added for as well."""
    said = tongue(request.query_params.get("lang")) or tongue(request.cookies.get(PAGES))
    otherwise = language_of(request)
    if said is not None or request.app.state.paired(request):
        return said or otherwise
    return negotiate_tongue(request.headers.get("accept-language", ""), otherwise)


def language_of_wall(request: Request, screen: Screen) -> Language:
    """`?lang=`, or what was chosen on this wall before, or the screen's own."""
    return known(request.query_params.get("lang")) or known(request.cookies.get(WALLS)) or screen.language


def here(request: Request) -> str:
    """The path of this request as a link back to it, which leads to no other host whatever was asked for."""
    path: str = request.scope["path"]
    return "/" + quote(path.lstrip("/\\"))


def practised(request: Request) -> str:
    """The ground on which this is asked, or by whose browser; "" in the house."""
    found: str = getattr(request.app.state, "practice", None) or request.scope.get(MARKED) or ""
    return found


def claimed(html: str, practice: str) -> str:
    """A page whose forms say of which ground they are, but those that are the house's whoever practises."""
    return FORM.sub(lambda found: f"{found[1]}{found[2]}{'&amp;' if '?' in found[2] else '?'}practice={practice}", html)


def page(
    request: Request,
    template: str,
    status: int = 200,
    *,
    wall: bool = False,
    language: Language | None = None,
    kept: bool = True,
    **values: Any,
) -> HTMLResponse:
    """A page in the reader's language, or in `language`.

    One chosen by `?lang=` is `kept`, on a wall for that wall alone.
    """
    language = language or language_of(request)
    if values.get("viewer") is not None:
        values["viewer"] = request.app.state.viewer(values["viewer"])
    practice = values.setdefault("practice", practised(request))
    html = render(template, language, here=here(request), house_name=request.app.state.house_name(), **values)
    if practice:
        html = claimed(html, practice)
    response = HTMLResponse(html, status, headers={**HEADERS, "vary": "accept-language, cookie"})
    return spoken(request, response, language, practice, wall=wall, kept=kept)


def spoken(request: Request, response: R, language: str, practice: str, *, wall: bool = False, kept: bool = True) -> R:
    """A page with the world that it is of, and the language that was chosen with it."""
    if practice:
        response.headers["kds-practice"] = practice
    if kept and request.query_params.get("lang") in (language, *LANGUAGES):
        cookie, path = (WALLS, request.url.path) if wall else (PAGES, "/")
        response.set_cookie(cookie, language, max_age=YEAR_S, path=path, samesite="lax", httponly=True)
    return response


def framing(answer: Response) -> Response:
    """A page that has a picture of a screen in it."""
    if POLICY in answer.headers:
        answer.headers[POLICY] += "; frame-src 'self'"
    return answer
