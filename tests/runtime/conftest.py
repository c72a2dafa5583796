from collections.abc import AsyncIterator, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.runtime.running import Kitchen, running

Logged = list[MutableMapping[str, Any]]


@pytest.fixture(autouse=True)
def logged() -> Iterator[Logged]:
    """What was logged; nothing is printed."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
async def kitchen(tmp_path: Path, logged: Logged) -> AsyncIterator[Kitchen]:
    """The small house, running on a disk that can fail."""
    async with running(tmp_path) as kitchen:
        yield kitchen
