"""Where a paired device goes."""

from __future__ import annotations

from urllib.parse import quote

from kds.storage.tokens import WallAssignment


def address_of(assignment: WallAssignment | None, language: str = "") -> str:
    """Where a paired device goes: to its screen, or to the pad in a language, its own choice where that is both."""
    if assignment is None:
        return f"/sign-in?lang={language}" if language in ("zh", "en") else "/sign-in"
    return f"/screens/{quote(assignment.screen, safe='')}?lang={assignment.language}"
