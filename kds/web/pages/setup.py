"""The first half hour: /setup leads a new house from its name to a first order, and can be left and come back to.

What is done is seen from the house itself, so nothing is remembered here. Each step is a form of its own; whatever is
set stands in the ledger, by the same deeds as everywhere.
"""

from __future__ import annotations

import re
import secrets
from functools import partial
from typing import Any, Literal, NamedTuple, get_args

from starlette.requests import Request
from starlette.responses import Response

from kds.core.cleaning import a_text
from kds.core.day.change_house import ChangeHouse
from kds.core.day.rules import has_sold
from kds.core.kitchen.model import CATCH_ALL
from kds.core.money import SYMBOLS, told
from kds.core.people.change_person import ChangePerson
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.text import TextRule
from kds.core.types import Command, Name, Refusal
from kds.ops.house_file.commands import checked
from kds.ops.house_file.files import BadFile
from kds.ops.house_file.reading import HouseFile
from kds.ops.house_file.row import Sheets
from kds.ops.setup.stations import TEMPLATES, kitchen_of
from kds.ops.setup.tables import tables_of
from kds.runtime.access_record import note_access
from kds.runtime.messages import Sender
from kds.runtime.store import Store
from kds.runtime.zones import is_zone
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.people import BadPin, checked_pin
from kds.storage.tokens import Token
from kds.web.auth import who
from kds.web.pages.access import enter
from kds.web.pages.changing import choice
from kds.web.pages.forms import Fields, person, posted, see, submit
from kds.web.pages.house.basics import HOUSE_LANGUAGES, language_in
from kds.web.pages.reach import reach_of
from kds.web.pages.respond import page

Step = Literal["house", "kitchen", "tables", "menu", "people", "screens", "order"]
STEPS: tuple[Step, ...] = get_args(Step)
USUAL_ZONES = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Europe/Berlin", "America/New_York")
FAULTS_SHOWN = 50
FROM_MENU = "menu"
"""Who came from the page of the menu goes back there."""
CALLED, PHONE = TextRule(60, required=True), TextRule(30, required=False)
NOT_SO = Name(zh="请检查填写的内容", en="Please look at what was filled in")
BAD_ZONE = Name(zh="没有这个时区", en="There is no such time zone")
BAD_TIME = Name(zh="日结时间写成04:00这样", en="The end of the day is a time like 04:00")
PIN_WORDS = Name(
    zh="PIN是4到8位数字，不能全部相同，也不能连号",
    en="A PIN is 4 to 8 digits, neither all alike nor counted up or down",
)
PIN_TWICE = Name(zh="两次输入的PIN不一样", en="The two PINs are not the same")
NO_NAME = Name(zh="请填写名字", en="Write a name")


class Doing(NamedTuple):
    """What the steps are about: who does it, and what they filled in."""

    request: Request
    token: Token
    fields: Fields


