"""/audit in a real browser: filtered, paged, followed to a party and exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.screens.desk import OpenPage
from tests.screens.kitchen import Kitchen
from tests.screens.people.looking import SIZES, sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def busy(kitchen: Kitchen) -> str:
    """More than a page of events; gives the party of a void."""
    for _ in range(25):
        kitchen.order("tofu", "noodles", table="A02")
    placed = kitchen.order("tofu")
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "花生过敏 " * 20})
    return str(placed["session"])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_is_read_filtered_and_paged(
    kitchen: Kitchen, open_page: OpenPage, lang: str, width: int, height: int
) -> None:
    session = busy(kitchen)
    page = open_page(f"/audit?lang={lang}", "manager", width, height)
    expect(page.locator("tr[data-seq]")).to_have_count(50)
    sound(page)
    page.locator("a[rel=next]").click()
    expect(page.locator("tr[data-seq]").first).to_be_visible()
    page.get_by_label("操作类型" if lang == "zh" else "Kind of deed").select_option("LineVoided")
    page.get_by_role("button", name="查看" if lang == "zh" else "Show", exact=True).click()
    expect(page.locator("tr[data-seq]")).to_have_count(1)
    sound(page)
    page.get_by_role("link", name=session).click()
    expect(page.locator("#about")).to_have_value(session)
    page.goto(page.url.replace(session, "nothing-is-called-so"))
    expect(page.locator("p.empty")).to_be_visible()
    sound(page)


def test_it_is_exported_as_it_is_filtered(kitchen: Kitchen, open_page: OpenPage, tmp_path: Path) -> None:
    busy(kitchen)
    page = open_page("/audit?kind=LineVoided&lang=en", "manager")
    with page.expect_download() as started:
        page.get_by_role("link", name="Export as CSV").click()
    started.value.save_as(tmp_path / "audit.csv")
    written = (tmp_path / "audit.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\n") == 2


def test_the_pages_lead_to_each_other(open_page: OpenPage) -> None:
    page = open_page("/?lang=en", "manager")
    page.get_by_role("link", name="Settings").click()
    page.locator("a[href='/people']").click()
    page.get_by_role("link", name="Rights").click()
    page.get_by_role("link", name="Who did what").click()
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    page.get_by_role("link", name="Start page").click()
    expect(page.locator("#work")).to_be_visible()
