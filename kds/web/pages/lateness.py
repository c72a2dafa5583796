"""How the heads of tickets of each age are told apart: by luminance, for every eye, also through steam."""

from __future__ import annotations

from typing import NamedTuple

from kds.web.pages.palette import colours

HEADS = {"fresh": "fresh", "soon": "soon-ground", "late": "late", "critical": "critical-text"}
"""The ground of a head by age, on time first."""
Matrix = tuple[tuple[float, float, float], ...]
EYES: dict[str, Matrix] = {
    "all colours": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red (protanopia)": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green (deuteranopia)": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue (tritanopia)": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What a colour looks like to each eye, in linear light: Machado and others, 2009, at full severity."""
VEILS: dict[str, tuple[float, float]] = {
    "steam": (0.7, 0.06),
    "a bad panel": (0.5, 0.05),
}
"""What is in between: the share of the light that comes through, and the light that is added everywhere."""
APART = 1.5
"""The least contrast of an age to the one before: a blur takes edges, and leaves that of areas."""
APART_VEILED = 1.2
"""The same through a veil: what two areas beside each other need to be told apart at a glance."""


class Seen(NamedTuple):
    """The head of an age: its luminance (0 to 1) and contrast to the age before, 0 for the first; by eye or veil."""

    age: str
    luminance: dict[str, float]
    contrast: dict[str, float]


def lateness() -> list[Seen]:
    """Every age, on time first."""
    known = colours("dark")
    rows: list[Seen] = []
    for age, token in HEADS.items():
        luminance = {eye: _luminance(known[token], matrix) for eye, matrix in EYES.items()}
        clear = luminance["all colours"]
        luminance.update({veil: share * clear + light for veil, (share, light) in VEILS.items()})
        before = rows[-1].luminance if rows else luminance
        contrast = {each: (luminance[each] + 0.05) / (before[each] + 0.05) if rows else 0.0 for each in luminance}
        rows.append(Seen(age, luminance, contrast))
    return rows


def _luminance(colour: str, matrix: Matrix) -> float:
    linear = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    red, green, blue = [
        min(1.0, max(0.0, sum(weight * value for weight, value in zip(row, linear, strict=True)))) for row in matrix
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
