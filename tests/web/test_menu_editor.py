"""The menu as managers change it: each dish by a form, on sale at once, and nobody's change lost under another's."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx2
import pytest
from msgspec.structs import replace

from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Dish
from kds.core.types import Name
from tests.house import DISHES
from tests.web.served import Api


def headers(api: Api, role: str) -> dict[str, str]:
    return {
        "cookie": f"kds_token={api.secrets[role]}",
        "accept-language": "en",
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
    }


async def get(api: Api, path: str, role: str = "manager") -> httpx2.Response:
    return await api.client.get(path, headers=headers(api, role))


async def post(api: Api, dish: str, role: str = "manager", **fields: str) -> httpx2.Response:
    return await api.client.post(f"/menu/dishes/{dish}", content=urlencode(fields), headers=headers(api, role))


class _Form(HTMLParser):
    """What the first form that changes a dish says, as a browser would send it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._within = False
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._within = not self.fields and of.get("method") == "post"
        elif not self._within:
            return
        elif tag == "input" and "name" in of and (of.get("type") not in ("checkbox", "radio") or "checked" in of):
            self.fields[of["name"]] = of.get("value", "on")
        elif tag == "select":
            self._select = of["name"]
            self.fields.setdefault(self._select, "")
        elif tag == "option" and "selected" in of:
            self.fields[self._select] = of["value"]
        elif tag == "textarea":
            self._area = of["name"]
            self.fields[self._area] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form" and self.fields:
            self._within = False


async def form_of(api: Api, dish: str) -> dict[str, str]:
    """What the form of a dish says as it is shown."""
    form = _Form()
    form.feed((await get(api, f"/menu/dishes/{dish}")).text)
    return form.fields


def dish(api: Api, name: str = "tofu") -> Dish:
    return api.store.state.menu.dishes[name]


async def test_a_form_that_is_saved_as_it_was_shown_changes_nothing(api: Api) -> None:
    before = api.store.head.seq
    for each in DISHES:
        form = await form_of(api, each.dish)
        assert (await post(api, each.dish, **form)).status_code == 303, each.dish
    assert api.store.head.seq == before


async def test_what_is_saved_is_on_sale_at_once(api: Api) -> None:
    form = await form_of(api, "tofu")
    answer = await post(
        api, "tofu", **{**form, "price": "9.50", "en": "Silken tofu", "options": "Spice 1: mild, hot +2"}
    )
    assert answer.headers["location"] == "/menu?saved=tofu"
    assert (dish(api).price_minor, dish(api).name.en) == (950, "Silken tofu")
    (question,) = dish(api).options
    assert [each.price_minor for each in question.choices] == [0, 200]
    placed = await api.order({"dish": "tofu", "qty": 1, "options": [question.choices[1].option]})
    assert placed["lines"][0]["price_minor"] == 1150
    assert "Silken tofu" in (await get(api, "/menu?saved=tofu")).text


async def test_a_new_dish_in_a_new_category_gets_ids_of_its_own(api: Api) -> None:
    fields = {"zh": "毛肚", "price": "58", "minutes": "3", "station": "cold", "new_category": "招牌", "code": "md"}
    answer = await post(api, "new", **fields)
    assert answer.status_code == 303, answer.text
    made = dish(api, answer.headers["location"].partition("=")[2])
    assert (made.name, made.price_minor, made.standard_ms, made.code) == (
        Name(zh="毛肚", en="毛肚"),
        5800,
        180_000,
        "md",
    )
    assert api.store.state.menu.categories[made.category].name.zh == "招牌"


async def test_a_dish_is_taken_off_and_what_is_ordered_of_it_stays(api: Api) -> None:
    placed = await api.order("tofu")
    answer = await post(api, "tofu", deed="remove", seen=(await form_of(api, "tofu"))["seen"])
    assert answer.headers["location"] == "/menu?gone=tofu"
    assert "tofu" not in api.store.state.menu.dishes
    bill = (await api.get(f"/bills/{placed['bill']}")).json()
    assert bill["total_minor"] > 0
    assert (await get(api, "/menu/dishes/tofu")).status_code == 404


async def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(api: Api) -> None:
    form = await form_of(api, "tofu")
    await api.do(ChangeMenu(dishes=(replace(dish(api), price_minor=1),)))
    answer = await post(api, "tofu", **{**form, "price": "99"})
    assert answer.status_code == 409
    assert "Somebody else has changed this dish meanwhile" in answer.text
    assert dish(api).price_minor == 1
    again = await form_of(api, "tofu")
    assert again["price"] == "0.01"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"zh": "", "en": " "}, "Write what the dish is called"),
        ({"price": "many"}, "That is no price"),
        ({"price": "1.234"}, "That is no price"),
        ({"minutes": "0"}, "The standard time is 1 to 600 minutes"),
        ({"category": "nowhere"}, "Choose a category"),
        ({"station": "roof"}, "Choose a station"),
        ({"options": "Spice: mild"}, "Options, line 1: write it like"),
        ({"options": "Spice 3: mild"}, "Nothing was stored."),
        ({"code": "a/b"}, "The"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_written_stays(api: Api, wrong: dict[str, str], said: str) -> None:
    form = await form_of(api, "tofu")
    before = api.store.head.seq
    answer = await post(api, "tofu", **{**form, "en": "Written anew", **wrong})
    assert answer.status_code in (400, 422)
    assert said in answer.text
    assert api.store.head.seq == before


async def test_a_station_that_no_screen_shows_is_named(api: Api) -> None:
    text = (await get(api, "/menu/dishes/tofu")).text
    assert "It goes to:" in text


async def test_the_menu_is_changed_by_those_who_may(api: Api) -> None:
    for role, status in (("manager", 200), ("owner", 200), ("waiter", 403), ("kitchen", 403)):
        assert (await get(api, "/menu", role)).status_code == status
        assert (await get(api, "/menu/dishes/tofu", role)).status_code == status
    assert (await post(api, "tofu", "waiter", deed="remove")).status_code == 403


async def test_a_dish_without_an_english_name_shows_none(api: Api) -> None:
    form = await form_of(api, "tofu")
    assert (await post(api, "tofu", **{**form, "en": ""})).status_code == 303
    assert dish(api).name.en == dish(api).name.zh == form["zh"]
    assert (await form_of(api, "tofu"))["en"] == ""
