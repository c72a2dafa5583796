"""The fixture that every test of the interface uses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.served import Api, serving


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    """The small house, running behind its interface."""
    async with serving(tmp_path / "data") as served:
        yield served
