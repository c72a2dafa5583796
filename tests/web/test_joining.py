"""A device that scans what a manager shows is let in, once; and shows itself what a manager's phone scans."""

from __future__ import annotations

import re

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.day.change_house import ChangeHouse
from kds.web.auth import COOKIE
from kds.web.pages import invites as inviting
from kds.web.pages.invites import Invite, Invites
from kds.web.pages.paired import Becomes
from kds.web.qr import QUIET, Qr, qr_of
from tests.web.forms import sent, shown
from tests.web.served import Api

FORM = {"screen": "wall", "language": "en", "name": "Wall 1", "invite": "1"}
ADDRESS = "http://192.168.1.20:8000"


def modules(path: str) -> set[tuple[int, int]]:
    """The dark modules that a path draws."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join([f"M{x} {y}h{n}v1h-{m}z" for x, y, n, m in runs]) == path
    return {(int(x) + each, int(y)) for x, y, n, _ in runs for each in range(int(n))}


@given(st.text("0123456789abcdefghijklmnopqrstuvwxyz:/._?=-", min_size=1, max_size=120))
def test_a_code_is_drawn_with_its_finders_and_a_light_edge(text: str) -> None:
    size, path = qr_of(text)
    dark = modules(path)
    assert all(QUIET <= each < size - QUIET for module in dark for each in module)
    for x, y in ((QUIET, QUIET), (size - QUIET - 7, QUIET), (QUIET, size - QUIET - 7)):
        assert {(x + at, y) for at in range(7)} <= dark
        assert {(x + at, y + 1) for at in range(1, 6)}.isdisjoint(dark)
    assert qr_of(text) == (size, path)


async def invited(api: Api, monkeypatch: pytest.MonkeyPatch, **more: str) -> str:
    """Where the QR leads that a manager is shown."""
    drawn: list[str] = []

    def noted(text: str) -> Qr:
        drawn.append(text)
        return qr_of(text)

    monkeypatch.setattr("kds.web.pages.pairing.qr_of", noted)
    answer = await sent(api, "/screens/pair", {**FORM, **more})
    assert answer.status == 200
    assert qr_of(drawn[-1]).path in answer.html
    assert drawn[-1].rpartition("/")[2] not in answer.html, "the secret stands in the square alone"
    return "/" + drawn[-1].partition("//")[2].partition("/")[2]


async def scanned(api: Api, path: str, cookie: str = "") -> httpx2.Response:
    api.client.cookies.clear()
    own = {"accept": "text/html", "accept-language": "en", "sec-fetch-mode": "navigate"}
    headers = {**own, **({"cookie": cookie} if cookie else {})}
    return await api.client.get(path, headers=headers)


async def test_a_device_that_scans_it_is_the_wall_at_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await scanned(api, await invited(api, monkeypatch))
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens/wall?lang=en")
    assert answer.headers["cache-control"] == "no-store"
    device = api.tokens.devices()[-1]
    assert (device.name, device.screen, device.language) == ("Wall 1", "wall", "en")
    assert api.tokens.find(answer.cookies[COOKIE]) is not None


async def test_a_device_becomes_one_at_which_people_sign_in(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await scanned(api, await invited(api, monkeypatch, screen="@people", name=""))
    assert answer.headers["location"] == "/sign-in?lang=en"
    device = api.tokens.devices()[-1]
    assert (device.role, device.name) == ("device", "people")


async def test_it_is_good_once_and_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await invited(api, monkeypatch)
    first = await scanned(api, path)
    other = await scanned(api, path)
    assert (other.status_code, "set-cookie" in other.headers) == (410, False)
    assert "This code has been used" in other.text
    assert "Show another one on the pairing page" in other.text
    same = await scanned(api, path, f"{COOKIE}={first.cookies[COOKIE]}")
    assert same.headers["location"] == "/screens/wall?lang=en", "the device itself goes where it belongs"
    assert len([each for each in api.tokens.devices() if each.name == "Wall 1"]) == 1


async def test_what_asks_for_the_head_alone_does_not_use_it_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await invited(api, monkeypatch)
    answer = await api.client.head(path, headers={"accept": "text/html"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    assert (await scanned(api, path)).status_code == 303


async def test_what_shows_where_it_leads_does_not_use_it_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await invited(api, monkeypatch)
    headers = {"accept": "text/html", "accept-language": "en"}
    shown = await api.client.get(path, headers=headers)
    assert (shown.status_code, "set-cookie" in shown.headers) == (200, False)
    assert "Open it here" in shown.text
    assert (await api.client.get(f"{path}?open=1", headers=headers)).status_code == 303


async def test_the_managers_own_phone_is_not_made_a_wall(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await invited(api, monkeypatch)
    own = await scanned(api, path, f"{COOKIE}={api.secrets['manager']}")
    assert own.status_code == 403
    assert "You are signed in here" in own.text
    assert (await scanned(api, path)).status_code == 303, "it is good for the device all the same"


async def test_nobody_guesses_one_for_long(api: Api) -> None:
    for _ in range(10):
        assert (await scanned(api, "/screens/join/wrong")).status_code == 410
    assert (await scanned(api, "/screens/join/wrong")).status_code == 429


@pytest.mark.parametrize("role", ["waiter", "guest"])
async def test_who_may_not_pair_invites_nobody(api: Api, role: str) -> None:
    assert (await sent(api, "/screens/pair", FORM, role)).status == 403


async def test_what_is_missing_is_said(api: Api) -> None:
    answer = await sent(api, "/screens/pair", {**FORM, "language": ""})
    assert answer.status == 422
    assert 'id="invite"' not in answer.html


async def test_a_waiting_device_shows_where_its_code_is_typed_in(api: Api) -> None:
    await api.do(ChangeHouse(address=ADDRESS))
    answer = await api.client.post("/screens/code", headers={"sec-fetch-site": "same-origin"})
    told = answer.json()
    assert told["qr"] == qr_of(f"{ADDRESS}/screens/pair?code={told['code']}")._asdict()
    html = (await shown(api, f"/screens/pair?code={told['code']}")).html
    assert f'name="code" value="{told["code"]}"' in html


async def test_a_device_at_the_box_itself_shows_no_square_that_leads_nowhere(api: Api) -> None:
    api.client.base_url = "http://127.0.0.1:8000"
    answer = await api.client.post("/screens/code", headers={"sec-fetch-site": "same-origin"})
    assert "qr" not in answer.json()


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_an_invitation_is_too_old_after_ten_minutes() -> None:
    clock = Clock()
    invites = Invites(clock)
    secret = invites.make(Becomes(None, "en"), "Till", "may")
    clock.at = inviting.LIVES_S - 1
    taken = invites.take(secret)
    assert isinstance(taken, Invite)
    invites.give_back(secret, taken)
    clock.at = inviting.LIVES_S
    assert invites.take(secret) == "unknown"


def test_only_so_many_are_known() -> None:
    invites = Invites(Clock())
    made = [invites.make(Becomes(None, "en"), "Till", "may") for _ in range(inviting.MOST + 1)]
    assert invites.take(made[0]) == "unknown"
    assert isinstance(invites.take(made[-1]), Invite)
    assert invites.take(made[-1]) == "used"
