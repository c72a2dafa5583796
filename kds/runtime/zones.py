"""Time zones: which there are, and what a house goes by whose own cannot be read."""

from __future__ import annotations

import zoneinfo
from zoneinfo import ZoneInfo

UTC = "UTC"


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name: asked before a house is given it."""
    return name in zoneinfo.available_timezones()


def is_readable(name: str) -> bool:
    """Whether the zone of a house can be read, which it has already."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def zone_of(name: str) -> ZoneInfo:
    """The zone; UTC where it cannot be read, for a house may not stand still for that."""
    return ZoneInfo(name if is_readable(name) else UTC)
