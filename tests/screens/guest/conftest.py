"""A house whose guests order by themselves, and phones at its tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Request, expect

from kds.bootstrap import running_store
from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import SurchargeRule
from kds.core.day.change_house import ChangeHouse
from kds.core.menu.change_menu import ChangeMenu
from kds.core.types import Command, Name
from kds.runtime.messages import HOUSE
from kds.storage.devices import pair
from kds.storage.table_codes import code_tables, table_codes
from kds.storage.tokens import GuestPlace
from kds.web.auth import COOKIE
from tests.house import FOUNDING
from tests.live.aside import aside
from tests.screens.browsers import several
from tests.screens.kitchen import Kitchen, running
from tests.screens.order.conftest import CATEGORIES, DISHES

TABLES = ("A01", "A02", "A03", "V01")
TEA = SurchargeRule("tea", Name("茶位费", "Tea and place"), "per_head", 300, automatic=True)


def founding() -> tuple[Command, ...]:
    """Drinks with alcohol, dishes with allergens, a charge a head."""
    more: dict[str, dict[str, Any]] = {
        "beer": {"alcohol": True},
        "shrimp": {"allergens": ("crustaceans",)},
        "paste": {"serves": 2},
    }
    dishes = tuple([replace(each, **more.get(each.dish, {})) for each in DISHES])
    made: list[Command] = [
        ChangeMenu(CATEGORIES, dishes) if isinstance(each, ChangeMenu) else each for each in FOUNDING
    ]
    return (*made, ChangeBilling(surcharges=(TEA,)))


PLACES = {"tablet": GuestPlace("tablet", "A01"), "kiosk": GuestPlace("kiosk")}
"""The devices of the house on which guests order."""


async def _prepared(data: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Where the codes of the tables lead, and what makes a browser one of the devices."""
    async with running_store(data) as house:
        await code_tables(house.tokens, list(TABLES))
        codes = {table: f"/t/{each.id.removeprefix('tok_')}" for table, each in table_codes(house.tokens).items()}
        return codes, {name: (await pair(house.tokens, name, place))[1] for name, place in PLACES.items()}


async def _set(data: Path, change: dict[str, Any]) -> None:
    async with running_store(data) as house:
        await house.store.submit(ChangeHouse(**change), HOUSE)


class House(Kitchen):
    """The house with where the codes of its tables lead."""

    def __init__(self, data: Path) -> None:
        super().__init__(data, founding())
        self.codes, self.devices = aside(_prepared(data))

    def set(self, **change: Any) -> None:
        """What the house has set, before it opens or while it is open."""
        if self._process is None:
            aside(_set(self.data, change))
        else:
            self.post("/house", change)

    @property
    def dishes(self) -> list[str]:
        """What the ledger has, dish by dish."""
        return [line["dish"] for placed in self.events("RoundPlaced") for line in placed["lines"]]


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[House]:
    """The house, served by a process of its own."""
    yield from running(House(tmp_path / "data"))


@dataclass
class Guest:
    """A guest's phone, and all that it has asked the house for."""

    page: Page
    house: House
    asked: list[Request] = field(default_factory=list)

    def scan(self, table: str = "A01", lang: str = "zh") -> Guest:
        """Scan the code of a table, and wait until its page runs."""
        self.page.goto(f"{self.house.url}{self.house.codes[table]}")
        if lang != "zh":
            self.page.goto(f"{self.house.url}/guest?lang={lang}")
        expect(self.page.locator("#link")).to_have_attribute("data-state", "live")
        expect(self.page.locator(".dish").first).to_be_attached()
        return self

    def arrive(self) -> Guest:
        """Open the page of a device of the house, and wait until it runs."""
        self.page.goto(f"{self.house.url}/guest")
        expect(self.page.locator("#link")).to_have_attribute("data-state", "live")
        expect(self.page.locator(".dish").first).to_be_attached()
        return self

    def begin(self, lang: str = "zh") -> Guest:
        """Touch to begin, in a language."""
        self.page.tap(f"[data-begin={lang}]")
        expect(self.page.locator("#welcome")).to_be_hidden()
        expect(self.page.locator("#link")).to_have_attribute("data-state", "live")
        expect(self.page.locator(".dish").first).to_be_attached()
        return self

    def on(self) -> Guest:
        """Go on without a base."""
        if self.page.locator("#base-first").is_visible():
            self.page.tap("#no-base")
        return self

    def add(self, *dishes: str) -> Guest:
        """One of each, none of which has to be asked anything."""
        for each in dishes:
            self.page.tap(f".dish[data-dish={each}] [data-deed=add]")
        return self

    def cart(self) -> Guest:
        """Open the cart."""
        if not self.page.locator("#cart").is_visible():
            self.page.tap("#cart-open")
        return self

    def menu(self) -> Guest:
        """Close the cart."""
        if self.page.locator("#cart").is_visible():
            self.page.tap("#cart-close")
        return self

    @property
    def names(self) -> Any:
        """The dishes in the cart."""
        return self.page.locator("#cart-lines .cart-name")

    @property
    def sent(self) -> Any:
        """The lines that the house has."""
        return self.page.locator("#rounds .sent")

    @property
    def visit(self) -> str:
        """Whose page it is."""
        party = json.loads(self.page.locator("body").get_attribute("data-party") or "{}")
        return str(party["visit"])


OpenPhone = Callable[..., Guest]
OPTIONS: dict[str, Any] = {"has_touch": True, "locale": "zh-CN", "service_workers": "block"}


@pytest.fixture
def phone(kitchen: House, browser: Browser) -> Iterator[OpenPhone]:
    """Phones, each a browser of its own; none has a service worker, as over plain HTTP."""
    with several(browser) as begin:

        def opened(table: str | None = "A01", lang: str = "zh", width: int = 390, height: int = 844) -> Guest:
            size = {"width": width, "height": height}
            page = begin(viewport=size, is_mobile=True, **OPTIONS).new_page()
            guest = Guest(page, kitchen)
            page.on("request", lambda asked: guest.asked.append(asked))
            return guest if table is None else guest.scan(table, lang)

        yield opened


SIZES = {"tablet": (1280, 800), "kiosk": (1080, 1920)}
OpenDevice = Callable[..., Guest]


@pytest.fixture
def device(kitchen: House, browser: Browser) -> Iterator[OpenDevice]:
    """A tablet at A01 and a kiosk, in their real sizes."""
    with several(browser) as begin:

        def opened(channel: str, *, clock: bool = False) -> Guest:
            width, height = SIZES[channel]
            context = begin(viewport={"width": width, "height": height}, **OPTIONS)
            context.add_cookies([{"name": COOKIE, "value": kitchen.devices[channel], "url": kitchen.url}])
            page = context.new_page()
            if clock:
                page.clock.install()
            return Guest(page, kitchen).arrive()

        yield opened
