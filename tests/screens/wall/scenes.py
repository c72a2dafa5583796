"""Walls to be looked at: `python -m tests.screens.wall.scenes FOLDER [SCENE…]` paints them, on a real server.

The tickets are as old as a scene says: what the server says of times is shifted on its way into the browser.
The scene `lively` is the picture of the README: tests/screens/wall.png.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route, ViewportSize, WebSocketRoute, expect, sync_playwright

from kds.core.day.found_house import FoundHouse
from kds.core.kitchen.screens import ScreenLanguage
from kds.demo import house as demo
from kds.demo.appetite import SPICES
from tests.house import CLOSES
from tests.needs import needs
from tests.screens.closing import close
from tests.screens.conftest import ARGUMENTS
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen

MINUTE_MS = 60_000
MOMENT = re.compile(r'(data-(?:since|soon-at|late-at|critical-at)=\\?")(\d+)')
ARTICLE = re.compile(r'<article [^>]*data-ticket=\\?"([^"\\]+).*?</article>', re.DOTALL)
TABLES = [*(f"A{n:02}" for n in range(1, 13)), *(f"B{n:02}" for n in range(1, 9)), *(f"C{n:02}" for n in range(1, 5))]
WALL = "expo"
"""The screen every station of which is on it: a wall here, so that a scene stands on one."""
Lines = list[Any]


def line(dish: str, qty: int = 1, **more: Any) -> Any:
    """A line of an order."""
    return {"dish": dish, "qty": qty, **more}


class Scene:
    """A demo kitchen, and how many minutes ago each of its tickets is said to have come."""

    def __init__(self, kitchen: Kitchen) -> None:
        self.kitchen = kitchen
        self.ages: dict[str, float] = {}
        self.pages: list[Page] = []

    def order(self, table: str, *lines: Any, ago: float = 0, **more: Any) -> Any:
        """Order at a table, so many minutes ago."""
        placed = self.kitchen.order(*lines, table=table, **more)
        self.ages.update(dict.fromkeys(placed["tickets"], ago))
        return placed

    def shifted(self, text: str) -> str:
        """What the server sent, with the moments of every ticket as long ago as the scene has it."""

        def earlier(found: re.Match[str]) -> str:
            by = int(self.ages.get(found[1], 0) * MINUTE_MS)
            return MOMENT.sub(lambda moment: f"{moment[1]}{int(moment[2]) - by}", found[0])

        return ARTICLE.sub(earlier, text)

    def document(self, route: Route) -> None:
        """Shift the page itself."""
        answer = route.fetch()
        route.fulfill(response=answer, body=self.shifted(answer.text()))

    def socket(self, route: WebSocketRoute) -> None:
        """Shift the boards."""
        server = route.connect_to_server()
        server.on_message(lambda text: route.send(self.shifted(str(text))))


def cell(soup: str, spice: int = -1) -> dict[str, str]:
    """A cell of a pot: as hot as its soup can be, or the nth of what it can be; a soup that is not hot says nothing."""
    hot = SPICES.get(soup, ())
    return {"soup": soup, "spice": hot[spice % len(hot)]} if hot else {"soup": soup}


def base(scene: Scene, n: int, ago: float) -> Any:
    """A pot on a table."""
    wanted = line("base-yuanyang", cells=[cell(SOUPS[n % 6]), cell(SOUPS[(n + 2) % 6])])
    return scene.order(TABLES[n % 24], wanted, ago=ago, guests=2 + n % 6)


SOUPS = ("tallow", "tomato", "rattan", "bone", "mushroom", "clear")
DISHES: tuple[tuple[Any, ...], ...] = (
    ("sig-tripe", line("beef-snowflake", 2), "sig-shrimp"),
    ("tofu-frozen", "mush-enoki", line("tofu-puff", 2)),
    (line("sig-brain", options=["spice-hot"]), line("offal-fat-intestine", note="少油")),
    ("ball-beef", line("sig-duck-blood", 2, note="花生过敏 NO PEANUT"), "ball-fish"),
    ("snack-rice-cake", line("snack-dandan", 2, options=["spice-mild"])),
    (line("drink-plum", 2, options=["temp-iced"]), "drink-mango"),
    (line("sauce-sesame", 4, options=["mix-garlic", "mix-coriander"]),),
)


def tickets(scene: Scene, many: int, ages: Callable[[int], float]) -> None:
    """So many tickets; the nth came `ages(n)` minutes ago."""
    for n in range(many):
        channel = ("scan", "waiter", "miniprogram")[n % 3]
        scene.order(TABLES[n * 5 % 24], *DISHES[n % len(DISHES)], ago=ages(n), guests=2 + n % 5, channel=channel)


def empty(scene: Scene) -> None:
    """Nothing to cook."""


def three(scene: Scene) -> None:
    """A quiet kitchen."""
    base(scene, 3, 2)
    tickets(scene, 2, lambda n: 1 + n)


def five(scene: Scene) -> None:
    """A row of five."""
    tickets(scene, 5, lambda n: 1 + n)


def twelve(scene: Scene) -> None:
    """An evening."""
    for n in range(3):
        base(scene, n, 4 - n)
    tickets(scene, 9, lambda n: 9 - n)


def sixty(scene: Scene) -> None:
    """A rush."""
    for n in range(6):
        base(scene, n, 6 - n)
    tickets(scene, 54, lambda n: 14 - n / 5)


def bases(scene: Scene) -> None:
    """Pots of every kind."""
    for n in range(10):
        base(scene, n, 12 - n)
    for n, (dish, cells) in enumerate((("base-three", 3), ("base-four", 4), ("base-nine", 9)), 10):
        soups = ("tallow", "clear-oil", "tallow-mild") if dish == "base-nine" else SOUPS
        scene.order(TABLES[n], line(dish, cells=[cell(soups[k % len(soups)], k) for k in range(cells)]), ago=1)


def pots(scene: Scene) -> None:
    """Pots of nine cells with extras and a note, beside plain ones: nothing but bases."""
    soups = ("tallow", "tallow-mild", "clear-oil")
    cells = [cell(soups[k % 3], k // 3) for k in range(9)]
    for n in range(4):
        more: dict[str, Any] = {"options": EXTRAS, "note": "不要葱，少油，客人赶时间 no onion"} if n % 2 else {}
        wanted = line("base-nine", cells=cells, **more)
        scene.order(TABLES[n], wanted, ago=1 + n)
    for n in range(4, 9):
        base(scene, n, 2)


EXTRAS = ["extra-tallow", "extra-peppercorn", "extra-chilli", "extra-tomato"]


def many(scene: Scene) -> None:
    """A ticket of 120 lines among others."""
    meats = ("sig-tripe", "sig-intestine", "sig-beef", "sig-shrimp", "beef-snowflake")
    scene.order("B08", *(line(meats[n % 5], 1 + n % 3) for n in range(120)), ago=3, guests=12)
    tickets(scene, 16, lambda n: 5 - n / 4)


def loud(scene: Scene) -> None:
    """Large quantities, allergies, an order of a platform."""
    scene.order("A01", line("sig-tripe", 100), line("beef-snowflake", 999), ago=3)
    scene.order("A02", line("sig-tripe", 2, note="花生过敏 peanut allergy!"), "sig-beef", ago=2)
    tickets(scene, 4, lambda n: 5 - n)


def late(scene: Scene) -> None:
    """Nothing came out for half an hour."""
    tickets(scene, 13, lambda n: 35 - 2 * n)


def ages(scene: Scene) -> None:
    """One of each age."""
    for table, ago in (("A01", 0.5), ("A02", 3.4), ("A03", 4.6), ("A04", 12)):
        scene.order(table, "sig-tripe", "beef-snowflake", ago=ago)


def long(scene: Scene) -> None:
    """A ticket of 25 lines, and dishes of very long names."""
    meats = ("sig-tripe", "sig-intestine", "sig-beef", "sig-shrimp", "beef-snowflake")
    scene.order("B08", *meats * 5, ago=3, guests=12)
    scene.order("A01", "sig-platter", "sig-crab-paste", ago=2)


def longest(scene: Scene) -> None:
    """A dish whose name is a paragraph: among others with a note, by itself, and rushed."""
    [known] = [each for each in demo.menu().dishes if each.dish == "sig-platter"]
    name = {"zh": f"{known.name.zh}、" * 4, "en": f"{known.name.en}, {known.name.en}"}
    scene.kitchen.post("/menu/changes", {"dishes": [{**msgspec.to_builtins(known), "name": name}]})
    noted = line("sig-platter", 12, note="少油，客人赶时间，先上这一份")
    scene.order("A01", "sig-tripe", noted, line("beef-snowflake", 2), ago=3)
    scene.order("A02", line("sig-platter", 2), ago=2)
    rushed = scene.order("A03", line("sig-platter", 999), ago=4)
    scene.kitchen.post(f"/lines/{rushed['lines'][0]['line']}/rush")
    tickets(scene, 10, lambda n: 3 - n / 5)


def lively(scene: Scene) -> None:
    """An evening with everything in it: the picture of the README."""
    placed = scene.order("A05", *DISHES[1], ago=4.2, guests=4)
    base(scene, 12, 1.4)
    base(scene, 16, 0.6)
    rushed = scene.order("B03", "sig-tripe", line("beef-snowflake", 2), "sig-intestine", ago=4, guests=8)
    scene.kitchen.post(f"/lines/{rushed['lines'][0]['line']}/rush")
    long = ("sig-beef", "sig-shrimp", "sig-tripe", line("beef-snowflake", 3), "sig-intestine", "sig-platter")
    scene.order("B08", *long, ago=3.9, guests=12, channel="waiter")
    for n, ago in enumerate((6, 1.2, 2.4, 1.2, 0.5, 1.8, 0.9, 0.8, 0.4)):
        scene.order(TABLES[(n * 5 + 2) % 24], *DISHES[(n + 2) % 7], ago=ago, guests=2 + n % 5)
    scene.order("A05", *DISHES[3], ago=2.5, guests=4)
    scene.kitchen.post(f"/lines/{placed['lines'][1]['line']}/void", {"reason": "guest"})
    for n in range(3):
        scene.order(TABLES[n * 4 + 1], *DISHES[n], ago=0.2)
    scene.order("C02", "snack-rice-cake", fire="hold", ago=0.3)


def voided(scene: Scene) -> None:
    """Dishes taken back while they were being made: of a whole ticket, of a pot, of a part of one; and asked for."""
    whole = scene.order("A05", "sig-tripe", line("beef-snowflake", 10), "sig-intestine", ago=4, guests=8)
    part = scene.order("B03", *DISHES[1], line("sig-brain", 2, options=["spice-hot"]), ago=3, guests=4)
    pot = base(scene, 3, 2)
    kitchen = scene.kitchen
    kitchen.post(f"/tickets/{whole['tickets'][0]}/start")
    for each in (*whole["lines"], *pot["lines"], part["lines"][1]):
        kitchen.post(f"/lines/{each['line']}/void", {"reason": "guest"})
    kitchen.post(f"/lines/{part['lines'][0]['line']}/rush")
    kitchen.post(f"/tickets/{part['tickets'][0]}/end", {"outcome": "wasted", "lines": [part["lines"][2]["line"]]})
    tickets(scene, 4, lambda n: 5 - n)


def steps(scene: Scene) -> None:
    """A dish that goes from station to station, at each of its steps, and one that comes with a later course."""
    [known] = [each for each in demo.menu().dishes if each.dish == "sig-platter"]
    onward = [{"station": "hot_line", "standard_ms": 6 * MINUTE_MS}, {"station": "cold_prep", "standard_ms": MINUTE_MS}]
    scene.kitchen.post("/menu/changes", {"dishes": [{**msgspec.to_builtins(known), "steps": onward}]})
    for n in range(6):
        name = scene.order(TABLES[n], "sig-platter", ago=6 - n)["tickets"][0]
        for _ in range(n // 2):
            scene.kitchen.post(f"/tickets/{name}/bump")
            name = scene.kitchen.events("LinesPassedOn")[-1]["into"]
    for n in range(6, 9):
        scene.order(TABLES[n], line("tofu-frozen", course=2), line("sig-platter", course=2), ago=1)


SCENES: dict[str, Callable[[Scene], None]] = {
    each.__name__: each
    for each in (
        empty,
        three,
        five,
        twelve,
        sixty,
        bases,
        pots,
        late,
        ages,
        long,
        longest,
        many,
        loud,
        voided,
        steps,
        lively,
    )
}


@contextmanager
def staged(name: str, lang: ScreenLanguage = "zh", **shown: Any) -> Iterator[Scene]:
    """A demo kitchen in which a scene has happened; its screens are measured for a language, and set as `shown`."""
    kitchen_set_up = demo.kitchen()
    screens = tuple([replace(each, language=lang, **shown) for each in kitchen_set_up.screens])
    screens = tuple([replace(each, role="prep") if each.screen == WALL else each for each in screens])
    commands = [replace(kitchen_set_up, screens=screens), demo.floor(), demo.menu()]
    with tempfile.TemporaryDirectory() as folder:
        kitchen = Kitchen(Path(folder) / "data", (FoundHouse(demo.house(), "2026-09-21", CLOSES), *commands))
        kitchen.start()
        scene = Scene(kitchen)
        try:
            SCENES[name](scene)
            yield scene
        finally:
            for page in scene.pages:
                close(page.context)
            kitchen.stop()


def look(
    browser: Browser, scene: Scene, lang: str = "zh", size: tuple[int, int] = (1920, 1080), density: float = 1
) -> Page:
    """A wall on which the scene stands, live; `density` is how many of the panel's pixels are one of the page's."""
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    page = browser.new_context(viewport=viewport, device_scale_factor=density).new_page()
    scene.pages.append(page)
    page.route(re.compile(r"/screens/[^/]+\?lang="), scene.document)
    page.route_web_socket(re.compile("/live"), scene.socket)
    kitchen = scene.kitchen
    signed_in(page.context, kitchen.url, kitchen.secrets["kitchen"])
    page.goto(f"{kitchen.url}/screens/{WALL}")
    page.goto(f"{kitchen.url}/screens/{WALL}?lang={lang}")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    if page.locator("#sound").get_attribute("data-sound") == "sound_locked":
        page.locator("#sound").click()
    page.wait_for_timeout(600)
    return page


def main(folder: str, *names: str) -> None:
    """Paint scenes; a name is that of a scene, with languages and widths after dots: `twelve.en.1280`."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=needs("chromium"), headless=True, args=ARGUMENTS)
        for name in names or SCENES:
            scene, *rest = name.split(".")
            width = int(next((each for each in rest if each.isdigit()), "1920"))
            lang: ScreenLanguage = "en" if "en" in rest else "both" if "both" in rest else "zh"
            with staged(scene, lang) as made:
                page = look(browser, made, lang, (width, width * 9 // 16))
                page.screenshot(path=str(Path(folder) / f"{name}.png"))
                close(page.context)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
