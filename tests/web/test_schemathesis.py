"""Requests that schemathesis makes up from the document: every answer is one that the document promises."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from kds.web import sockets
from kds.web.server import Server
from tests.web.served import DOCUMENT, serving

pytestmark = pytest.mark.slow


class Running(threading.Thread):
    """The small house on a port of its own, in a thread of its own: schemathesis waits for its answers."""

    def __init__(self, data: Path) -> None:
        super().__init__(daemon=True)
        self.data = data
        self.started = threading.Event()
        self.server: Server
        self.url = ""
        self.secret = ""

    def run(self) -> None:
        """Serve until `server.should_exit`."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        async with serving(self.data) as api:
            for _ in range(3):
                await api.order("tofu", "cola")
            transport: Any = api.client._transport
            config = uvicorn.Config(
                transport.app, ws=sockets.Protocol, lifespan="off", log_config=None, timeout_keep_alive=120
            )
            self.server = Server(config, self.started.set)
            self.secret = api.secrets["manager"]
            with socket.create_server(("127.0.0.1", 0)) as listener:
                self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
                await self.server.serve([listener])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    thread = Running(tmp_path_factory.mktemp("house") / "data")
    thread.start()
    assert thread.started.wait(20)
    yield thread
    thread.server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def document(running: Running) -> Any:
    """The document as the server gives it."""
    return schemathesis.openapi.from_url(f"{running.url}/api/v1/openapi.json")


CHECKS = [
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
OPERATIONS = [(path, method) for path, operations in DOCUMENT["paths"].items() for method in operations]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_promised(running: Running, document: Any, path: str, method: str) -> None:
    # Good requests and bad ones alike.
    cases = document[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE) | document[path][
        method
    ].as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @given(case=cases)
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def one(case: Any) -> None:
        response = case.call(headers={"Authorization": f"Bearer {running.secret}"})
        case.validate_response(response, checks=CHECKS)

    one()
