"""The morning test as requests: who may begin it, and what the start page says of it."""

from __future__ import annotations

import httpx2
import pytest

from kds.storage.devices import pair
from kds.storage.tokens import WallAssignment
from tests.web.served import Api
from tests.web.test_pairing import OURS, post


async def start_page(api: Api, role: str = "manager") -> str:
    headers = {**OURS, "authorization": f"Bearer {api.secrets[role]}"}
    return (await api.client.get("/", headers=headers)).text


async def begun(api: Api) -> httpx2.Response:
    await pair(api.tokens, "wall", WallAssignment("wall", "en"))
    return await post(api, "/kitchen-test", "manager")


async def test_it_is_offered_until_the_business_day_has_had_one(api: Api) -> None:
    assert "has not been tested" in await start_page(api)
    assert (await begun(api)).status_code == 303
    assert "3 answers are still awaited" in await start_page(api)
    assert (await post(api, "/kitchen-test/end", "manager")).status_code == 303
    page = await start_page(api)
    assert "3 did not answer" in page
    assert "Is it switched on, paired and on the network?" in page
    assert "has not been tested" not in page


@pytest.mark.parametrize("role", ["waiter", "guest", "integration", None])
async def test_only_the_kitchen_and_the_manager_may(api: Api, role: str | None) -> None:
    for path in ("/kitchen-test", "/kitchen-test/end"):
        answer = await post(api, path, role)
        assert answer.status_code in (303, 403)
        assert answer.headers.get("location", "/sign-in").startswith("/sign-in")
    assert "Test the kitchen" not in await start_page(api, "waiter")


async def test_a_page_from_elsewhere_begins_nothing(api: Api) -> None:
    await pair(api.tokens, "wall", WallAssignment("wall", "en"))
    answer = await post(api, "/kitchen-test", "manager", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "has not been tested" in await start_page(api)


async def test_a_house_without_screens_and_bars_is_told_so(api: Api) -> None:
    answer = await post(api, "/kitchen-test", "manager")
    assert answer.status_code == 409
    assert "pair a screen first" in answer.text
