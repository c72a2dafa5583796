"""Fixtures for tests against a real server: imported by the conftest of each folder that has such tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.live.client import Api
from tests.live.server import House, Server, new_house


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A demo restaurant that nobody has served yet: to be copied, not used."""
    return new_house(tmp_path_factory.mktemp("founded") / "data")


@pytest.fixture
def house(founded: House, tmp_path: Path) -> House:
    """A demo restaurant of the test's own."""
    return founded.copied_to(tmp_path / "data")


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """It, being served."""
    with Server(house) as running:
        yield running


@pytest.fixture
async def api(server: Server) -> AsyncIterator[Api]:
    """A client of that server."""
    async with Api(server.url, server.house.tokens) as client:
        yield client
