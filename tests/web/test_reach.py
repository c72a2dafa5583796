"""Pages that send other devices somewhere know where the server listens, and say what nobody will reach."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.web.pages import reach
from tests.web.forms import sent, shown
from tests.web.served import Api, serving

SHUT = "The server listens on this computer alone"
HOW = "kds serve --data … --host 0.0.0.0 --port 8950"
LAN = "http://192.168.1.20:8950"
PAGES = ("/tables/codes", "/screens/pair", "/setup/screens")


@pytest.fixture
async def shut(tmp_path: Path) -> AsyncIterator[Api]:
    """A house that is served to its own machine, as it is without --host, and looked at there."""
    async with serving(tmp_path / "data", alone=True) as served:
        served.client.base_url = "http://127.0.0.1:8950"
        yield served


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("said", ["", LAN])
async def test_where_nothing_answers_it_is_said_and_how_to_change_it(shut: Api, path: str, said: str) -> None:
    await shut.do(ChangeHouse(address=said))
    html = (await shown(shut, path, "owner")).html
    assert SHUT in html
    assert HOW in html


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("opened", "said"), [("http://192.168.1.20:8950", ""), ("http://127.0.0.1:8950", "https://order.feiyun.cn")]
)
async def test_what_something_in_front_of_the_server_passes_on_is_open(
    shut: Api, path: str, opened: str, said: str
) -> None:
    shut.client.base_url = opened
    await shut.do(ChangeHouse(address=said))
    assert SHUT not in (await shown(shut, path, "owner")).html


@pytest.mark.parametrize("path", PAGES)
async def test_a_server_that_all_reach_warns_of_nothing(api: Api, path: str) -> None:
    api.client.base_url = "http://127.0.0.1:8950"
    await api.do(ChangeHouse(address=LAN))
    html = (await shown(api, path, "owner")).html
    assert SHUT not in html
    assert "computer alone" not in html


async def test_an_address_that_nothing_answers_is_not_saved_nor_printed_without_a_word(shut: Api) -> None:
    await sent(shut, "/tables/codes", {"deed": "make"})
    await sent(shut, "/tables/codes", {"deed": "address", "address": LAN}, "owner")
    html = (await shown(shut, "/tables/codes?done=address")).html
    assert "The address is saved, but no other device comes in by it yet." in html
    assert f"Do not print these cards yet: they lead to {LAN}" in html


async def test_a_port_that_is_not_served_is_named(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "own_address", lambda: "192.168.1.20")
    api.client.base_url = "http://127.0.0.1:8950"
    for address, named in ((LAN, False), ("http://192.168.1.20:8000", True), ("http://10.0.0.9:8000", False)):
        await api.do(ChangeHouse(address=address))
        for path in PAGES:
            assert ("the server answers at port 8950" in (await shown(api, path, "owner")).html) is named


async def test_a_screen_is_sent_to_the_address_that_is_saved(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "own_address", lambda: "192.168.1.7")
    api.client.base_url = "http://127.0.0.1:8950"
    for path in ("/setup/screens", "/screens/pair"):
        assert "http://192.168.1.7:8950/screens" in (await shown(api, path, "owner")).html
    await api.do(ChangeHouse(address=LAN))
    for path in ("/setup/screens", "/screens/pair"):
        assert f"{LAN}/screens" in (await shown(api, path, "owner")).html
