"""What is asked for at the root of the house: its icon, its service worker, the pages that need no house."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kds.resources import static_dir
from kds.web.pages.respond import page


async def favicon(request: Request) -> Response:
    """The icon for browsers that ask for it unbidden."""
    return FileResponse(static_dir() / "icons" / "kds.svg", headers={"cache-control": "max-age=86400"})


async def kiosk(request: Request) -> Response:
    """A page for the disk of a device: it waits for this server, and goes to its wall."""
    headers = {"cache-control": "no-cache", "content-disposition": 'attachment; filename="wall.html"'}
    return FileResponse(static_dir() / "kiosk.html", media_type="text/html", headers=headers)


async def offline(request: Request) -> Response:
    """The page for what a browser has not kept: it waits for the house. It is the same for everybody."""
    return page(request, "offline/page.html", kept=False)


async def service_worker(request: Request) -> Response:
    """The service worker: it may keep pages of the whole site, and is asked after each time."""
    headers = {"cache-control": "no-cache", "service-worker-allowed": "/", "x-content-type-options": "nosniff"}
    script = static_dir() / "service-worker.js"
    return FileResponse(script, media_type="text/javascript", headers=headers)
