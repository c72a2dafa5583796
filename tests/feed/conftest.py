"""A store that is moved by hand, and a hub that follows it."""

from __future__ import annotations

from typing import cast

import pytest

from kds.feed.hub import Hub
from kds.feed.live_view import WALL
from kds.feed.walls import walls
from kds.runtime.store import Store
from tests.feed.watching import HouseStore


@pytest.fixture
def store() -> HouseStore:
    """A store that is moved by hand."""
    return HouseStore()


@pytest.fixture
def hub(store: HouseStore) -> Hub:
    """A hub that follows it."""
    return Hub(cast(Store, store), {WALL: walls(store.state)})
