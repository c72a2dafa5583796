"""The card: one ticket with all that can be done with it, by finger, by key and by bump bar."""

from __future__ import annotations

import re

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from playwright.sync_api import Locator, Page, expect

from tests.house import dish
from tests.live.proxy import Proxy
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import SEEN_MS, number_of, see, ticket
from tests.screens.wall.test_bump_bars import bar_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def card(page: Page) -> Locator:
    """The card that is open, with what stands on it."""
    found = page.locator("#card")
    expect(found.locator(".card-of")).to_be_visible()
    return found


def opened(page: Page, name: str) -> Locator:
    """The card of a ticket, by finger: it is chosen first."""
    see(page, name).locator(".ticket-head").tap()
    page.locator(f'[data-ticket="{name}"].is-open [data-press="card"]').first.tap()
    return card(page)


def voided(kitchen: Kitchen, *dishes: str) -> tuple[str, list[str]]:
    """A ticket whose lines were all begun, and taken back."""
    placed = kitchen.order(*dishes)
    kitchen.post(f"/tickets/{placed['tickets'][0]}/start")
    lines = [each["line"] for each in placed["lines"]]
    for line in lines:
        kitchen.post(f"/lines/{line}/void", {"reason": "hair"})
    return placed["tickets"][0], lines


def outcomes(kitchen: Kitchen) -> list[tuple[object, ...]]:
    told = kitchen.events("VoidsAcknowledged")
    return [(each["outcome"], each["lines"], each["otherwise"]) for each in told]


