"""Deeds for a reason, in a house that has listed the only ones that it gives."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.offered import DEEDS, Reasons
from kds.core.types import Command
from tests.core.plays.play import Make
from tests.house import SmallHouse, named

SAID = ("changed their mind", "waited too long", "regulars", "late", "cold", "wrong", "again", "safe", "gone")
"""What the plays say."""
LISTED = tuple([Reasons(deed, tuple([named(word) for word in SAID]), free=False) for deed in DEEDS])


def or_unlisted(good: Make, odd: Make) -> Make:
    """What is odd of a deed, or a good one of it for a reason that the house does not give."""

    def made(house: SmallHouse, subject: str, chance: Random) -> Command:
        if chance.random() < 0.7:
            return odd(house, subject, chance)
        house.attempt(ChangeBilling(reasons=LISTED))
        command = good(house, subject, chance)
        changed: Command = replace(command, reason="because")
        return changed

    return made
