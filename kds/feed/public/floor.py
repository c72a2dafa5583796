"""The floor as the public is told of it."""

from __future__ import annotations

from msgspec import Struct

from kds.core.floor.events import FloorChanged, FloorLaidOut
from kds.feed.public.projection import Projections


class FloorLaidOutData(Struct, frozen=True, gc=False):
    """The tables of the house."""

    tables: tuple[str, ...]


class FloorChangedData(Struct, frozen=True, gc=False):
    """The areas and tables that are new, other than before, or gone, by id."""

    areas: tuple[str, ...]
    tables: tuple[str, ...]
    areas_gone: tuple[str, ...]
    tables_gone: tuple[str, ...]


def floor_laid_out(event: FloorLaidOut) -> FloorLaidOutData:
    """The tables by name."""
    return FloorLaidOutData(tuple([table.table for table in event.tables]))


def floor_changed(event: FloorChanged) -> FloorChangedData:
    """Areas and tables by name."""
    return FloorChangedData(
        areas=tuple([each.area for each in event.areas]),
        tables=tuple([each.table for each in event.tables]),
        areas_gone=event.areas_gone,
        tables_gone=event.tables_gone,
    )


PROJECTIONS: Projections = {FloorLaidOut: floor_laid_out, FloorChanged: floor_changed}
