"""How the names of dishes are typed: their syllables in pinyin, by which names, initials and mixtures are found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kds.core.types import Name

Spelling = tuple[str, ...]
"""What is typed of a name, syllable by syllable, in small letters: 毛肚 is mao, du; ü is typed v."""


async def spelt(names: Sequence[Name]) -> list[Spelling]:
    """The names as they are typed. The dictionary is large and read once, when somebody orders first: in a thread."""
    return await asyncio.to_thread(_spelt, names)


def _spelt(names: Sequence[Name]) -> list[Spelling]:
    from pypinyin import lazy_pinyin  # takes 0.3 s and 56 MB: not for those who never order here

    found = []
    for name in names:
        parts = [part for piece in lazy_pinyin(name.in_zh) for part in _letters(piece).split()]
        found.append(tuple(parts))
    return found


def _letters(piece: str) -> str:
    """Letters and digits in small; whatever else sets words apart."""
    return "".join([sign if sign.isalnum() else " " for sign in piece.lower()])
