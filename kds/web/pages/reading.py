"""From how far away a screen can be read: a panel's size and a distance, as letters and as words."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.screens import Screen, ScreenLanguage, TextSize
from kds.core.types import Permille

USUAL_INCHES, USUAL_CM = 43, 300
"""What letters are measured for: there a dish is 15 mm high, and nothing under 8."""
NEAREST: Permille = 400
FARTHEST: Permille = 1_700
"""Beyond these letters do not follow: a smaller one is no letter, and of larger ones a slot holds a word."""
REACHES: dict[TextSize, dict[ScreenLanguage, Permille]] = {
    "small": {"zh": 800, "en": 650, "both": 800},
    "medium": {"zh": 1_050, "en": 1_000, "both": 1_050},
    "large": {"zh": 1_250, "en": 1_100, "both": 1_150},
}
"""How much larger than usual the dishes of a busy dinner can be, in 95 tickets of 100: measured by
tests/screens/wall/test_reading.py."""


class Reading(NamedTuple):
    """How a screen is read. `far` says how much larger than usual its letters have to be.

    `dishes`: whether a dish is as high as it should be in 95 tickets of 100; `letters`: whether nothing is too small
    to be read. Where dishes are not: `larger` is the text size with which they are, None where there is none;
    `nearer_cm` the distance at which they are, and `inches` the panel with which they are.
    """

    far: Permille
    dishes: bool
    letters: bool
    larger: TextSize | None
    nearer_cm: int
    inches: int


def reading(screen: Screen) -> Reading:
    """How this screen is read from where people stand."""
    wanted = 1_000 * USUAL_INCHES * screen.distance_cm // (USUAL_CM * screen.diagonal_inches)
    reach = REACHES[screen.text][screen.language]
    larger = next((size for size, by_language in REACHES.items() if wanted <= by_language[screen.language]), None)
    return Reading(
        far=min(max(wanted, NEAREST), FARTHEST),
        dishes=wanted <= reach,
        letters=wanted <= FARTHEST,
        larger=larger,
        nearer_cm=screen.distance_cm * reach // wanted,
        inches=-(-screen.diagonal_inches * wanted // reach),
    )
