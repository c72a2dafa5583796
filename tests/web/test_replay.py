"""The page that looks back: who may, what it says of what was painted, and what cannot be looked at."""

from __future__ import annotations

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.feed.kinds import BOARDS
from kds.storage.paint_log import Painted
from tests.house import named
from tests.web.served import Api


async def page(api: Api, query: str = "", role: str = "manager", language: str = "en") -> tuple[int, str]:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": language}
    answer = await api.client.get(f"/replay{query}", headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("waiter", 403), ("kitchen", 403), ("guest", 403)])
async def test_who_may_look_back(api: Api, role: str, status: int) -> None:
    assert (await page(api, role=role))[0] == status


async def test_where_nothing_was_painted_it_says_so_and_shows_what_the_house_knew(api: Api) -> None:
    await api.order("tofu")
    now = api.store.now()
    status, html = await page(api, f"?screen=wall&at={now}")
    assert status == 200
    assert "This is what the house knew." in html
    assert "A01" in html
    assert "下面是系统当时知道的" in (await page(api, f"?screen=wall&at={now}", language="zh-CN"))[1]


async def test_what_a_screen_painted_is_said_with_when_and_whether_it_was_seen(api: Api) -> None:
    before = api.store.head.seq
    api.hands.ms += 10_000
    now = api.store.now()
    api.paints.note(Painted("wall", now - 2_000, 1, before, "open"))
    api.paints.note(Painted("wall", now - 1_000, 1, before, "hidden"))
    await api.order("tofu")
    _, html = await page(api, f"?screen=wall&at={now - 1_500}")
    assert "Painted on the screen at" in html
    assert "nobody could see it" not in html
    assert f"at={now - 1_000}" in html, "the next change is a step away"
    _, html = await page(api, f"?screen=wall&at={api.store.now()}")
    assert "Its page was hidden: nobody could see it." in html
    assert "1 ticket stood otherwise in the house" in html


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("?day=2026-09-21&time=half", 422, "A time is like 19:42:10"),
        ("?day=&time=12:00:00", 422, "A time is like 19:42:10"),
        ("?day=0001-01-01&time=00:00:00", 422, "A time is like 19:42:10"),
        ("?day=1969-12-31&time=12:00:00", 422, "A time is like 19:42:10"),
        ("?screen=nowhere", 200, "There was no such screen then"),
        ("?at=99999999999999", 200, "That is still to come"),
        ("?at=1000", 200, "There was no such screen then"),
        ("?at=-5&screen=%00", 200, "There was no such screen then"),
    ],
)
async def test_what_cannot_be_looked_at_is_said(api: Api, query: str, status: int, said: str) -> None:
    found, html = await page(api, query)
    assert (found, said in html) == (status, True), html[:3_000]


async def test_the_record_of_deeds_and_the_days_lead_to_it(api: Api) -> None:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "accept": "text/html", "accept-language": "en"}
    for path in ("/audit", "/days"):
        assert 'href="/replay' in (await api.client.get(path, headers=headers)).text, path


ROLES = [each.role for each in BOARDS]
BOARD_SCREENS = ChangeKitchen(
    screens=(
        *[Screen(each, named(each), role=each) for each in ROLES],
        Screen("again", named("again"), role="mirror", of="expo"),
    )
)
OF_BOARDS = {
    "en": "This is what the house knew then and sent to this screen.",
    "zh-CN": "这是系统当时知道并发给这块屏幕的内容",
}


@pytest.mark.parametrize("language", OF_BOARDS)
@pytest.mark.parametrize("screen", [*ROLES, "again"])
async def test_every_screen_can_be_looked_back_at_and_nothing_painted_is_claimed(
    api: Api, screen: str, language: str
) -> None:
    await api.do(BOARD_SCREENS)
    await api.order("tofu")
    status, html = await page(api, f"?screen={screen}&at={api.store.now()}", language=language)
    assert status == 200
    assert OF_BOARDS[language] in html
    assert "data-differs" not in html
    assert 'id="before"' not in html, "nothing is known of when it painted"
    assert f'is-{"expo" if screen == "again" else screen}"' in html
    assert 'id="sound"' not in html, "a look back is not heard"
    assert ("A01" in html) == (screen in ("expo", "progress", "again"))


async def test_all_screens_are_offered_the_walls_first(api: Api) -> None:
    await api.do(BOARD_SCREENS)
    _, html = await page(api)
    offered = [part.partition('"')[0] for part in html.partition('id="screen"')[2].split('<option value="')[1:]]
    assert offered == ["wall", "cold", *ROLES, "again"]


async def test_where_it_is_known_what_a_board_painted_it_is_said(api: Api) -> None:
    await api.do(BOARD_SCREENS)
    before = api.store.head.seq
    await api.order("tofu")
    api.paints.note(Painted("progress", api.store.now(), 1, before, "open"))
    _, html = await page(api, f"?screen=progress&at={api.store.now()}")
    assert "Painted on the screen at" in html
    assert "A01" not in html
    assert "The house knew the same." not in html, "boards are not compared"


async def test_before_a_screen_was_set_up_there_was_none(api: Api) -> None:
    at = api.store.now()
    api.hands.ms += 5_000
    await api.do(BOARD_SCREENS)
    assert "There was no such screen then" in (await page(api, f"?screen=expo&at={at}"))[1]
