"""People and rights as the public is told of them."""

from __future__ import annotations

from msgspec import Struct

from kds.core.people.events import RightsChanged
from kds.feed.public.projection import Projections


class RightsChangedData(Struct, frozen=True, gc=False):
    """What a role has beside its usual rights, what it has not, and how far some go, by their codes."""

    role: str
    given: tuple[str, ...]
    taken: tuple[str, ...]
    limits: dict[str, int]


def rights_changed(event: RightsChanged) -> RightsChangedData:
    """In place of what was said of the role before."""
    return RightsChangedData(event.role, event.given, event.taken, {each.right: each.most for each in event.limits})


PROJECTIONS: Projections = {RightsChanged: rights_changed}
