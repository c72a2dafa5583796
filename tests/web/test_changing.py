"""A form of settings takes effect at once, or goes into a draft; there it shows the house as that would make it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest

from kds.core.billing.model import BillingChange
from kds.core.bills import settings_of
from kds.core.changes.items import id_of, items_of, key_of, standing
from kds.core.state import State
from tests.web.forms import sent
from tests.web.served import Api
from tests.web.test_menu_editor import dish, form_of, get, headers, post

SCREEN = {"text": "large", "reserved": "1", "language": "en", "all_day": "on"}


def draft_in(answer: httpx2.Response) -> str:
    """The draft that a form went into, by the page that comes after it."""
    assert answer.status_code == 303, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)["draft"][0]


async def put(api: Api, when: str = "draft:new", **fields: str) -> str:
    return draft_in(await post(api, "tofu", **{**await form_of(api, "tofu"), "when": when, **fields}))


async def test_what_goes_into_a_draft_does_not_hold_yet(api: Api) -> None:
    before = dish(api)
    draft = await put(api, price="15")
    assert dish(api) == before
    [kept] = api.store.state.changes.drafts.values()
    assert (kept.draft, kept.wanted.menu and kept.wanted.menu.dishes[0].price_minor) == (draft, 1500)


async def test_more_goes_into_the_same_draft(api: Api) -> None:
    draft = await put(api, price="15")
    path = "/screens/wall/settings"
    fields = urlencode({**SCREEN, "when": f"draft:{draft}"})
    answer = await api.client.post(path, content=fields, headers=headers(api, "manager"))
    assert draft_in(answer) == draft
    [kept] = api.store.state.changes.drafts.values()
    assert kept.wanted.menu is not None
    assert kept.wanted.kitchen is not None
    assert [each.text for each in kept.wanted.kitchen.screens] == ["large"]
    assert api.store.state.kitchen.screens["wall"].text == "medium"


async def test_pages_show_the_house_as_the_draft_would_make_it_and_say_so(api: Api) -> None:
    draft = await put(api, price="15", en="Silken tofu")
    menu = (await get(api, f"/menu?draft={draft}")).text
    assert "Silken tofu" in menu
    assert "Nothing of it holds before the draft is published" in menu
    assert f"/menu/dishes/tofu?draft={draft}" in menu
    form = (await get(api, f"/menu/dishes/tofu?draft={draft}")).text
    assert 'value="15.00"' in form
    assert f'name="when" value="draft:{draft}"' in form
    plain = (await get(api, "/menu")).text
    assert "Silken tofu" not in plain
    assert "Nothing of it holds" not in plain


async def test_a_form_of_the_house_as_it_is_overwrites_nothing_that_the_draft_has(api: Api) -> None:
    form = await form_of(api, "tofu")
    draft = await put(api, price="15")
    answer = await post(api, "tofu", **{**form, "en": "Silken tofu", "when": f"draft:{draft}"})
    assert answer.status_code == 409
    assert 'value="15.00"' in answer.text


async def test_a_dish_leaves_the_menu_with_a_draft(api: Api) -> None:
    form = await form_of(api, "tofu")
    answer = await post(api, "tofu", deed="remove", seen=form["seen"], key="k", when="draft:new")
    draft = draft_in(answer)
    assert "tofu" in api.store.state.menu.dishes
    assert "/menu/dishes/tofu" not in (await get(api, f"/menu?draft={draft}")).text


async def test_what_could_not_be_published_does_not_go_in_and_what_was_typed_stays(api: Api) -> None:
    await put(api, code="tf")
    form = await form_of(api, "beef")
    [draft] = api.store.state.changes.drafts
    answer = await post(api, "beef", **{**form, "code": "tf", "when": f"draft:{draft}", "price": "77"})
    assert answer.status_code == 422
    assert "another dish" in answer.text
    assert 'value="77"' in answer.text


@pytest.mark.parametrize("when", ["draft:G99999", "draft:nonsense"])
async def test_a_draft_that_is_gone_is_told_and_nothing_is_stored(api: Api, when: str) -> None:
    before = api.store.head.seq
    answer = await post(api, "tofu", **{**await form_of(api, "tofu"), "price": "15", "when": when})
    assert answer.status_code == 422
    assert "There is no such draft" in answer.text
    assert api.store.head.seq == before


@pytest.mark.parametrize("when", ["", "now"])
async def test_at_once_is_as_it_always_was(api: Api, when: str) -> None:
    answer = await post(api, "tofu", **{**await form_of(api, "tofu"), "price": "15", "when": when})
    assert answer.headers["location"] == "/menu?saved=tofu"
    assert dish(api).price_minor == 1500


async def test_a_draft_that_does_not_fit_the_house_any_more_shows_the_house_as_it_is_and_why(api: Api) -> None:
    draft = await put(api, code="tf")
    await post(api, "beef", **{**await form_of(api, "beef"), "code": "tf"})
    text = (await get(api, f"/menu?draft={draft}")).text
    assert "cannot be published as it is" in text
    assert "another dish" in text


NEW_THINGS = {
    "/menu/dishes/new": {"new_category": "招牌", "station": "hot", "price": "8", "minutes": "3", "kind": "dish"},
    "/menu/hours": {"begins": "11:00"},
    "/settings/stations/new": {"rule1": "base_first", "rule2": "rushed", "rule3": "overdue", "rule4": "due_time"},
    "/settings/tenders/new": {"kind": "other"},
    "/settings/reductions/new": {"kind": "percent", "value": "10"},
}


def made(api: Api) -> list[tuple[str, ...]]:
    """The ids of what each draft has that the house has not."""
    state = api.store.state
    return [
        tuple([key_of(each) for each in items_of(draft.wanted) if each.id and not standing(state, *each[:3])])
        or tuple([id_of(each) for each in new_of(state, draft.wanted.billing)])
        for draft in state.changes.drafts.values()
    ]


def new_of(state: State, change: BillingChange | None) -> list[Any]:
    """What a list that is given whole has more than before."""
    assert change is not None
    now = settings_of(state)
    return [
        each
        for field in ("tenders", "reductions")
        for each in getattr(change, field) or ()
        if each not in getattr(now, field)
    ]


@pytest.mark.parametrize("path", NEW_THINGS)
async def test_new_things_of_two_drafts_and_of_the_house_have_ids_of_their_own(api: Api, path: str) -> None:
    for number, when in enumerate(("draft:new", "draft:new")):
        fields = {**NEW_THINGS[path], "zh": f"新{number}", "en": f"New {number}", "when": when}
        answer = await sent(api, path, fields)
        assert answer.status == 303, answer.html
    first, second = made(api)
    assert len(first) == len(second) > 0
    assert not set(first) & set(second)
