"""What the people of the evening do with their hands: taps on a phone, keys at a desk, presses on a wall."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.live.proxy import Proxy
from tests.screens.cashier.looking import settled, tick
from tests.screens.evening.house import House
from tests.screens.floor.looking import row, tile
from tests.screens.order.conftest import ready
from tests.screens.wall.looking import SEEN_MS

BACK_MS = 20_000
"""How long a page may take to come back by itself."""


def runs(page: Page) -> None:
    """The page's scripts have begun, and its socket is there."""
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    expect(page.locator("#gone")).to_be_hidden()


class Waiter:
    """A phone in one hand."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self._base = base

    def floor(self) -> None:
        """To the map."""
        self.page.goto(f"{self._base}/floor")
        runs(self.page)

    def sheet(self, session: str) -> None:
        """To a party's sheet, as by a tap on its table."""
        self.page.goto(f"{self._base}/sessions/{session}")
        runs(self.page)

    def seat(self, table: str, guests: int) -> str:
        """Open a free table on the map; the party."""
        self.floor()
        tile(self.page, table).tap()
        return self.headcount(guests)

    def headcount(self, guests: int) -> str:
        """Answer how many they are; the page is that of their order then."""
        self.page.locator(f"#headcount [data-answer='{guests}']").tap()
        self.page.wait_for_url("**/order?session=*")
        ready(self.page)
        return self.page.url.partition("session=")[2]

    def order_for(self, session: str) -> None:
        """To the ordering page, from the party's sheet."""
        self.sheet(session)
        self.page.locator(".sheet-deeds a.is-main").tap()
        self.page.wait_for_url("**/order?session=*")
        ready(self.page)

    def add(self, dish: str, *choices: str) -> None:
        """A tap on a dish; then on each of these, in its sheet."""
        self.page.locator(f".dish[data-dish={dish}] .dish-add").tap()
        for each in choices:
            self.page.locator(each).first.tap()
        expect(self.page.locator("#sheet")).to_be_hidden()

    def add_with(self, dish: str, *choices: str, note: str = "") -> None:
        """A dish by its sheet, with all that was chosen and said."""
        self.page.locator(f".dish[data-dish={dish}] .dish-more").tap()
        for each in choices:
            self.page.locator(each).first.tap()
        if note:
            self.page.fill("#sheet-note", note)
        self.page.tap("#sheet-add")
        expect(self.page.locator("#sheet")).to_be_hidden()

    def send(self, meant: bool = False) -> None:
        """Send what is in the cart; `meant`: it is asked about, and is."""
        self.page.tap("#cart-open")
        self.page.tap("#send")
        if meant:
            expect(self.page.locator("#question-yes")).to_be_enabled()
            self.page.tap("#question-yes")

    def sent(self, lines: int) -> None:
        """So many lines are the house's."""
        expect(self.page.locator("#rounds .sent")).to_have_count(lines, timeout=BACK_MS)

    def do(self, deed: str, line: str) -> None:
        """A deed of a line on the sheet."""
        row(self.page, line).locator(f"[data-do={deed}]").tap()

    def state(self, line: str, state: str) -> None:
        """A line comes to stand so on the sheet."""
        expect(row(self.page, line)).to_have_attribute("data-state", state, timeout=BACK_MS)

    def void(self, line: str, reason: str, approval: str = "") -> None:
        """Take a line back, for a reason of one's own; `approval` is the login code of who answers for it."""
        row(self.page, line).locator("[data-open=void]").tap()
        self.page.fill("#voiding-more", reason)
        self.page.tap("#voiding button[value=void]")
        if approval:
            expect(self.page.locator("#approving-code")).to_be_focused()
            self.page.keyboard.type(approval)
            self.page.keyboard.press("Enter")
        self.state(line, "voided")

    def merge(self, session: str, into: str) -> None:
        """并台, by the party's sheet: the page is that of the others then."""
        self.sheet(session)
        self.page.tap("[data-open=merge]")
        self.page.locator(f'#choosing [data-answer="{into}"]').tap()
        self.page.wait_for_url(f"**/sessions/{into}")
        runs(self.page)

    def apart(self, session: str) -> None:
        """拆台, by the sheet of those that they were merged into: they sit where they sat."""
        self.page.locator(f'[data-open=apart][data-session="{session}"]').tap()
        self.page.tap("#apart button[type=submit]")
        expect(self.page.locator(f'[data-open=apart][data-session="{session}"]')).to_have_count(0)


