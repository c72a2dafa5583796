"""Kitchen themes on pages: managers make them, whoever may switches them, and everybody sees which holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.deadlines import Tick
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import BarsWork, Shows, Theme
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart
from kds.core.types import Name
from tests.house import MINUTE, named
from tests.web.filled import fields_of, form_at, send
from tests.web.forms import field, sent, shown
from tests.web.served import Api

REST = ("soup", "hot", "drinks", CATCH_ALL)
ALONE = Theme("alone", Name(zh="一个人", en="One cook"), (Shows("rest"),), minutes=(14 * 60,))
BARE = Theme("bare", Name(zh="热菜", en="Only hot"), (Shows("rest", ("hot",)),))
NEW = "/settings/themes/new"


@pytest.fixture
async def two(api: Api) -> Api:
    """Two screens share the stations."""
    await api.do(ChangeKitchen(screens=(Screen("rest", named("rest"), REST),), gone=KitchenGone(screens=("wall",))))
    await api.do(ChangeMenu(dayparts=(Daypart("lunch", named("lunch"), 660),)))
    return api


def theme(api: Api, name: str) -> Theme:
    return api.store.state.kitchen.themes[name]


def holds(api: Api) -> str:
    now = api.store.state.kitchen.theme.value
    return "" if now is None else now.theme


class TestTheForm:
    """/settings/themes."""

    async def test_a_new_one_is_as_the_form_says(self, two: Api) -> None:
        said = {"zh": "午市", "how-rest": "all", "how-cold": "some", "begins": "16:30，9：05", "dayparts": "lunch"}
        answer = await send(two, NEW, await form_at(two, NEW), **said, **{"shows-cold": "cold"})
        assert (answer.status, answer.to) == (303, "/settings/themes?saved=1")
        shows = (Shows("cold", ("cold",)), Shows("rest"))
        assert theme(two, "k1") == Theme("k1", Name(zh="午市", en="午市"), shows, ("lunch",), (545, 990), 1)
        assert holds(two) == ""

    async def test_a_screen_that_goes_says_which_themes_lose_it(self, two: Api) -> None:
        await two.do(ChangeKitchen(themes=(ALONE, BARE)))
        asked = (await shown(two, "/settings/screens/rest?ask=remove")).html
        assert "These kitchen themes lose it: One cook, Only hot" in asked
        assert "These kitchen themes" not in (await shown(two, "/settings/screens/cold?ask=remove")).html

    async def test_what_a_screen_shows_is_told_beside_it_and_in_the_list(self, two: Api) -> None:
        await two.do(ChangeKitchen(themes=(ALONE,)))
        html = (await shown(two, "/settings/themes/alone")).html
        assert "soup, hot, drinks, Other" in html
        assert fields_of(html)["how-rest"] == ["all"]
        html = (await shown(two, "/settings/themes")).html
        assert "rest: all stations" in html
        assert "begins by itself: 14:00" in html

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"begins": "25:00"}, "Write times like 11:00"),
            ({"begins": "noon"}, "Write times like 11:00"),
            ({"how-rest": "some"}, "Choose at least one station for the screen “rest”"),
        ],
    )
    async def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, two: Api, said: dict[str, str], words: str
    ) -> None:
        answer = await send(two, NEW, await form_at(two, NEW), zh="午市", **said)
        assert answer.status == 422
        assert words in answer.html
        assert fields_of(answer.html)["zh"] == ["午市"]
        assert fields_of(answer.html).get("begins") == [said.get("begins", "")]
        assert two.store.state.kitchen.themes == {}

    async def test_what_bump_bars_work_is_as_the_form_says_and_told_in_the_list(self, two: Api) -> None:
        form = await form_at(two, NEW)
        assert (form["bars-cold"], form["bars-rest"]) == ([""], [""])
        assert (await send(two, NEW, form, zh="一个人", **{"bars-cold": "rest"})).status == 303
        assert theme(two, "k1").bars == (BarsWork("cold", "rest"),)
        for page in ("/settings/themes", "/themes"):
            assert "the bump bars of cold work rest" in (await shown(two, page)).html, page
        assert "“cold（中）”的键盘操作“rest（中）”" in (await shown(two, "/themes", language="zh-CN")).html
        form = await form_at(two, "/settings/themes/k1")
        assert form["bars-cold"] == ["rest"]
        assert (await send(two, "/settings/themes/k1", form, **{"bars-cold": ""})).status == 303
        assert theme(two, "k1").bars == ()

    async def test_no_board_is_offered_to_bump_bars_and_none_is_taken(self, two: Api) -> None:
        await two.do(ChangeKitchen(screens=(Screen("numbers", named("numbers"), role="pickup"),)))
        html = (await shown(two, NEW)).html
        assert "bars-rest" in html
        assert "numbers" not in html
        assert (await send(two, NEW, await form_at(two, NEW), zh="x", **{"bars-cold": "numbers"})).status == 303
        assert theme(two, "k1").bars == ()

    async def test_a_screen_that_goes_takes_its_bump_bars_out_of_the_themes(self, two: Api) -> None:
        bars = (BarsWork("cold", "rest"), BarsWork("rest", "wall"), BarsWork("wall", "cold"))
        wall = Screen("wall", named("wall"))
        await two.do(ChangeKitchen(themes=(Theme("both", named("both"), bars=bars),), screens=(wall,)))
        path = "/settings/screens/cold"
        assert (await send(two, path, await form_at(two, path), deed="remove", knowingly="cold")).status == 303
        assert theme(two, "both").bars == (BarsWork("rest", "wall"),)

    async def test_two_that_begin_at_once_are_refused_in_words(self, two: Api) -> None:
        await two.do(ChangeKitchen(themes=(ALONE,)))
        answer = await send(two, NEW, await form_at(two, NEW), zh="x", begins="14:00")
        assert answer.status == 422
        assert "begin at the same time" in answer.html

    async def test_what_nobody_would_see_is_named_and_may_be_meant(self, two: Api) -> None:
        said = {"zh": "热", "en": "Hot", "how-rest": "some", "shows-rest": "hot"}
        answer = await send(two, NEW, await form_at(two, NEW), **said)
        assert answer.status == 422
        assert "while the theme “Hot” holds" in answer.html
        answer = await send(two, NEW, fields_of(answer.html), knowingly=f"soup,drinks,{CATCH_ALL}")
        assert answer.status == 303
        assert theme(two, "k1").shows == (Shows("rest", ("hot",)),)

    async def test_a_station_or_a_screen_that_goes_leaves_the_themes(self, two: Api) -> None:
        both = Theme("both", named("both"), (Shows("cold", ("hot",)), Shows("rest", ("hot", "cold", *REST))))
        await two.do(ChangeKitchen(themes=(both,), screens=(Screen("wall", named("wall")),)))
        for path in ("/settings/stations/hot", "/settings/screens/cold"):
            form = await form_at(two, path)
            assert (await send(two, path, form, deed="remove", knowingly="cold")).status == 303, path
        assert theme(two, "both").shows == (Shows("rest", ("cold", "soup", "drinks", CATCH_ALL)),)

    async def test_removed_it_holds_no_more(self, two: Api) -> None:
        await two.do(ChangeKitchen(themes=(ALONE,)))
        await two.do(SwitchTheme("alone"))
        path = "/settings/themes/alone"
        assert "Screens show what they are set to again" in (await shown(two, f"{path}?ask=remove")).html
        assert (await send(two, path, await form_at(two, path), deed="remove")).status == 303
        assert holds(two) == ""
        assert two.store.state.kitchen.screens_now["rest"].stations == REST


class TestSwitching:
    """/themes."""

    @pytest.mark.parametrize(
        ("role", "status"),
        [("manager", 200), ("expo", 200), ("kitchen", 200), ("waiter", 403), ("cashier", 403), ("guest", 403)],
    )
    async def test_who_may(self, two: Api, role: str, status: int) -> None:
        await two.do(ChangeKitchen(themes=(ALONE,)))
        assert (await shown(two, "/themes", role)).status == status
        answer = await sent(two, "/themes", {"theme": "alone"}, role)
        assert answer.status == (303 if status == 200 else 403)
        assert holds(two) == ("alone" if status == 200 else "")

    async def test_it_is_switched_by_one_press_and_back(self, two: Api) -> None:
        await two.do(ChangeKitchen(themes=(ALONE,)))
        html = (await shown(two, "/themes", "expo")).html
        answer = await sent(two, "/themes", {"theme": "alone", "key": field(html, "key")}, "expo")
        assert answer.to == "/themes?switched=1"
        for page in ("/themes", "/", "/settings", "/settings/themes"):
            assert "One cook" in (await shown(two, page)).html, page
        assert "一个人" in (await shown(two, "/screens/rest", language="zh-CN")).html
        await sent(two, "/themes", {"theme": ""}, "expo")
        assert holds(two) == ""
        assert 'id="theme"' not in (await shown(two, "/screens/rest")).html

    async def test_what_would_be_hidden_is_refused_with_the_reason_and_nothing_changes(self, two: Api) -> None:
        await two.do(ChangeKitchen(themes=(BARE,)))
        answer = await sent(two, "/themes", {"theme": "bare"})
        assert answer.status == 409
        assert "which no screen shows" in answer.html
        assert holds(two) == ""

    async def test_one_that_did_not_begin_is_an_alarm_until_somebody_stays_with_what_holds(self, two: Api) -> None:
        minute = (two.store.now() // 60_000 + 8 * 60) % 1_440
        await two.do(ChangeKitchen(themes=(replace(BARE, minutes=((minute + 10) % 1_440,)),)))
        await two.do(Tick())
        two.hands.ms += 20 * MINUTE
        await two.do(Tick())
        for language, said in (("en", "The theme “Only hot” did not begin"), ("zh-CN", "时段方案“热菜”到时间没能启用")):
            assert said in (await shown(two, "/", language=language)).html
        html = (await shown(two, "/themes", "expo")).html
        assert "Stay with “No theme”" in html
        answer = await sent(two, "/themes", {"theme": "", "key": field(html, "key")}, "expo")
        assert answer.to == "/themes", "nothing was switched"
        assert "did not begin" not in (await shown(two, "/")).html
        assert "Stay with" not in (await shown(two, "/themes")).html

    async def test_one_that_has_gone_meanwhile_is_told_in_words(self, two: Api) -> None:
        answer = await sent(two, "/themes", {"theme": "gone"})
        assert answer.status == 409
        assert "There is no theme “gone”" in answer.html

    async def test_without_any_it_leads_to_the_settings(self, two: Api) -> None:
        html = (await shown(two, "/themes")).html
        assert "There is no theme yet" in html
        assert 'href="/settings/themes"' in html
        assert 'href="/settings/themes"' not in (await shown(two, "/themes", "expo")).html

    async def test_the_interface_switches_too(self, two: Api) -> None:
        await two.do(ChangeKitchen(themes=(ALONE, BARE)))
        answer = await two.post("/kitchen/theme", {"theme": "alone"}, "expo")
        assert answer.status_code == 200
        assert answer.json()["theme"] == "alone"
        answer = await two.post("/kitchen/theme", {"theme": "bare"})
        assert (answer.status_code, answer.json()["reason"]) == (409, "theme_hides")


async def test_the_start_page_tells_of_screens_as_they_are_now(two: Api) -> None:
    await two.do(ChangeKitchen(themes=(Theme("t", named("t"), (Shows("cold", ("cold", "hot")),)),)))
    assert "cold · hot" not in (await shown(two, "/")).html
    await two.do(SwitchTheme("t"))
    assert "cold · hot" in (await shown(two, "/")).html
