"""What every page of people, rights and the record has to hold to."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.screens.test_axe import faults

SIZES = ((1280, 800), (390, 844))
LONG = "Alexandra Konstantinopoulou-Featherstonehaugh the younger"


def sound(page: Page) -> None:
    """Nothing grave, and nothing wider than the window."""
    assert faults(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{wider} px too wide"
