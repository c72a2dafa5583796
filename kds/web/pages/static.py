"""Static files: kept for ever under the address of this build, asked after under any other; zipped for who takes it."""

from __future__ import annotations

import gzip
import hashlib
import os
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from kds.feed.templating import build
from kds.feed.whole import Unlinked, joined, source
from kds.resources import static_dir

TEXTS = (".js", ".css", ".svg")


class BuiltFiles(StaticFiles):
    """Serves /static/{build}/{path}. A page of an older build still gets what is there today."""

    def __init__(self) -> None:
        super().__init__(directory=static_dir())

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with an etag and how long it may be kept."""
        asked, _, rest = path.partition(os.sep)
        wanted = source(rest)
        response = await super().get_response(rest, scope) if wanted is None else self._whole(wanted, scope)
        if rest.endswith(TEXTS):
            response = _zipped_for(scope, response)
            response.headers["vary"] = "accept-encoding"
        fresh = asked == build()
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
        response.headers["x-content-type-options"] = "nosniff"
        return response

    def _whole(self, path: str, scope: Scope) -> Response:
        """A file with all that it imports."""
        found, _ = self.lookup_path(path)
        if not found or scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(404 if not found else 405)
        try:
            plain, short = _whole_of(path)
        except Unlinked as why:
            raise HTTPException(404) from why
        mark, asked = f'"{hashlib.sha256(plain).hexdigest()[:16]}"', Headers(scope=scope)
        if self.is_not_modified(Headers({"etag": mark}), asked):
            return NotModifiedResponse(Headers({"etag": mark}))
        media_type = guess_type(path)[0]
        if "gzip" not in asked.get("accept-encoding", ""):
            return Response(plain, headers={"etag": mark}, media_type=media_type)
        return Response(short, headers={"etag": f"W/{mark}", "content-encoding": "gzip"}, media_type=media_type)


@cache
def _whole_of(path: str) -> tuple[bytes, bytes]:
    """It, and it zipped. Raises `Unlinked`."""
    plain = joined(path).encode()
    return plain, gzip.compress(plain, 9, mtime=0)


def _zipped_for(scope: Scope, response: Response) -> Response:
    """The file zipped, where its reader takes it so; its mark is weak then, as its bytes are not those of the file."""
    if not isinstance(response, FileResponse) or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
        return response
    path = Path(response.path)
    body = zipped(path, path.stat().st_mtime_ns)
    headers = {"content-encoding": "gzip", "etag": f"W/{response.headers['etag']}"}
    if scope["method"] == "HEAD":
        return Response(headers={**headers, "content-length": str(len(body))}, media_type=response.media_type)
    return Response(body, headers=headers, media_type=response.media_type)


@cache
def zipped(path: Path, changed_ns: int) -> bytes:
    """A file as it was when it was changed last."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)
