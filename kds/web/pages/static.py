"""Static files: kept for ever under the address of this build, asked after under any other."""

from __future__ import annotations

import os

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from kds.feed.templating import build
from kds.resources import static_dir


class BuiltFiles(StaticFiles):
    """Serves /static/{build}/{path}. A page of an older build still gets what is there today."""

    def __init__(self) -> None:
        super().__init__(directory=static_dir())

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with an etag and how long it may be kept."""
        asked, _, rest = path.partition(os.sep)
        response = await super().get_response(rest, scope)
        fresh = asked == build()
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
        response.headers["x-content-type-options"] = "nosniff"
        return response
