"""The screen of a paired device is removed: the device says so, and goes on once it is given another."""

from __future__ import annotations

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.runtime.messages import HOUSE
from tests.web.served import Api
from tests.web.test_moving import headers, moved, paired, seen_by


async def remove(api: Api, screen: str = "cold") -> None:
    command = ChangeKitchen(gone=KitchenGone(screens=(screen,)), knowingly=("cold", "hot", "other"))
    await api.store.submit(command, HOUSE)


@pytest.mark.parametrize(("lang", "words"), [("en", "This screen was removed"), ("zh", "这块屏幕已被删除")])
async def test_a_television_says_on_a_wall_what_to_do(api: Api, lang: str, words: str) -> None:
    _, secret = await paired(api, "Above the stove", "cold")
    await remove(api)
    answer = await seen_by(api, secret, f"/screens/cold?lang={lang}")
    assert answer.status_code == 404
    assert words in answer.text
    assert "Above the stove" in answer.text
    assert "/screens/pair" in answer.text
    assert "wall-root" in answer.text
    assert "“cold”" not in answer.text, "an id says nothing to a cook"


async def test_it_goes_on_once_it_has_another(api: Api) -> None:
    device, secret = await paired(api, "Above the stove", "cold")
    await remove(api)
    answer = await moved(api, device=device.id, to="wall")
    assert answer.headers["location"] == "/screens/pair?moved=wall#devices"
    page = (await api.client.get("/screens/pair?moved=wall", headers=headers(api))).text
    assert "The device now goes to" in page
    assert "by itself" in page
    answer = await seen_by(api, secret, "/screens/cold?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens/wall?lang=en")


async def test_where_devices_are_paired_each_that_shows_nothing_is_given_another(api: Api) -> None:
    device, _ = await paired(api, "Above the stove", "cold")
    await paired(api, "At the pass", "wall")
    before = (await api.client.get("/screens/pair", headers=headers(api))).text
    assert 'action="/screens/move"' not in before
    await remove(api)
    page = (await api.client.get("/screens/pair", headers=headers(api))).text
    form = page[page.index('id="strayed"') : page.index("</section>", page.index('id="strayed"'))]
    assert "Above the stove" in form
    assert f'value="{device.id}"' in form
    assert '<option value="wall">' in form
    assert "At the pass" not in form
    assert ">cold" not in page, "what it was called went with it"


async def test_others_are_told_which_screens_there_are(api: Api) -> None:
    await remove(api)
    answer = await api.client.get("/screens/cold", headers=headers(api))
    assert answer.status_code == 404
    assert "These are the screens of this kitchen" in answer.text


async def test_the_question_before_leads_to_where_its_devices_are_given_another(api: Api) -> None:
    await paired(api, "Above the stove", "cold")
    asked = (await api.client.get("/settings/screens/cold?ask=remove", headers=headers(api))).text
    assert "Above the stove" in asked
    assert 'href="#devices"' in asked
    assert 'name="to" value="wall"' in asked
