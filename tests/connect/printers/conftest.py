from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.live.printer import Printer
from tests.runtime.running import Kitchen, running


@pytest.fixture
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What was logged; nothing is printed."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
async def kitchen(tmp_path: Path, logged: list[MutableMapping[str, Any]]) -> AsyncIterator[Kitchen]:
    """The small house, running."""
    async with running(tmp_path) as kitchen:
        yield kitchen


@pytest.fixture
def printer() -> Iterator[Printer]:
    """A printer on the network."""
    with Printer() as printer:
        yield printer


@pytest.fixture
def second() -> Iterator[Printer]:
    """Another one."""
    with Printer() as printer:
        yield printer
