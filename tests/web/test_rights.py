"""Who may do what: the README's table, the declarations and the behaviour are one."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from kds.core.rights import OWN_CHANNEL, usual
from kds.core.types import GuestChannel
from kds.storage.tokens import ROLES
from kds.web.api import FEED, ROUTES
from kds.web.routes import PREFIX, Post
from tests.golden.rights import README, NoMarks, with_table
from tests.house import MINUTE
from tests.web.served import Api

CASES = [(each.method, each.path.removeprefix(PREFIX), role) for each in ROUTES for role in ROLES]
NAMED = {
    "bill": "B1",
    "session": "S1",
    "ticket": "T1-1",
    "printer": "bar",
    "job": "J1-1",
    "line": "L1-1",
    "dish": "tofu",
    "table": "A01",
    "station": "cold",
    "screen": "wall",
    "reservation": "V1",
    "account": "firm",
    "deposit": "D1",
    "business_day": "2026-09-21",
    "report": "nothing",
    "draft": "G1",
    "change": "X1",
    "call": "C1",
    "person": "cai",
    "role": "expo",
}
"""What the parameters of paths are here."""
MATRIX = {(each.method, each.path.removeprefix(PREFIX)): usual(each.rights) for each in (*ROUTES, FEED)}


def table() -> dict[tuple[str, str], set[str]]:
    """The README's table: endpoint → roles that may use it."""
    rows = [line for line in README.read_text().splitlines() if re.match(r"\| `(GET|POST|WS) ", line)]
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        endpoint, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        method, _, path = endpoint.strip("`").partition(" ")
        assert set(cells) <= {"", "yes", "own table"}, row
        found[method, path] = {role for role, cell in zip(ROLES, cells, strict=True) if cell}
    return found


def test_the_readmes_table_is_what_the_code_declares() -> None:
    assert table() == {endpoint: set(roles) for endpoint, roles in MATRIX.items()}
    assert with_table(README.read_text()) == README.read_text(), "make golden"


def test_a_readme_without_its_marks_is_not_written_anew() -> None:
    with pytest.raises(NoMarks):
        with_table("no table here")


@pytest.mark.parametrize(("method", "path", "role"), CASES)
async def test_a_role_may_do_what_the_table_says_and_nothing_else(api: Api, method: str, path: str, role: str) -> None:
    address = path.format(**NAMED)
    answer = await (api.get(address, role) if method == "GET" else api.post(address, role=role))
    forbidden = answer.status_code == 403 and answer.json()["reason"] == "forbidden"
    no_bill_yet = (path, role) == ("/bills/{bill}", "guest")  # a bill that is not there may be somebody else's
    assert forbidden == (role not in table()[method, path] or no_bill_yet)
    assert answer.status_code != 401


@pytest.mark.parametrize(("method", "path"), list(MATRIX))
async def test_without_a_good_token_nothing_is_done(api: Api, method: str, path: str) -> None:
    if method == "WS":
        return
    address = path.format(**NAMED)
    for secret in (None, "kds_wrong", "", "x" * 5000):
        answer = await (api.get(address, secret) if method == "GET" else api.post(address, role=secret))
        assert (answer.status_code, answer.json()["reason"]) == (401, "unauthorized")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_only_bearer_is_understood(api: Api) -> None:
    for value in (api.secrets["manager"], f"Basic {api.secrets['manager']}", "Bearer", "Bearer "):
        answer = await api.client.get("/api/v1/menu", headers={"Authorization": value})
        assert answer.status_code == 401
    answer = await api.client.get("/api/v1/menu", headers={"Authorization": f"bearer {api.secrets['manager']}"})
    assert answer.status_code == 200


async def test_a_token_in_the_query_opens_no_http_endpoint(api: Api) -> None:
    assert (await api.client.get("/api/v1/menu", params={"token": api.secrets["manager"]})).status_code == 401


async def test_a_revoked_token_opens_nothing(api: Api) -> None:
    token, secret = await api.tokens.create("waiter", "gone")
    await api.tokens.revoke(token.id)
    assert (await api.get("/menu", secret)).status_code == 401


async def test_a_guest_orders_at_their_own_table_only(api: Api) -> None:
    line = {"dish": "tofu", "qty": 1}
    assert (await api.post("/rounds", {"table": "A01", "lines": [line]}, "guest")).status_code == 201
    for body in ({"table": "A02"}, {"service": "takeaway"}, {"service": "delivery", "table": "A01"}):
        answer = await api.post("/rounds", {**body, "lines": [line]}, "guest")
        assert (answer.status_code, answer.json()["reason"], answer.json()["own"]) == (403, "not_your_table", "A01")
    assert (await api.get("/tables/A02")).json()["sessions"] == []


