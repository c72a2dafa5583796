"""The codes of tables: printed for all of them, each its own, stable until it is renewed, and worth nothing alone."""

from __future__ import annotations

import re

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import FloorGone
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import MenuGone
from kds.storage.table_codes import table_codes
from kds.storage.tokens import TABLE_CODE
from kds.web.pages.reach import is_alone
from kds.web.pages.table_codes import PREFIX
from kds.web.qr import qr_of
from tests.web.forms import sent, shown
from tests.web.served import Api

PATH = "/tables/codes"
ADDRESS = "http://192.168.1.20:8000"


def codes(api: Api) -> dict[str, str]:
    """Where each table's code leads, below the house's address."""
    return {table: f"/t/{each.id.removeprefix(PREFIX)}" for table, each in table_codes(api.tokens).items()}


async def made(api: Api) -> dict[str, str]:
    assert (await sent(api, PATH, {"deed": "make"})).status == 303
    return codes(api)


async def test_every_table_gets_a_code_of_its_own_which_stays(api: Api) -> None:
    assert "Make codes for 4 tables" in (await shown(api, PATH)).html
    first = await made(api)
    assert first.keys() == api.store.state.floor.tables.keys()
    assert len(set(first.values())) == len(first)
    assert await made(api) == first
    await api.tokens.load()
    assert codes(api) == first, "a restart finds them again"


async def test_the_page_draws_the_link_of_each_table(api: Api) -> None:
    await api.do(ChangeHouse(address=ADDRESS))
    links = await made(api)
    html = (await shown(api, PATH)).html
    assert html.count('<li class="code-card">') == len(links)
    for table, path in links.items():
        assert f'd="{qr_of(ADDRESS + path).path}"' in html
        assert f"<bdi>{table}</bdi>" in html
    assert html.count("扫码点餐") == html.count("Scan to order") == len(links)


async def test_one_table_or_one_area_is_printed_alone_and_in_three_sizes(api: Api) -> None:
    await made(api)
    for size in ("large", "medium", "small"):
        html = (await shown(api, f"{PATH}?table=A02&size={size}")).html
        assert html.count('<li class="code-card">') == 1
        assert f'class="codes is-{size}"' in html
    area = next(iter(api.store.state.floor.areas))
    there = [each for each in api.store.state.floor.tables.values() if each.area == area]
    html = (await shown(api, f"{PATH}?area={area}&size=huge")).html
    assert html.count('<li class="code-card">') == len(there)
    assert 'class="codes is-medium"' in html
    assert '<li class="code-card">' not in (await shown(api, f"{PATH}?table=nowhere")).html


async def test_a_renewed_code_leads_on_and_the_old_one_nowhere(api: Api) -> None:
    before = await made(api)
    answer = await sent(api, PATH, {"deed": "renew", "table": "A01"})
    assert answer.to == f"{PATH}?table=A01&done=renewed"
    after = codes(api)
    assert {table for table in before if before[table] != after[table]} == {"A01"}
    assert (await api.client.get(before["A01"])).status_code == 404
    found = await api.client.get(after["A01"])
    assert (found.status_code, "data-party=" in found.text) == (200, True)
    assert (await sent(api, PATH, {"deed": "renew", "table": "nowhere"})).status == 303
    assert codes(api) == after


@pytest.mark.parametrize("language", ["en", "zh-CN", "fr"])
async def test_where_no_phone_orders_a_guest_is_told_so_in_both_languages(api: Api, language: str) -> None:
    links = await made(api)
    await api.do(ChangeHouse(guests_order=False))
    answer = await api.client.get(links["A01"], headers={"accept-language": language, "accept": "text/html"})
    assert answer.status_code == 403
    for words in ("A01", "手机点餐没有开通", "Ordering by phone is switched off", "纸质菜单", "menu on paper"):
        assert words in answer.text
    assert "set-cookie" not in answer.headers


async def test_without_a_menu_no_menu_is_spoken_of(api: Api) -> None:
    links = await made(api)
    await api.do(ChangeMenu(gone=MenuGone(dishes=tuple(api.store.state.menu.dishes))))
    text = (await api.client.get(links["A01"])).text
    assert "menu on paper" not in text
    assert "Please ask the staff" in text


@pytest.mark.parametrize("code", ["", "x", "0123456789ab", "tok_0123456789ab", "%2e%2e", "A01"])
async def test_what_is_no_code_says_so(api: Api, code: str) -> None:
    await made(api)
    answer = await api.client.get(f"/t/{code}", headers={"accept": "text/html"})
    assert answer.status_code == 404


