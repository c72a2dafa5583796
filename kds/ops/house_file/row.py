"""What all rows of a house's file have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

Cells = dict[str, Any]
"""One row: by column what stands there; what is empty is left out."""
Sheets = dict[str, list[tuple[str, Cells]]]
"""By sheet its rows, each with where it stands: "tables, row 3"."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A row. A column that it does not know is a mistake in the file."""


class Named(Row, frozen=True):
    """A thing with a Chinese and an English name."""

    zh: str = ""
    en: str = ""


PERMILLES = ("soon_permille", "late_permille", "critical_permille")


def names(named: Any) -> dict[str, Any]:
    """Both names of a thing, as columns."""
    return {"zh": named.name.zh, "en": named.name.en}


def whole(parts: int, exponent: int) -> Decimal:
    """A sum in whole money, or a time in seconds, of so many of its smallest parts."""
    return Decimal(parts).scaleb(-exponent)
