"""The kitchen's screens at /settings/screens: which stations each shows; how a new one shows them, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT, KitchenGone
from kds.core.kitchen.screens import Screen, ScreenRole
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.types import Command, Name
from kds.feed.hub import Hub
from kds.feed.kinds import BOARDS
from kds.feed.live_view import WALL
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import NO_NAME, Read, fresh, name_of, ticks
from kds.web.pages.house.lists import Chip, Entry, Listed, Lists, Removal
from kds.web.pages.house.stations import shown_on
from kds.web.pages.house.themes import themes_without
from kds.web.pages.moving import Moving
from kds.web.pages.preview import UNNAMED
from kds.web.pages.respond import framing
from kds.web.pages.role_words import ROLES, WHAT_FOR
from kds.web.pages.settings import FAULTY, as_typed, looks, read

NOBODY = Chip("warn", Name(zh="没有设备", en="no device"))
COOKED_FROM: tuple[ScreenRole, ...] = ("prep", "backup")
OF_AREAS: tuple[ScreenRole, ...] = tuple([each.role for each in BOARDS])
"""Which screens show stations, and which concern areas of the floor: the others are not asked for them."""
NO_ORIGINAL = Name(
    zh="请选同屏显示哪一块：另一块屏幕，它自己不能是同屏",
    en="Choose the screen that it shows the same as: another one, which is no mirror itself",
)
SHOWN_ELSEWHERE = Name(zh="别的屏幕显示着它的所有档口", en="Other screens show all of its stations")
NOT_COOKED_FROM = Name(zh="厨房不靠它做菜，单子不受影响", en="Nobody cooks from it: no ticket is touched")
SCRIPTS = ("desk/screen-role", "desk/screen-form")
NOTHING_CHOSEN = Name(zh="请选“所有档口”，或至少选一个档口", en="Choose all stations, or at least one of them")


class Walls(Lists):
    """The screens of the kitchen."""

    right = KITCHEN_PLAN
    path = "/settings/screens"
    fragment = "setting/_screen.html"
    ordered = True
    says = Listed(
        Name(zh="屏幕", en="Screens"),
        Name(
            zh="每个屏幕显示哪些档口的单子。电视或平板在“配对屏幕”里连上。",
            en="Which stations each screen shows. A television or tablet is connected by “Pair a screen”.",
        ),
        Name(zh="新屏幕", en="New screen"),
        Name(zh="还没有屏幕。", en="There is no screen yet."),
    )

    def __init__(self, store: Store, tokens: Tokens, hub: Hub) -> None:
        super().__init__(store, tokens)
        self._hub = hub
        self._moving = Moving(store, tokens, hub)

    def things(self, state: State) -> Mapping[str, Screen]:
        """In their order."""
        in_order = sorted(state.kitchen.screens.values(), key=lambda each: (each.position, each.screen))
        return {each.screen: each for each in in_order}

    def entry(self, state: State, thing: Screen) -> Entry:
        """What it shows, and which devices are paired to it."""
        known = state.kitchen.stations
        names = [known[each].name for each in thing.stations if each in known]
        told = [Name(zh="所有档口", en="all stations")]
        if thing.stations:
            told = [Name(zh="、".join(each.in_zh for each in names), en=", ".join(each.in_en for each in names))]
        if not thing.is_wall:
            areas = [state.floor.areas[each].name for each in thing.areas if each in state.floor.areas]
            told = [ROLES[thing.role], *areas]
        paired = self.paired(thing.screen)
        told += [Name(zh=f"设备：{each}", en=f"device: {each}") for each in paired[:3]]
        return Entry(thing.screen, thing.name, tuple(told), () if paired else (NOBODY,))

    def paired(self, screen: str) -> list[str]:
        """What the devices are called that show it."""
        return [each.name for each in self._tokens.devices() if each.screen == screen]

    def written(self, state: State, thing: Screen | None) -> dict[str, Any]:
        """Its name, what it is for, its stations and areas."""
        if thing is None:
            return {"zh": "", "en": "", "role": "prep", "all": "", "stations": "", "areas": "", "of": ""}
        return {
            "role": thing.role,
            "areas": "\n".join(thing.areas),
            "of": thing.of or "",
            "zh": thing.name.zh,
            "en": thing.name.en,
            "all": "" if thing.stations else "on",
            "stations": "\n".join(thing.stations),
        }

    def offered(self, state: State) -> dict[str, Any]:
        """What screens can be for, the areas, the stations, and the connected screens that show each of these."""
        known = {CATCH_ALL: LAST_RESORT, **state.kitchen.stations}
        in_order = sorted(known.values(), key=lambda each: (each.station == CATCH_ALL, each.position, each.station))
        live = {
            each: [screen.name for screen in shown_on(state, each) if self._hub.watching(WALL, screen.screen)]
            for each in known
        }
        known_roles: tuple[ScreenRole, ...] = ("prep", "backup", "mirror", *[each.role for each in BOARDS])
        roles = {role: (ROLES[role], WHAT_FOR[role]) for role in known_roles}
        shown = [each for each in self.things(state).values() if each.role != "mirror"]
        return {
            "stations": in_order,
            "live": live,
            "roles": roles,
            "areas": state.floor.areas,
            "of_areas": OF_AREAS,
            "shown": shown,
            "scripts": ("desk/screen-role",),
        }

    async def show(self, request: Request) -> Response:
        """GET: the form, with a picture of the screen."""
        return framing(await super().show(request))

    async def save(self, request: Request) -> Response:
        """POST: the same where something is wrong."""
        return framing(await super().save(request))

    def below(self, request: Request, token: Token, thing: Screen) -> dict[str, Any]:
        """The devices that show it."""
        return self._moving.shown(request, token, thing)

    def anew(self, state: State, said: Fields) -> dict[str, Any]:
        """How it shows things is asked on the same page, beside a picture of it."""
        empty = Screen(UNNAMED, Name(zh="", en=""))
        screen = as_typed(empty, said) if "text" in said else empty
        return {"screen": screen, "pictured": True, "scripts": SCRIPTS, **looks(state, screen)}

    def read(self, state: State, before: Screen | None, fields: Fields) -> Read:
        """The screen as the form says; one that there was keeps how it shows things."""
        name, chosen = name_of(fields), ticks(fields, "stations")
        known: ScreenRole = "prep" if before is None else before.role
        role = next((each for each in ROLES if each == fields.get("role")), known)
        everything = fields.get("all") == "on"
        faults = [NO_NAME] if name is None else []
        original = state.kitchen.screens.get(fields.get("of", ""))
        if role == "mirror" and (original is None or original.role == "mirror" or original is before):
            faults.append(NO_ORIGINAL)
        if role in COOKED_FROM and not (everything or chosen):
            faults.append(NOTHING_CHOSEN)
        if faults or name is None:
            return Read(None, faults)
        base = before or Screen(fresh("w", state, "kitchen", "screens", state.kitchen.screens), name)
        screen = replace(
            base,
            name=name,
            role=role,
            stations=() if everything or role not in COOKED_FROM else tuple(chosen),
            areas=tuple(ticks(fields, "areas")) if role in OF_AREAS else (),
            of=fields["of"] if role == "mirror" else None,
        )
        shown_so = screen if before is not None or role == "mirror" else read(screen, fields)
        return Read(None, [FAULTY]) if shown_so is None else Read(ChangeKitchen(screens=(shown_so,)), [])

    def removing(self, state: State, thing: Screen) -> Command:
        """It goes from themes too."""
        themes = themes_without(state, screen=thing.screen)
        return ChangeKitchen(themes=themes, gone=KitchenGone(screens=(thing.screen,)))

    def removal(self, state: State, thing: Screen) -> Removal:
        """What nobody would see any more, and whose device would show nothing."""
        stations = thing.stations or tuple(state.kitchen.stations)
        hidden = [each for each in stations if [one.screen for one in shown_on(state, each)] == [thing.screen]]
        names = [state.kitchen.stations[each].name for each in hidden if each in state.kitchen.stations]
        told = []
        if names:
            on_zh, on_en = "、".join(each.in_zh for each in names), ", ".join(each.in_en for each in names)
            told.append(
                Name(
                    zh=f"注意：这些档口就没有屏幕显示了，厨房会看不到它们的单子：{on_zh}",
                    en=f"Mind: no other screen shows these stations, and nobody would see their tickets: {on_en}",
                )
            )
        told += [
            Name(
                zh=f"设备“{each}”将没有内容可显示，要让它改显示别的屏幕",
                en=f"The device “{each}” would show nothing, until it is given another screen",
            )
            for each in self.paired(thing.screen)
        ]
        themes = themes_without(state, screen=thing.screen)
        if themes:
            in_zh, in_en = "、".join(each.name.in_zh for each in themes), ", ".join(each.name.in_en for each in themes)
            lost_zh, lost_en = f"这些时段方案里不再有它：{in_zh}", f"These kitchen themes lose it: {in_en}"
            told.append(Name(zh=lost_zh, en=lost_en))
        return Removal(tuple(told) or (SHOWN_ELSEWHERE if thing.is_wall else NOT_COOKED_FROM,))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """Counted from one."""
        known = state.kitchen.screens
        return ChangeKitchen(screens=tuple([replace(known[each], position=at) for at, each in enumerate(ids, start=1)]))
