"""The pages of the network: who may look, what they say of devices and tables, and what is measured at one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import connect

from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import FloorGone
from kds.storage.devices import pair, unpair
from kds.storage.measures import Measures
from kds.storage.tokens import GuestPlace, WallAssignment
from kds.web import sockets
from kds.web.auth import COOKIE
from kds.web.pages.network import TRIPS_MOST
from tests.feed.wire import Served, served
from tests.web.guests.phones import codes, phone
from tests.web.guests.test_cart_socket import cart, heard, said, scanned
from tests.web.served import Api

GOOD = {"table": "A01", "trips": "12,14,200", "missed": "0"}


def headers(api: Api, role: str = "manager", language: str = "en") -> dict[str, str]:
    return {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": language}


async def shown(api: Api, role: str = "manager", language: str = "en", path: str = "/network") -> httpx2.Response:
    return await api.client.get(path, headers=headers(api, role, language))


async def noted(api: Api, fields: dict[str, str], role: str = "manager") -> httpx2.Response:
    return await api.client.post(
        "/network/measure", data=fields, headers={**headers(api, role), "sec-fetch-site": "same-origin"}
    )


def rows(page: str) -> dict[str, str]:
    """Each device and each table with the words beside it."""
    found = re.findall(r'<th scope="row">(.*?)</tr>', page, re.DOTALL) + re.findall(
        r'<li class="network-table.*?">(.*?)</li>', page, re.DOTALL
    )
    texts = [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]
    return {text.split(" ", 1)[0]: text for text in texts}


@pytest.mark.parametrize("path", ["/network", "/network/measure"])
@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("owner", 200), ("kitchen", 200), ("waiter", 403)])
async def test_who_pairs_devices_may_look(api: Api, role: str, status: int, path: str) -> None:
    assert (await shown(api, role, path=path)).status_code == status


async def test_strangers_sign_in_and_measure_nothing(api: Api) -> None:
    for path in ("/network", "/network/measure", "/network/echo"):
        assert (await api.client.get(path)).status_code == 303
    refused = await api.client.post("/network/measure", data=GOOD, headers={"sec-fetch-site": "same-origin"})
    assert refused.status_code == 303
    assert (await noted(api, GOOD, "waiter")).status_code == 403


@pytest.mark.parametrize(("language", "words"), [("en", "No device is paired yet."), ("zh-CN", "还没有配对的设备。")])
async def test_an_empty_house_says_so(api: Api, language: str, words: str) -> None:
    for each in api.tokens.devices():
        assert await unpair(api.tokens, each.id)
    page = (await shown(api, language=language)).text
    assert words in page
    assert "A01" in page
    assert 'href="/network/measure"' in page


async def test_a_house_without_tables_is_led_to_them_and_not_to_measuring(api: Api) -> None:
    await api.do(ChangeFloor(gone=FloorGone(tables=tuple(api.store.state.floor.tables))))
    for path in ("/network", "/network/measure"):
        page = (await shown(api, path=path)).text
        assert "There are no tables yet." in page
        assert 'href="/network/measure"' not in page


@pytest.mark.parametrize(("hours", "words"), [(0, "heard since"), (2, "heard since"), (3, "the last 3 hours")])
async def test_it_says_since_when_the_tables_are_heard(api: Api, hours: int, words: str) -> None:
    api.hands.ms += hours * 3_600_000
    assert words in (await shown(api)).text


async def test_it_is_reached_from_the_settings_and_from_the_pairing_page(api: Api) -> None:
    for path in ("/settings", "/screens/pair"):
        assert 'href="/network"' in (await shown(api, path=path)).text


async def test_devices_of_every_kind_are_listed_though_none_has_been_heard(api: Api) -> None:
    for name, place in (
        ("Wall-1", WallAssignment("wall", "zh")),
        ("Handheld-1", None),
        ("Tablet-1", GuestPlace("tablet", "A02")),
        ("Kiosk-1", GuestPlace("kiosk")),
    ):
        await pair(api.tokens, name, place)
    found = rows((await shown(api)).text)
    for name, kind in (
        ("Wall-1", "Kitchen screen"),
        ("Handheld-1", "Waiter"),
        ("Tablet-1", "Tablet · A02"),
        ("Kiosk-1", "Kiosk"),
    ):
        assert kind in found[name]
        assert "never" in found[name]
        assert "Not known yet" in found[name]


@pytest.mark.parametrize(
    ("fared", "words"),
    [
        (("40,0", "60,2"), "at most 60 ms 2 answers missed"),
        (("0,0",), "Not known yet – –"),
        (("x,1", "40", "123456,0", "-1,0", ""), "Not known yet – –"),
        (("0,99999",), "20 answers missed"),
    ],
)
async def test_a_kiosk_says_itself_how_it_is_answered(api: Api, fared: tuple[str, ...], words: str) -> None:
    _, secret = await pair(api.tokens, "Kiosk-1", GuestPlace("kiosk"))
    for each in fared:
        sent = {"cookie": f"{COOKIE}={secret}", "kds-fared": each}
        assert (await api.client.get("/guest/now", headers=sent)).status_code == 200
    assert words in rows((await shown(api)).text)["Kiosk-1"]


async def test_a_phone_says_nothing_of_the_kind(api: Api) -> None:
    async with phone(api) as ann:
        await ann.scan((await codes(api))["A01"])
        await ann.client.get("/guest/now", headers={"kds-fared": "9000,9"})
    assert "Not known yet" in rows((await shown(api)).text)["A01"]


async def test_a_phone_answers_an_echo_with_nothing(api: Api) -> None:
    answer = await shown(api, path="/network/echo")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["cache-control"] == "no-store"


async def test_what_was_measured_is_noted_for_the_table_and_shown(api: Api) -> None:
    answer = await noted(api, {**GOOD, "missed": "1"})
    assert answer.json() == {"state": "noted", "grade": "fair", "median_ms": 14, "worst_ms": 200, "missed": 1}
    row = rows((await shown(api)).text)["A01"]
    assert "14 ms, at most 200 ms, 1 answer missed" in row
    assert "Fair" in row


async def test_a_weak_spot_is_named_until_it_is_measured_to_be_good(api: Api) -> None:
    await noted(api, {"table": "A02", "trips": "400,900,1900", "missed": "4"})
    page = (await shown(api)).text
    assert "Weak spots:" in page
    assert 'href="#at-A02"' in page
    await noted(api, {**GOOD, "table": "A02"})
    assert "Weak spots:" not in (await shown(api)).text


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"table": "Z99"}, "unknown_table"),
        ({"table": ""}, "unknown_table"),
        ({"trips": "12,x"}, "malformed"),
        ({"trips": "12,-3"}, "malformed"),
        ({"trips": "1²"}, "malformed"),
        ({"trips": "123456"}, "malformed"),
        ({"trips": ",".join(["1"] * (TRIPS_MOST + 1))}, "malformed"),
        ({"missed": ""}, "malformed"),
        ({"missed": "99999"}, "malformed"),
        ({"trips": "", "missed": "0"}, "malformed"),
    ],
)
async def test_what_is_no_measure_is_refused(api: Api, fields: dict[str, str], state: str) -> None:
    answer = await noted(api, {**GOOD, **fields})
    assert (answer.status_code, answer.json()) == (422, {"state": state})
    assert "Measured" not in (await shown(api)).text


async def test_a_page_from_elsewhere_notes_nothing(api: Api) -> None:
    answer = await api.client.post(
        "/network/measure", data=GOOD, headers={**headers(api), "sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


async def test_a_disk_that_takes_nothing_is_told_and_asked_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(self: Measures, measure: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(Measures, "note", full)
    answer = await noted(api, GOOD)
    assert (answer.status_code, answer.json()["state"]) == (503, "not_kept")
    assert "retry-after" in answer.headers


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setattr(sockets, "FIRST_PING_S", 0.01)
    async with served(tmp_path / "data") as found:
        yield found


async def looked(house: Served) -> dict[str, str]:
    async with httpx2.AsyncClient() as client:
        page = await house.get(client, "/network?lang=en")
    assert page.status_code == 200
    return rows(page.text)


async def until(house: Served, name: str, words: str) -> str:
    """Look until that is said of it."""
    for _ in range(500):
        row = (await looked(house)).get(name, "")
        if words in row:
            return row
    raise AssertionError(row)


async def test_a_wall_that_is_there_is_heard(house: Served) -> None:
    token, secret = await pair(house.tokens, "Wall-1", WallAssignment("wall", "zh"))
    async with house.wall(secret=secret):
        row = await until(house, "Wall-1", "at most")
        assert "live" in row
        assert token.id not in row


async def test_phones_are_counted_at_their_table_and_nothing_tells_which_they_are(house: Served) -> None:
    (one, ann), (other, _) = await scanned(house), await scanned(house)
    async with cart(house, one) as first, cart(house, other) as second:
        for each in (first, second):
            await said(each, type="hello", name="Ann")
            await heard(each)
        row = await until(house, "A01", "at most")
        assert "2 phones there" in row
        async with httpx2.AsyncClient() as client:
            page = (await house.get(client, "/network?lang=en")).text
    for secret in (ann, one, "Ann"):
        assert secret not in page


def tablet(house: Served, secret: str) -> connect:
    """The cart's socket of a tablet of the house."""
    address = f"ws://127.0.0.1:{house.port}/guest/cart"
    return connect(address, proxy=None, additional_headers={"cookie": f"{COOKIE}={secret}"})


async def test_a_tablet_is_a_device_and_speaks_for_its_table(house: Served) -> None:
    _, secret = await pair(house.tokens, "Tablet-1", GuestPlace("tablet", "A02"))
    async with tablet(house, secret) as socket:
        await said(socket, type="hello")
        await heard(socket)
        assert "Tablet · A02" in await until(house, "Tablet-1", "at most")
        assert "at most" in (await looked(house))["A02"]
