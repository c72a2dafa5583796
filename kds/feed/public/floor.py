"""The floor as the public is told of it."""

from __future__ import annotations

from msgspec import Struct

from kds.core.floor.events import FloorLaidOut
from kds.feed.public.projection import Projections


class FloorLaidOutData(Struct, frozen=True, gc=False):
    """The tables of the house."""

    tables: tuple[str, ...]


def floor_laid_out(event: FloorLaidOut) -> FloorLaidOutData:
    """The tables by name."""
    return FloorLaidOutData(tuple([table.table for table in event.tables]))


PROJECTIONS: Projections = {FloorLaidOut: floor_laid_out}
