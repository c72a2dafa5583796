"""The house of the whole evening: a kitchen that can be killed, a cashier, and what it charges beside its dishes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kds.bootstrap import running_store
from kds.core.menu.change_menu import ChangeMenu
from kds.core.types import Command
from tests.house import FOUNDING
from tests.live.aside import aside
from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import CATEGORIES, DISHES, dish

FISH = dish("212", "fish", "江团", "River Fish", 9800, weighed=True, per=500, to_weigh=True)
MENU = ChangeMenu(CATEGORIES, (*DISHES, FISH))
CHARGES = {
    "round_to_minor": 10,
    "surcharges": [
        {"surcharge": "tea", "name": {"zh": "茶位费", "en": "Tea"}, "kind": "per_head", "value": 500, "automatic": True}
    ],
}
"""Every new bill has tea for each head; cash is rounded down to 0.10."""


def founding() -> tuple[Command, ...]:
    """The small house with dishes as they are called."""
    return tuple(MENU if isinstance(each, ChangeMenu) else each for each in FOUNDING)


async def _hire(data: Path) -> str:
    async with running_store(data) as house:
        return (await house.tokens.create("waiter", "cashier"))[1]


class House(Kitchen):
    """A real `kds serve`, with a cashier beside those who are in every house."""

    def __init__(self, data: Path) -> None:
        super().__init__(data, founding())
        self.secrets["cashier"] = aside(_hire(data))
        self.start()
        self.post("/billing", CHARGES)

    def bill(self, bill: str) -> Any:
        """A bill as the interface tells it."""
        return self.get(f"/bills/{bill}")

    def one(self, kind: str, **data: Any) -> Any:
        """The one event of a type with these data: it happened, and it happened once."""
        found = [each for each in self.events(kind) if all(each.get(name) == value for name, value in data.items())]
        assert len(found) == 1, f"{kind} {data}: {len(found)}"
        return found[0]
