"""When dishes are fired by themselves at /settings/pacing: after the base, and so that a course is done together. Also
what is cooked together for several tables.
"""

from __future__ import annotations

from typing import Any

from kds.core.day.change_house import ChangeHouse
from kds.core.day.rules import BATCH_LEAST, BATCH_MOST, BATCH_WINDOW_MOST_MS
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
BAD_WINDOW = Name(
    zh=f"并菜相差几分钟：0到{BATCH_WINDOW_MOST_MS // MINUTE_MS}",
    en=f"Cooked together is what was sent within 0 to {BATCH_WINDOW_MOST_MS // MINUTE_MS} minutes",
)
BAD_MOST = Name(
    zh=f"并菜最多几份：{BATCH_LEAST}到{BATCH_MOST}",
    en=f"Cooked together are {BATCH_LEAST} to {BATCH_MOST} portions at most",
)
LIMITS = {
    "gate": (0, GATE_MOST_MS // MINUTE_MS, BAD_GATE),
    "batch_window": (0, BATCH_WINDOW_MOST_MS // MINUTE_MS, BAD_WINDOW),
    "batch_most": (BATCH_LEAST, BATCH_MOST, BAD_MOST),
}


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
            "batch_window": whole(house.batch_window_ms, MINUTE_MS),
            "batch_most": str(house.batch_most),
        }

    def read(self, state: State, fields: Fields) -> Read:
        """As the form says; what it says no other of stays as it is."""
        before = self.written(state)
        numbers = {each: number_of(fields.get(each, before[each]), *LIMITS[each][:2]) for each in LIMITS}
        kept = {each for each in LIMITS if fields.get(each, before[each]).strip() == before[each]}
        faults = [LIMITS[each][2] for each, found in numbers.items() if found is None and each not in kept]
        if faults:
            return Read(None, faults)
        new = {each: found for each, found in numbers.items() if found is not None and each not in kept}
        return Read(
            ChangeHouse(
                base_gate_ms=new["gate"] * MINUTE_MS if "gate" in new else None,
                pace_courses=fields.get("pace") == "on",
                learn_times=fields.get("learn") == "on",
                batch_window_ms=new["batch_window"] * MINUTE_MS if "batch_window" in new else None,
                batch_most=new.get("batch_most"),
            ),
            [],
        )
