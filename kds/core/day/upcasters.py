"""Lift the stored bytes of older events of the house and its day."""

from __future__ import annotations

from typing import Any

import msgspec

_read = msgspec.json.decode
_write = msgspec.json.encode


def house_founded_1(data: bytes) -> bytes:
    """A cut-off was a full hour; the day under way was a record of the state."""
    event: dict[str, Any] = _read(data)
    house, day = event["house"], event["day"]
    house["cutoff_minute"] = house.pop("cutoff_hour") * 60
    return _write({"house": house, "business_day": day["business_day"], "closes_at": day["closes_at"]})


def day_closed_1(data: bytes) -> bytes:
    """The next day was a record of the state; what was unfinished had no name."""
    event: dict[str, Any] = _read(data)
    following = event.pop("next")
    return _write(
        {**event, "next_business_day": following["business_day"], "closes_at": following["closes_at"]},
    )


UPCASTERS = {("HouseFounded", 1): house_founded_1, ("DayClosed", 1): day_closed_1}
