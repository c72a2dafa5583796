"""The rows of the bench's table."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table: what was measured, the figure with its unit, and the aim it is held against."""

    what: str
    figure: float
    unit: str
    aim: str = ""
