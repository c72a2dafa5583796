"""The house of those who serve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

from tests.screens.desk_pages import DESK, PHONE, TABLES, OpenDesk, numbers, open_desk, other, table, wire
from tests.screens.kitchen import Kitchen, founding, running

__all__ = ["DESK", "PHONE", "numbers", "open_desk", "other", "table", "wire"]


class OpenFloor(Protocol):
    """Opens a page of those who serve, and waits until it is live."""

    def __call__(
        self,
        path: str = "/floor",
        lang: str = "en",
        *,
        size: tuple[int, int] = PHONE,
        role: str = "waiter",
        port: int | None = None,
    ) -> Page: ...


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house with many tables, served by a process of its own, for a whole module."""
    yield from running(Kitchen(tmp_path_factory.mktemp("floor") / "data", founding(more_tables=TABLES)))


@pytest.fixture
def open_floor(open_desk: OpenDesk) -> OpenFloor:
    """On a phone, where nothing else is said."""

    def opened(
        path: str = "/floor",
        lang: str = "en",
        *,
        size: tuple[int, int] = PHONE,
        role: str = "waiter",
        port: int | None = None,
    ) -> Page:
        page = open_desk(path, lang, size=size, role=role, port=port)
        expect(page.locator("#gone")).to_be_hidden()
        return page

    return opened
