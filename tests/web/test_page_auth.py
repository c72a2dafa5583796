"""Pages of our own use the interface with the token that their browser keeps; pages of others do not."""

from __future__ import annotations

import pytest

from kds.web.auth import COOKIE
from tests.web.served import Api

ORDER = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}


async def ordered(api: Api, role: str, headers: dict[str, str]) -> int:
    sent = {"cookie": f"{COOKIE}={api.secrets[role]}", "idempotency-key": "a-key-of-this-test", **headers}
    return (await api.client.post("/api/v1/rounds", json=ORDER, headers=sent)).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 201),
        ({"origin": "http://testserver"}, 201),
        ({"sec-fetch-site": "same-site"}, 401),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 401),
        ({"origin": "http://elsewhere"}, 401),
        ({"origin": "null"}, 401),
        ({}, 401),
    ],
)
async def test_what_changes_something_is_taken_from_our_own_pages_alone(
    api: Api, headers: dict[str, str], status: int
) -> None:
    assert await ordered(api, "waiter", {"host": "testserver", **headers}) == status
    assert (api.store.state.orders.bills == {}) is (status == 401)


async def test_a_cookie_has_the_rights_of_its_token_and_no_more(api: Api) -> None:
    own = {"host": "testserver", "sec-fetch-site": "same-origin"}
    assert await ordered(api, "kitchen", own) == 403
    read = await api.client.get("/api/v1/menu", headers={"cookie": f"{COOKIE}={api.secrets['guest']}"})
    assert read.status_code == 200
    read = await api.client.get("/api/v1/events", headers={"cookie": f"{COOKIE}={api.secrets['guest']}"})
    assert read.status_code == 403


async def test_a_bad_header_is_not_made_good_by_a_cookie(api: Api) -> None:
    own = {"host": "testserver", "sec-fetch-site": "same-origin", "authorization": "Bearer nonsense"}
    assert await ordered(api, "waiter", own) == 401
