"""A page that is not for somebody's role says how to go on: by locking the device, or with another login code."""

from __future__ import annotations

from tests.web.forms import shown
from tests.web.pads import paired, works
from tests.web.served import Api

CODE = "kds token create"


async def test_at_a_device_it_is_locked_and_no_code_is_made(api: Api) -> None:
    pad = await paired(api)
    await pad.enter(await works(api, "Lin", "waiter"))
    answer = await pad.get("/settings/tables?lang=en")
    assert answer.status_code == 403
    assert "Lock this device, and let somebody sign in who may." in answer.text
    assert CODE not in answer.text


async def test_with_a_login_code_another_one_is_needed(api: Api) -> None:
    answer = await shown(api, "/settings/tables", "waiter")
    assert answer.status == 403
    assert CODE in answer.html
