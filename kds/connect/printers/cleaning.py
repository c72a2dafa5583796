"""What a printer may be sent of a text: what it shows, and nothing that steers it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

SPACES = frozenset({"Zs", "Zl", "Zp"})
STEERS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls (escapes, tabs, NUL), direction marks and joiners, and what is no character."""
ALIKE = str.maketrans({"¥": "￥", "–": "-", "—": "-", "•": "·", "\u00a0": " "})
"""What looks the same and every Chinese printer has."""
BYTES_MOST = 2
"""Of a character in GB18030 that printers have themselves; those of four they have not."""


def cleaned(text: str) -> str:
    """The text without what steers: white space of any kind is one space, variation selectors go."""
    found = []
    for each in unicodedata.normalize("NFC", text):
        category = unicodedata.category(each)
        if each in "\t\n\r\v\f" or category in SPACES:
            found.append(" ")
        elif category not in STEERS and not "\ufe00" <= each <= "\ufe0f":
            found.append(each)
    return " ".join("".join(found).translate(ALIKE).split())


def in_printer(character: str) -> bool:
    """Whether a printer with a Chinese font has it."""
    return len(character.encode("gb18030")) <= BYTES_MOST


def spelled(text: str, drawable: Callable[[str], bool]) -> str:
    """The text with what neither the printer nor any font of the box has by its name: nothing is lost."""
    return "".join([each if in_printer(each) or drawable(each) else _name(each) for each in text])


def _name(character: str) -> str:
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"
