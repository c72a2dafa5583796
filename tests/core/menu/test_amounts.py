"""In what a dish is ordered: portions, halves of them, or grams."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.menu.amounts import amount_faults
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Choice
from tests.house import DISHES, PORTION, SmallHouse, named

BY_ID = {each.dish: each for each in DISHES}


@pytest.mark.parametrize("dish", BY_ID)
def test_the_small_house_has_no_faults(dish: str) -> None:
    assert amount_faults(BY_ID[dish]) == []


def portion(permille: int) -> dict[str, Any]:
    return {"options": (replace(PORTION, choices=(Choice("odd", named("odd"), 0, permille),), max=1),)}


@pytest.mark.parametrize(
    ("dish", "change", "fault"),
    [
        ("tofu", {"per": 2}, "per"),
        ("tofu", {"per": 0}, "per"),
        ("shrimp", {"per": 0}, "per"),
        ("shrimp", {"per": 100_000}, "per"),
        ("tripe", portion(0), "portion"),
        ("tripe", portion(100_001), "portion"),
        ("shrimp", portion(500), "weighed_portion"),
    ],
)
def test_a_menu_with_other_amounts_is_not_published(dish: str, change: dict[str, Any], fault: str) -> None:
    house = SmallHouse()
    faulty = replace(BY_ID[dish], **change)
    assert [each.code for each in amount_faults(faulty)] == [fault]
    assert house.refused(ChangeMenu(dishes=(faulty,))) == "bad_menu"
