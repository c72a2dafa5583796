"""A house that has nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kds.bootstrap import BARE, BARE_KITCHEN
from kds.core.day.found_house import FoundHouse
from tests.house import CLOSES
from tests.screens.kitchen import Kitchen, running


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    """As `kds init` founds it, served by a process of its own."""
    yield from running(
        Kitchen(tmp_path / "data", (FoundHouse(replace(BARE, store_id="s"), "2026-09-21", CLOSES), BARE_KITCHEN))
    )
