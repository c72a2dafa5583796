"""Lateness through steam: a blurred picture of a real wall, measured."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from kds.web.pages.lateness import APART_VEILED
from tests.screens.wall.scenes import look, staged

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AGES = ("fresh", "soon", "late", "critical")
BLUR_PX = 8
"""As wide as the strokes of a table's name are apart: nothing but the figure of a dish can be read."""


def shade(png: bytes) -> float:
    """The mean luminance (0 to 1) of a picture of eight bits a channel."""
    width, height, _, kind = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[kind]
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    rows, stride = zlib.decompress(packed), width * size
    before, total = bytearray(stride), 0.0
    for y in range(height):
        filtered = rows[y * (stride + 1)]
        row = bytearray(rows[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left, up, corner = (row[x - size], before[x], before[x - size]) if x >= size else (0, before[x], 0)
            row[x] = (row[x] + (0, left, up, (left + up) // 2, paeth(left, up, corner))[filtered]) & 255
        before = row
        total += sum([luminance(row[x], row[x + 1], row[x + 2]) for x in range(0, stride, size)])
    mean: float = total / (width * height)
    return mean


def paeth(left: int, up: int, corner: int) -> int:
    """Whichever of the three is nearest to what the others promise."""
    return min((left, up, corner), key=lambda each: abs(left + up - corner - each))


def luminance(red: int, green: int, blue: int) -> float:
    """Of a colour, in linear light."""
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def linear(value: int) -> float:
    """The light of a channel."""
    light: float = ((value / 255 + 0.055) / 1.055) ** 2.4
    return light


def heads(page: Page) -> dict[str, float]:
    """How bright the head of the first ticket of each age is."""
    found = {}
    for age in AGES:
        box = page.locator(f".slot article[data-age={age}] .ticket-head").first.bounding_box()
        assert box is not None, age
        x, y, width, height = box["x"], box["y"], box["width"], box["height"]
        found[age] = shade(
            page.screenshot(clip={"x": x + width / 4, "y": y + 8, "width": width / 2, "height": height - 16})
        )
    return found


@pytest.mark.parametrize(
    ("veil", "apart"),
    [
        (f"blur({BLUR_PX}px)", APART_VEILED),
        (f"grayscale(1) blur({BLUR_PX}px)", APART_VEILED),
        # Steam before a panel that has lost half its contrast: soon and late are 1.14 apart, and no more.
        (f"blur({BLUR_PX}px) contrast(0.5)", 1.1),
    ],
)
def test_the_later_the_brighter_through_steam_on_a_bad_panel_and_without_colour(
    browser: Browser, veil: str, apart: float
) -> None:
    with staged("ages") as made:
        page = look(browser, made, size=(1280, 720))
        page.evaluate("veil => { document.documentElement.style.filter = veil; }", veil)
        found = heads(page)
    shades = [found[age] for age in AGES]
    assert shades == sorted(shades)
    for one, other in pairwise(shades):
        assert (other + 0.05) / (one + 0.05) >= apart, found
