"""When dishes are fired by themselves at /settings/pacing: after the base, and so that a course is done together."""

from __future__ import annotations

from typing import Any

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.rules import GATE_MOST_MS
from kds.core.journal import ONLY
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.types import Name
from kds.web.pages.forms import Fields
from kds.web.pages.house.basics import MINUTE_MS, whole
from kds.web.pages.house.forms import OneForm, Read, number_of

BAD_GATE = Name(
    zh=f"菜最多等锅底几分钟：0到{GATE_MOST_MS // MINUTE_MS}，0是不等",
    en=f"How long dishes wait for the base: 0 to {GATE_MOST_MS // MINUTE_MS} minutes, 0 is not at all",
)


class PacingForm(OneForm):
    """The form of what the kitchen begins by itself."""

    right = SETTINGS
    path = "/settings/pacing"
    fragment = "setting/_pacing.html"
    title = Name(zh="出菜节奏", en="Pacing")

    def record(self, state: State) -> Any:
        """The house."""
        return state.day.house[ONLY]

    def written(self, state: State) -> dict[str, Any]:
        """As it stands."""
        house = state.day.house[ONLY]
        return {
            "gate": whole(house.base_gate_ms, MINUTE_MS),
            "pace": "on" if house.pace_courses else "",
            "learn": "on" if house.learn_times else "",
        }

    def read(self, state: State, fields: Fields) -> Read:
        """As the form says."""
        before = self.written(state)["gate"]
        minutes = number_of(fields.get("gate", ""), 0, GATE_MOST_MS // MINUTE_MS)
        kept = fields.get("gate", "").strip() == before
        if minutes is None and not kept:
            return Read(None, [BAD_GATE])
        gate_ms = None if kept or minutes is None else minutes * MINUTE_MS
        pace, learn = (fields.get(name) == "on" for name in ("pace", "learn"))
        return Read(ChangeHouse(base_gate_ms=gate_ms, pace_courses=pace, learn_times=learn), [])
