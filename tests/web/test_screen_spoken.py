"""What a wall calls out by recorded voice: nothing, unless its form says so."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from tests.house import named
from tests.web.served import Api

FORM = {"text": "medium", "reserved": "2", "language": "en", "all_day": "on"}


async def sent(api: Api, screen: str, **fields: Any) -> int:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "sec-fetch-site": "same-origin"}
    answer = await api.client.post(f"/screens/{screen}/settings", headers=headers, data={**FORM, **fields})
    return answer.status_code


async def page(api: Api, path: str) -> str:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "accept": "text/html", "accept-language": "en"}
    return (await api.client.get(path, headers=headers)).text


async def test_it_is_off_and_comes_and_goes_by_the_form(api: Api) -> None:
    assert 'data-spoken=""' in await page(api, "/screens/wall")
    assert await sent(api, "wall", spoken=["rush", "new", "shouting"]) == 303
    assert 'data-spoken="new rush"' in await page(api, "/screens/wall")
    form = await page(api, "/screens/wall/settings")
    assert form.count('name="spoken"') == 4
    assert form.count('name="spoken" value="new" checked') == form.count('name="spoken" value="rush" checked') == 1
    assert await sent(api, "wall") == 303
    assert 'data-spoken=""' in await page(api, "/screens/wall")


@pytest.mark.parametrize("role", ["progress", "pickup", "calls"])
async def test_boards_are_not_asked(api: Api, role: Any) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role=role),)))
    assert 'name="spoken"' not in await page(api, "/screens/board/settings")