async def test_a_guest_sees_their_own_table_only(api: Api) -> None:
    await api.order("tofu", table="A02")
    assert [each["table"] for each in (await api.get("/tables", "guest")).json()["tables"]] == ["A01"]
    assert (await api.get("/tables/A01", "guest")).status_code == 200
    for table_id in ("A02", "Z99"):
        assert (await api.get(f"/tables/{table_id}", "guest")).json()["reason"] == "not_your_table"


async def test_a_guest_sees_bills_of_open_sessions_at_their_table_only(api: Api) -> None:
    own, other = await api.order("tofu"), await api.order("tofu", table="A02")
    assert (await api.get(f"/bills/{own['bill']}", "guest")).json()["total_minor"] == 1200
    assert (await api.get(f"/bills/{other['bill']}", "guest")).status_code == 403
    assert (await api.get("/bills/B999999", "guest")).status_code == 403
    await api.pay(own["bill"])
    assert (await api.get(f"/bills/{own['bill']}", "guest")).status_code == 403, "whoever sits there now is the next"
    await api.post(f"/sessions/{own['session']}/clear")
    assert (await api.get(f"/bills/{own['bill']}", "guest")).status_code == 403
    assert (await api.get(f"/bills/{own['bill']}", "waiter")).status_code == 200


async def test_a_guest_asks_for_lines_of_their_own_table_only(api: Api) -> None:
    own, other = await api.order("tofu"), await api.order("tofu", table="A02")
    api.hands.ms += 5 * MINUTE
    assert (await api.post(f"/lines/{own['lines'][0]['line']}/rush", role="guest")).status_code == 200
    answer = await api.post(f"/lines/{other['lines'][0]['line']}/rush", role="guest")
    assert (answer.status_code, answer.json()["reason"]) == (403, "not_your_table")
    assert (await api.post("/lines/L9999-1/rush", role="guest")).json()["reason"] == "unknown_line"


async def test_a_guest_without_a_table_orders_anywhere_and_sees_the_menu_alone(api: Api) -> None:
    placed = await api.order("tofu", table="A03", role="kiosk", channel="kiosk")
    await api.order("tofu", table=None, service="takeaway", role="kiosk", channel="kiosk")
    assert (await api.get("/menu", "kiosk")).status_code == 200
    assert (await api.get("/tables", "kiosk")).json() == {"tables": []}
    for path in ("/tables/A03", f"/bills/{placed['bill']}"):
        assert (await api.get(path, "kiosk")).status_code == 403
    assert (await api.post(f"/lines/{placed['lines'][0]['line']}/rush", role="kiosk")).status_code == 403


@pytest.mark.parametrize(("role", "own", "other"), [("guest", "scan", "waiter"), ("kiosk", "kiosk", "scan")])
async def test_the_channel_of_a_guests_order_is_their_tokens(api: Api, role: str, own: str, other: str) -> None:
    body = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}
    before = api.store.head.seq
    refused = await api.post("/rounds", {**body, "channel": other}, role)
    assert (refused.status_code, refused.json()["reason"], refused.json()["own"]) == (403, "not_your_channel", own)
    assert refused.json()["message"]["en"] == f"This code orders by {own} only, and for no other channel"
    assert api.store.head.seq == before
    for sent in (body, {**body, "channel": own}):
        assert (await api.post("/rounds", sent, role)).status_code == 201
    assert {each.channel for each in api.store.state.orders.rounds.values()} == {own}


async def test_a_guests_token_may_say_by_what_they_order(api: Api) -> None:
    api.secrets["tablet"] = (await api.tokens.create("guest", "a tablet", "A01", channel="tablet"))[1]
    body = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}
    refused = await api.post("/rounds", {**body, "channel": "scan"}, "tablet")
    assert (refused.status_code, refused.json()["own"]) == (403, "tablet")
    assert refused.json()["message"]["zh"] == "这个码只能用来在平板上点餐，不能代别的渠道下单"
    assert (await api.post("/rounds", body, "tablet")).status_code == 201
    assert {each.channel for each in api.store.state.orders.rounds.values()} == {"tablet"}


def test_every_channel_of_guests_has_words() -> None:
    assert OWN_CHANNEL.keys() == set(get_args(GuestChannel))


async def test_staff_and_programs_say_by_which_channel_an_order_came(api: Api) -> None:
    for role, channel in (("waiter", "scan"), ("integration", "delivery"), ("integration", None)):
        body = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}], "channel": channel}
        assert (await api.post("/rounds", body, role)).status_code == 201
    assert [each.channel for each in api.store.state.orders.rounds.values()] == ["scan", "delivery", "api"]


def test_every_deed_has_a_manager() -> None:
    assert all("manager" in usual(each.rights) for each in ROUTES if isinstance(each, Post))
