"""Times of the local day as people write them: 11:00, 9：30."""

from __future__ import annotations

import re

_TIME = re.compile(r"\s*(\d{1,2})\s*[:：]\s*(\d{2})\s*")


def minute_of(written: str) -> int | None:
    """The minute of the day; None where it is no time."""
    found = _TIME.fullmatch(written)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def written(minute: int) -> str:
    """The time as it is written: 09:30."""
    return f"{minute // 60:02}:{minute % 60:02}"
