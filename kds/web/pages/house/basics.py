"""The house itself at /settings/house: its name, its money and day, how patient it is."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache
from typing import Any

from kds.core.day.change_house import ChangeHouse
from kds.core.day.model import HouseLanguage
from kds.core.day.rules import has_sold
from kds.core.journal import ONLY
from kds.core.money import SYMBOLS
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.runtime.zones import is_zone
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import NO_NAME, OneForm, Read, name_of, number_of

BAD_TIME = Name(zh="日结时间写成04:00这样", en="The end of the day is a time like 04:00")
BAD_ZONE = Name(zh="没有这个时区", en="There is no such time zone")
HOUSE_LANGUAGES: dict[HouseLanguage, Name] = {
    "zh": Name(zh="中文", en="Chinese"),
    "en": Name(zh="英文", en="English"),
}
"""What a house can speak: the languages that pages are written in."""
SECOND_MS, MINUTE_MS = 1_000, 60_000
PATIENCE = {
    "shown_s": (1, 3_600, Name(zh="没上屏多久报警：1到3600秒", en="An alarm for what is not shown: after 1 to 3600 s")),
    "rush_after": (0, 720, Name(zh="下单多久后可催：0到720分钟", en="A rush is possible after 0 to 720 minutes")),
    "rush_every": (0, 720, Name(zh="两次催菜间隔：0到720分钟", en="Between two rushes: 0 to 720 minutes")),
    "calls": (
        0,
        60,
        Name(zh="呼叫没人应多久报警：0到60分钟", en="An alarm for calls: after 0 to 60 minutes, 0 is never"),
    ),
    "idle": (0, 720, Name(zh="自动退出：0到720分钟，0为不退出", en="Signed out after 0 to 720 minutes; 0 is never")),
}
"""Whole numbers of the form: the least, the most, and what is said where one is neither."""


class HouseForm(OneForm):
    """The form of the house's own settings."""

    right = SETTINGS
    path = "/settings/house"
    fragment = "setting/_house.html"
    title = Name(zh="店铺", en="The house")

    def record(self, state: State) -> Any:
        """The house."""
        return state.day.house[ONLY]

    def written(self, state: State) -> dict[str, Any]:
        """As it stands."""
        house = state.day.house[ONLY]
        hours, minutes = divmod(house.cutoff_minute, 60)
        return {
            "zh": house.name.zh,
            "en": house.name.en,
            "cutoff": f"{hours:02}:{minutes:02}",
            "currency": house.currency,
            "timezone": house.timezone,
            "language": house.language,
            "shown_s": whole(house.shown_within_ms, SECOND_MS),
            "rush_after": whole(house.rush_after_ms, MINUTE_MS),
            "rush_every": whole(house.rush_every_ms, MINUTE_MS),
            "calls": whole(house.calls_after_ms, MINUTE_MS),
            "idle": whole(house.sign_out_after_ms, MINUTE_MS),
            "by_number": "on" if house.dine_in_by_number else "",
            "cleaned": "on" if house.tables_are_cleaned else "",
        }

    def offered(self, state: State) -> dict[str, Any]:
        """What may still be chosen."""
        sold = has_sold(state)
        return {
            "sold": sold,
            "priced": sold or state.menu.head.value is not None,
            "currencies": sorted(SYMBOLS),
            "zones": zones() if not sold else [],
            "house_languages": HOUSE_LANGUAGES,
        }

    def read(self, state: State, fields: Fields) -> Read:
        """The settings that differ from what the form showed; what is written in parts of a minute stays so."""
        name = name_of(fields)
        cutoff = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", fields.get("cutoff", "").strip())
        zone = fields.get("timezone", "").strip()
        numbers = {each: number_of(fields.get(each, ""), *PATIENCE[each][:2]) for each in PATIENCE}
        before = self.written(state)
        kept = {each for each in PATIENCE if fields.get(each, "").strip() == before[each]}
        faults = [fault for fault, so in ((NO_NAME, name is None), (BAD_TIME, cutoff is None)) if so]
        faults += [BAD_ZONE] if zone and not is_zone(zone) else []
        faults += [PATIENCE[each][2] for each, found in numbers.items() if found is None and each not in kept]
        if faults or name is None or cutoff is None:
            return Read(None, faults)
        return Read(
            ChangeHouse(
                name=name,
                cutoff_minute=int(cutoff[1]) * 60 + int(cutoff[2]),
                currency=fields.get("currency") or None,
                timezone=zone or None,
                language=language_in(fields),
                shown_within_ms=_ms(numbers["shown_s"], SECOND_MS, kept="shown_s" in kept),
                rush_after_ms=_ms(numbers["rush_after"], MINUTE_MS, kept="rush_after" in kept),
                rush_every_ms=_ms(numbers["rush_every"], MINUTE_MS, kept="rush_every" in kept),
                calls_after_ms=_ms(numbers["calls"], MINUTE_MS, kept="calls" in kept),
                sign_out_after_ms=_ms(numbers["idle"], MINUTE_MS, kept="idle" in kept),
                dine_in_by_number=fields.get("by_number") == "on",
                number_plates=None if fields.get("by_number") == "on" else False,
                tables_are_cleaned=fields.get("cleaned") == "on",
            ),
            [],
        )


def language_in(fields: Fields) -> HouseLanguage | None:
    """The language that a form says; None for none that a house can have."""
    return next((each for each in HOUSE_LANGUAGES if each == fields.get("language")), None)


def _ms(number: int | None, unit: Ms, *, kept: bool) -> Ms | None:
    return None if number is None or kept else number * unit


def whole(length: Ms, unit: Ms) -> str:
    """A length of time as people type it."""
    return f"{length / unit:g}"


@cache
def zones() -> list[str]:
    """All time zones by name; to find them takes a tenth of a second."""
    return sorted(zoneinfo.available_timezones())
