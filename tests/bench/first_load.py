"""A guest's first load: how much comes, and how long until a soup base can be chosen on a slow phone and network."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import Browser, async_playwright

from tests.bench.phones import found_with_codes
from tests.bench.rows import Row
from tests.bench.running import serving
from tests.needs import needs
from tests.screens.conftest import ARGUMENTS

SLOWED = 6
LATENCY_MS, BYTES_S = 400, 50_000
"""Slow 3G: 400 kbit/s."""
TIMES = 5


class Load(NamedTuple):
    """A first load: its bytes and requests on the wire, and the seconds until it could be used."""

    received: int
    requests: int
    seconds: float


def first_load(scratch: Path) -> Iterator[Row]:
    """Without photos, a cold cache each time, on a house whose page has been asked for before."""
    house = asyncio.run(found_with_codes(scratch / "first-load"))
    with serving(house.data) as server:
        link = server.address + house.links[0]
        loads = asyncio.run(_loads(link))
        yield Row("a guest's first load, without photos", loads[0].received / 1000, "KB", "< 200")
        yield Row("… requests", loads[0].requests, "")
        usable_ms = statistics.median([each.seconds for each in loads[1:]]) * 1000
        yield Row(
            f"… until a base can be chosen, slow 3G, {SLOWED} times slower processor, p50", usable_ms, "ms", "< 2,000"
        )
        for name, score in _lighthouse(link, scratch / "lighthouse.json"):
            yield Row(f"… Lighthouse, {name}", score, "", "100" if name == "accessibility" else "≥ 95")


async def _loads(link: str) -> list[Load]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=needs("chromium"), args=ARGUMENTS)
        loads = [await _load(browser, link) for _ in range(TIMES + 1)]
        await browser.close()
    return loads


async def _load(browser: Browser, link: str) -> Load:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    sizes = dict[str, int]()

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.loadingFinished", finished)
    await session.send("Network.enable")
    network = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_S, "uploadThroughput": BYTES_S}
    await session.send("Network.emulateNetworkConditions", network)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    began = time.perf_counter()
    await page.goto(link, wait_until="commit")
    await page.wait_for_selector("#base-first .base", state="visible")
    seconds = time.perf_counter() - began
    await page.wait_for_load_state("networkidle")
    await context.close()
    return Load(sum(sizes.values()), len(sizes), seconds)


def _lighthouse(link: str, out: Path) -> list[tuple[str, float]]:
    """Its scores, of 100 each; none where there is no npx to fetch it with."""
    npx = shutil.which("npx")
    if npx is None:
        return []
    command = [npx, "--yes", "lighthouse", link, "--quiet", "--output=json", f"--output-path={out}"]
    flags = ["--chrome-flags=--headless=new --no-sandbox", "--only-categories=performance,accessibility"]
    subprocess.run([*command, *flags], env={**os.environ, "CHROME_PATH": needs("chromium")}, check=True)
    scores = json.loads(out.read_text())["categories"]
    return [(name, round(100 * scores[name]["score"])) for name in ("accessibility", "performance")]
