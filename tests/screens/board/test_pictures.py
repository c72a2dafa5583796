"""The picture of a board beside its form: it follows what is chosen, and is no screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from kds.feed.kinds import BOARDS
from tests.screens.board.conftest import HEARD, cut_off
from tests.screens.closing import close_all
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROLES = [each.role for each in BOARDS]
PIECES = {"expo": ".pass", "runner": ".pass", "pickup": ".order", "progress": ".waits", "calls": ".call"}
SAYS = {
    "expo": {"zh": "全部做好", "en": "All done"},
    "runner": {"zh": "端走", "en": "Take"},
    "pickup": {"zh": "请取餐", "en": "Ready: please collect"},
    "progress": {"zh": "手切肥牛", "en": "Hand-cut fatty beef"},
    "calls": {"zh": "加汤", "en": "More soup"},
}


class Form:
    """A manager's form with its picture, and what their browser asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.method))
        page.on("websocket", lambda socket: self.asked.append(socket.url))

    @property
    def picture(self) -> FrameLocator:
        return self.page.frame_locator("#preview iframe")

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)

    def shows(self, role: str, language: str) -> None:
        """The picture is that of a board of this role."""
        body = f'body[data-runs][data-role="{role}"][data-language="{language}"]'
        expect(self.picture.locator(body)).to_have_count(1)
        expect(self.picture.locator(PIECES[role]).first).to_be_visible()
        expect(self.picture.locator("body")).to_contain_text(SAYS[role][language], ignore_case=True)


@pytest.fixture
def open_form(kitchen: Kitchen, browser: Browser) -> Iterator[Callable[[str], Form]]:
    """A page that breaks its own policy or throws fails the test, also where it is framed."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(path: str) -> Form:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.add_init_script(HEARD)
        signed_in(context, kitchen.url, kitchen.secrets["manager"])
        form = Form(page)
        page.goto(f"{kitchen.url}{path}")
        return form

    yield opened
    close_all(contexts, faults)


def test_it_follows_the_form_of_a_new_screen_and_is_no_screen(
    kitchen: Kitchen, open_form: Callable[[str], Form]
) -> None:
    kitchen.order("tofu", table="A01")
    changed = len(kitchen.events("KitchenChanged"))
    form = open_form("/settings/screens/new?lang=zh")
    expect(form.picture.locator("body[data-runs]")).to_have_attribute("data-layout", "slots")
    for role in ROLES:
        form.choose("role", role)
        for language in ("zh", "en"):
            form.choose("language", language)
            form.shows(role, language)
    form.page.locator('input[name="en"]').fill("Gate")
    expect(form.picture.locator("h1")).to_have_text("Gate")
    form.choose("role", "mirror")
    expect(form.page.locator("#preview")).to_be_hidden()
    form.choose("role", "prep")
    expect(form.picture.locator("body[data-runs]")).to_have_attribute("data-layout", "slots")
    assert set(form.asked) == {"GET"}
    assert kitchen.events("TicketShown") == []
    assert len(kitchen.events("KitchenChanged")) == changed


@pytest.mark.parametrize("role", ROLES)
def test_the_forms_of_a_board_have_it_and_nothing_on_it_does_anything(
    kitchen: Kitchen, open_form: Callable[[str], Form], role: str
) -> None:
    form = open_form(f"/screens/{role}/settings?lang=en")
    language = str(form.page.locator('input[name="language"]:checked').get_attribute("value"))
    form.shows(role, language)
    form.choose("text", "large")
    expect(form.picture.locator("body[data-runs]")).to_have_attribute("data-text", "large")
    buttons = form.picture.locator("button:visible")
    for button in buttons.all():
        expect(button).to_have_attribute("aria-disabled", "true")
        button.dispatch_event("click")
    form.page.wait_for_timeout(300)
    assert set(form.asked) == {"GET"}
    assert form.page.frames[-1].evaluate("window.spoken") == []
    for done in ("LineServed", "CallTaken", "TicketBumped", "LineHandedOver"):
        assert kitchen.events(done) == []


def test_it_follows_the_areas(open_form: Callable[[str], Form]) -> None:
    form = open_form("/settings/screens/progress?lang=en")
    expect(form.picture.locator(".waits").filter(has_text="V01")).to_have_count(1)
    form.choose("areas", "hall")
    expect(form.picture.locator(".waits").filter(has_text="V01")).to_have_count(0)
    expect(form.picture.locator(".waits").filter(has_text="A01")).to_have_count(1)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_nothing_on_it_is_cut_off(kitchen: Kitchen, open_form: Callable[[str], Form], language: str) -> None:
    form = open_form("/settings/screens/new")
    page = form.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    for role in ROLES:
        for text in ("small", "medium", "large"):
            page.goto(
                f"{kitchen.url}/screens/@new/preview?role={role}&language={language}&text={text}&zh=看板&en=Board"
            )
            expect(page.locator("body[data-runs]")).to_have_count(1)
            assert cut_off(page, PIECES[role]) == [], (role, text)
            wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert wide[0] <= wide[1], (role, text)
