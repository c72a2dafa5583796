"""The server's clock is set while a wall hangs there: its tickets are as old as before, its clock tells the time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.house import HOUR, HOUSE
from tests.live.server import RUNNER
from tests.screens.kitchen import Kitchen, founding
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The milliseconds by which the server's wall clock is wrong."""
    file = tmp_path_factory.mktemp("clock") / "wrong"
    file.write_text("0")
    return file


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory, wrong: Path) -> Iterator[Kitchen]:
    """The small house, on a clock that can be set."""
    made = Kitchen(tmp_path_factory.mktemp("wall") / "data", founding())
    made.command = (*RUNNER, "--wall", str(wrong))
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("hours", [-14, 14])
def test_ages_stay_what_they_were_and_the_time_of_day_is_the_new_one(
    kitchen: Kitchen, open_wall: OpenWall, wrong: Path, hours: int
) -> None:
    page = open_wall()
    old = ticket(page, kitchen.ticket("tofu"))
    expect(old.locator(".ticket-clock")).to_have_text(re.compile(r"00:0[1-9]"))
    seen = page.evaluate(
        """() => {
          const seen = window.seen = new Set();
          const look = () => {
            for (const node of document.querySelectorAll(".ticket-clock")) seen.add(node.textContent);
            requestAnimationFrame(look);
          };
          look();
          return seen.size;
        }"""
    )
    assert seen == 1
    before = int(wrong.read_text())
    wrong.write_text(str(before + hours * HOUR))
    expect(ticket(page, kitchen.ticket("cola", table="A02"))).to_be_visible()
    there = datetime.now(ZoneInfo(HOUSE.timezone)).timestamp() + (before / 1000) + hours * 3600
    times = {f"{datetime.fromtimestamp(there + s, ZoneInfo(HOUSE.timezone)):%H:%M}" for s in (-60, 0, 60)}
    expect(page.locator("#clock")).to_have_text(re.compile("|".join(sorted(times))))
    expect(old).to_have_attribute("data-age", "fresh")
    expect(old.locator(".ticket-clock")).to_have_text(re.compile(r"00:(0[4-9]|[1-5]\d)"))
    assert all(re.fullmatch(r"00:\d\d", each) for each in page.evaluate("Array.from(window.seen)"))
