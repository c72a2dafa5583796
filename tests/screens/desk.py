"""Hands at a desk and in front of a television that waits to be paired."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
CODE = re.compile(r"^[A-Z0-9]{6}$")


def code_on(television: Page) -> str:
    """The code that a television shows, once it shows one."""
    expect(television.locator("#code")).to_have_text(CODE)
    return television.locator("#code").inner_text().replace("\n", "").replace(" ", "")


def pair(desk: Page, code: str, screen: str = "cold", name: str = "Wall 1") -> None:
    """Type a code in, as somebody at a desk does."""
    desk.fill("#code", code)
    desk.select_option("#screen", screen)
    desk.check("input[name=language][value=en]", force=True)
    desk.fill("#name", name)
    desk.click("form[action='/screens/pair'] button")


def paired_wall(open_page: OpenPage) -> tuple[Page, Page]:
    """A television that has become the cold wall, and the desk that let it in."""
    television, desk = open_page("/screens", width=1920, height=1080), open_page("/screens/pair", "manager")
    pair(desk, code_on(television))
    television.wait_for_url("**/screens/cold?lang=en")
    return television, desk
