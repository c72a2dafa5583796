"""Every page and state through axe-core: nothing that is serious."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens.conftest import OpenWall
from tests.screens.desk import OpenPage
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
GRAVE = ("serious", "critical")


def faults(page: Page) -> list[str]:
    """What is grave: the rule, and where."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{each['impact']} {each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/", None),
        ("/", "manager"),
        ("/", "kitchen"),
        ("/sign-in", None),
        ("/sign-in", "waiter"),
        ("/screens", None),
        ("/screens/pair", "manager"),
        ("/screens/wall/settings", "manager"),
        ("/settings", "manager"),
        ("/settings/house", "manager"),
        ("/settings/stations", "manager"),
        ("/settings/stations/hot?ask=remove", "manager"),
        ("/settings/screens/cold", "manager"),
        ("/settings/routes/new", "manager"),
        ("/settings/printers/new", "manager"),
        ("/paper", "manager"),
        ("/settings/tables", "manager"),
        ("/settings/tables/A01", "manager"),
        ("/settings/lateness", "manager"),
        ("/settings/tenders", "manager"),
        ("/settings/surcharges/new", "manager"),
        ("/settings/reductions/new", "manager"),
        ("/settings/reasons", "manager"),
        ("/settings/rounding", "manager"),
        ("/settings/export", "manager"),
        ("/settings/import", "manager"),
        ("/screens/pair", "kitchen"),
        ("/screens/nowhere", "kitchen"),
        ("/order", "waiter"),
        ("/order", "kitchen"),
        ("/menu/print", "waiter"),
        ("/reservations", "waiter"),
        ("/sold-out", "waiter"),
        ("/nowhere", None),
    ],
)
def test_a_page_of_the_desk(open_page: OpenPage, path: str, role: str | None, lang: str) -> None:
    assert faults(open_page(f"{path}{'&' if '?' in path else '?'}lang={lang}", role)) == []


def test_a_form_that_is_refused(open_page: OpenPage) -> None:
    page = open_page("/sign-in")
    page.get_by_label("Login code").fill("kds_wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("[aria-invalid]")).to_be_visible()
    assert faults(page) == []


def test_alarms_on_the_start_page(kitchen: Kitchen, open_page: OpenPage) -> None:
    kitchen.order("tofu", "noodles", table="A01")
    kitchen.order("tofu", table="A02")
    page = open_page("/", "manager")
    expect(page.locator(".unseen-rows li").first).to_be_visible(timeout=20_000)
    assert faults(page) == []


def nothing(kitchen: Kitchen) -> None:
    """Nobody has ordered."""


def evening(kitchen: Kitchen) -> None:
    """A base, a rush, an allergy, a hold, a void, something late, and more than one page."""
    kitchen.order(
        {"dish": "twin_pot", "qty": 1, "cells": [{"soup": "spicy", "spice": "hot"}, {"soup": "clear"}]}, "quick"
    )
    rushed = kitchen.order("tofu", {"dish": "noodles", "qty": 12}, table="A02")
    kitchen.post(f"/lines/{rushed['lines'][0]['line']}/rush")
    kitchen.order({"dish": "tofu", "qty": 1, "note": "花生过敏 peanut allergy"}, table="A03")
    kitchen.order("tofu", table="A01", fire="hold")
    voided = kitchen.order("noodles", "tofu", table="A02")
    kitchen.post(f"/lines/{voided['lines'][0]['line']}/void", {"reason": "guest"})
    for _ in range(20):
        kitchen.order("noodles", table="A03")


def chosen(page: Page) -> None:
    """A ticket is opened."""
    page.wait_for_timeout(450)
    page.keyboard.press("1")
    expect(page.locator(".is-open").first).to_be_visible()


def sheet(page: Page) -> None:
    """The settings of the device."""
    page.locator("#gear").click()
    expect(page.locator("#sheet")).to_be_visible()


def untouched(page: Page) -> None:
    """As it comes."""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("happened", "done"),
    [(nothing, untouched), (evening, untouched), (evening, chosen), (nothing, sheet)],
    ids=lambda each: str(each.__name__),
)
def test_a_wall(
    kitchen: Kitchen,
    open_wall: OpenWall,
    happened: Callable[[Kitchen], None],
    done: Callable[[Page], None],
    lang: str,
) -> None:
    happened(kitchen)
    page = open_wall(lang=lang)
    done(page)
    assert faults(page) == []


