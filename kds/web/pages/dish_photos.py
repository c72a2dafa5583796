"""Photos of dishes: given to the form of a dish, and shown to whoever may see the menu."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kds.core.changes.model import Wanted
from kds.core.rights import MENU, SEE_MENU
from kds.core.state import State
from kds.core.types import Name, Refusal
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.photos import SIDES, UPLOAD_BYTES, BadPhoto, Photos, Size
from kds.web import wire
from kds.web.auth import asking, own_page
from kds.web.endpoints import FORESEEN
from kds.web.pages import errors
from kds.web.pages.forms import FOREIGN, person
from kds.web.pages.respond import language_of
from kds.web.problems import Failed, refusal_status

FOREVER = "private, max-age=31536000, immutable"
"""An id is of one picture for ever."""
WHY = {
    "no_picture": Name(zh="这不是JPEG、PNG或WebP图片", en="This is no picture in JPEG, PNG or WebP"),
    "too_many_pixels": Name(
        zh="图片太大，请先缩小（JPEG最多5000万像素，PNG、WebP和渐进式JPEG最多1250万像素）",
        en="The picture is too large; 50 million pixels at most, 12.5 million of a PNG, a WebP or a progressive JPEG",
    ),
    "full": Name(
        zh="照片已经放满了，请先去掉一些菜的照片", en="There is no room for more photos; take some off other dishes"
    ),
    "too_large": Name(zh="文件太大，最多8 MB", en="The file is too large; 8 MB at most"),
    "disk": Name(zh="照片没能存到硬盘上，请再试一次", en="The photo could not be stored on the disk; try again"),
}


class DishPhotos:
    """POST /menu/photos, GET /photos/{photo}/{size}."""

    def __init__(self, store: Store, tokens: Tokens, photos: Photos) -> None:
        self._store = store
        self._tokens = tokens
        self._photos = photos

    async def add(self, request: Request) -> Response:
        """POST: a picture as its bytes; its id, which the form of a dish then says, or why it cannot be kept."""
        await person(request, self._store, self._tokens, MENU)
        if not own_page(request):
            return errors.told(request, 403, FOREIGN)
        try:
            length = wire.header(request.scope, b"content-length")
            given = await wire.read_body(request.receive, length, UPLOAD_BYTES)
        except Failed:
            return _why(request, "too_large")
        try:
            photo = await self._photos.add(given, set(named(self._store.state)))
        except BadPhoto as bad:
            return _why(request, bad.why)
        except OSError:
            return _why(request, "disk")
        return _json({"photo": photo}, 200)

    async def show(self, request: Request) -> Response:
        """GET: a picture, small or large."""
        try:
            authorization = wire.header(request.scope, b"authorization")
            asking(self._store.state, self._tokens, request.scope, authorization, (SEE_MENU,))
        except Refusal as refusal:
            return Response(status_code=refusal_status(refusal.reason))
        except FORESEEN:
            return Response(status_code=401)
        size: Size | None = next((each for each in SIDES if each == request.path_params["size"]), None)
        found = None if size is None else await self._photos.read(request.path_params["photo"], size)
        if found is None:
            return Response(status_code=404, headers={"cache-control": "no-store"})
        headers = {"cache-control": FOREVER, "x-content-type-options": "nosniff"}
        return Response(found, media_type="image/jpeg", headers=headers)


def named(state: State) -> Iterator[str]:
    """The photos of dishes, of those that drafts want, and of those that a change could bring back."""
    wanted = [draft.wanted for draft in state.changes.drafts.values()]
    for kept in state.changes.kept.values():
        wanted += [kept.before, kept.after]
    yield from [dish.photo for dish in state.menu.dishes.values() if dish.photo]
    yield from [photo for each in wanted for photo in _of(each)]


def _of(wanted: Wanted) -> list[str]:
    return [] if wanted.menu is None else [dish.photo for dish in wanted.menu.dishes if dish.photo]


def _why(request: Request, why: str) -> Response:
    words = WHY[why]
    return _json({"why": words.in_en if language_of(request) == "en" else words.in_zh}, 422)


def _json(body: dict[str, str], status: int) -> Response:
    headers = {"cache-control": "no-store"}
    return Response(msgspec.json.encode(body), status, media_type="application/json", headers=headers)
