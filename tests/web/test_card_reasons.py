"""A wall's card says why its ticket stands where it does, and why its lines wait or are expected when they are."""

from __future__ import annotations

import re

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Table
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from tests.house import MINUTE, dish, named
from tests.web.forms import shown
from tests.web.served import Api
from tests.web.test_times import learn


async def reasons(api: Api, ticket: str, language: str = "en", screen: str = "wall") -> list[str]:
    """What the card says of it."""
    found = await shown(api, f"/screens/{screen}/tickets/{ticket}?lang={language}", "kitchen")
    assert found.status == 200
    told = re.findall(r'<p class="card-why">(.*?)</p>', found.html, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", " ", each).split()) for each in told]


async def test_what_is_made_says_by_what_it_is_expected(api: Api) -> None:
    placed = await api.order("tofu")
    assert await reasons(api, placed["tickets"][0]) == [
        "Number 1 of 1 on this screen",
        "By when it ought to be done: 22:16",
        "Expected at 22:16: fired at 22:13, takes 3 min (its standard time)",
    ]
    assert await reasons(api, placed["tickets"][0], "zh") == [
        "这块屏幕第1个做，共1单",
        "按该做好的时间排：22:16",
        "预计22:16做好：22:13下单到档口，3分钟（标准时间）",
    ]


async def test_on_a_screen_of_both_languages_it_stands_in_both(api: Api) -> None:
    placed = await api.order("tofu")
    await api.do(ChangeKitchen(screens=(Screen("two", named("two"), language="both"),)))
    (first, *_) = await reasons(api, placed["tickets"][0], "both", "two")
    assert first == "这块屏幕第1个做，共1单 Number 1 of 1 on this screen"


async def test_what_was_learnt_and_how_late_the_station_is(api: Api) -> None:
    await learn(api, "tofu")
    await api.order("tofu", table="A02")
    api.hands.ms += 6 * MINUTE
    placed = await api.order("tofu")
    *_, said = await reasons(api, placed["tickets"][0])
    assert said.endswith("takes 4 min 30 s (learnt from 8 times; standard 3 min), and the station is 1 min 30 s late")
    *_, said = await reasons(api, placed["tickets"][0], "zh")
    assert said.endswith("4分30秒（学自8次，标准3分钟），档口现在慢1分30秒")


async def test_who_asked_for_it_goes_first(api: Api) -> None:
    first, second = await api.order("tofu"), await api.order("tofu", table="A02")
    await api.post(f"/tickets/{second['tickets'][0]}/rush")
    assert (await reasons(api, second["tickets"][0]))[:2] == [
        "Number 1 of 2 on this screen",
        "First, as somebody has asked for it since 22:13",
    ]
    assert (await reasons(api, first["tickets"][0]))[0] == "Number 2 of 2 on this screen"


async def test_what_is_late_and_what_is_a_base(api: Api) -> None:
    placed = await api.order("tofu", {"dish": "plain_pot", "qty": 1, "cells": [{"soup": "clear"}]})
    tofu, base = placed["tickets"]
    assert (await reasons(api, base))[1] == "First, as it is a soup base"
    api.hands.ms += 4 * MINUTE
    assert (await reasons(api, tofu))[1] == "First, as it is late since 22:16"


async def test_a_table_that_was_put_to_the_front(api: Api) -> None:
    placed = await api.order("tofu")
    await api.post(f"/sessions/{placed['session']}/front", role="expo")
    assert (await reasons(api, placed["tickets"][0]))[1] == "Before all others: its table was put to the front at 22:13"


class TestWhatWaits:
    async def test_to_be_called_for(self, api: Api) -> None:
        placed = await api.order({"dish": "tofu", "qty": 1, "fire": "hold"})
        assert await reasons(api, placed["tickets"][0]) == [
            "Number 1 of 1 on this screen",
            "Behind all others: nothing of it is fired yet",
            "Held until somebody calls for it",
        ]

    async def test_for_the_base(self, api: Api) -> None:
        await api.do(ChangeFloor(tables=(Table("A01", "hall", 4, base_gate_ms=10 * MINUTE),)))
        placed = await api.order("tofu", {"dish": "plain_pot", "qty": 1, "cells": [{"soup": "clear"}]})
        *_, said = await reasons(api, placed["tickets"][0])
        assert said == "Waits until the base is served; fired at 22:23 at the latest"

    async def test_for_what_takes_longer(self, api: Api) -> None:
        await api.do(ChangeHouse(pace_courses=True))
        await api.do(ChangeMenu(dishes=(dish("fish", "hot", minutes=15),)))
        placed = await api.order("fish", "tofu")
        said = await reasons(api, placed["tickets"][1])
        assert said[-1] == "Fired at 22:25, to be done at 22:28 together with fish"
        said = await reasons(api, placed["tickets"][1], "zh")
        assert said[-1] == "22:25叫起，和“fish（中）”一起在22:28出齐"


@pytest.mark.parametrize("deed", ["bump", "void"])
async def test_what_is_done_or_gone_says_nothing(api: Api, deed: str) -> None:
    placed = await api.order("tofu")
    if deed == "bump":
        await api.post(f"/tickets/{placed['tickets'][0]}/bump")
    else:
        await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "hair"})
    assert [each for each in await reasons(api, placed["tickets"][0]) if "Expected" in each] == []