def test_a_void_is_answered_with_what_had_become_of_it(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    name, (tofu, sesame) = voided(kitchen, "tofu", "sesame")
    found = opened(page, name)
    expect(found.locator("#card-title")).to_contain_text("A01")
    found.locator(".card-line", has_text="tofu").get_by_role("button", name="not made").tap()
    expect(found.locator(".card-line", has_text="tofu").locator(".card-button")).to_have_count(0)
    page.wait_for_timeout(SEEN_MS)
    found.locator(".card-line", has_text="sesame").locator('[data-outcome="made"]').tap()
    expect(page.locator("#card")).to_be_hidden()
    expect(ticket(page, name)).to_have_count(0)
    assert outcomes(kitchen)[-2:] == [("not_made", [tofu], [tofu]), ("made", [sesame], [])]


def test_keys_open_it_and_choose_by_number(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    name, (tofu,) = voided(kitchen, "tofu")
    see(page, name)
    page.keyboard.press("m")
    expect(page.locator("#bar-message")).to_have_text("请先按数字选号位")
    page.keyboard.type(str(number_of(page, name)))
    page.wait_for_timeout(700)
    page.keyboard.press("m")
    expect(card(page).locator(".card-button kbd")).to_have_text(["1", "2", "3"])
    page.keyboard.press("9")
    expect(page.locator("#card-said")).to_have_text("9 号位没有制作单")
    page.wait_for_timeout(700)
    page.keyboard.press("3")
    expect(page.locator("#card")).to_be_hidden()
    assert outcomes(kitchen)[-1] == ("wasted", [tofu], [])


def test_what_is_pressed_while_it_is_open_does_nothing_below_it(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    name = kitchen.ticket("tofu")
    opened(page, name)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.press("r")
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(ticket(page, name)).to_be_visible()
    assert [each for each in kitchen.events("TicketBumped") if each["ticket"] == name] == []


def test_without_a_server_it_says_so_and_goes_when_it_is_closed(
    kitchen: Kitchen, wire: Proxy, open_wall: OpenWall
) -> None:
    page = open_wall(port=wire.port)
    name = kitchen.ticket("tofu")
    see(page, name)
    wire.set("drop")
    page.locator(f'[data-ticket="{name}"] .ticket-head').first.tap()
    page.locator(f'[data-ticket="{name}"].is-open [data-press="card"]').first.tap()
    expect(page.locator("#card-said")).to_have_text("没有连上，现在看不到")
    page.locator("#card-close").tap()
    expect(page.locator("#card")).to_be_hidden()


def test_it_follows_what_happens_to_its_ticket(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    placed = kitchen.order("tofu", "sesame")
    found = opened(page, placed["tickets"][0])
    expect(found.locator(".card-state")).to_have_text(["", ""])
    kitchen.post(f"/tickets/{placed['tickets'][0]}/start")
    expect(found.locator(".card-state")).to_have_text(["started", "started"])


def test_a_ticket_goes_to_another_station_and_stands_there_unseen(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    name = kitchen.ticket("tofu")
    found = opened(page, name)
    found.get_by_role("button", name="hot").tap()
    expect(page.locator("#card")).to_be_hidden()
    expect(ticket(page, name).locator(".ticket-station")).to_have_text("hot")
    assert kitchen.events("TicketTransferred")[-1]["into"] == name


def test_only_the_dishes_that_are_marked_go(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    placed = kitchen.order("tofu", "sesame")
    name, (_, sesame) = placed["tickets"][0], [each["line"] for each in placed["lines"]]
    found = opened(page, name)
    found.locator(".card-line", has_text="sesame").get_by_role("button", name="only this").tap()
    found.get_by_role("button", name="hot").tap()
    expect(page.locator("#card")).to_be_hidden()
    gone = kitchen.events("TicketTransferred")[-1]
    assert (gone["lines"], gone["ticket"], gone["station"]) == ([sesame], name, "hot")
    expect(ticket(page, gone["into"]).locator(".ticket-station")).to_have_text("hot")
    expect(ticket(page, name).locator(".line")).to_have_count(1)
    kitchen.post(f"/tickets/{gone['into']}/bump")


def test_what_was_made_meanwhile_is_refused_in_words(kitchen: Kitchen, wire: Proxy, open_wall: OpenWall) -> None:
    page = open_wall(port=wire.port)
    name = kitchen.ticket("tofu")
    found = opened(page, name)
    wire.set("stall")
    kitchen.post(f"/tickets/{name}/bump")
    found.locator('[data-station="hot"]').tap()
    expect(page.locator("#card-said")).to_have_text("已发送…")
    wire.set("pass")
    expect(page.locator("#card-said")).not_to_have_text("已发送…", timeout=20_000)
    assert [each for each in kitchen.events("TicketTransferred") if each["ticket"] == name] == []


def test_any_of_the_last_bumps_is_looked_at_and_taken_back(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    early, late = kitchen.ticket("tofu"), kitchen.ticket("noodles", table="A02")
    for name in (early, late):
        kitchen.post(f"/tickets/{name}/bump")
    expect(ticket(page, late)).to_have_count(0)
    page.locator("#recalls").tap()
    rows = card(page).locator(".card-line")
    expect(rows.nth(0)).to_contain_text("A02")
    expect(rows.nth(1)).to_contain_text("tofu")
    rows.nth(1).get_by_role("button", name="Recall").tap()
    expect(page.locator("#card")).to_be_hidden()
    expect(ticket(page, early)).to_be_visible()
    expect(ticket(page, late)).to_have_count(0)


def test_the_list_opens_by_its_key_and_what_is_served_only_stands_there(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    placed = kitchen.order("quick", table="B01")
    kitchen.post(f"/tickets/{placed['tickets'][0]}/bump")
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/serve")
    page.keyboard.press("l")
    row = card(page).locator(".card-line").first
    expect(row).to_contain_text("B01")
    expect(row).to_contain_text("at the table")
    expect(row.get_by_role("button")).to_have_count(0)


def test_the_recipe_of_a_dish_opens_from_its_ticket(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    told = next(each for each in kitchen.get("/menu")["dishes"] if each["dish"] == "sesame")
    assert "recipe" not in told
    recipe = replace(dish("sesame", "cold", 300, 1, "sauce"), recipe=("Stir", "Top with leek"))
    kitchen.post("/menu/changes", {"dishes": [to_builtins(recipe)]})
    name = kitchen.ticket("tofu", "sesame")
    found = opened(page, name)
    expect(found.get_by_role("button", name="Recipe")).to_have_count(1)
    expect(found.get_by_text("Top with leek")).to_be_hidden()
    found.get_by_role("button", name="Recipe").tap()
    expect(found.get_by_text("Top with leek")).to_be_visible()


def test_a_bump_bar_opens_it_and_presses_by_number(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    name, (tofu,) = voided(kitchen, "tofu")
    see(page, name)
    with bar_at(kitchen) as bar:
        bar.say(bar="hot", select=number_of(page, name))
        expect(ticket(page, name)).to_have_class(re.compile("is-selected"))
        bar.press("card")
        expect(card(page).locator(".card-button")).to_have_count(3)
        bar.press("card", dish=2)
        expect(page.locator("#card")).to_be_hidden()
        assert outcomes(kitchen)[-1] == ("made", [tofu], [])
        done = kitchen.ticket("noodles")
        kitchen.post(f"/tickets/{done}/bump")
        bar.press("recalls")
        expect(card(page).locator(".card-button").first).to_be_visible()
        bar.press("card", dish=1)
        expect(ticket(page, done)).to_be_visible()
