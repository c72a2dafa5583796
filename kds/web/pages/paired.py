"""What a paired device is, and where it goes."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from kds.storage.tokens import GuestPlace, Place, Token, WallAssignment, is_for_guests

GUESTS = "/guest"


class Becomes(NamedTuple):
    """What a device becomes, and in which language."""

    place: Place
    language: str

    @property
    def address(self) -> str:
        """Where it goes."""
        if isinstance(self.place, GuestPlace):
            return f"{GUESTS}?lang={self.language}" if self.language in ("zh", "en") else GUESTS
        return address_of(self.place, self.language)


def address_of(assignment: WallAssignment | None, language: str = "") -> str:
    """Where a paired device goes: to its screen, or to the pad in a language, its own choice where that is both."""
    if assignment is None:
        return f"/sign-in?lang={language}" if language in ("zh", "en") else "/sign-in"
    return f"/screens/{quote(assignment.screen, safe='')}?lang={assignment.language}"


def home_of(token: Token) -> str | None:
    """Where a device belongs that is paired already; None for whoever is none."""
    if is_for_guests(token):
        return GUESTS
    if token.screen is not None and token.language is not None:
        return address_of(WallAssignment(token.screen, token.language))
    return "/sign-in" if token.role == "device" or token.device is not None else None
