"""The page with the code of one party."""

from __future__ import annotations

import re

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.rights import SEE_PARTIES
from tests.web.served import Api


async def shown(api: Api, session: str, role: str = "waiter") -> tuple[int, str]:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": "en"}
    answer = await api.client.get(f"/sessions/{session}/code", headers=headers)
    return answer.status_code, answer.text


@pytest.fixture
async def session(api: Api) -> str:
    found: str = (await api.post("/sessions", {"table": "A01", "guests": 2})).json()["session"]
    return found


async def test_it_shows_the_code_and_where_it_leads(api: Api, session: str) -> None:
    status, html = await shown(api, session)
    assert status == 200
    assert re.search(rf'href="/v/{session}\.[\w-]+"', html)
    assert "<svg" in html
    assert "扫码点餐" in html
    assert "Scan to order" in html


@pytest.mark.parametrize("role", ["waiter", "cashier", "manager", "owner", "kitchen", "guest"])
async def test_it_is_for_those_who_see_who_sits_where(api: Api, session: str, role: str) -> None:
    status, html = await shown(api, session, role)
    may = role in SEE_PARTIES.may or role == "owner"
    assert status == (200 if may else 403)
    assert ("/v/" in html) is may


async def test_of_who_has_left_or_never_came_there_is_none(api: Api, session: str) -> None:
    await api.do(ClearSession(session))
    assert (await shown(api, session))[0] == 404
    assert (await shown(api, "S999"))[0] == 404


async def test_it_is_linked_from_the_partys_sheet(api: Api, session: str) -> None:
    headers = {"authorization": f"Bearer {api.secrets['waiter']}", "accept": "text/html"}
    assert f'href="/sessions/{session}/code"' in (await api.client.get(f"/sessions/{session}", headers=headers)).text
