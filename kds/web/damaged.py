"""What a server shows whose store cannot be opened: a screen in the house is not silent, and says why."""

from __future__ import annotations

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from kds import __version__
from kds.core.types import Ms, Name
from kds.i18n import DEFAULT
from kds.runtime.alarms import Alarm
from kds.web.pages import errors
from kds.web.pages.respond import NAMELESS
from kds.web.pages.static import BuiltFiles
from kds.web.problems import CONTENT_TYPE, STORAGE_FAILED, Failed, of_failure
from kds.web.watch import Health

CODE = "store_damaged"


def build_damaged_app(words: Name, now: Ms) -> Starlette:
    """Every page tells the words, /healthz has them as an alarm, and everything else fails as on a broken disk."""
    alarm = Alarm(CODE, now, words, {})
    health = Health(
        ready=False,
        seq=0,
        commit_lag_ms=0,
        queue_depth=0,
        feed_clients=0,
        alarms=[alarm],
        now=now,
        version=__version__,
    )

    async def is_damaged(request: Request) -> Response:
        if request.url.path == "/healthz":
            return Response(msgspec.json.encode(health), media_type="application/json")
        if "text/html" in request.headers.get("accept", ""):
            return errors.told(request, 503, words)
        status, body = of_failure(Failed(STORAGE_FAILED))
        return Response(body, status, headers={"retry-after": "60"}, media_type=CONTENT_TYPE)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    app = Starlette(routes=[Mount("/static", BuiltFiles()), Route("/{path:path}", is_damaged, methods=methods)])
    app.state.house_name = lambda: NAMELESS
    app.state.house_language = lambda: DEFAULT
    app.state.paired = lambda request: False
    return app
