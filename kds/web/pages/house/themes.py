"""Kitchen themes at /settings/themes: what screens show at lunch, at the peak, when one cook is alone; and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT, KitchenGone
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.theme_faults import MINUTES_MOST
from kds.core.kitchen.themes import BarsWork, Shows, Theme
from kds.core.menu.times import minute_of, written
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.types import Command, Name
from kds.web.pages.field_words import ALL_STATIONS
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import NO_NAME, Read, as_before, fresh, name_of, ticks
from kds.web.pages.house.lists import Chip, Entry, Listed, Lists, Removal

AS_SET, ALL, SOME = "", "all", "some"
"""What a theme says of a screen: nothing, that it shows all stations, or that it shows these."""
OWN = ""
"""What a theme says of the bump bars that work their own screen."""
HOLDS = Chip("good", Name(zh="现在用的", en="holds now"))
BY_HAND = Name(zh="手动切换", en="by hand")
NO_TIMES = Name(
    zh=f"开始时间写成 11:00 这样，用逗号隔开，最多{MINUTES_MOST}个",
    en=f"Write times like 11:00, with commas between them, {MINUTES_MOST} at most",
)
BACK = Name(zh="屏幕回到自己的设置", en="Screens show what they are set to again")
NO_MATTER = Name(zh="现在没有在用，屏幕不变", en="It does not hold now: no screen changes")


class Themes(Lists):
    """The themes of the kitchen."""

    right = KITCHEN_PLAN
    path = "/settings/themes"
    fragment = "setting/_theme.html"
    ordered = True
    says = Listed(
        Name(zh="时段方案", en="Kitchen themes"),
        Name(
            zh="例如：午市、高峰、下午两点后一个人。换方案时，没做完的单子跟着档口换到别的屏幕，不会丢。",
            en="For example: lunch, the peak, one cook after two. Where screens change, open tickets go with their "
            "stations; none is lost.",
        ),
        Name(zh="新方案", en="New theme"),
        Name(
            zh="没有方案：屏幕一直显示自己设置的档口。", en="There is none: screens always show what they are set to."
        ),
    )

    def things(self, state: State) -> Mapping[str, Theme]:
        """In their order."""
        return {each.theme: each for each in in_order(state)}

    def entry(self, state: State, thing: Theme) -> Entry:
        """What the screens show, and when it begins."""
        told = [*shown_in_words(state, thing), begins_in_words(state, thing)]
        now = state.kitchen.theme.value
        chips = [HOLDS] if now is not None and now.theme == thing.theme else []
        if now is not None and now.stayed is not None and now.wanted == thing.theme:
            why = now.stayed
            chips.append(Chip("bad", Name(zh=f"到时间没换：{why.in_zh}", en=f"not switched to: {why.in_en}")))
        return Entry(thing.theme, thing.name, tuple(told), tuple(chips))

    def beside(self, state: State) -> dict[str, Any]:
        """What switches to one."""
        return {"above": "setting_list/_themes.html"}

    def written(self, state: State, thing: Theme | None) -> dict[str, Any]:
        """Screen by screen, and its times."""
        if thing is None:
            return {"zh": "", "en": "", "begins": "", "dayparts": ""}
        said = {
            "zh": thing.name.zh,
            "en": thing.name.en,
            "begins": ", ".join([written(each) for each in thing.minutes]),
            "dayparts": "\n".join(thing.dayparts),
        }
        for each in thing.shows:
            said[f"how-{each.screen}"] = SOME if each.stations else ALL
            said[f"shows-{each.screen}"] = "\n".join(each.stations)
        said.update({f"bars-{each.screen}": each.works for each in thing.bars})
        return said

    def offered(self, state: State) -> dict[str, Any]:
        """The walls with what they are set to, the stations, the parts of the day, the screens that bump bars work."""
        known = {CATCH_ALL: LAST_RESORT, **state.kitchen.stations}
        stations = sorted(known.values(), key=lambda each: (each.station == CATCH_ALL, each.position, each.station))
        dayparts = {each.daypart: each.name for each in state.menu.dayparts.values()}
        walls = [(each, _stations_in_words(state, each.stations)) for each in _walls(state)]
        return {"walls": walls, "stations": stations, "dayparts": dayparts, "worked": _worked(state)}

    def read(self, state: State, before: Theme | None, fields: Fields) -> Read:
        """The theme as the form says."""
        name, minutes, faults = name_of(fields), times_of(fields.get("begins", "")), list[Name]()
        shows = self._shows(state, before, fields, faults)
        faults += [NO_NAME] if name is None else []
        faults += [NO_TIMES] if minutes is None else []
        if faults or name is None or minutes is None:
            return Read(None, faults)
        base = before or Theme(fresh("k", state, "kitchen", "themes", state.kitchen.themes), name)
        parts = tuple([each for each in ticks(fields, "dayparts") if each in state.menu.dayparts])
        theme = replace(
            base,
            name=name,
            shows=shows,
            dayparts=as_before(base.dayparts, parts),
            minutes=minutes,
            bars=_bars(state, base.bars, fields),
        )
        return Read(ChangeKitchen(themes=(theme,)), [])

    def _shows(self, state: State, before: Theme | None, fields: Fields, faults: list[Name]) -> tuple[Shows, ...]:
        known = {} if before is None else {each.screen: each for each in before.shows}
        walls = {each.screen for each in _walls(state)}
        found = [each for name, each in known.items() if name not in walls and name in state.kitchen.screens]
        for wall in _walls(state):
            how = fields.get(f"how-{wall.screen}", AS_SET)
            chosen = tuple([each for each in ticks(fields, f"shows-{wall.screen}") if each in _known(state)])
            if how == ALL:
                found.append(Shows(wall.screen))
            elif how == SOME and chosen:
                old = known.get(wall.screen, Shows(wall.screen))
                found.append(Shows(wall.screen, as_before(old.stations, chosen)))
            elif how == SOME:
                faults.append(
                    Name(
                        zh=f"请给屏幕“{wall.name.in_zh}”至少选一个档口",
                        en=f"Choose at least one station for the screen “{wall.name.in_en}”",
                    )
                )
        return tuple(found)

    def removing(self, state: State, thing: Theme) -> Command:
        """It alone."""
        return ChangeKitchen(gone=KitchenGone(themes=(thing.theme,)))

    def removal(self, state: State, thing: Theme) -> Removal:
        """Whether any screen changes."""
        return Removal((BACK if state.kitchen.theme_now == thing else NO_MATTER,))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """Counted from one."""
        known = state.kitchen.themes
        return ChangeKitchen(themes=tuple([replace(known[each], position=at) for at, each in enumerate(ids, start=1)]))


def in_order(state: State) -> list[Theme]:
    """The themes as they are listed."""
    return sorted(state.kitchen.themes.values(), key=lambda each: (each.position, each.theme))


def shown_in_words(state: State, theme: Theme) -> list[Name]:
    """What each screen shows that shows something else than it is set to, and whose bump bars work another one."""
    found = [(state.kitchen.screens.get(each.screen), each.stations) for each in theme.shows]
    told = [(screen.name, _stations_in_words(state, stations)) for screen, stations in found if screen is not None]
    names = [Name(zh=f"{on.in_zh}：{what.in_zh}", en=f"{on.in_en}: {what.in_en}") for on, what in told]
    names += _bars_in_words(state, theme)
    return names or [Name(zh="屏幕按自己的设置", en="screens as they are set")]


def begins_in_words(state: State, theme: Theme) -> Name:
    """When it begins by itself."""
    parts = [state.menu.dayparts[each].name for each in theme.dayparts if each in state.menu.dayparts]
    times = [written(each) for each in sorted(theme.minutes)]
    if not parts and not times:
        return BY_HAND
    zh, en = "、".join([*times, *[each.in_zh for each in parts]]), ", ".join([*times, *[each.in_en for each in parts]])
    return Name(zh=f"{zh}自动开始", en=f"begins by itself: {en}")


def times_of(said: str) -> tuple[int, ...] | None:
    """Times as people type them, in the order of the day; None where one is none, or they are too many."""
    words = [each for each in re.split(r"[\s,，、;；]+", said.replace("：", ":")) if each]
    minutes = [minute_of(each) for each in words]
    found = sorted({each for each in minutes if each is not None})
    return tuple(found) if None not in minutes and len(found) <= MINUTES_MOST else None


def themes_without(state: State, *, station: str = "", screen: str = "") -> tuple[Theme, ...]:
    """The themes that name a station or a screen, without it; a screen that showed that alone is as it is set, and bump
    bars that worked it work their own.
    """
    found = []
    for theme in in_order(state):
        left = [each for each in theme.shows if each.screen != screen and each.stations != (station,)]
        shows = [Shows(each.screen, tuple([one for one in each.stations if one != station])) for each in left]
        bars = tuple([each for each in theme.bars if screen not in (each.screen, each.works)])
        if tuple(shows) != theme.shows or bars != theme.bars:
            found.append(replace(theme, shows=tuple(shows), bars=bars))
    return tuple(found)


def _walls(state: State) -> list[Screen]:
    walls = [each for each in state.kitchen.screens.values() if each.is_wall]
    return sorted(walls, key=lambda each: (each.position, each.screen))


def _worked(state: State) -> list[Screen]:
    """The screens that can have bump bars, and be worked by those of others."""
    worked = [each for each in state.kitchen.screens.values() if each.takes_bars]
    return sorted(worked, key=lambda each: (each.position, each.screen))


def _bars(state: State, before: tuple[BarsWork, ...], fields: Fields) -> tuple[BarsWork, ...]:
    """As the form says; of a screen that it does not have, as before."""
    worked = [each.screen for each in _worked(state)]
    found = [each for each in before if each.screen not in worked and each.screen in state.kitchen.screens]
    said = {each: fields.get(f"bars-{each}", OWN) for each in worked}
    return tuple(found + [BarsWork(own, to) for own, to in said.items() if to in worked and to != own])


def _bars_in_words(state: State, theme: Theme) -> list[Name]:
    screens = state.kitchen.screens
    found = [(screens.get(each.screen), screens.get(each.works)) for each in theme.bars]
    return [
        Name(
            zh=f"“{own.name.in_zh}”的键盘操作“{to.name.in_zh}”",
            en=f"the bump bars of {own.name.in_en} work {to.name.in_en}",
        )
        for own, to in found
        if own is not None and to is not None
    ]


def _known(state: State) -> set[str]:
    return {CATCH_ALL, *state.kitchen.stations}


def _stations_in_words(state: State, stations: tuple[str, ...]) -> Name:
    names = [state.kitchen.stations[each].name for each in stations if each in state.kitchen.stations]
    if not names:
        return ALL_STATIONS
    return Name(zh="、".join([each.in_zh for each in names]), en=", ".join([each.in_en for each in names]))