async def test_the_code_of_a_table_that_is_gone_leads_nowhere(api: Api) -> None:
    links = await made(api)
    await api.do(ChangeFloor(gone=FloorGone(tables=("A03",))))
    answer = await api.client.get(links["A03"])
    assert answer.status_code == 404
    assert "这张桌卡已经失效" in answer.text
    assert "This card is not valid any more" in answer.text


async def test_what_stands_in_a_code_opens_nothing(api: Api) -> None:
    links = await made(api)
    code = links["A01"].rpartition("/")[2]
    for secret in (code, f"tok_{code}", f"kds_{code}"):
        answer = await api.request("GET", "/tables", secret)
        assert answer.status_code == 401
        answer = await api.client.get(f"/order?table=A01&token={secret}", headers={"accept": "text/html"})
        assert "set-cookie" not in answer.headers


async def test_no_other_token_is_taken_for_a_code(api: Api) -> None:
    token, _ = await api.tokens.create("guest", "a phone at A01", "A01")
    assert (await api.client.get(f"/t/{token.id.removeprefix(PREFIX)}")).status_code == 404


async def test_codes_are_no_login_codes_on_the_page_of_people(api: Api) -> None:
    await made(api)
    assert TABLE_CODE not in (await shown(api, "/people")).html


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("owner", 200), ("waiter", 403), ("guest", 403)])
async def test_who_prints_them(api: Api, role: str, status: int) -> None:
    assert (await shown(api, PATH, role)).status == status
    assert (await sent(api, PATH, {"deed": "make"}, role)).status == (303 if status == 200 else 403)
    assert (await shown(api, "/settings", role)).html.count(f'href="{PATH}"') == (1 if status == 200 else 0)


async def test_a_form_of_elsewhere_makes_and_renews_nothing(api: Api) -> None:
    before = await made(api)
    for deed in ("make", "renew"):
        foreign = await sent(api, PATH, {"deed": deed, "table": "A01"}, **{"sec-fetch-site": "cross-site"})
        assert foreign.status == 403
    assert codes(api) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (ADDRESS, ADDRESS),
        ("192.168.1.20:8000", ADDRESS),
        (" HTTP://192.168.1.20:8000/ ", ADDRESS),
        ("https://order.feiyun.cn", "https://order.feiyun.cn"),
        ("http://[fd00::1]:8000", "http://[fd00::1]:8000"),
        ("", ""),
    ],
)
async def test_the_house_says_its_address(api: Api, typed: str, kept: str) -> None:
    await api.do(ChangeHouse(address="http://before"))
    assert (await sent(api, PATH, {"deed": "address", "address": typed})).to == f"{PATH}?done=address"
    house = api.store.state.day.house.value
    assert house is not None
    assert house.address == kept


@pytest.mark.parametrize("typed", ["http://a b", "ftp://host", "http://host/path", "http://host?x=1"])
async def test_what_is_no_address_is_said_and_stays_in_the_field(api: Api, typed: str) -> None:
    answer = await sent(api, PATH, {"deed": "address", "address": typed})
    assert answer.status == 422
    assert "An address is like http://192.168.1.20:8000" in answer.html
    assert re.search(r'name="address"[^>]*\s+value="' + re.escape(typed), answer.html)


async def test_a_house_that_is_looked_at_on_its_own_machine_is_warned(api: Api) -> None:
    await made(api)
    for host, alone in (("127.0.0.1:8000", True), ("localhost:8000", True), ("192.168.1.20:8000", False)):
        api.client.base_url = f"http://{host}"
        html = (await shown(api, PATH)).html
        assert ("is this computer alone" in html) is alone
        assert ("is this computer alone" in (await shown(api, "/screens/pair")).html) is alone
    await api.do(ChangeHouse(address=ADDRESS))
    api.client.base_url = "http://127.0.0.1:8000"
    assert "is this computer alone" not in (await shown(api, PATH)).html


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("localhost", True),
        ("127.0.0.2:80", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("kds", False),
        ("10.0.0.1", False),
    ],
)
def test_which_hosts_are_a_machine_itself(host: str, alone: bool) -> None:
    assert is_alone(host) is alone


async def test_it_is_linked_from_where_tables_are_set_up(api: Api) -> None:
    assert f'href="{PATH}"' in (await shown(api, "/setup/tables")).html