class Chef:
    """Hands before a wall, which press only what has been seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ticket(self, ticket: str) -> Locator:
        """A ticket on the wall."""
        return self.page.locator(f'.slot [data-ticket="{ticket}"][data-part="1"]')

    def see(self, ticket: str) -> Locator:
        """A ticket, once it has stood for as long as somebody needs to decide (law 6)."""
        found = self.ticket(ticket)
        expect(found).to_be_visible(timeout=BACK_MS)
        self.page.wait_for_timeout(SEEN_MS)
        return found

    def bump(self, *tickets: str) -> None:
        """Each is done, and goes."""
        for each in tickets:
            self.see(each).locator(".ticket-bump").tap()
            expect(self.ticket(each)).to_have_count(0)

    def start(self, ticket: str) -> None:
        """Begin it: it is chosen by its head, and then by what it offers."""
        self.see(ticket).locator(".ticket-table").tap()
        self.ticket(ticket).locator(".ticket-foot [data-press=start]").tap()
        expect(self.ticket(ticket).locator(".ticket-started")).to_be_visible()
        self.page.keyboard.press("Escape")

    def live(self) -> None:
        """The wall hears the server."""
        expect(self.page.locator("#link")).to_have_attribute("data-state", "live", timeout=BACK_MS)


class Desk:
    """A keyboard before the cashier's pages."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self._base = base

    def open(self, path: str = "/cashier") -> None:
        """To a page."""
        self.page.goto(self._base + path)
        expect(self.page.locator("body")).to_have_attribute("data-runs", "1")

    def find(self, typed: str, bill: str) -> None:
        """Type a table or a number on the list, and get the bill."""
        self.open()
        expect(self.page.locator(f'.till-row[data-bill="{bill}"]')).to_be_visible()
        self.page.keyboard.type(typed)
        expect(self.page.locator(".till-row.is-found")).to_have_attribute("data-bill", bill)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"**/cashier?bill={bill}")
        runs(self.page)

    def choose(self, bill: str) -> None:
        """A bill by its row."""
        self.open(f"/cashier?bill={bill}")
        runs(self.page)

    def ask(self, key: str, dialog: str) -> Locator:
        """A deed by its key, and the question that it asks."""
        self.page.keyboard.press(f"Alt+{key}")
        found = self.page.locator(f"#{dialog}")
        expect(found).to_be_visible()
        return found

    def tick(self, *lines: str) -> None:
        """Tick lines by the keyboard."""
        for each in lines:
            tick(self.page, each)

    def due(self, sum: str) -> None:
        """So much comes to be due."""
        expect(self.page.locator(".is-due dd")).to_have_text(sum)

    def pay(self, key: str, guard: bool, **fields: str) -> None:
        """By the tender of a key. `guard`: something is not served, and is still wanted."""
        if guard:
            self.ask("P", "guarding")
            self.page.keyboard.press("Enter")
            expect(self.page.locator("#paying")).to_be_visible()
        else:
            self.ask("P", "paying")
        settled(self.page)
        self.page.keyboard.press(f"Alt+{key}")
        for name, typed in fields.items():
            self.page.fill(f"#paying-{name}", typed)
        self.page.keyboard.press("Enter")

    def paid(self) -> None:
        """The bill is."""
        expect(self.page.locator(".till-bill")).to_have_attribute("data-state", "paid")

    def because(self, dialog: str, reason: str) -> None:
        """Say why, and do it."""
        self.page.fill(f"#{dialog}", reason)
        self.page.keyboard.press("Enter")


class Evening(NamedTuple):
    """The house and all who work in it."""

    house: House
    wire: Proxy
    waiter: Waiter
    cashier: Desk
    chef: Chef
    manager: Desk

    def round(self, session: str, number: int) -> Round:
        """The ledger's word on a round: its lines by their dishes, its bill, its tickets by their stations."""
        placed = [each for each in self.house.events("RoundPlaced") if each["session"] == session][number - 1]
        lines = {each["dish"]: each["line"] for each in placed["lines"]}
        routed = [each for told in self.house.events("TicketsRouted") for each in told["tickets"]]
        tickets = {each["station"]: each["ticket"] for each in routed if set(each["lines"]) & set(lines.values())}
        return Round(placed["bill"], lines, tickets)


class Round(NamedTuple):
    """A round as it was placed: dish → line, station → ticket."""

    bill: str
    lines: dict[str, str]
    tickets: dict[str, str]
