"""The house of those who take money: it rounds cash and can charge tea."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Page

from tests.screens.desk_pages import DESK, PHONE, TABLES, OpenDesk, numbers, open_desk, other, table, wire
from tests.screens.kitchen import Kitchen, founding

__all__ = ["DESK", "PHONE", "numbers", "open_desk", "other", "table", "wire"]

CHARGES = {
    "round_to_minor": 10,
    "surcharges": [
        {
            "surcharge": "tea",
            "name": {"zh": "茶位费", "en": "Tea"},
            "kind": "per_head",
            "value": 500,
            "automatic": False,
        }
    ],
}


class OpenTill(Protocol):
    """Opens a page of those who take money."""

    def __call__(
        self,
        path: str = "/cashier",
        lang: str = "en",
        *,
        size: tuple[int, int] = DESK,
        role: str = "waiter",
        port: int | None = None,
    ) -> Page: ...


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house with many tables, for a whole module."""
    made = Kitchen(tmp_path_factory.mktemp("cashier") / "data", founding(more_tables=TABLES))
    made.start()
    made.post("/billing", CHARGES)
    yield made
    made.stop()


@pytest.fixture
def open_till(open_desk: OpenDesk) -> OpenTill:
    """At a desk, where nothing else is said."""

    def opened(
        path: str = "/cashier",
        lang: str = "en",
        *,
        size: tuple[int, int] = DESK,
        role: str = "waiter",
        port: int | None = None,
    ) -> Page:
        return open_desk(path, lang, size=size, role=role, port=port)

    return opened
