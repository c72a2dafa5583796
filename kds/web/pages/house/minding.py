"""Whether anybody looks, at /settings/minding: when a station has nobody at it, and when paper takes over."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from kds.core.day.change_house import ChangeHouse
from kds.core.day.rules import NOBODY_PERMILLE, PAPER_MS
from kds.core.journal import ONLY
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.types import Name, Permille
from kds.web.pages.forms import Fields
from kds.web.pages.house.basics import SECOND_MS, whole
from kds.web.pages.house.forms import OneForm, Read, number_of

TIMES = (NOBODY_PERMILLE[0] // 1_000, NOBODY_PERMILLE[1] // 1_000)
SECONDS = (PAPER_MS[0] // SECOND_MS, PAPER_MS[1] // SECOND_MS)
BAD_TIMES = Name(
    zh=f"标准时间的几倍没人动要报警：{TIMES[0]}到{TIMES[1]}，例如2或1.5，0是不报",
    en=f"How many times the standard time: {TIMES[0]} to {TIMES[1]}, such as 2 or 1.5; 0 is never",
)
BAD_PAPER = {
    "dark_s": Name(
        zh=f"没有屏幕多久后打印：{SECONDS[0]}到{SECONDS[1]}秒",
        en=f"On no screen, printed after: {SECONDS[0]} to {SECONDS[1]} seconds",
    ),
    "unseen_s": Name(
        zh=f"报警没人管多久后打印：{SECONDS[0]}到{SECONDS[1]}秒",
        en=f"An alarm that nobody minds, printed after: {SECONDS[0]} to {SECONDS[1]} seconds",
    ),
}


class MindingForm(OneForm):
    """The form of what is done where nobody looks."""

    right = SETTINGS
    path = "/settings/minding"
    fragment = "setting/_minding.html"
    title = Name(zh="没人看屏幕时", en="When nobody is looking")

    def record(self, state: State) -> Any:
        """The house."""
        return state.day.house[ONLY]

    def written(self, state: State) -> dict[str, Any]:
        """As it stands."""
        house = state.day.house[ONLY]
        return {
            "times": f"{house.nobody_after_permille / 1_000:g}",
            "dark_s": whole(house.paper_dark_ms, SECOND_MS),
            "unseen_s": whole(house.paper_unseen_ms, SECOND_MS),
        }

    def read(self, state: State, fields: Fields) -> Read:
        """As the form says; what is written in parts of a second stays so."""
        before = self.written(state)
        times = times_of(fields.get("times", ""))
        faults = [BAD_TIMES] if times is None else []
        lengths: dict[str, int | None] = {}
        for name, fault in BAD_PAPER.items():
            said = fields.get(name, "").strip()
            seconds = None if said == before[name] else number_of(said, *SECONDS)
            lengths[name] = None if seconds is None else seconds * SECOND_MS
            faults += [fault] if seconds is None and said != before[name] else []
        if faults:
            return Read(None, faults)
        changed = ChangeHouse(
            nobody_after_permille=times, paper_dark_ms=lengths["dark_s"], paper_unseen_ms=lengths["unseen_s"]
        )
        return Read(changed, [])


def times_of(typed: str) -> Permille | None:
    """So many times in thousandths, 0 for never; None where it is no such number."""
    try:
        permille = Decimal(typed.strip()) * 1_000
    except InvalidOperation:
        return None
    if not permille.is_finite() or permille != int(permille):
        return None
    return int(permille) if permille == 0 or NOBODY_PERMILLE[0] <= permille <= NOBODY_PERMILLE[1] else None
