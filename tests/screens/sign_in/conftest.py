"""The small house with people who have PINs, and devices at which they sign in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

from kds.bootstrap import running_store
from kds.core.people.change_person import ChangePerson
from kds.core.people.model import StaffRole
from kds.runtime.messages import HOUSE
from kds.storage.devices import pair
from kds.web.auth import COOKIE
from tests.live.aside import aside
from tests.screens.desk import OpenPage
from tests.screens.kitchen import Kitchen

DESK, PHONE = (1280, 800), (390, 844)
PIN, OWNERS_PIN = "2580", "97531"
NAMES = ("林小梅", "Ann", "Bartholomew Featherstonehaugh-Cholmondeley", "王伟")
"""Waiters; the owner is May."""


class Staffed(Kitchen):
    """The house with its people, and the secrets of devices that are paired."""

    people: dict[str, str]
    devices: list[str]


async def _hired(data: Path) -> tuple[dict[str, str], list[str]]:
    people: dict[str, str] = {}
    async with running_store(data) as house:

        async def hire(name: str, role: StaffRole, pin: str) -> None:
            card = await house.people.add(name, "")
            await house.people.set_pin(card.person, pin)
            await house.store.submit(ChangePerson(card.person, role), HOUSE)
            people[name] = card.person

        for name in NAMES:
            await hire(name, "waiter", PIN)
        await hire("May", "owner", OWNERS_PIN)
        return people, [(await pair(house.tokens, f"Till {n}", None))[1] for n in range(2)]


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Staffed]:
    """The house, served."""
    made = Staffed(tmp_path / "data")
    made.people, made.devices = aside(_hired(made.data))
    made.start()
    yield made
    made.stop()


class OpenPad(Protocol):
    """Opens the pad of a device."""

    def __call__(
        self, lang: str = "en", size: tuple[int, int] = DESK, device: int = 0, path: str = "/sign-in"
    ) -> Page: ...


@pytest.fixture
def open_pad(kitchen: Staffed, open_page: OpenPage) -> OpenPad:
    """A browser of a paired device."""

    def opened(lang: str = "en", size: tuple[int, int] = DESK, device: int = 0, path: str = "/sign-in") -> Page:
        page = open_page("/favicon.ico", width=size[0], height=size[1])
        page.context.add_cookies([{"name": COOKIE, "value": kitchen.devices[device], "url": kitchen.url}])
        page.goto(f"{kitchen.url}{path}?lang={lang}")
        expect(page.locator("body")).to_have_attribute("data-runs", "1")
        return page

    return opened


def touch(page: Page, name: str, pin: str = PIN) -> None:
    """Sign in by touch."""
    page.locator("#tiles .tile", has=page.get_by_text(name, exact=True)).click()
    for digit in pin:
        page.locator(f'[data-digit="{digit}"]').click()
    page.locator(".keypad-key.is-main").click()
