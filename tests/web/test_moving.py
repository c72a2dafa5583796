"""A paired device is given another screen: it goes there by itself, and no station goes dark unsaid."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response

from kds.storage.devices import pair
from kds.storage.tokens import Token, WallAssignment
from tests.web.served import Api

PAGE = "/settings/screens/wall"


def headers(api: Api, role: str = "manager", language: str = "en") -> dict[str, str]:
    return {
        "authorization": f"Bearer {api.secrets[role]}",
        "sec-fetch-site": "same-origin",
        "accept": "text/html",
        "accept-language": language,
    }


async def paired(api: Api, name: str = "Wall 1", screen: str = "wall") -> tuple[Token, str]:
    return await pair(api.tokens, name, WallAssignment(screen, "en"))


def shown(api: Api) -> list[str]:
    """The screens that paired walls are to show."""
    return [each.screen for each in api.tokens.devices() if each.screen is not None]


async def moved(api: Api, role: str = "manager", **fields: Any) -> Response:
    return await api.client.post("/screens/move", headers=headers(api, role), data=fields)


async def seen_by(api: Api, secret: str, path: str) -> Response:
    return await api.client.get(path, headers={"authorization": f"Bearer {secret}", "accept": "text/html"})


async def test_it_goes_to_its_new_screen_from_wherever_it_is(api: Api) -> None:
    device, secret = await paired(api)
    assert (await seen_by(api, secret, "/screens/wall?lang=en")).status_code == 200
    with api.tokens.held(device) as ended:
        assert (await moved(api, device=device.id, to="cold", knowingly="1")).status_code == 303
        assert ended.is_set(), "its socket ends, and it looks where it belongs"
    answer = await seen_by(api, secret, "/screens/wall?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens/cold?lang=en")
    assert (await seen_by(api, secret, "/screens/cold?lang=en")).status_code == 200
    assert shown(api) == ["cold"]


async def test_it_holds_after_a_restart(api: Api) -> None:
    device, secret = await paired(api)
    await moved(api, device=device.id, to="cold")
    await api.tokens.load()
    found = api.tokens.find(secret)
    assert found is not None
    assert (found.id, found.screen, found.language) == (device.id, "cold", "en")


async def test_the_only_live_screen_of_a_station_is_moved_only_knowingly(api: Api) -> None:
    device, _ = await paired(api)
    with api.tokens.held(device):
        answer = await moved(api, device=device.id, to="cold")
        assert answer.headers["location"] == f"{PAGE}?move={device.id}&to=cold#devices"
        asked = (await api.client.get(answer.headers["location"], headers=headers(api))).text
        assert "No live screen would show these stations any more:" in asked
        assert "knowingly" in asked
        assert shown(api) == ["wall"]
        await moved(api, device=device.id, to="cold", knowingly="1")
    assert shown(api) == ["cold"]


async def test_another_one_that_lives_shows_what_it_showed(api: Api) -> None:
    device, _ = await paired(api)
    other, _ = await paired(api, "Wall 2")
    with api.tokens.held(device), api.tokens.held(other):
        answer = await moved(api, device=device.id, to="cold")
    assert answer.headers["location"] == f"{PAGE}?moved=cold#devices"


@pytest.mark.parametrize(("language", "never"), [("en", "never seen"), ("zh-CN", "从未上线")])
async def test_the_page_of_a_screen_lists_its_devices(api: Api, language: str, never: str) -> None:
    device, secret = await paired(api, "Above the stove")
    await paired(api, "New")
    await paired(api, "Elsewhere", "cold")
    api.tokens.find(secret)
    with api.tokens.held(device):
        text = (await api.client.get(PAGE, headers=headers(api, language=language))).text
    assert "Above the stove" in text
    assert "Elsewhere" not in text
    assert text.count("chip is-good") == 1
    assert never in text


async def test_what_is_not_there_is_said(api: Api) -> None:
    answer = await moved(api, device="tok_gone", to="cold", **{"from": "wall"})
    assert answer.headers["location"] == f"{PAGE}?moved=gone"
    assert "not paired any more" in (await api.client.get(f"{PAGE}?moved=gone", headers=headers(api))).text
    device, _ = await paired(api)
    assert (await moved(api, device=device.id, to="nowhere")).headers["location"] == "/screens/pair"


@pytest.mark.parametrize("role", ["waiter", "guest"])
async def test_who_may_pair_no_device_moves_none(api: Api, role: str) -> None:
    device, _ = await paired(api)
    assert (await moved(api, role, device=device.id, to="cold")).status_code == 403
    assert shown(api) == ["wall"]
