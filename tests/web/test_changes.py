"""Drafts and changes as managers see them: what would change, published by hand or at a time, dropped, undone."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import httpx2
import pytest
from msgspec.structs import replace

from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenChange, KitchenGone, Station
from kds.core.kitchen.screens import Screen
from kds.runtime.hidden import watch_hidden
from kds.runtime.messages import HOUSE
from kds.web.pages.changes import moment_of
from tests.house import named
from tests.web.served import Api
from tests.web.test_changing import put
from tests.web.test_menu_editor import dish, form_of, get, headers, post


async def do(api: Api, draft: str, role: str = "manager", **fields: str) -> httpx2.Response:
    return await api.client.post(f"/changes/{draft}", content=urlencode(fields), headers=headers(api, role))


async def undo(api: Api, change: str, **fields: str) -> httpx2.Response:
    """By somebody who has been asked and is sure."""
    return await ask_to_undo(api, change, sure="on", **fields)


async def ask_to_undo(api: Api, change: str, **fields: str) -> httpx2.Response:
    sent = urlencode({"change": change, **fields})
    return await api.client.post("/changes/undo", content=sent, headers=headers(api, "manager"))


def last(api: Api) -> str:
    return max(api.store.state.changes.kept.values(), key=lambda each: each.seq).change


def words(answer: httpx2.Response) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))


async def test_a_draft_says_what_it_changes_in_words(api: Api) -> None:
    draft = await put(api, price="15", en="Silken tofu", minutes="4")
    text = words(await get(api, f"/changes/{draft}"))
    assert "Price before: ¥12.00 → after: ¥15.00" in text
    assert "Standard time before: 3 min → after: 4 min" in text
    assert "Silken tofu" in text
    form = await form_of(api, "beef")
    await post(api, "beef", deed="remove", seen=form["seen"], key="k", when=f"draft:{draft}")
    assert re.search(r"Dish beef gone", words(await get(api, f"/changes/{draft}")))


async def test_it_says_it_in_chinese_too(api: Api) -> None:
    draft = await put(api, price="15")
    answer = await api.client.get(f"/changes/{draft}", headers={**headers(api, "manager"), "accept-language": "zh-CN"})
    assert "价格 改前: ¥12.00 → 改后: ¥15.00" in words(answer)


async def test_published_it_holds_at_once_and_stands_among_the_changes(api: Api) -> None:
    draft = await put(api, price="15")
    answer = await do(api, draft, deed="publish")
    assert answer.headers["location"] == "/changes?published=1"
    assert dish(api).price_minor == 1500
    text = words(await get(api, "/changes"))
    assert "There is no draft." in text
    assert "¥12.00 → after: ¥15.00" in text


async def test_one_thing_is_left_out_and_an_empty_draft_cannot_be_published(api: Api) -> None:
    draft = await put(api, price="15")
    await do(api, draft, deed="take", part="menu", field="dishes", id="tofu")
    answer = await get(api, f"/changes/{draft}")
    assert "Nothing is in it." in answer.text
    assert re.search(r'value="publish" disabled', answer.text)


async def test_it_is_called_otherwise_and_dropped(api: Api) -> None:
    draft = await put(api, price="15")
    await do(api, draft, deed="rename", title="冬季菜单")
    assert "冬季菜单" in (await get(api, "/changes")).text
    answer = await do(api, draft, deed="rename", title="  ")
    assert answer.status_code == 422
    await do(api, draft, deed="drop")
    assert not api.store.state.changes.drafts
    assert dish(api).price_minor == 1200


async def test_at_a_time_of_the_house_it_takes_effect_by_itself(api: Api) -> None:
    draft = await put(api, price="15")
    answer = await do(api, draft, deed="time", day="2036-01-31", time="06:30")
    assert answer.status_code == 422
    assert "within a year" in answer.text
    answer = await do(api, draft, deed="time", day="", time="06:30")
    assert answer.status_code == 422
    assert "Write the date and the time" in answer.text
    assert not api.store.state.changes.drafts[draft].publishes_at


def test_moments_are_of_the_time_zone_of_the_house() -> None:
    assert moment_of("2026-09-21", "20:00", "Asia/Shanghai") == 1_789_992_000_000
    assert moment_of("2026-02-30", "20:00", "Asia/Shanghai") is None
    assert moment_of("2026-09-21", "25:00", "Asia/Shanghai") is None
    assert moment_of("2026-09-21", "20:00", "Middle/Earth") is None


async def test_a_change_is_undone_and_the_undoing_too(api: Api) -> None:
    await post(api, "tofu", **{**await form_of(api, "tofu"), "price": "15"})
    change = last(api)
    answer = await undo(api, change)
    assert answer.headers["location"] == "/changes?undone=1"
    assert dish(api).price_minor == 1200
    text = words(await get(api, "/changes"))
    assert "took back a change" in text
    assert "was taken back" in text
    await undo(api, last(api))
    assert dish(api).price_minor == 1500


async def test_before_anything_is_undone_it_is_asked_with_what_changes_then(api: Api) -> None:
    await post(api, "tofu", **{**await form_of(api, "tofu"), "price": "15"})
    answer = await ask_to_undo(api, last(api))
    assert answer.status_code == 200
    assert dish(api).price_minor == 1500
    assert "Undo this change?" in answer.text
    assert "before: ¥15.00 → after: ¥12.00" in words(answer)
    assert 'name="sure" value="on"' in answer.text


async def test_it_is_asked_with_the_open_tickets_that_nobody_would_see(api: Api) -> None:
    wall = api.store.state.kitchen.screens["wall"]
    await api.store.submit(ChangeKitchen(screens=(replace(wall, stations=("cold",)),)), HOUSE)
    await api.store.submit(ChangeKitchen(screens=(wall,)), HOUSE)
    change = last(api)
    await api.order("cola")
    answer = await ask_to_undo(api, change)
    assert "cola would go to “drinks”, which no screen shows, with the 1 open ticket there (A01)" in answer.text
    assert 'name="knowingly" value="' in answer.text
    answer = await undo(api, change)
    assert answer.status_code == 409
    assert api.store.state.kitchen.screens["wall"].stations == ()
    assert 'name="sure" value="on"' in answer.text
    answer = await undo(api, change, knowingly="catch_all,drinks,hot,soup")
    assert answer.headers["location"] == "/changes?undone=1"


async def test_what_was_changed_again_since_is_named_and_stays(api: Api) -> None:
    await post(api, "tofu", **{**await form_of(api, "tofu"), "price": "15"})
    change = last(api)
    await post(api, "tofu", **{**await form_of(api, "tofu"), "price": "16"})
    answer = await undo(api, change)
    assert answer.status_code == 409
    assert "changed again since: tofu" in answer.text
    assert dish(api).price_minor == 1600


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("waiter", 403), ("kitchen", 403), ("guest", 403)])
async def test_who_may_see_them(api: Api, role: str, status: int) -> None:
    assert (await get(api, "/changes", role)).status_code == status


async def test_a_draft_that_is_gone_is_told_so(api: Api) -> None:
    answer = await get(api, "/changes/G99999")
    assert answer.status_code == 404
    assert "may have been published, or dropped" in answer.text
    assert (await do(api, "G99999", deed="publish")).status_code == 404


async def test_the_page_of_a_waiter_does_not_lead_there(api: Api) -> None:
    assert "/changes" in (await get(api, "/settings")).text
    assert "/changes" not in (await get(api, "/settings", "waiter")).text
    assert "/settings" not in (await get(api, "/", "waiter")).text


async def bare(api: Api) -> None:
    """A kitchen in which one screen shows the cold station alone, and nobody sees the rest."""
    screens = [Screen(each, named(each), (each,)) for each in ("soup", "hot", "drinks", CATCH_ALL)]
    await api.store.submit(ChangeKitchen(screens=tuple(screens), gone=KitchenGone(screens=("wall",))), HOUSE)


async def test_a_hole_is_named_before_it_is_published_and_published_only_where_it_is_meant(api: Api) -> None:
    await bare(api)
    await api.store.submit(PutInDraft("", "dark", kitchen=KitchenChange(gone=KitchenGone(screens=("drinks",)))), HOUSE)
    [draft] = api.store.state.changes.drafts
    text = words(await get(api, f"/changes/{draft}"))
    assert "Nobody would see some dishes: cola would go to “drinks”, which no screen shows" in text
    assert "These screens are not connected now" in text
    answer = await do(api, draft, deed="publish")
    assert answer.status_code == 422
    assert 'name="knowingly" value="drinks"' in answer.text
    assert "drinks" in api.store.state.kitchen.screens
    answer = await do(api, draft, deed="publish", knowingly="drinks")
    assert answer.headers["location"] == "/changes?published=1"
    assert "drinks" not in api.store.state.kitchen.screens


async def test_a_draft_without_a_hole_says_so(api: Api) -> None:
    draft = await put(api, price="15")
    assert "Every dish reaches a screen, however it is ordered." in (await get(api, f"/changes/{draft}")).text


async def test_a_form_that_would_make_a_hole_at_once_asks_whether_it_is_meant(api: Api) -> None:
    await bare(api)
    await api.store.submit(ChangeKitchen((Station("pack", named("pack")),)), HOUSE)
    form = {**await form_of(api, "tofu"), "station": "pack", "price": "15"}
    answer = await post(api, "tofu", **form)
    assert answer.status_code == 422
    assert "tofu would go to “pack”, which no screen shows" in answer.text
    assert 'name="knowingly" value="pack"' in answer.text
    assert 'value="15"' in answer.text
    assert dish(api).station == "cold"
    answer = await post(api, "tofu", **{**form, "knowingly": "pack"})
    assert answer.status_code == 303
    assert dish(api).station == "pack"


async def test_an_undoing_that_would_make_a_hole_asks_too(api: Api) -> None:
    await bare(api)
    await api.store.submit(ChangeKitchen(gone=KitchenGone(screens=("drinks",))), HOUSE)
    screen = Screen("bar", named("bar"), ("drinks",))
    await api.store.submit(ChangeKitchen(screens=(screen,)), HOUSE)
    change = last(api)
    answer = await undo(api, change)
    assert answer.status_code == 409
    assert 'name="knowingly" value="drinks"' in answer.text
    answer = await undo(api, change, knowingly="drinks")
    assert answer.status_code == 303
    assert "bar" not in api.store.state.kitchen.screens


async def test_the_start_page_names_the_open_tickets_that_no_screen_shows(api: Api) -> None:
    watch_hidden(api.store)
    await bare(api)
    await api.order("cola")
    assert "there nobody sees" not in (await get(api, "/")).text
    await api.store.submit(ChangeKitchen(gone=KitchenGone(screens=("drinks",))), HOUSE)
    assert "1 open ticket there nobody sees: A01" in (await get(api, "/")).text
    stranger = await api.client.get("/", headers={"accept-language": "zh"})
    assert "那里有1张没做完的单子没人看到" in stranger.text
    assert "没人看到：A01" not in stranger.text


async def test_what_was_changed_since_is_said_and_put_back_only_where_that_is_meant(api: Api) -> None:
    draft = await put(api, price="15")
    await post(api, "tofu", **{**await form_of(api, "tofu"), "price": "16"})
    page = await get(api, f"/changes/{draft}")
    assert "Changed since it was put in" in page.text
    assert 'name="overwriting" value="menu.dishes.tofu"' in page.text
    answer = await do(api, draft, deed="publish", key="a")
    assert answer.status_code == 422
    assert "would be as it has them: tofu" in answer.text
    assert dish(api).price_minor == 1600
    answer = await do(api, draft, deed="publish", key="b", overwriting="menu.dishes.tofu")
    assert answer.status_code == 303
    assert dish(api).price_minor == 1500


async def test_a_draft_that_somebody_else_changed_says_that_its_time_has_ended(api: Api) -> None:
    draft = await put(api, price="15")
    await api.do(TimeDraft(draft, api.store.now() + 3_600_000))
    assert "It takes effect by itself" in (await get(api, f"/changes/{draft}")).text
    answer = await api.post("/drafts", {"draft": draft, "house": {"rush_every_ms": 100_000}})
    assert (answer.status_code, answer.json()["publishes_at"]) == (200, None)
    text = (await get(api, f"/changes/{draft}")).text
    assert "It had a time, and has none any more" in text
    assert "It takes effect by itself" not in text
