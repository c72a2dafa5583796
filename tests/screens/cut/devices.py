"""What people order on, wherever the wire is cut: a guest's phone, a waiter's device, a tablet at a table.

Each is used by the same hands here, and shows what is kept and what the house has in the same places.
"""

from __future__ import annotations

from typing import Literal, get_args

from playwright.sync_api import BrowserContext, Locator, Page, expect

from kds.web.auth import COOKIE
from tests.screens.entering import signed_in
from tests.screens.guest.conftest import House

Channel = Literal["scan", "waiter", "tablet"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
SIZES: dict[Channel, tuple[int, int]] = {"scan": (390, 844), "waiter": (1280, 800), "tablet": (1280, 800)}
KEPT: dict[Channel, str] = {
    "scan": "No connection. Kept on this phone; it will be sent by itself.",
    "waiter": "No connection. Kept on this device; it is sent by itself.",
    "tablet": "No connection. Kept on this tablet; it will be sent by itself.",
}
"""What stands at what is kept as long as nobody answers."""
NAMES = {
    "beef": "Marbled Beef",
    "tofu": "Frozen Tofu",
    "cola": "Cola",
    "lettuce": "Lettuce",
    "lotus": "Lotus Root",
    "potato": "Potato",
}
ROUNDS = b"POST /api/v1/rounds"


class Device:
    """A browser's page at A01, by whichever channel, that reaches the house at `url`."""

    def __init__(self, channel: Channel, context: BrowserContext, house: House, url: str) -> None:
        self.channel = channel
        self.context = context
        self.house = house
        self.url = url
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def known(self) -> Device:
        """Whoever holds it may order: the waiter is signed in, the tablet is paired. A phone scans."""
        if self.channel == "waiter":
            signed_in(self.context, self.url, self.house.secrets["waiter"])
        elif self.channel == "tablet":
            self.context.add_cookies([{"name": COOKIE, "value": self.house.devices["tablet"], "url": self.url}])
        return self

    def arrive(self, asked: str = "table=A01") -> Device:
        """Come to the table for the first time, and go as far as the menu."""
        self.known()
        if self.channel == "scan":
            self.page.goto(self.url + self.house.codes["A01"])
        return self.open(asked)

    def open(self, asked: str = "table=A01") -> Device:
        """Open the page, whatever it was before."""
        path = f"/order?{asked}&lang=en" if self.channel == "waiter" else "/guest?lang=en"
        self.page.goto(self.url + path)
        return self.ready()

    def ready(self) -> Device:
        """The menu is there, and nothing stands before it."""
        self.live()
        begin = self.page.locator("[data-begin=en]")
        if self.channel == "tablet" and begin.is_visible():
            begin.tap()
            expect(self.page.locator("#welcome")).to_be_hidden()
            self.live()
        if self.channel != "waiter" and self.page.locator("#base-first").is_visible():
            self.page.tap("#no-base")
        return self

    def live(self) -> Device:
        """What it shows is of now."""
        expect(self.page.locator("#link")).to_have_attribute("data-state", "live", timeout=20_000)
        expect(self.page.locator(".dish").first).to_be_attached()
        return self

    def beside(self) -> Device:
        """Another tab of the same browser, at the same page."""
        other = Device(self.channel, self.context, self.house, self.url)
        other.page = self.context.new_page()
        other.page.goto(self.page.url)
        return other.ready()

    def add(self, *dishes: str) -> Device:
        """One of each."""
        if self.channel == "scan" and self.page.locator("#cart").is_visible():
            self.page.tap("#cart-close")
        for each in dishes:
            self.page.tap(f".dish[data-dish={each}] [data-deed=add]")
        return self

    def look(self) -> Device:
        """Where the cart covers the menu it has to be opened."""
        if self.channel == "scan" and not self.page.locator("#cart").is_visible():
            self.page.tap("#cart-open")
        return self

    def send(self, *dishes: str) -> Device:
        """Order these, with whatever lies in the cart."""
        self.add(*dishes).look()
        expect(self.page.locator("#send")).to_be_enabled()
        self.page.tap("#send")
        expect(self.page.locator("#cart-lines .cart-name")).to_have_count(0)
        return self

    @property
    def cart(self) -> Locator:
        """The dishes that are chosen."""
        return self.page.locator("#cart-lines .cart-name")

    def shows(self, kept: list[str], sent: list[str], *, timeout_s: float = 30) -> Device:
        """These orders, each the names of its dishes, are shown as kept and those as the house's; no other is either.

        What waits stands in the order in which it goes, what the house has with the newest first.
        """
        self.look()
        for place, orders in (("#waiting", kept), ("#rounds", sent[::-1])):
            names = self.page.locator(f"{place} .sent [data-name]")
            dishes = [NAMES[each] for order in orders for each in order.split()]
            expect(names).to_have_text(dishes, timeout=timeout_s * 1000)
        if not kept:
            expect(self.page.locator("#waiting")).to_be_hidden()
        return self

    def keeps(self, kept: list[str], sent: list[str]) -> Device:
        """It says plainly that these are kept on it and go by themselves; what is shown as sent the house has."""
        expect(self.page.locator("#waiting .waiting-word")).to_have_text(KEPT[self.channel], timeout=30_000)
        self.shows(kept, sent)
        states = self.page.locator("#waiting .sent[data-state=waiting]")
        expect(states).to_have_count(len([each for order in kept for each in order.split()]))
        heads = self.page.locator("#waiting .round-head b")
        expect(heads).to_have_text(["Not confirmed yet"] * len(kept))
        has = self.house.dishes if sent else []
        assert [each for order in sent for each in order.split() if each not in has] == []
        return self
