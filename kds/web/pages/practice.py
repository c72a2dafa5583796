"""Practising at /practice: whoever is signed in begins, chooses what to practise, sees how far they are, and leaves."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kds.core.rights import RIGHTS, Right, may
from kds.core.types import Name, Refusal
from kds.feed.templating import render
from kds.i18n import known
from kds.ops.practice.exercises import EXERCISES, Exercise, of_role
from kds.ops.practice.progress import StepShown
from kds.ops.practice.stage import NoStage
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.auth import APPROVERS, COOKIE, PERSON, of_browser
from kds.web.grounds import MOST, Full, Ground, Grounds
from kds.web.pages.access import enter, viewer
from kds.web.pages.errors import told
from kds.web.pages.forms import Stopped, posted, see, to_sign_in
from kds.web.pages.respond import HEADERS, language_of, page
from kds.web.practice import PRACTICE

FULL = Name(
    zh=f"已经有{MOST}台设备在练习，请等其中一台结束",
    en=f"{MOST} devices practise already; wait until one of them has ended",
)
NOT_AT_A_WALL = Name(
    zh="厨显屏不能练习：请在手机、平板或电脑上登录后练习",
    en="A wall does not practise: sign in on a phone, a tablet or a computer",
)


class Practice:
    """The pages; the pages on which is practised are those of the house, on a ground."""

    def __init__(self, store: Store, tokens: Tokens, grounds: Grounds) -> None:
        self._store = store
        self._tokens = tokens
        self._grounds = grounds

    async def show(self, request: Request) -> Response:
        """GET: what practising is, or what there is to practise; `?ended=`, it was over."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        ground = self._ground(request)
        if ground is None and "ended" not in request.query_params:
            await self._person(request)
        response = self._page(request, await viewer(request, self._tokens), ground)
        if ground is None:
            forget(response)
        return response

    async def begin(self, request: Request) -> Response:
        """POST: a copy of the house as it is now."""
        await posted(request)
        token = await self._person(request)
        if self._ground(request) is not None:
            return see("/practice")
        cookies = [request.cookies[name] for name in (COOKIE, PERSON) if name in request.cookies]
        try:
            secret = await self._grounds.begin(token, cookies)
        except Full:
            return told(request, 503, FULL)
        response = see("/practice")
        secure = request.url.scheme == "https"
        response.set_cookie(PRACTICE, secret, httponly=True, samesite="lax", secure=secure)
        return response

    async def exercise(self, request: Request) -> Response:
        """POST /practice/exercise: its stage is set, and it begins where its first step is done."""
        fields = await posted(request)
        ground = self._ground(request)
        if ground is None:
            return see("/practice?ended=1")
        wanted = EXERCISES.get(fields.get("exercise", ""))
        if wanted not in self._exercises(ground):
            return see("/practice")
        assert wanted is not None
        self._grounds.touch(ground)
        try:
            await ground.made.progress.begin(wanted.exercise)
        except NoStage as none:
            return self._page(request, ground.token, ground, none.words, 422)
        except Refusal as refusal:
            return self._page(request, ground.token, ground, refusal.message(), 422)
        return see(ground.made.progress.steps()[0].page)

    async def leave(self, request: Request) -> Response:
        """POST /practice/leave: nothing of it is left."""
        await posted(request)
        await self._grounds.end(request.cookies.get(PRACTICE, ""))
        response = see("/practice?ended=left")
        forget(response)
        return response

    async def panel(self, request: Request) -> Response:
        """GET /practice/panel: the steps, a piece of a page; 409 where the practice is over."""
        ground = self._ground(request)
        if ground is None:
            return Response(status_code=409, headers=HEADERS)
        language = known(request.query_params.get("language")) or language_of(request)
        return HTMLResponse(render("practice/_panel.html", language, **self._shown(ground)), headers=HEADERS)

    async def _person(self, request: Request) -> Token:
        token = await viewer(request, self._tokens)
        if token is None or token.role == "device":
            raise Stopped(to_sign_in(request))
        if token.screen is not None or token.role not in APPROVERS:
            raise Stopped(told(request, 403, NOT_AT_A_WALL))
        return token

    def _ground(self, request: Request) -> Ground | None:
        return self._grounds.find(request.cookies.get(PRACTICE, ""), of_browser(self._tokens, request.cookies))

    def _exercises(self, ground: Ground) -> list[Exercise]:
        return of_role(self._store.state, ground.token.role)

    def _shown(self, ground: Ground) -> dict[str, Any]:
        """What the piece of the steps, and the page, show of a ground."""
        progress, lacks = ground.made.progress, self._lacks(ground)
        return {
            "exercise": progress.exercise,
            "steps": [_quoted(each) for each in progress.steps()],
            "over": progress.is_over,
            "asks": progress.exercise is not None and progress.exercise.approved in lacks,
            "approver": ground.made.approver,
            "pin": ground.made.pin,
        }

    def _lacks(self, ground: Ground) -> list[Right]:
        return [each for each in RIGHTS.values() if not may(self._store.state, ground.token.role, each)]

    def _page(
        self, request: Request, token: Token | None, ground: Ground | None, fault: Name | None = None, status: int = 200
    ) -> Response:
        if ground is None:
            ended = request.query_params.get("ended", "")
            return page(request, "practice/page.html", viewer=token, ground=None, ended=ended, practice="")
        return page(
            request,
            "practice/page.html",
            status,
            viewer=token,
            practice=ground.ground,
            ground=ground,
            exercises=self._exercises(ground),
            finished=ground.made.progress.finished,
            fault=fault,
            **self._shown(ground),
        )


def _quoted(step: StepShown) -> StepShown:
    path, _, query = step.page.partition("?")
    return step._replace(page=quote(path) + (f"?{query}" if query else ""))


def forget(response: Response) -> None:
    """The browser does not practise any more."""
    response.delete_cookie(PRACTICE, httponly=True, samesite="lax")
