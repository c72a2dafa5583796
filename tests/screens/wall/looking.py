"""What the tests look at on a wall."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

LINK = "#link"
HIDDEN = """
(() => {
  const faults = [];
  const say = (what, node) => faults.push(`${what}: ${node.className} ${node.textContent.trim().slice(0, 30)}`);
  for (const article of document.querySelectorAll('.board .slot:not(.is-closing) > article')) {
    const box = article.getBoundingClientRect();
    const words = '.lines, .line-what, .line-note, .pot, .pot-cell, .ticket-table, .ticket-ribbons';
    for (const each of article.querySelectorAll(words)) {
      if (each.scrollWidth > each.clientWidth + 1) say('cut', each);
    }
    const texts = 'span, b, strong, small, em, time, .ticket-goes-on';
    for (const each of article.querySelectorAll(texts)) {
      for (const one of each.textContent.trim() ? each.getClientRects() : []) {
        const across = one.left < box.left - 1 || one.right > box.right + 1;
        if (across || one.top < box.top - 1 || one.bottom > box.bottom + 1) say('outside', each);
      }
    }
    const blocks = [];
    const rows = '.ticket-head, .ticket-ribbons, .ticket-facts, .line, .ticket-goes-on';
    for (const each of article.querySelectorAll(rows)) {
      const one = each.getBoundingClientRect();
      if (one.height < 1) continue;
      if (each.getClientRects().length > 1) say('torn', each);
      for (const [name, other] of blocks) {
        const beside = one.left >= other.right - 2 || other.left >= one.right - 2;
        if (!beside && one.top < other.bottom - 2 && other.top < one.bottom - 2) say(`over ${name}`, each);
      }
      blocks.push([each.className, one]);
    }
  }
  return faults;
})()
"""
"""Whatever on the board is cut off, outside its ticket, torn, or over something else."""
SEEN_MS = 450
"""Law 6 has it that nobody presses for what they see less than 350 milliseconds."""
BACK_MS = 20_000
"""How long a wall may take to come back by itself."""


def ticket(page: Page, name: str) -> Locator:
    """The first part of a ticket on the page that is shown."""
    return page.locator(f'.slot [data-ticket="{name}"][data-part="1"]')


def see(page: Page, name: str) -> Locator:
    """A ticket, once it has stood on the wall for as long as somebody needs to see it and decide."""
    found = ticket(page, name)
    expect(found).to_be_visible()
    page.wait_for_timeout(SEEN_MS)
    return found


def slot(page: Page, number: int) -> Locator:
    """The slot of a number on the page that is shown."""
    return page.locator(".slot").filter(has=page.locator(".slot-number").get_by_text(str(number), exact=True))


def number_of(page: Page, name: str) -> int:
    """The number of the slot in which a ticket begins."""
    return next(number for number, each in sorted(standing(page).items()) if each == name)


def standing(page: Page) -> dict[int, str]:
    """The tickets of the page that is shown, by the number of their slot."""
    found = page.evaluate(
        "Array.from(document.querySelectorAll('.slot article'), n => "
        "[n.parentElement.querySelector('.slot-number').textContent, n.dataset.ticket])"
    )
    return {int(number): name for number, name in found}


class Frames:
    """What a wall has sent and heard, from now on, on every connection."""

    def __init__(self, page: Page) -> None:
        self.sent: list[Any] = []
        self.heard: list[Any] = []
        self._page = page
        self._sockets: list[WebSocket] = []
        self._listened_to = 0
        page.on("websocket", self._open)

    def _open(self, socket: WebSocket) -> None:
        self._sockets.append(socket)
        socket.on("framesent", lambda text: self.sent.append(json.loads(text)))
        socket.on("framereceived", lambda text: self.heard.append(json.loads(text)))

    def until_sent(self, so: Callable[[], bool]) -> None:
        """Wait until what was sent makes it so; by then the page is live, or about to be."""
        if not so():
            self._newest().wait_for_event("framesent", lambda _: so())

    def listen(self) -> None:
        """Wait until something was heard since the last time."""
        if len(self.heard) == self._listened_to:
            self._newest().wait_for_event("framereceived")
        self._listened_to = len(self.heard)

    def _newest(self) -> WebSocket:
        return self._sockets[-1] if self._sockets else self._page.wait_for_event("websocket")

    def presses(self) -> list[tuple[str, str]]:
        """Kind and ticket of every press that was sent, each once."""
        return list(
            {each["press"]: (each["kind"], each.get("ticket", "")) for each in self.sent if "press" in each}.values()
        )

    def receipts(self) -> list[str]:
        """The tickets of all receipts that were sent."""
        return [name for each in self.sent for name in each.get("shown", [])]

    def boards(self) -> int:
        """How many boards were heard."""
        return sum(1 for each in self.heard if each.get("type") == "board")
