"""The sheet of a dish shows its photo large, and nothing on it jumps when the photo comes."""

from __future__ import annotations

import msgspec
import pytest
from playwright.sync_api import Route, expect

from kds.storage.photos import Photos
from tests.live.aside import aside
from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import DISHES, OpenOrder
from tests.storage.test_photos import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH_TO_HEIGHT = 1.6


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_a_photo_has_its_place_before_it_has_come(
    kitchen: Kitchen, open_order: OpenOrder, width: int, height: int
) -> None:
    photo = aside(Photos(kitchen.data).add(picture(), set()))
    pork = next(each for each in DISHES if each.dish == "pork")
    kitchen.post("/menu/changes", {"dishes": [{**msgspec.to_builtins(pork), "photo": photo}]})
    page = open_order(width=width, height=height, lang="en").page
    slow: list[Route] = []
    page.route("**/photos/*/large", lambda route: slow.append(route))
    with page.expect_request("**/photos/*/large"):
        page.locator('[data-dish="pork"] [data-deed=more]').click()
    place = page.locator("#sheet-photo-place")
    expect(place).to_be_visible()
    before = place.bounding_box()
    slow[0].continue_()
    page.wait_for_function("() => document.getElementById('sheet-photo').naturalWidth > 240")
    assert before is not None
    assert place.bounding_box() == before
    assert before["width"] / before["height"] == pytest.approx(WIDTH_TO_HEIGHT, abs=0.02)


def test_a_dish_without_a_photo_or_whose_photo_is_gone_has_no_place_for_one(
    kitchen: Kitchen, open_order: OpenOrder
) -> None:
    pork = next(each for each in DISHES if each.dish == "pork")
    kitchen.post("/menu/changes", {"dishes": [{**msgspec.to_builtins(pork), "photo": "0" * 32}]})
    page = open_order(lang="en").page
    for dish in ("pork", "tripe"):
        page.locator(f'[data-dish="{dish}"] [data-deed=more]').click()
        expect(page.locator("#sheet")).to_be_visible()
        expect(page.locator("#sheet-photo-place")).to_be_hidden()
        page.click("#sheet-close")
