"""A house with a board of every role, and boards of every size in browsers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.feed.kinds import BOARDS
from tests.house import named
from tests.screens.closing import close_all
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen, founding, running

TABLES = 130
HEARD = """
window.spoken = [];
const [named, read] = [new WeakMap(), Response.prototype.arrayBuffer];
Response.prototype.arrayBuffer = async function arrayBuffer() {
  const bytes = await read.call(this);
  named.set(bytes, this.url.replace(/.*sounds\\//, "").replace(".mp3", ""));
  return bytes;
};
const decode = BaseAudioContext.prototype.decodeAudioData;
BaseAudioContext.prototype.decodeAudioData = function decodeAudioData(bytes, done, failed) {
  const name = named.get(bytes);
  return decode.call(this, bytes, (clip) => { named.set(clip, name); done(clip); }, failed);
};
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function begin(at) {
  window.spoken.push(named.get(this.buffer));
  document.documentElement.dataset.spoken = window.spoken.join(" ");
  start.call(this, at);
};
"""
"""The clips that a page says, in their order."""


class OpenBoard(Protocol):
    """Opens a board and waits until it runs and is live."""

    def __call__(
        self, screen: str, lang: str = "en", *, size: tuple[int, int] = (1920, 1080), touched: bool = True
    ) -> Page: ...


def boards() -> ChangeKitchen:
    """One screen of each role that is no wall, by the name of its role."""
    return ChangeKitchen(screens=tuple([Screen(each.role, named(each.role), role=each.role) for each in BOARDS]))


@pytest.fixture
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house with many tables, anew for each test: what boards show is all that there is."""
    data = tmp_path_factory.mktemp("board") / "data"
    yield from running(Kitchen(data, (*founding(more_tables=TABLES), boards())))


@pytest.fixture
def open_board(kitchen: Kitchen, browser: Browser) -> Iterator[OpenBoard]:
    """A page that breaks its own policy or throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(screen: str, lang: str = "en", *, size: tuple[int, int] = (1920, 1080), touched: bool = True) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=True)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        page.add_init_script(HEARD)
        signed_in(context, kitchen.url, kitchen.secrets["manager"])
        page.goto(f"{kitchen.url}/screens/{screen}?lang={lang}")
        expect(page.locator("body[data-runs]")).to_have_count(1)
        expect(page.locator("#live:not(.is-stale), #link[data-state=live]")).to_have_count(1)
        if touched:
            page.mouse.click(3, 3)
        return page

    yield opened
    close_all(contexts, faults)


def said(page: Page, *clips: str) -> None:
    """It has said these clips, and no others."""
    expect(page.locator("html")).to_have_attribute("data-spoken", " ".join(clips), timeout=20_000)


def cut_off(page: Page, pieces: str) -> list[str]:
    """The pieces of which something is neither whole on the page nor wholly on another."""
    found = page.eval_on_selector_all(
        pieces,
        """nodes => nodes.filter((node) => {
          const seen = node.closest(".board-columns").parentElement.getBoundingClientRect();
          return Array.from(node.getClientRects()).some(({left, right, top, bottom}) =>
            top < seen.top - 1 || bottom > seen.bottom + 1
            || (left < seen.right - 1 && right > seen.right + 1) || (left < seen.left - 1 && right > seen.left + 1))
            || node.scrollWidth > node.clientWidth + 1;
        }).map((node) => node.textContent)""",
    )
    assert isinstance(found, list)
    return found
