"""Whose an answer is that a browser may keep, and show again while the house is away (`static/service-worker.js`)."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from kds.feed.templating import build
from kds.storage.tokens import Token
from kds.web.pages.respond import practised

HOLDER = "kds-holder"
"""The header that names the holder: an answer without it is kept for nobody, and nothing of one is shown to another."""
BUILD = "kds-build"
"""The header that says of which build the pages are by now."""
PRACTICE = "kds-practice"
"""The header that says that this is of a practice."""
Answer = TypeVar("Answer", bound=Response)


def held(request: Request, answer: Answer, token: Token) -> Answer:
    """An answer that may be kept for whoever is signed in by this token, until they are not any more."""
    return held_by(request, answer, hashlib.sha256(token.id.encode()).hexdigest()[:16])


def held_by(request: Request, answer: Answer, holder: str) -> Answer:
    """An answer that may be kept for a holder, under whatever name the house knows them; of a practice nothing is."""
    answer.headers[BUILD] = build()
    practice = practised(request)
    if practice:
        answer.headers[PRACTICE] = practice
    else:
        answer.headers[HOLDER] = holder
    return answer