def test_a_wall_without_its_server(kitchen: Kitchen, open_wall: OpenWall) -> None:
    evening(kitchen)
    page = open_wall()
    kitchen.kill()
    expect(page.locator("#link")).to_have_attribute("data-state", "stale", timeout=20_000)
    assert faults(page) == []


def house_at_work(kitchen: Kitchen) -> dict[str, str]:
    """Tables in every state, a party with lines in every state, and where what is shown of it stands."""
    kitchen.post("/floor/changes", {"tables": [{"table": "A04", "area": "hall", "seats": 4}]})
    kitchen.post("/sessions", {"table": "A03", "guests": 5}, 201)
    for _ in range(2):
        kitchen.post("/sessions", {"table": "V01", "guests": 2, "share": True}, 201)
    paid = kitchen.order("cola", table="A02")
    kitchen.post(f"/bills/{paid['bill']}/pay", {"tender": "cash", "amount_minor": 600})
    pot = {"dish": "twin_pot", "qty": 1, "cells": [{"soup": "spicy", "spice": "hot"}, {"soup": "clear"}]}
    noted = {"dish": "tofu", "qty": 2, "note": "花生过敏 peanut allergy"}
    placed = kitchen.order(pot, noted, "noodles", "crab", table="A01")
    session, bill = placed["session"], placed["bill"]
    kitchen.order("tofu", fire="hold")
    lines = [each["line"] for each in placed["lines"]]
    kitchen.post(f"/lines/{lines[0]}/serve")
    kitchen.post(f"/lines/{lines[1]}/rush")
    kitchen.post(f"/lines/{lines[2]}/void", {"reason": "guest"})
    kitchen.post(f"/bills/{bill}/pay", {"tender": "card", "amount_minor": 1000})
    kitchen.post(f"/tickets/{kitchen.ticket('cola')}/bump")
    return {
        "floor": "/floor",
        "move": f"/floor?move={session}",
        "sheet": f"/sessions/{session}",
        "order": f"/order?session={session}",
        "slip": f"/sessions/{session}/slip",
        "bill": f"/bills/{bill}/print",
    }


def tapped(selector: str, opens: str) -> Callable[[Page], None]:
    """What opens a dialog."""

    def done(page: Page) -> None:
        page.locator(selector).first.click()
        expect(page.locator(opens)).to_be_visible()

    done.__name__ = opens
    return done


def in_the_cart(page: Page) -> None:
    """Something is chosen and something was sent."""
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.keyboard.type("30*cola")
    page.keyboard.press("Enter")
    expect(page.locator(".cart-line")).to_have_count(1)


def asked(page: Page) -> None:
    """What may be a slip is asked about."""
    in_the_cart(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#question-yes")).to_be_enabled()


def still_wanted(page: Page) -> None:
    """What is not served is named, and the question how the bill is paid follows."""
    tapped("[data-open=pay]", "#guarding")(page)
    tapped("#guarding [value=keep]", "#paying")(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("what", "done"),
    [
        ("floor", untouched),
        ("floor", tapped(".table[data-parties='0']", "#headcount")),
        ("floor", tapped(".table[data-parties='2']", "#choosing")),
        ("move", tapped(".table[data-parties='1'][data-table='A03']", "#moving")),
        ("sheet", untouched),
        ("sheet", tapped("[data-open=guests]", "#headcount")),
        ("sheet", tapped("[data-open=void]", "#voiding")),
        ("sheet", tapped("[data-open=pay]", "#guarding")),
        ("sheet", still_wanted),
        ("sheet", tapped("[data-open=clear]", "#clearing")),
        ("order", in_the_cart),
        ("order", asked),
        ("order", tapped(".dish[data-dish=twin_pot] .dish-add", "#sheet")),
        ("slip", untouched),
        ("bill", untouched),
    ],
    ids=lambda each: each if isinstance(each, str) else str(each.__name__),
)
def test_a_page_of_those_who_serve(
    kitchen: Kitchen, open_page: OpenPage, what: str, done: Callable[[Page], None], lang: str
) -> None:
    paths = house_at_work(kitchen)
    for width, height in ((1280, 800), (390, 844)):
        page = open_page(f"{paths[what]}{'&' if '?' in paths[what] else '?'}lang={lang}", "waiter", width, height)
        if what in ("floor", "move", "sheet"):
            expect(page.locator("body")).to_have_attribute("data-runs", "1")
        done(page)
        assert faults(page) == []
