"""The pages: who gets in, in which language, under which policy, and how long files are kept."""

from __future__ import annotations

import re

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.feed.templating import build
from kds.storage.tokens import Role
from tests.web.served import Api

ZH, EN = {"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"}, {"accept-language": "en-GB,en;q=0.9"}

BY_HAND = {"sec-fetch-mode": "navigate"}
"""What a browser says where a person goes to an address."""


async def page(
    api: Api, path: str, role: str | None = None, status: int = 200, asks: dict[str, str] | None = None
) -> str:
    """A page's HTML; `asks` are further headers."""
    headers = {"accept": "text/html", **(asks or {})}
    if role is not None:
        headers["authorization"] = f"Bearer {api.secrets[role]}"
    answer = await api.client.get(path, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.mark.parametrize(
    ("role", "status"),
    [("kitchen", 200), ("waiter", 200), ("manager", 200), ("guest", 403), ("kiosk", 403), ("integration", 403)],
)
async def test_who_may_see_a_wall(api: Api, role: str, status: int) -> None:
    await page(api, "/screens/wall", role, status)


async def test_without_a_token_a_wall_is_to_be_paired(api: Api) -> None:
    answer = await api.client.get("/screens/wall")
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens")
    html = await page(api, "/screens")
    assert "配对这个屏幕 Pair this screen" in html
    assert "kds/screens/pair" in html


async def test_who_has_another_role_is_told_how_to_get_in(api: Api) -> None:
    for asks, words in ((ZH, "您的角色不能打开这个页面"), (EN, "This page is not for your role")):
        html = await page(api, "/screens/wall", "guest", 403, asks=asks)
        assert words in html
        assert 'href="/sign-in"' in html


async def test_a_token_link_becomes_a_cookie_and_the_clean_address(api: Api) -> None:
    _, link = await api.tokens.create_link("kitchen", "the kitchen")
    answer = await api.client.get(f"/screens/wall?token={link}&lang=en", headers=BY_HAND)
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens/wall?lang=en")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "referrer-policy" in (await api.client.get("/screens/wall")).headers
    assert (await api.client.get("/screens/wall")).status_code == 200


@pytest.mark.parametrize("here", ["kitchen", "manager", "waiter"])
async def test_a_guests_link_signs_nobody_of_the_house_out(api: Api, here: str) -> None:
    api.client.cookies.set("kds_token", api.secrets[here])
    _, link = await api.tokens.create_link("guest", "a guest")
    answer = await api.client.get(f"/sign-in?token={link}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("before", "link"),
    [("guest", "manager"), ("manager", "kitchen"), ("kiosk", "guest"), ("kds_revoked", "guest"), ("", "guest")],
)
async def test_any_other_link_signs_in(api: Api, before: str, link: Role) -> None:
    api.client.cookies.set("kds_token", api.secrets.get(before, before))
    _, secret = await api.tokens.create_link(link, link)
    answer = await api.client.get(f"/sign-in?token={secret}", headers=BY_HAND)
    signed_in = api.tokens.find(answer.headers["set-cookie"].partition("kds_token=")[2].partition(";")[0])
    assert signed_in is not None
    assert signed_in.role == link


@pytest.mark.parametrize(
    "path", ["//evil.example/", "///evil.example", "/%5Cevil.example/", "/%2F%5Cevil.example/", "/a%3Fb%22"]
)
async def test_a_page_that_is_not_there_links_nowhere_else(api: Api, path: str) -> None:
    request = api.client.build_request("GET", "http://kds/", headers={"accept": "text/html"})
    request.url = request.url.copy_with(raw_path=path.encode())
    answer = await api.client.send(request)
    links = re.findall(r'href="([^"]*)', answer.text)
    assert answer.status_code == 404
    assert len([link for link in links if "?lang=" in link]) == 2
    assert not [link for link in links if re.match(r"[/\\]{2}|[a-z]+:", link)]
    assert not [link for link in links if link.count("?") > 1]


async def test_a_link_with_a_wrong_token_opens_nothing(api: Api) -> None:
    answer = await api.client.get("/screens/wall?token=kds_wrong")
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens")
    assert "set-cookie" not in answer.headers


async def test_an_unknown_screen_names_those_that_there_are(api: Api) -> None:
    html = await page(api, "/screens/cellar", "kitchen", 404, asks=EN)
    assert "cellar" in html
    assert 'href="/screens/wall"' in html
    assert 'href="/screens/cold"' in html


async def test_an_unknown_page_leads_back(api: Api) -> None:
    assert 'href="/"' in await page(api, "/no/such/page", status=404, asks=ZH)


async def test_the_start_page_shows_the_house_and_links_every_page(api: Api) -> None:
    await api.order("tofu")
    html = await page(api, "/", "manager", asks=EN)
    for path in ("/screens/wall", "/screens/cold", "/api/v1/openapi.json", "/healthz", "/metrics"):
        assert f'href="{path}"' in html
    assert "<dt>Tables open</dt><dd>1<small>/4</small></dd>" in html
    assert "<dt>Tickets open</dt><dd>1</dd>" in html


async def test_the_start_page_shows_alarms_and_late_tickets(api: Api) -> None:
    await api.order("tofu")
    api.hands.ms += 200_000
    api.store.alarms.raise_alarm("storage_failed", 0, "磁盘满", "The disk is full")
    html = await page(api, "/", asks=EN)
    assert "The disk is full" in html
    assert re.search(r"<dt>Tickets late</dt><dd>1</dd>", html)


async def test_a_house_without_screens_says_so(api: Api) -> None:
    await api.do(ChangeKitchen(gone=KitchenGone(screens=("wall", "cold"))))
    assert "还没有设置屏幕" in await page(api, "/", asks=ZH)
    assert "还没有设置屏幕" in await page(api, "/screens/wall", "kitchen", 404, asks=ZH)


async def test_the_language_is_asked_for_then_remembered_then_negotiated(api: Api) -> None:
    assert '<html lang="zh-CN"' in await page(api, "/")
    assert '<html lang="en"' in await page(api, "/", asks=EN)
    assert '<html lang="en"' in await page(api, "/?lang=en", asks=ZH)
    assert '<html lang="en"' in await page(api, "/", asks=ZH)
    assert '<html lang="zh-CN"' in await page(api, "/?lang=zh", asks=EN)
    assert '<html lang="zh-CN"' in await page(api, "/?lang=klingon", asks=EN)


async def test_a_walls_language_is_its_own(api: Api) -> None:
    await page(api, "/screens/wall?lang=both", "kitchen")
    assert 'data-language="both"' in await page(api, "/screens/wall", "kitchen", asks=EN)
    # Whoever asks, a wall that nobody chose a language for speaks its screen's.
    assert 'data-language="zh"' in await page(api, "/screens/cold", "kitchen", asks=EN)
    assert '<html lang="en"' in await page(api, "/", asks=EN)


@pytest.mark.parametrize("path", ["/", "/screens/wall", "/no/such/page"])
async def test_pages_run_and_show_nothing_but_our_own_files(api: Api, path: str) -> None:
    answer = await api.client.get(
        path, headers={"accept": "text/html", "authorization": f"Bearer {api.secrets['kitchen']}"}
    )
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_files_of_this_build_are_kept_for_ever_and_others_are_asked_for(api: Api) -> None:
    html = await page(api, "/")
    for url in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        answer = await api.client.get(url)
        assert answer.status_code == 200, url
        assert "immutable" in answer.headers["cache-control"]
    old = await api.client.get("/static/older/css/lib/base.css")
    assert old.headers["cache-control"] == "no-cache"
    again = await api.client.get("/static/older/css/lib/base.css", headers={"if-none-match": old.headers["etag"]})
    assert again.status_code == 304
    assert (await api.client.get(f"/static/{build()}/css/none.css")).status_code == 404
    assert (await api.client.get(f"/static/{build()}/../pyproject.toml")).status_code == 404


async def test_files_of_text_come_zipped_to_who_takes_them_so(api: Api) -> None:
    address = f"/static/{build()}/css/lib/base.css"
    plain = await api.client.get(address, headers={"accept-encoding": "identity"})
    short = await api.client.get(address, headers={"accept-encoding": "gzip"})
    assert plain.text == short.text
    assert "content-encoding" not in plain.headers
    assert short.headers["content-encoding"] == "gzip"
    assert int(short.headers["content-length"]) < int(plain.headers["content-length"])
    assert plain.headers["vary"] == short.headers["vary"] == "accept-encoding"
    assert short.headers["content-type"] == plain.headers["content-type"]
    assert "immutable" in short.headers["cache-control"]
    again = await api.client.get("/static/older/css/lib/base.css", headers={"if-none-match": short.headers["etag"]})
    assert again.status_code == 304
    looked = await api.client.head(address, headers={"accept-encoding": "gzip"})
    assert looked.headers["content-length"] == short.headers["content-length"]


async def test_a_file_comes_whole_with_what_it_imports(api: Api) -> None:
    for path, kind in (("js/guest/order", "js"), ("css/guest/scan", "css")):
        address = f"/static/{build()}/{path}.whole.{kind}"
        plain = await api.client.get(address, headers={"accept-encoding": "identity"})
        short = await api.client.get(address, headers={"accept-encoding": "gzip"})
        assert plain.status_code == 200
        assert plain.text == short.text
        assert "content-encoding" not in plain.headers
        assert short.headers["content-encoding"] == "gzip"
        assert plain.headers["vary"] == "accept-encoding"
        assert "immutable" in plain.headers["cache-control"]
        alone = await api.client.get(f"/static/{build()}/{path}.{kind}")
        assert plain.headers["content-type"] == alone.headers["content-type"]
        for known in (plain, short):
            taken = {"if-none-match": known.headers["etag"], "accept-encoding": "gzip"}
            assert (await api.client.get(address, headers=taken)).status_code == 304
        looked = await api.client.head(address)
        assert (looked.status_code, looked.content) == (200, b"")
    for path in ("js/none.whole.js", "js/wall/none.whole.css", "../kds.whole.js", "js/wall/service-worker.whole.svg"):
        assert (await api.client.get(f"/static/{build()}/{path}")).status_code == 404, path
    assert (await api.client.post(f"/static/{build()}/js/guest/order.whole.js")).status_code == 405


async def test_a_hostile_dish_note_is_text(api: Api) -> None:
    await api.order({"dish": "tofu", "qty": 1, "note": "<script>alert(1)</script>"})
    html = await page(api, "/screens/wall", "kitchen")
    assert "&lt;script&gt;alert(1)" in html
