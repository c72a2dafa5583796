"""The pages of settings: what is shown is what stands, what is saved holds, and nobody's change is lost."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import SurchargeRule
from kds.core.billing.offered import NamedReduction, Reasons
from kds.core.bills import settings_of
from kds.core.day.change_house import ChangeHouse
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, FloorGone
from kds.core.journal import ONLY
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, Route, ServiceLateness, Station, Thresholds
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.themes import BarsWork, Shows, Theme
from kds.core.people.change_rights import ChangeRights
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.model import Printer
from kds.core.rights import RIGHTS, may
from kds.core.state import State
from kds.core.types import Command, Name
from kds.feed.hub import Hub
from tests.house import SCREENS, named
from tests.web.filled import fields_of, form_at, send
from tests.web.forms import shown
from tests.web.served import Api

TEA = SurchargeRule("tea", named("tea"), "per_head", 550, ("dine_in",), ("cola",))
STAFF = NamedReduction("staff", Name(zh="员工九折", en="Staff"), "percent", 125)
LATE = Route("late", named("late"), "hot", ("all",), ("cola", "tofu"), ("delivery",), ("kiosk",))
NIGHT = Theme(
    "night",
    named("night"),
    (Shows("wall", ("hot", "cold")), Shows("cold")),
    minutes=(60, 1320),
    bars=(BarsWork("cold", "wall"),),
)
PAPER = Printer("p", named("p"), "10.0.0.9", 9101, 58, ("hot", "cold"), "always", "dish", "spare", language="both")
FULL: tuple[Command, ...] = (
    ChangeKitchen(routes=(LATE,)),
    ChangeKitchen(themes=(NIGHT,)),
    ChangeKitchen(services=(ServiceLateness("takeaway", Thresholds(500, 800, 1100)),)),
    ChangePrinters((PAPER, replace(PAPER, printer="spare", stations=(), mode="fallback", second=""))),
    ChangeBilling(surcharges=(TEA, replace(TEA, surcharge="service", kind="percent", value=105)), reductions=(STAFF,)),
)
FORMS = (
    "/settings/house",
    "/settings/guests",
    "/settings/pacing",
    "/settings/minding",
    "/settings/lateness",
    "/settings/rounding",
    "/settings/reasons",
    "/settings/routes/late",
    "/settings/themes/night",
    "/settings/printers/p",
    "/settings/printers/spare",
    "/settings/stations/hot",
    "/settings/stations/soup",
    f"/settings/stations/{CATCH_ALL}",
    "/settings/screens/wall",
    "/settings/screens/cold",
    "/settings/tables/A01",
    "/settings/areas/hall",
    "/settings/tenders/cash",
    "/settings/tenders/account",
    "/settings/surcharges/tea",
    "/settings/surcharges/service",
    "/settings/reductions/staff",
)
LISTS = (
    "/settings/stations",
    "/settings/screens",
    "/settings/routes",
    "/settings/themes",
    "/settings/printers",
    "/settings/tables",
    "/settings/areas",
    "/settings/tenders",
    "/settings/surcharges",
    "/settings/reductions",
)
NEW = (
    "/settings/printers/new",
    "/settings/stations/new",
    "/settings/screens/new",
    "/settings/themes/new",
    "/settings/tenders/new",
    "/settings/reductions/new",
)


def state(api: Api) -> State:
    return api.store.state


async def full(api: Api) -> None:
    """The house charges for something, and reduces by something."""
    for command in FULL:
        await api.do(command)


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(api: Api, path: str) -> None:
    await full(api)
    before = api.store.head.seq
    answer = await send(api, path, await form_at(api, path))
    assert answer.status == 303, answer.html
    assert api.store.head.seq == before


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_of_an_old_state_overwrites_nothing(api: Api, path: str) -> None:
    await full(api)
    before = api.store.head.seq
    answer = await send(api, path, await form_at(api, path), seen="0123456789abcdef", zh="新", en="New")
    assert answer.status == 409
    assert "Somebody else has changed this meanwhile" in answer.html
    assert api.store.head.seq == before


@pytest.mark.parametrize("path", [each for each in FORMS + NEW if "zh" in each or "/new" in each])
async def test_what_has_no_name_is_not_stored_and_what_was_typed_stays(api: Api, path: str) -> None:
    before = api.store.head.seq
    answer = await send(api, path, await form_at(api, path), zh=" ", en="")
    assert answer.status == 422
    assert "Write what it is called" in answer.html
    assert api.store.head.seq == before


@pytest.mark.parametrize("path", [*LISTS, *FORMS, *NEW, "/settings"])
async def test_every_page_speaks_both_languages_and_is_for_those_who_may(api: Api, path: str) -> None:
    await full(api)
    for role, status in (("manager", 200), ("owner", 200), ("waiter", 403), ("kitchen", 403), ("guest", 403)):
        assert (await shown(api, path, role)).status == status, role
    assert 'lang="zh-CN"' in (await shown(api, path, language="zh-CN")).html
    assert (await shown(api, path, role="nobody")).to.startswith("/sign-in")


@pytest.mark.parametrize("path", [*LISTS, *FORMS])
async def test_nothing_is_changed_by_those_who_may_not(api: Api, path: str) -> None:
    await full(api)
    before = api.store.head.seq
    form = await form_at(api, path)
    for deed in ("", "remove", "up"):
        assert (await send(api, path, form, "waiter", deed=deed)).status in (403, 405)
    assert api.store.head.seq == before


async def test_the_hub_leads_to_what_somebody_may_change_and_says_what_it_holds(api: Api) -> None:
    html = (await shown(api, "/settings")).html
    for words in ("4 tables in 2 areas", "13 dishes in 1 categories", "5 stations", "2 screens", "Small House"):
        assert words in html
    rights = [code for code, right in RIGHTS.items() if may(state(api), "waiter", right)]
    await api.do(ChangeRights("waiter", (*rights, "floor_plan")))
    html = (await shown(api, "/settings", "waiter")).html
    assert "/settings/tables" in html
    assert "/settings/tenders" not in html
    assert 'href="/settings"' in (await shown(api, "/", "waiter")).html
    assert 'href="/settings"' not in (await shown(api, "/", "cashier")).html


@pytest.mark.parametrize("path", ["/settings/stations/nowhere", "/settings/tables/new", "/settings/tables/Z99"])
async def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    assert (await shown(api, path)).status == 404
    assert (await send(api, path, {}, zh="x")).status == 404


class TestTheHouse:
    PATH = "/settings/house"

    async def test_it_is_as_the_form_says(self, api: Api) -> None:
        form = await form_at(api, self.PATH)
        said = {"en": "Other House", "cutoff": "05:30", "rush_after": "9", "shown_s": "20", "idle": "0", "calls": "5"}
        assert (await send(api, self.PATH, form, by_number="on", **said)).status == 303
        house = state(api).day.house[ONLY]
        assert (house.name.en, house.cutoff_minute, house.rush_after_ms) == ("Other House", 330, 540_000)
        assert (house.shown_within_ms, house.sign_out_after_ms, house.calls_after_ms) == (20_000, 0, 300_000)
        assert house.dine_in_by_number
        assert not house.tables_are_cleaned

    async def test_it_says_how_long_nobody_may_look(self, api: Api) -> None:
        path = "/settings/minding"
        form = await form_at(api, path)
        assert (form["times"], form["dark_s"], form["unseen_s"]) == (["2"], ["20"], ["30"])
        assert (await send(api, path, form, times="1.5", dark_s="45", unseen_s="60")).status == 303
        house = state(api).day.house[ONLY]
        assert (house.nobody_after_permille, house.paper_dark_ms, house.paper_unseen_ms) == (1_500, 45_000, 60_000)
        assert (await send(api, path, await form_at(api, path), times="0")).status == 303
        assert state(api).day.house[ONLY].nobody_after_permille == 0
        before = api.store.head.seq
        for wrong in ({"times": "0.5"}, {"times": "x"}, {"times": "1.00005"}, {"dark_s": "4"}, {"unseen_s": "long"}):
            answer = await send(api, path, await form_at(api, path), **wrong)
            assert answer.status == 422, wrong
            assert next(iter(wrong.values())) in answer.html, "what was typed stays"
        assert api.store.head.seq == before

    async def test_it_can_want_that_what_is_served_was_done_first(self, api: Api) -> None:
        form = await form_at(api, self.PATH)
        assert "done_only" not in form
        assert (await send(api, self.PATH, form, done_only="on")).status == 303
        assert state(api).day.house[ONLY].serve_what_is_done_only
        form = await form_at(api, self.PATH)
        del form["done_only"]
        assert (await send(api, self.PATH, form)).status == 303
        assert not state(api).day.house[ONLY].serve_what_is_done_only

    async def test_what_is_wrong_is_all_said_at_once(self, api: Api) -> None:
        form = await form_at(api, self.PATH)
        answer = await send(api, self.PATH, form, cutoff="25:00", idle="long", timezone="Mars/Base", zh="", en="")
        assert answer.status == 422
        for words in ("Write what it is called", "The end of the day is", "no such time zone", "Signed out after"):
            assert words in answer.html
        assert fields_of(answer.html)["cutoff"] == ["25:00"]

    async def test_what_was_set_in_parts_of_a_minute_stays_so(self, api: Api) -> None:
        await api.do(ChangeHouse(rush_after_ms=90_000))
        assert (await send(api, self.PATH, await form_at(api, self.PATH), en="Other")).status == 303
        assert state(api).day.house[ONLY].rush_after_ms == 90_000

    async def test_currency_and_time_zone_are_for_good_once_anything_was_sold(self, api: Api) -> None:
        assert "timezone" in await form_at(api, self.PATH)
        await api.order("tofu")
        assert not {"timezone", "currency"} & (await form_at(api, self.PATH)).keys()


class TestLateness:
    PATH = "/settings/lateness"

    async def test_a_service_gets_its_own_and_gives_it_back(self, api: Api) -> None:
        form = await form_at(api, self.PATH)
        assert "own-takeaway" not in form
        assert form["soon-takeaway"] == form["soon"] == ["70"]
        own = {"own-takeaway": "on", "soon-takeaway": "50", "late-takeaway": "80", "critical-takeaway": "110.5"}
        assert (await send(api, self.PATH, form, **own)).status == 303
        found = ServiceLateness("takeaway", Thresholds(500, 800, 1105))
        assert dict(state(api).kitchen.services) == {"takeaway": found}
        assert state(api).kitchen.thresholds.value is None
        form = await form_at(api, self.PATH)
        assert (form["own-takeaway"], form["late-takeaway"]) == (["on"], ["80"])
        del form["own-takeaway"]
        assert (await send(api, self.PATH, form)).status == 303
        assert dict(state(api).kitchen.services) == {}

    async def test_what_is_none_is_said_and_stays_typed(self, api: Api) -> None:
        form = await form_at(api, self.PATH)
        answer = await send(api, self.PATH, form, **{"own-delivery": "on", "late-delivery": "x"})
        assert answer.status == 422
        assert "all three percentages" in answer.html
        assert fields_of(answer.html)["late-delivery"] == ["x"]
        answer = await send(api, self.PATH, form, **{"own-delivery": "on", "soon-delivery": "120"})
        assert "The thresholds of delivery must grow" in answer.html


class TestStations:
    async def test_a_new_one_is_made_and_renamed(self, api: Api) -> None:
        form = await form_at(api, "/settings/stations/new")
        assert (await send(api, "/settings/stations/new", form, zh="烧烤", en="Grill", rule1="due_time")).status == 422
        assert (await send(api, "/settings/stations/new", form, zh="烧烤", en="Grill")).status == 303
        (made,) = [each for each in state(api).kitchen.stations.values() if each.name.en == "Grill"]
        path = f"/settings/stations/{made.station}"
        form = await form_at(api, path)
        changed = {"en": "BBQ", "rule1": "due_time", "rule4": "rushed"}
        own = {"own": "on", "soon": "50", "late": "80.5", "critical": "120", "critical_min": "25"}
        assert (await send(api, path, form, **changed, **own)).status == 303
        now = state(api).kitchen.stations[made.station]
        assert now.priority == ("due_time", "base_first", "overdue", "rushed")
        assert now.thresholds == Thresholds(500, 805, 1200, 25 * 60_000)

    async def test_thresholds_that_do_not_grow_are_refused_in_words(self, api: Api) -> None:
        path = "/settings/stations/hot"
        answer = await send(api, path, await form_at(api, path), soon="90", late="50")
        assert answer.status == 422
        assert "must grow" in answer.html
        assert "all three percentages" in (await send(api, path, await form_at(api, path), late="x")).html

    async def test_they_are_put_in_another_order(self, api: Api) -> None:
        html = (await shown(api, "/settings/stations")).html
        assert html.index('id="soup"') < html.index('id="cold"')
        form = await form_at(api, "/settings/stations/soup")
        assert (await send(api, "/settings/stations/soup", form, deed="down")).status == 303
        html = (await shown(api, "/settings/stations")).html
        assert html.index('id="cold"') < html.index('id="soup"') < html.index('id="hot"')
        assert html.index('id="drinks"') < html.index(f'id="{CATCH_ALL}"')
        before = api.store.head.seq
        await send(api, "/settings/stations/drinks", await form_at(api, "/settings/stations/drinks"), deed="down")
        assert api.store.head.seq == before

    async def test_what_becomes_of_its_dishes_and_tickets_is_said_before(self, api: Api) -> None:
        await api.order("noodles")
        html = (await shown(api, "/settings/stations/hot?ask=remove")).html
        assert "Its 4 dishes go to" in html
        assert "Its 1 open tickets go on to" in html
        form = await form_at(api, "/settings/stations/hot")
        assert (await send(api, "/settings/stations/hot", form, deed="remove")).status == 303
        assert "hot" not in state(api).kitchen.stations
        (ticket,) = state(api).kitchen.tickets.values()
        assert (ticket.station, ticket.is_open) == (CATCH_ALL, True)

    async def test_the_only_one_of_a_screen_is_kept_and_others_leave_their_screens(self, api: Api) -> None:
        path = "/settings/stations/cold"
        assert "shows nothing else" in (await shown(api, f"{path}?ask=remove")).html
        assert (await send(api, path, await form_at(api, path), deed="remove")).status == 422
        await api.do(ChangeKitchen(screens=(Screen("cold", named("cold"), ("cold", "hot")),)))
        assert (await send(api, path, await form_at(api, path), deed="remove")).status == 303
        assert state(api).kitchen.screens["cold"].stations == ("hot",)

    async def test_where_nobody_would_see_what_comes_to_the_last_resort_it_is_named(self, api: Api) -> None:
        everything = tuple([each for each in state(api).kitchen.stations if each != CATCH_ALL])
        await api.do(ChangeKitchen(screens=(Screen("wall", named("wall"), everything),)))
        assert "no screen shows" in (await shown(api, "/settings/stations/hot?ask=remove")).html
        assert "no screen shows it" in (await shown(api, "/settings/stations")).html

    async def test_the_one_of_last_resort_stays(self, api: Api) -> None:
        path = f"/settings/stations/{CATCH_ALL}"
        assert (await send(api, path, await form_at(api, path), deed="remove")).status == 422
        assert CATCH_ALL in state(api).kitchen.stations

    async def test_the_houses_own_lateness_holds_for_what_comes_after(self, api: Api) -> None:
        form = await form_at(api, "/settings/lateness")
        assert (await send(api, "/settings/lateness", form, soon="60", late="90", critical_min="20")).status == 303
        assert state(api).kitchen.thresholds[ONLY] == Thresholds(600, 900, 1500, 20 * 60_000)


class TestScreens:
    async def test_who_is_connected_and_shows_a_station_is_said_before(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        connected = {"wall", "cold"}
        monkeypatch.setattr(Hub, "watching", lambda hub, kind, name: [name] if name in connected else [])
        path = "/settings/screens/cold"
        html = (await shown(api, path)).html
        assert html.count("of those connected only “wall” shows it") == len(state(api).kitchen.stations) - 1
        connected.remove("wall")
        html = (await shown(api, path)).html
        assert html.count("no connected screen shows it now") == len(state(api).kitchen.stations) - 1
        assert "of those connected only “cold” shows it" in html

    async def test_a_narrowed_wall_asks_for_the_open_tickets_that_nobody_would_see(self, api: Api) -> None:
        await api.order("noodles", "cola")
        path = "/settings/screens/wall"
        form = await form_at(api, path)
        answer = await send(api, path, form, all="", stations="cold")
        assert answer.status == 422
        assert "cola would go to “drinks”, which no screen shows, with the 1 open ticket there (A01)" in answer.html
        assert state(api).kitchen.screens["wall"].stations == ()
        knowing = "catch_all,drinks,hot,soup"
        assert (await send(api, path, form, all="", stations="cold", knowingly=knowing)).status == 303

    async def test_a_new_one_shows_what_was_chosen(self, api: Api) -> None:
        form = await form_at(api, "/settings/screens/new")
        answer = await send(api, "/settings/screens/new", form, zh="吧台", en="Bar")
        assert "Choose all stations" in answer.html
        assert (await send(api, "/settings/screens/new", form, en="Bar", stations="drinks\nsoup")).status == 303
        (made,) = [each for each in state(api).kitchen.screens.values() if each.name.en == "Bar"]
        assert made.stations == ("drinks", "soup")
        path = f"/settings/screens/{made.screen}"
        assert (await send(api, path, await form_at(api, path), all="on")).status == 303
        assert state(api).kitchen.screens[made.screen].stations == ()

    async def test_how_it_shows_things_stays_when_what_it_shows_changes(self, api: Api) -> None:
        await api.do(ChangeKitchen(screens=(Screen("cold", named("cold"), ("cold",), "large", language="en"),)))
        path = "/settings/screens/cold"
        assert (await send(api, path, await form_at(api, path), stations="cold\nhot")).status == 303
        now = state(api).kitchen.screens["cold"]
        assert (now.stations, now.text, now.language) == (("cold", "hot"), "large", "en")

    async def test_what_nobody_would_see_is_named_before_it_goes(self, api: Api) -> None:
        html = (await shown(api, "/settings/screens/wall?ask=remove")).html
        assert "no other screen shows these stations" in html
        assert "drinks" in html
        assert "Other screens show all of its stations" in (await shown(api, "/settings/screens/cold?ask=remove")).html
        form = await form_at(api, "/settings/screens/cold")
        assert (await send(api, "/settings/screens/cold", form, deed="remove")).status == 303
        assert list(state(api).kitchen.screens) == ["wall"]

    async def test_who_is_paired_to_it_is_said(self, api: Api) -> None:
        assert "no device" in (await shown(api, "/settings/screens")).html


class TestTables:
    async def test_a_run_of_them_comes_in_an_area_that_there_is_or_in_a_new_one(self, api: Api) -> None:
        said = {"tables": ["B01–B03 6 seats, B10"], "area": ["vip"], "new_area": [""]}
        assert (await send(api, "/settings/tables", said)).status == 303
        tables = state(api).floor.tables
        assert [(tables[each].area, tables[each].seats) for each in ("B01", "B03", "B10")] == [
            ("vip", 6),
            ("vip", 6),
            ("vip", 4),
        ]
        said = {"tables": ["C1 to C2"], "area": ["vip"], "new_area": ["Roof: west"]}
        assert (await send(api, "/settings/tables", said)).status == 303
        area = state(api).floor.tables["C2"].area
        assert state(api).floor.areas[area].name.en == "Roof: west"
        assert state(api).floor.areas["vip"].name == named("vip")

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"tables": ["A01–A09"], "area": ["hall"]}, "These tables are there already: A01"),
            ({"tables": ["big ones"], "area": ["hall"]}, "is not understood"),
            ({"tables": ["B01"], "area": ["nowhere"]}, "Choose an area"),
            ({"tables": ["  "], "area": ["hall"]}, "Write the tables"),
        ],
    )
    async def test_what_cannot_be_is_said_and_nothing_is_stored(
        self, api: Api, said: dict[str, list[str]], words: str
    ) -> None:
        before = api.store.head.seq
        answer = await send(api, "/settings/tables", said)
        assert answer.status == 422
        assert words in answer.html
        assert fields_of(answer.html)["tables"] == said["tables"]
        assert api.store.head.seq == before

    async def test_one_gets_other_seats_and_another_area_and_guests_stay(self, api: Api) -> None:
        await api.order("tofu", table="A01")
        path = "/settings/tables/A01"
        assert (await send(api, path, await form_at(api, path), seats="0")).status == 422
        assert (await send(api, path, await form_at(api, path), seats="8", area="vip")).status == 303
        now = state(api).floor.tables["A01"]
        assert (now.seats, now.area) == (8, "vip")
        assert state(api).floor.table_sessions.count("A01") == 1

    async def test_it_stays_while_guests_sit_there(self, api: Api) -> None:
        await api.order("tofu", table="A01")
        for path in ("/settings/tables/A01", "/settings/areas/hall"):
            assert "Guests sit" in (await shown(api, f"{path}?ask=remove")).html
            assert (await send(api, path, await form_at(api, path), deed="remove")).status == 422
        assert "A01" in state(api).floor.tables

    async def test_an_area_takes_its_tables_along(self, api: Api) -> None:
        html = (await shown(api, "/settings/areas/vip?ask=remove")).html
        assert "Its 1 tables go with it" in html
        form = await form_at(api, "/settings/areas/vip")
        assert (await send(api, "/settings/areas/vip", form, deed="remove")).status == 303
        assert (list(state(api).floor.areas), "V01" in state(api).floor.tables) == (["hall"], False)

    async def test_an_area_is_renamed_and_may_be_empty(self, api: Api) -> None:
        form = await form_at(api, "/settings/areas/vip")
        assert (await send(api, "/settings/areas/vip", form, en="Rooms")).status == 303
        assert state(api).floor.areas["vip"].name.en == "Rooms"
        await api.do(ChangeFloor((Area("roof", named("roof")),), gone=FloorGone(tables=("V01",))))
        assert "No table is in it." in (await shown(api, "/settings/tables")).html


class TestMoney:
    async def test_a_tender_is_added_changed_moved_and_removed(self, api: Api) -> None:
        form = await form_at(api, "/settings/tenders/new")
        assert (await send(api, "/settings/tenders/new", form, zh="点评券", kind="qr")).status == 303
        made = settings_of(state(api)).tenders[-1]
        assert (made.name.zh, made.kind, made.invoiceable, made.rounds) == ("点评券", "qr", True, False)
        path = f"/settings/tenders/{made.tender}"
        form = await form_at(api, path)
        assert (await send(api, path, form, invoiceable=None, rounds="on")).status == 303
        assert settings_of(state(api)).tenders[-1] == replace(made, invoiceable=False, rounds=True)
        assert (await send(api, path, await form_at(api, path), deed="up")).status == 303
        assert [each.tender for each in settings_of(state(api)).tenders][-2:] == [made.tender, "other"]
        assert (await send(api, path, await form_at(api, path), deed="remove")).status == 303
        assert made.tender not in [each.tender for each in settings_of(state(api)).tenders]

    async def test_the_last_tender_stays(self, api: Api) -> None:
        await api.do(ChangeBilling(tenders=settings_of(state(api)).tenders[:1]))
        path = "/settings/tenders/cash"
        answer = await send(api, path, await form_at(api, path), deed="remove")
        assert (answer.status, "There must be a tender" in answer.html) == (422, True)

    async def test_a_surcharge_is_for_services_and_without_dishes(self, api: Api) -> None:
        form = await form_at(api, "/settings/surcharges/new")
        said = {"en": "Service", "kind": "percent", "value": "10.5", "services": "dine_in\npickup"}
        answer = await send(api, "/settings/surcharges/new", form, exempt="cola\nsesame\nghost", **said)
        assert answer.status == 303, answer.html
        (rule,) = settings_of(state(api)).surcharges
        assert (rule.kind, rule.value, rule.services) == ("percent", 105, ("dine_in", "pickup"))
        assert (rule.exempt, rule.automatic) == (("cola", "sesame"), True)
        path = f"/settings/surcharges/{rule.surcharge}"
        form = await form_at(api, path)
        assert (await send(api, path, form, kind="per_head", value="2.50", exempt="cola")).status == 303
        (rule,) = settings_of(state(api)).surcharges
        assert (rule.kind, rule.value, rule.exempt) == ("per_head", 250, ("cola",))

    @pytest.mark.parametrize(
        ("kind", "value", "words"),
        [
            ("percent", "0", "A percentage is"),
            ("percent", "101", "A percentage is"),
            ("percent", "", "A percentage is"),
            ("per_head", "1.005", "That is no sum"),
            ("per_head", "", "That is no sum"),
            ("per_head", "99999999", "out of range"),
        ],
    )
    async def test_a_value_that_cannot_be_is_said(self, api: Api, kind: str, value: str, words: str) -> None:
        form = await form_at(api, "/settings/surcharges/new")
        answer = await send(api, "/settings/surcharges/new", form, en="Service", kind=kind, value=value)
        assert (answer.status, words in answer.html) == (422, True)
        assert fields_of(answer.html)["value"] == [value]

    async def test_a_reduction_has_a_name_and_a_value(self, api: Api) -> None:
        form = await form_at(api, "/settings/reductions/new")
        assert (await send(api, "/settings/reductions/new", form, zh="老客", kind="percent", value="12")).status == 303
        form = await form_at(api, "/settings/reductions/new")
        assert (await send(api, "/settings/reductions/new", form, zh="立减", kind="amount", value="20")).status == 303
        first, second = settings_of(state(api)).reductions
        assert (first.name.zh, first.kind, first.value) == ("老客", "percent", 120)
        assert (second.name.en, second.kind, second.value) == ("立减", "amount", 2000)

    async def test_cash_is_rounded_as_the_form_says(self, api: Api) -> None:
        form = await form_at(api, "/settings/rounding")
        assert (await send(api, "/settings/rounding", form, unit="0.10", most="5")).status == 303
        assert (settings_of(state(api)).round_to_minor, settings_of(state(api)).rounding_most_minor) == (10, 500)
        answer = await send(api, "/settings/rounding", await form_at(api, "/settings/rounding"), unit="0")
        assert (answer.status, "out of range" in answer.html) == (422, True)


class TestReasons:
    PATH = "/settings/reasons"

    async def test_each_list_is_as_it_is_written(self, api: Api) -> None:
        form = await form_at(api, self.PATH)
        said = {"void": "点错了 | Mistake\n\n太咸｜Too salty\n只有中文", "refund": "Only English"}
        assert (await send(api, self.PATH, form, free_void=None, **said)).status == 303
        lists = {each.deed: each for each in settings_of(state(api)).reasons}
        assert lists["void"] == Reasons(
            "void",
            (
                Name(zh="点错了", en="Mistake"),
                Name(zh="太咸", en="Too salty"),
                Name(zh="只有中文", en="只有中文"),
            ),
            free=False,
        )
        assert lists["refund"].said == (Name(zh="Only English", en="Only English"),)
        placed = await api.order("tofu")
        line = placed["lines"][0]["line"]
        refused = await api.post(f"/lines/{line}/void", {"reason": "whim"})
        assert refused.json()["reason"] == "reason_not_listed"
        assert (await api.post(f"/lines/{line}/void", {"reason": "Too salty"})).status_code == 200

    async def test_what_cannot_be_is_said_and_what_was_written_stays(self, api: Api) -> None:
        form = await form_at(api, self.PATH)
        many = "\n".join(f"r{number}" for number in range(20))
        answer = await send(api, self.PATH, form, free_refund=None, void=many, comp="a\na")
        assert answer.status == 422
        for words in ("No reason is listed for", "beyond the limit", "is given twice"):
            assert words in answer.html
        assert fields_of(answer.html)["comp"] == ["a\na"]


async def test_two_who_add_at_the_same_time_get_a_thing_each(api: Api) -> None:
    form = await form_at(api, "/settings/stations/new")
    for name in ("One", "Two"):
        again = {**form, "key": [f"key-of-{name}"]}
        assert (await send(api, "/settings/stations/new", again, en=name)).status == 303
    assert {"One", "Two"} <= {each.name.en for each in state(api).kitchen.stations.values()}


async def test_a_form_that_is_sent_twice_has_one_effect(api: Api) -> None:
    form = await form_at(api, "/settings/stations/new")
    for _ in range(2):
        assert (await send(api, "/settings/stations/new", form, en="Grill")).status == 303
    assert len([each for each in state(api).kitchen.stations.values() if each.name.en == "Grill"]) == 1


async def test_a_large_house_is_listed_whole(api: Api) -> None:
    many = tuple([Station(f"x{number}", named(f"x{number}")) for number in range(40)])
    await api.do(ChangeKitchen(stations=many))
    await send(api, "/settings/tables", {"tables": ["T001–T400"], "area": ["hall"]})
    tables, stations = [(await shown(api, f"/settings/{each}")).html for each in ("tables", "stations")]
    assert all(f'id="T{number:03}"' in tables for number in (1, 200, 400))
    assert all(f'id="x{number}"' in stations for number in range(40))


@pytest.mark.parametrize("path", [each for each in FORMS if "/printers/" not in each])
async def test_what_is_set_may_wait_in_a_draft(api: Api, path: str) -> None:
    """The pages then show the house as that draft would make it, and nothing holds yet."""
    await full(api)
    changes = {"en": "Drafted", "soon": "33", "unit": "0.20", "void": "Drafted", "seats": "7"}
    form = await form_at(api, path)
    before = {name: book for name, book in state(api).books().items() if not name.startswith("changes.")}
    changed = {name: value for name, value in changes.items() if name in form}
    if "rule1" in form:
        changed["own"] = "on"
    answer = await send(api, path, form, when="draft:new", **changed)
    assert (answer.status, "draft=" in answer.to) == (303, True), answer.html
    assert {name: book for name, book in state(api).books().items() if not name.startswith("changes.")} == before
    (draft,) = state(api).changes.drafts
    drafted = await form_at(api, f"{path}?draft={draft}")
    assert {name: drafted[name] for name in changed} == {name: [value] for name, value in changed.items()}
    assert drafted["when"] == [f"draft:{draft}"]
    assert (await form_at(api, path))["seen"] == form["seen"]


async def test_things_are_moved_and_removed_in_a_draft(api: Api) -> None:
    await full(api)
    await send(api, "/settings/tenders/new", await form_at(api, "/settings/tenders/new"), en="New", when="draft:new")
    (draft,) = state(api).changes.drafts
    path = "/settings/surcharges/tea"
    for deed in ("down", "remove"):
        form = await form_at(api, f"{path}?draft={draft}&ask=remove")
        answer = await send(api, path, form, deed=deed)
        assert (answer.status, f"draft={draft}" in answer.to) == (303, True)
    assert 'id="tea"' not in (await shown(api, f"/settings/surcharges?draft={draft}")).html
    assert [each.surcharge for each in settings_of(state(api)).surcharges] == ["tea", "service"]


@pytest.mark.parametrize("role", ["manager", "owner"])
async def test_every_door_of_the_hub_opens_to_whoever_sees_it(api: Api, role: str) -> None:
    doors = re.findall(r'class="setting-door" href="([^"]+)"', (await shown(api, "/settings", role)).html)
    assert len(doors) == len(set(doors)) >= 18
    for door in doors:
        assert (await shown(api, door, role)).status in (200, 303), door


class TestRoutes:
    async def test_a_rule_takes_what_is_ticked_to_its_station(self, api: Api) -> None:
        form = await form_at(api, "/settings/routes/new")
        assert "Choose the station" in (await send(api, "/settings/routes/new", form, en="To go")).html
        said = {"station": "hot", "services": "takeaway\ndelivery", "channels": "kiosk", "dishes": "cola\nghost"}
        answer = await send(api, "/settings/routes/new", form, en="To go", **said)
        assert answer.status == 303, answer.html
        (route,) = state(api).kitchen.routes.values()
        assert (route.station, route.services, route.channels) == ("hot", ("takeaway", "delivery"), ("kiosk",))
        assert (route.dishes, route.categories) == (("cola",), ())
        placed = await api.order("cola", table=None, service="takeaway", channel="kiosk")
        (ticket,) = placed["tickets"]
        assert state(api).kitchen.tickets[ticket].station == "hot"

    async def test_the_first_that_fits_counts_so_they_can_be_moved(self, api: Api) -> None:
        for name in ("one", "two"):
            await api.do(ChangeKitchen(routes=(Route(name, named(name), "hot"),)))
        form = await form_at(api, "/settings/routes/two")
        assert (await send(api, "/settings/routes/two", form, deed="up")).status == 303
        routes = sorted(state(api).kitchen.routes.values(), key=lambda each: each.position)
        assert [each.route for each in routes] == ["two", "one"]
        html = (await shown(api, "/settings/routes/one?ask=remove")).html
        assert "go to their own stations" in html
        form = await form_at(api, "/settings/routes/one")
        assert (await send(api, "/settings/routes/one", form, deed="remove")).status == 303
        assert list(state(api).kitchen.routes) == ["two"]

    async def test_a_station_to_which_one_leads_stays(self, api: Api) -> None:
        await api.do(ChangeKitchen(routes=(LATE,)))
        assert "leads here" in (await shown(api, "/settings/stations/hot?ask=remove")).html
        form = await form_at(api, "/settings/stations/hot")
        assert (await send(api, "/settings/stations/hot", form, deed="remove")).status == 422


async def test_what_nobody_would_see_is_removed_only_by_whoever_says_that_they_know(api: Api) -> None:
    """Law 12, where a screen goes."""
    path = "/settings/screens/wall"
    answer = await send(api, path, await form_at(api, path), deed="remove")
    assert answer.status == 422
    assert "I know that no screen will show this" in answer.html
    assert "wall" in state(api).kitchen.screens
    hidden = re.search(r'name="knowingly" value="([^"]+)"', answer.html)
    assert hidden is not None
    form = await form_at(api, path)
    assert (await send(api, path, form, deed="remove", knowingly=hidden[1])).status == 303
    assert "wall" not in state(api).kitchen.screens


@pytest.mark.parametrize("change", [{"deed": "remove"}, {"mode": "bump"}], ids=["removed", "only at the end"])
async def test_law_12_a_printer_that_alone_shows_a_station_goes_only_by_whoever_knows(
    api: Api, change: dict[str, str]
) -> None:
    await api.do(ChangePrinters((Printer("hot", named("hot"), "127.0.0.1", mode="always", stations=("hot",)),)))
    await api.do(ChangeKitchen(screens=(replace(SCREENS[0], stations=("cold", "drinks", "soup", CATCH_ALL)),)))
    path = "/settings/printers/hot"
    before = state(api).printing.printers["hot"]
    answer = await send(api, path, await form_at(api, path), **change)
    assert answer.status == 422
    assert "would go to “hot”, which no screen shows" in answer.html
    assert state(api).printing.printers["hot"] == before
    hidden = re.search(r'name="knowingly" value="([^"]+)"', answer.html)
    assert hidden is not None
    assert (await send(api, path, await form_at(api, path), **change, knowingly=hidden[1])).status == 303
    assert state(api).printing.printers.get("hot") != before