class Setup:
    """The pages of the set-up, but for the menu's."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people

    async def begin(self, request: Request) -> Response:
        """GET /setup: the first step that is not done."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        await person(request, self._store, self._tokens, SETTINGS)
        await self._store.readable()
        done = self.done()
        return see(f"/setup/{next((each for each in STEPS if each not in done), STEPS[-1])}")

    async def show(self, request: Request) -> Response:
        """GET /setup/{step}: its form."""
        token = await person(request, self._store, self._tokens, SETTINGS)
        await self._store.readable()
        return await self.step(request, token, _step_of(request))

    async def do(self, request: Request) -> Response:
        """POST /setup/{step}: what the form says, and the next step; or the form again, with what is wrong."""
        token = await person(request, self._store, self._tokens, SETTINGS)
        doing = Doing(request, token, await posted(request))
        await self._store.readable()
        step = _step_of(request)
        deeds = {"house": self._house, "kitchen": self._kitchen, "tables": self._tables, "people": self._person}
        faults = await deeds[step](doing) if step in deeds else []
        if faults:
            return await self.step(request, token, step, faults=faults, said=doing.fields, status=422)
        return see(f"/setup/{STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]}")

    def done(self) -> frozenset[Step]:
        """The steps behind the house, as it stands."""
        state = self._store.state
        house = state.day.house.value
        stations = [each for each in state.kitchen.stations if each != CATCH_ALL]
        owners = [each.person for each in state.people.staff.values() if each.role == "owner"]
        cards = [self._people.card(each) for each in owners]
        found: dict[Step, bool] = {
            "house": house is not None and house.name != NEW,
            "kitchen": bool(stations) or len(state.kitchen.screens) > 1,
            "tables": bool(state.floor.tables),
            "menu": bool(state.menu.dishes),
            "people": any(card is not None and card.has_pin for card in cards),
            "screens": bool(self._tokens.devices()),
            "order": has_sold(state),
        }
        return frozenset(step for step, so in found.items() if so)

    async def step(
        self,
        request: Request,
        token: Token,
        step: Step,
        *,
        faults: list[Name] | None = None,
        said: Fields | None = None,
        status: int = 200,
        **values: Any,
    ) -> Response:
        """The page of a step."""
        state = self._store.state
        if "choice" not in values:
            values["choice"] = await choice(self._store, request, token.role)
        return page(
            request,
            "setup/page.html",
            status,
            viewer=token,
            step=step,
            steps=STEPS,
            done=self.done(),
            faults=(faults or [])[:FAULTS_SHOWN],
            more_faults=max(0, len(faults or []) - FAULTS_SHOWN),
            said=said or {},
            from_menu=FROM_MENU in ((said or {}).get("from"), request.query_params.get("from")),
            key=secrets.token_hex(12),
            house=state.day.house.value,
            sold=has_sold(state),
            priced=state.menu.head.value is not None,
            currencies=sorted(SYMBOLS),
            money=partial(told, state),
            reach=reach_of(state, request),
            zones=USUAL_ZONES,
            house_languages=HOUSE_LANGUAGES,
            templates=TEMPLATES,
            tables=written_tables(state),
            stations=sorted(state.kitchen.stations.values(), key=lambda each: (each.position, each.station)),
            screens=sorted(state.kitchen.screens.values(), key=lambda each: (each.position, each.screen)),
            people=self._staff(),
            devices=self._tokens.devices(),
            **values,
        )

    def _staff(self) -> list[tuple[str, str]]:
        """The names of the people that the house has, with their roles."""
        staff = self._store.state.people.staff.values()
        cards = [(self._people.card(each.person), each.role) for each in staff]
        return sorted([(card.name, role) for card, role in cards if card is not None])

    async def _house(self, doing: Doing) -> list[Name]:
        said, before = doing.fields, self._store.state.day.house.value
        zh, en = said.get("zh", "").strip(), said.get("en", "").strip()
        cutoff = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", said.get("cutoff", "").strip())
        zone = said.get("timezone", "").strip()
        faults = []
        if not (zh or en):
            faults.append(NO_NAME)
        if cutoff is None:
            faults.append(BAD_TIME)
        if zone and not is_zone(zone):
            faults.append(BAD_ZONE)
        if faults or cutoff is None or before is None:
            return faults or [NOT_SO]
        change = ChangeHouse(
            name=Name(zh=zh or en, en=en or zh),
            cutoff_minute=int(cutoff[1]) * 60 + int(cutoff[2]),
            currency=said.get("currency") or None,
            timezone=zone or None,
            language=language_in(said),
        )
        return await self._submitted(doing, change)

    async def _kitchen(self, doing: Doing) -> list[Name]:
        template = TEMPLATES.get(doing.fields.get("template", ""))
        return [NOT_SO] if template is None else await self._taken(doing, kitchen_of(template))

    async def _tables(self, doing: Doing) -> list[Name]:
        areas = self._store.state.floor.areas.values()
        known = {name: each.area for each in areas for name in (each.name.zh, each.name.en) if name}
        written = tables_of(doing.fields.get("tables", ""), known)
        return written.faults or await self._taken(doing, written.sheets)

    async def _person(self, doing: Doing) -> list[Name]:
        """The first owner: a name and a PIN here, a role in the ledger. A PIN that is wrong makes nobody."""
        name, pin = doing.fields.get("name", "").strip(), doing.fields.get("pin", "")
        if not name:
            return [NO_NAME]
        if pin != doing.fields.get("again", ""):
            return [PIN_TWICE]
        try:
            checked_pin(pin)
        except BadPin:
            return [PIN_WORDS]
        called, phone = a_text("name", name, CALLED), a_text("phone", doing.fields.get("phone", ""), PHONE)
        card = await self._people.add(called, phone)
        await self._people.set_pin(card.person, pin)
        faults = await self._submitted(doing, ChangePerson(card.person, "owner"))
        if faults:
            await self._people.erase(card.person)
        else:
            await note_access(self._store, "pin_set", card.person, "owner", by=who(doing.token).id)
        return faults

    async def _submitted(self, doing: Doing, command: Command) -> list[Name]:
        try:
            await submit(self._store, doing.token, doing.request, doing.fields, command)
        except Refusal as refusal:
            return [refusal.message()]
        return []

    async def _taken(self, doing: Doing, sheets: Sheets) -> list[Name]:
        """Sheets, taken over whole or not at all by whoever asks."""
        state = self._store.state
        try:
            commands = checked(state, HouseFile(sheets), self._store.now(), replace=False)
            if commands:
                await self._store.submit_together(commands[0], commands[1:], Sender(who(doing.token)))
        except BadFile as bad:
            return bad.faults
        except Refusal as refusal:
            return [refusal.message()]
        return []


NEW = Name(zh="新店", en="New restaurant")
"""What a house is called that nobody has named."""


def _step_of(request: Request) -> Step:
    wanted = request.url.path.rpartition("/")[2]
    return next((each for each in STEPS if each == wanted), STEPS[0])


def written_tables(state: State) -> str:
    """The tables as they can be written: an area a line."""
    lines = []
    for area in sorted(state.floor.areas.values(), key=lambda each: each.area):
        there = sorted([each for each in state.floor.tables.values() if each.area == area.area], key=lambda t: t.table)
        if there:
            lines.append(f"{area.name.zh or area.name.en}：" + "，".join(f"{t.table} {t.seats}座" for t in there))
    return "\n".join(lines)
