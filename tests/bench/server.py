"""The server under measurement: kds as it is, and beside its own routes a POST that does nothing."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import uvloop
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kds import bootstrap
from kds.ops.logging import to_stderr
from kds.web.app import build_app


async def noop(request: Request) -> Response:
    """What the framework costs: the body is read and thrown away."""
    await request.body()
    return JSONResponse({"ok": True})


def main(data: Path) -> None:
    """Serve on a free port and print the address when ready."""

    def with_noop(*parts: Any, **options: Any) -> Any:
        built = build_app(*parts, **options)
        built.router.routes.insert(0, Route("/noop", noop, methods=["POST"]))
        return built

    setattr(bootstrap, "build_app", with_noop)  # noqa: B010
    to_stderr()
    ready = lambda address: print(f"ready at {address}", flush=True)  # noqa: E731
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(bootstrap.serve(data, "127.0.0.1", 0, ready, print))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
