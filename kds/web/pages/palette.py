"""The design's names as they stand in tokens.css, and the contrast of every pair that is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from kds.resources import static_dir

Theme = Literal["light", "dark"]
Rgb = tuple[float, float, float]

BLOCKS: dict[Theme, str] = {"light": ":root", "dark": ".wall-root"}
WALL, WORDS = 7.0, 4.5
"""The least contrast of what is read from three metres, and of everything else."""


class Pair(NamedTuple):
    """A text on a ground, by their tokens, and the least contrast it may have."""

    theme: Theme
    text: str
    ground: str
    least: float


class Measured(NamedTuple):
    """A pair with its colours as #rrggbb and its contrast, 1 to 21."""

    pair: Pair
    text: str
    ground: str
    contrast: float


def _pairs(theme: Theme, least: float, *pairs: str) -> tuple[Pair, ...]:
    return tuple([Pair(theme, text, ground, least) for text, _, ground in [pair.partition(" on ") for pair in pairs]])


PAIRS = (
    *_pairs(
        "dark",
        WALL,
        "text on ground",
        "text on surface",
        "text on surface-raised",
        "text-soft on surface",
        "text-soft on surface-raised",
        "ground on text",
        "fresh-text on fresh",
        "soon-text on soon",
        "late-text on late",
        "soon-ground-text on soon-ground",
        "critical-text on critical",
        "critical-text on critical-stripe",
        "critical on critical-text",
        "ground on good",
        "held-text on held",
        "base-text on base",
        "rush-text on rush",
        "note-text on note",
        "soon on surface",
        "soon on ground",
        "text on broth",
        "hot on broth",
    ),
    *_pairs("dark", WORDS, "text-faint on surface", "text-faint on ground", "good on surface", "bad on surface"),
    *_pairs(
        "light",
        WORDS,
        "text on ground",
        "text on surface",
        "text-soft on surface",
        "text-soft on ground",
        "surface on text",
        "link on surface",
        "link on ground",
        "accent-text on accent",
        "accent-text on bad",
        "good on surface",
        "good on good-ground",
        "warn on warn-ground",
        "bad on bad-ground",
        "bad on surface",
        "text on bad-ground",
        "text-soft on bad-ground",
        "text on warn-ground",
        "seated on seated-ground",
        "base-wait on base-wait-ground",
        "served on served-ground",
    ),
)


def tokens(theme: Theme) -> dict[str, str]:
    """Every name that a theme gives a value, in the order of the file."""
    text = (static_dir() / "css" / "lib" / "tokens.css").read_text()
    block = text.split(f"{BLOCKS[theme]} {{")[1].split("}")[0]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def colours(theme: Theme) -> dict[str, str]:
    """The names that are colours, as #rrggbb."""
    return {name: value for name, value in tokens(theme).items() if re.fullmatch(r"#[0-9a-f]{6}", value)}


def measured(theme: Theme) -> list[Measured]:
    """The pairs of a theme."""
    known = colours(theme)
    return [_measure(pair, known) for pair in PAIRS if pair.theme == theme]


def _measure(pair: Pair, known: Mapping[str, str]) -> Measured:
    text, ground = known[pair.text], known[pair.ground]
    return Measured(pair, text, ground, contrast(text, ground))


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours in #rrggbb: 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
