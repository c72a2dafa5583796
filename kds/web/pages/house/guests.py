"""How guests order by themselves at /settings/guests: whether, by which codes, and what is asked first."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from kds.core.day.change_house import ChangeHouse
from kds.core.day.rules import PLATES_MOST_PERMILLE
from kds.core.journal import ONLY
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.types import Name, Permille
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import OneForm, Read

BAD_PLATES = Name(
    zh="几盘够一位吃：写成2或2.5，不提示留空，最多20", en="Plates a guest: like 2 or 2.5, nothing, or 20 at most"
)
SWITCHES = ("guests_order", "code_a_visit", "seated_first", "base_at_once", "number_plates")


class GuestsForm(OneForm):
    """The form of what holds for guests who order by themselves."""

    right = SETTINGS
    path = "/settings/guests"
    fragment = "setting/_guests.html"
    title = Name(zh="顾客点餐", en="Guests order")

    def record(self, state: State) -> Any:
        """The house."""
        return state.day.house[ONLY]

    def written(self, state: State) -> dict[str, Any]:
        """As it stands."""
        house = state.day.house[ONLY]
        plates = house.plates_a_guest_permille
        switches = {each: "on" if getattr(house, each) else "" for each in SWITCHES}
        return {**switches, "plates": f"{Decimal(plates) / 1000:f}" if plates else ""}

    def read(self, state: State, fields: Fields) -> Read:
        """As the form says."""
        plates = plates_of(fields.get("plates", ""))
        if plates is None:
            return Read(None, [BAD_PLATES])
        plated = fields.get("number_plates") == "on"
        return Read(
            ChangeHouse(
                guests_order=fields.get("guests_order") == "on",
                code_a_visit=fields.get("code_a_visit") == "on",
                seated_first=fields.get("seated_first") == "on",
                base_at_once=fields.get("base_at_once") == "on",
                number_plates=plated,
                # Who has a plate sits at no table that the house knows.
                dine_in_by_number=True if plated else None,
                plates_a_guest_permille=plates,
            ),
            [],
        )


def plates_of(typed: str) -> Permille | None:
    """So many plates in thousandths, 0 where nothing is typed; None where it is no such number."""
    try:
        permille = Decimal(typed.strip() or "0") * 1000
    except InvalidOperation:
        return None
    good = permille.is_finite() and 0 <= permille <= PLATES_MOST_PERMILLE and permille == int(permille)
    return int(permille) if good else None
