"""How an event is put into words: of which group it is, what its type is called, what one says."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kds.core.types import Name

Group = Literal["orders", "bills", "drawer", "floor", "kitchen", "menu", "people", "house"]


class Said(NamedTuple):
    """Of which kind an event is, what that type is called, and what one says."""

    group: Group
    called: Name
    says: Name


def said(group: Group, called_zh: str, called_en: str, zh: str, en: str) -> Said:
    """The words in both languages."""
    return Said(group, Name(zh=called_zh, en=called_en), Name(zh=zh, en=en))
