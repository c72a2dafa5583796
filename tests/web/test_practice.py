"""Who practises does it on a copy of the house, of which every page says what it is, and the house knows nothing."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

import kds.web.grounds as practising
from kds.core.state import digest
from kds.resources import templates_dir
from kds.storage.connections import FILE
from kds.web.auth import COOKIE, PERSON
from kds.web.grounds import Grounds
from kds.web.practice import PRACTICE, Practising
from tests.web.pads import paired, works
from tests.web.practised import Browser
from tests.web.served import Api, serving

PAGES = [
    "/",
    "/floor",
    "/order?table=A03",
    "/order?service=takeaway",
    "/cashier",
    "/drawer",
    "/reservations",
    "/sold-out",
    "/screens/wall",
    "/screens/pair",
    "/menu/print",
    "/menu",
    "/audit",
    "/days",
    "/setup/house",
    "/practice",
    "/sign-in",
    "/nowhere",
]


def ledger_of(api: Api) -> tuple[int, str, bytes]:
    """What the house is: its last event, its state, and the file of its ledger."""
    return api.store.head.seq, digest(api.store.state.books()), (api.data / FILE).read_bytes()


async def test_whatever_is_practised_leaves_the_house_as_it_was(api: Api) -> None:
    real = await api.order("tofu", table="A01")
    before, told = ledger_of(api), api.store.alarms
    heard: list[Any] = []
    api.store.listeners.follow(heard.extend)
    browser = Browser(api, "manager")
    await browser.begin()
    placed = await browser.order("noodles", "tofu", table="A02")
    await browser.done(f"/lines/{real['lines'][0]['line']}/void", {"reason": "guest"})
    await browser.done(f"/tickets/{placed['tickets'][0]}/bump")
    await browser.done(f"/bills/{placed['bill']}/pay", {"tender": "card", "amount_minor": 3000})
    await browser.done("/menu/changes", {"gone": {"dishes": ["stray"]}})
    assert ledger_of(api) == before
    assert heard == []
    assert list(api.store.alarms) == list(told)
    assert [each["session"] for each in (await api.get("/sessions")).json()["sessions"]] == [real["session"]]
    feed = await api.get("/events", since=0, limit=500)
    assert feed.json()["events"][-1]["seq"] == before[0]
    assert "stray" in api.store.state.menu.dishes


async def test_orders_of_the_house_go_on_and_the_practice_does_not_see_them(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    await api.order("tofu", table="A01")
    assert (await browser.get("/api/v1/sessions")).json()["sessions"] == []
    assert len((await api.get("/sessions")).json()["sessions"]) == 1


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
async def test_every_page_of_a_practice_says_so_in_both_languages(api: Api, path: str, language: str) -> None:
    browser = Browser(api, "manager")
    await browser.begin()
    answer = await browser.get(path, **{"accept-language": language})
    assert answer.status_code == (404 if path == "/nowhere" else 200), answer.text
    assert f'data-practice="{browser.claims}"' in answer.text
    assert '<span lang="zh-CN">练习</span> <span lang="en">PRACTICE</span>' in answer.text
    assert "css/desk/practice.css" in answer.text
    assert answer.headers["kds-practice"] == browser.claims


async def test_what_is_printed_says_so_too(api: Api) -> None:
    browser = Browser(api, "manager")
    await browser.begin()
    placed = await browser.order("tofu")
    for path in (f"/bills/{placed['bill']}/print", f"/sessions/{placed['session']}/slip"):
        text = (await browser.get(path)).text
        assert '<p class="practice-mark" aria-hidden="true">练习 PRACTICE</p>' in text


async def test_pages_of_the_house_say_nothing_of_it(api: Api) -> None:
    await Browser(api).begin()
    other = Browser(api)
    for path in ("/", "/floor", "/practice"):
        answer = await other.get(path)
        assert "data-practice" not in answer.text
        assert "kds-practice" not in answer.headers


async def test_another_browser_of_the_same_login_code_does_not_practise(api: Api) -> None:
    one, other = Browser(api), Browser(api)
    await one.begin()
    before = api.store.head.seq
    await other.order("tofu")
    assert api.store.head.seq > before
    assert (await one.get("/api/v1/sessions")).json()["sessions"] == []


async def test_a_ground_opens_for_whoever_began_it_alone(api: Api) -> None:
    one, other = Browser(api), Browser(api, "manager")
    await one.begin()
    other.cookies[PRACTICE] = one.cookies[PRACTICE]
    assert (await other.get("/floor")).headers["location"] == "/practice?ended=1"
    assert PRACTICE not in other.cookies


async def test_a_page_of_the_house_does_nothing_in_a_practice(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    claims, browser.claims = browser.claims, ""
    before = ledger_of(api)
    answer = await browser.do("/rounds", {"channel": "waiter", "table": "A03", "lines": [{"dish": "tofu", "qty": 1}]})
    assert (answer.status_code, answer.json()["reason"]) == (409, "real_page")
    browser.claims = claims
    assert (await browser.get("/api/v1/sessions")).json()["sessions"] == []
    assert ledger_of(api) == before


async def test_a_form_of_the_house_is_refused_while_its_browser_practises(api: Api) -> None:
    browser = Browser(api, "manager")
    await browser.begin()
    before, practised = ledger_of(api), browser.ground.made.progress._store.head
    for path in ("/settings/house", "/menu/hours", "/setup/tables", "/approvals", "/menu/photos"):
        answer = await browser.form(path, tables="Hall: X01 4")
        assert (answer.status_code, answer.json()["reason"]) == (409, "real_page"), path
    assert browser.ground.made.progress._store.head == practised
    assert ledger_of(api) == before


@pytest.mark.parametrize(
    "path", ["/setup/tables", "/setup/house", "/menu/dishes/tofu", "/tables/codes", "/settings/house"]
)
async def test_the_server_writes_into_every_form_of_which_practice_it_is(api: Api, path: str) -> None:
    browser = Browser(api, "manager")
    await browser.begin()
    text = (await browser.get(path)).text
    actions = re.findall(r'<form [^>]*method="post" action="([^"]*)"', text)
    ours = [each for each in actions if not each.startswith(("/practice", "/sign-"))]
    assert ours
    assert all(each.endswith(f"practice={browser.claims}") for each in ours)
    assert "practice=" not in (await Browser(api, "manager").get(path)).text


async def test_a_form_of_a_practice_works_without_a_script_and_lands_in_no_house(api: Api) -> None:
    browser = Browser(api, "manager")
    await browser.begin()
    found = re.search(r'action="(/setup/tables[^"]*)"', (await browser.get("/setup/tables")).text)
    assert found
    before, practised = ledger_of(api), browser.ground.made.progress._store.head
    answer = await browser.form(found[1], tables="Hall: X01 4")
    assert answer.status_code == 303, answer.text
    assert browser.ground.made.progress._store.head != practised
    await browser.form("/practice/leave")
    await browser.begin()
    for _ in range(2):
        answer = await browser.form(found[1], tables="Hall: X02 4")
        assert (answer.status_code, answer.json()["reason"]) == (409, "practice_ended")
        await browser.form("/practice/leave")
    assert ledger_of(api) == before


def test_every_form_of_a_template_can_be_told_of_its_practice() -> None:
    for path in templates_dir().rglob("*.html"):
        for form in re.findall(r'<form\b[^>]*method="post"[^>]*', path.read_text()):
            assert re.match(r'<form [^>]*method="post" action="', form), (path, form)


async def test_a_page_of_a_practice_does_nothing_in_the_house(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    before = ledger_of(api)
    left = await browser.form("/practice/leave")
    assert left.headers["location"] == "/practice?ended=left"
    assert PRACTICE not in browser.cookies
    body = {"channel": "waiter", "table": "A03", "lines": [{"dish": "tofu", "qty": 1}]}
    answer = await browser.do("/rounds", body)
    assert (answer.status_code, answer.json()["reason"]) == (409, "practice_ended")
    assert answer.json()["message"]["zh"] == "练习已经结束，这一步没有做。请刷新页面"
    form = await browser.form(f"/people?practice={browser.claims}", name="x")
    assert form.status_code == 409
    assert ledger_of(api) == before
    browser.claims = ""
    assert (await browser.do("/rounds", body)).status_code == 201
    assert "You work in the real house again" in (await browser.get("/practice?ended=left")).text


async def test_nothing_of_a_practice_is_left_when_it_is_begun_again(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    first = browser.claims
    await browser.order("tofu")
    await browser.form("/practice/leave")
    await browser.begin()
    assert browser.claims != first
    assert (await browser.get("/api/v1/sessions")).json()["sessions"] == []


async def test_it_begins_with_the_house_as_it_is(api: Api) -> None:
    placed = await api.order("tofu", table="A01")
    await api.pay(placed["bill"])
    browser = Browser(api, "manager")
    await browser.begin()
    bill = (await browser.get(f"/api/v1/bills/{placed['bill']}")).json()
    assert (bill["state"], bill["total_minor"]) == ("paid", 1200)
    reopened = await browser.done(f"/bills/{placed['bill']}/reopen", {"reason": "practice"})
    assert reopened["bill"] == placed["bill"]
    assert (await api.get(f"/bills/{placed['bill']}")).json()["state"] == "paid"


async def test_it_ends_when_nothing_is_done_for_long(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(api)
    await browser.begin()
    browser.ground.touched_at -= practising.IDLE_S - 60
    assert api.grounds is not None
    await api.grounds.look()
    await browser.order("tofu")
    assert len(api.grounds) == 1
    browser.ground.touched_at -= practising.IDLE_S
    await browser.get("/api/v1/sessions", accept="*/*")
    await api.grounds.look()
    assert len(api.grounds) == 0, "what a page reads by itself keeps no practice alive"
    answer = await browser.get("/floor")
    assert (answer.status_code, answer.headers["location"]) == (303, "/practice?ended=1")
    assert (await browser.get("/practice/panel")).status_code == 409


async def test_it_ends_with_the_sign_in_of_whoever_began_it(api: Api) -> None:
    assert api.grounds is not None
    token, secret = await api.tokens.create("waiter", "a phone")
    browser = Browser(api, secret)
    await browser.begin()
    await api.tokens.revoke(token.id)
    assert (await browser.get("/floor")).headers["location"] == "/practice?ended=1"
    await api.grounds.look()
    assert len(api.grounds) == 0


async def test_whoever_signs_out_practises_no_more_and_the_next_one_never_did(api: Api) -> None:
    assert api.grounds is not None
    pad = await paired(api)
    ann, ben = await works(api, "Ann", "waiter"), await works(api, "Ben", "waiter")
    await pad.enter(ann)
    browser = Browser(api)
    browser.cookies = dict(pad.cookies)
    await browser.begin()
    await browser.order("tofu")
    assert (await browser.form("/sign-out")).headers["location"] == "/sign-in"
    assert (len(api.grounds), PRACTICE in browser.cookies, PERSON in browser.cookies) == (0, False, False)
    await pad.enter(ben)
    browser.cookies, browser.claims = dict(pad.cookies), ""
    assert "data-practice" not in (await browser.get("/floor")).text


async def test_only_so_many_practise_at_once_and_the_next_is_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practising, "MOST", 1)
    await Browser(api).begin()
    answer = await Browser(api, "manager").form("/practice")
    assert answer.status_code == 503
    assert "practise already" in answer.text


async def test_two_who_begin_at_once_have_one_ground_each(api: Api) -> None:
    one, other = Browser(api), Browser(api, "manager")
    await asyncio.gather(one.begin(), other.begin())
    await one.order("tofu")
    assert (await other.get("/api/v1/sessions")).json()["sessions"] == []


async def test_walls_guests_programs_and_strangers_do_not_practise(api: Api) -> None:
    assert api.grounds is not None
    for role in ("guest", "integration"):
        assert (await Browser(api, role).form("/practice")).status_code == 403
    assert (await Browser(api, "kds_nobody").form("/practice")).headers["location"].startswith("/sign-in")
    foreign = await Browser(api).request("POST", "/practice", headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert len(api.grounds) == 0


async def test_whoever_is_signed_in_may_what_their_role_may(api: Api) -> None:
    browser = Browser(api, "kitchen")
    await browser.begin()
    answer = await browser.do("/rounds", {"channel": "waiter", "table": "A03", "lines": [{"dish": "tofu", "qty": 1}]})
    assert answer.json()["reason"] == "forbidden"
    assert (await browser.get("/cashier")).status_code == 403


async def test_nothing_of_a_practice_signs_this_browser_in_or_out(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    own = browser.cookies[COOKIE]
    await browser.get(f"/floor?token={api.secrets['manager']}")
    assert browser.cookies[COOKIE] == own


async def test_a_bearer_speaks_to_the_house_whatever_cookies_come_along(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    before = api.store.head.seq
    headers = {"authorization": f"Bearer {api.secrets['waiter']}", "idempotency-key": "a-program-of-the-house"}
    body = {"channel": "waiter", "table": "A03", "lines": [{"dish": "tofu", "qty": 1}]}
    assert (await browser.request("POST", "/api/v1/rounds", json=body, headers=headers)).status_code == 201
    assert api.store.head.seq > before


async def test_health_and_figures_are_those_of_the_house(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    seq = api.store.head.seq
    await browser.order("tofu")
    assert (await browser.get("/healthz")).json()["seq"] == seq
    assert f"kds_ledger_seq {float(seq)}" in (await browser.get("/metrics")).text


async def test_a_restart_forgets_it(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        browser = Browser(api)
        await browser.begin()
        await browser.order("tofu")
        known, before = api.secrets, api.store.head
    async with serving(tmp_path / "data", known) as api:
        browser.api = api
        assert api.store.head == before
        assert (await browser.get("/floor")).headers["location"] == "/practice?ended=1"
        assert "half an hour" in (await browser.get("/practice?ended=1")).text


async def test_a_socket_says_of_which_house_it_is(api: Api) -> None:
    browser = Browser(api)
    await browser.begin()
    seen: list[str] = []

    async def app(name: str, scope: Any) -> None:
        seen.append(name)

    async def house(scope: Any, receive: Any, send: Any) -> None:
        await app("house", scope)

    async def ground(scope: Any, receive: Any, send: Any) -> None:
        await app("ground", scope)

    browser.ground.made = browser.ground.made._replace(app=ground)  # type: ignore[arg-type]
    assert api.grounds is not None
    door = Practising(house, api.tokens, api.grounds)
    own = "; ".join([f"{name}={value}" for name, value in browser.cookies.items()])
    real = f"{COOKIE}={browser.cookies[COOKIE]}"

    async def opened(cookies: str, query: str) -> str:
        seen.clear()
        scope = {
            "type": "websocket",
            "path": "/floor/live",
            "query_string": query.encode(),
            "headers": [(b"cookie", cookies.encode())],
        }

        async def receive() -> Any:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            seen.append(message["type"])

        await door(scope, receive, send)
        return seen[-1]

    assert await opened(own, f"since=1&practice={browser.claims}") == "ground"
    assert await opened(real, "since=1") == "house"
    assert await opened(own, "since=1") == "websocket.close"
    assert await opened(own, "practice=another") == "websocket.close"
    assert await opened(real, f"practice={browser.claims}") == "websocket.close"


async def test_grounds_end_whatever_goes_wrong_with_one(api: Api) -> None:
    async def make(token: Any, cookies: Any) -> Any:
        raise OSError("no memory")

    grounds = Grounds(api.tokens, make)
    token = api.tokens.find(api.secrets["waiter"])
    assert token is not None
    with pytest.raises(OSError, match="memory"):
        await grounds.begin(token, [])
    assert len(grounds) == 0
