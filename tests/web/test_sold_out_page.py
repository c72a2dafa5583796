"""What is sold out is said by whoever may: who serves, and who cooks, at the wall too."""

from __future__ import annotations

import pytest

from kds.storage.devices import pair
from kds.storage.tokens import WallAssignment
from kds.web.auth import COOKIE
from tests.web.forms import shown
from tests.web.served import Api


@pytest.mark.parametrize(
    ("role", "back"),
    [("waiter", "/floor"), ("cashier", "/floor"), ("manager", "/floor"), ("kitchen", "/"), ("expo", "/")],
)
async def test_whoever_may_say_it_finds_the_page_from_the_start(api: Api, role: str, back: str) -> None:
    assert 'href="/sold-out"' in (await shown(api, "/", role)).html
    answer = await shown(api, "/sold-out", role)
    assert answer.status == 200
    assert f'id="back" href="{back}"' in answer.html
    assert 'data-wall=""' in answer.html


@pytest.mark.parametrize("role", ["guest", "integration"])
async def test_others_do_not(api: Api, role: str) -> None:
    assert (await shown(api, "/sold-out", role)).status == 403
    assert 'href="/sold-out"' not in (await shown(api, "/", role)).html


async def test_where_a_role_may_not_the_wall_has_no_way_there(api: Api) -> None:
    rights = {"rights": ["see_walls", "cook", "see_menu", "see_kitchen"]}
    assert (await api.post("/roles/kitchen/rights", rights, "owner")).status_code == 200
    assert 'id="sold-out"' not in (await shown(api, "/screens/wall", "kitchen")).html
    assert (await shown(api, "/sold-out", "kitchen")).status == 403


async def test_a_paired_wall_has_it_and_leads_back_to_its_tickets(api: Api) -> None:
    _, secret = await pair(api.tokens, "Wall 1", WallAssignment("cold", "zh"))
    assert 'id="sold-out" href="/sold-out"' in (await shown(api, "/screens/cold", secret)).html
    page = (await shown(api, "/sold-out", secret)).html
    assert 'id="back" href="/screens/cold"' in page
    assert 'data-wall="/screens/cold"' in page


async def test_a_cook_reads_what_is_left_and_nothing_of_a_party(api: Api) -> None:
    placed = await api.order("tofu")
    await api.post("/dishes/tofu/sold-out", {"remaining": 2}, "kitchen")
    headers = {"cookie": f"{COOKIE}={api.secrets['kitchen']}"}
    now = await api.client.get("/order/now?service=takeaway", headers=headers)
    assert now.status_code == 200
    assert now.json()["party"] is None
    assert "tofu" in now.text
    assert (await api.client.get("/order/menu", headers=headers)).status_code == 200
    for about in (f"session={placed['session']}", "table=A01", "service=takeaway&table=A01"):
        refused = await api.client.get(f"/order/now?{about}", headers=headers)
        assert (refused.status_code, refused.json()["reason"]) == (403, "forbidden")
    guest = {"cookie": f"{COOKIE}={api.secrets['guest']}"}
    assert (await api.client.get("/order/now?service=takeaway", headers=guest)).status_code == 403
