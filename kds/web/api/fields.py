"""The types of fields that several endpoints take."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Annotated

from msgspec import Meta

from kds.core.floor.model import GUESTS_MOST
from kds.core.menu.model import GRAMS_MOST, QTY_MOST
from kds.core.refusals import MOST
from kds.core.text import Id
from kds.core.types import Ms
from kds.web.problems import malformed

Qty = Annotated[
    int, Meta(ge=1, le=GRAMS_MOST, description=f"Portions, at most {QTY_MOST}, or grams of a dish that is weighed.")
]
MenuVersion = Annotated[int, Meta(ge=0, le=MOST)]
Guests = Annotated[int, Meta(ge=0, le=GUESTS_MOST)]
Amount = Annotated[int, Meta(ge=0, le=1_000_000_000_000, description="In the currency's minor unit.")]
Remaining = Annotated[int, Meta(ge=0, le=1_000_000)]
Lines = Annotated[tuple[Id, ...], Meta(max_length=200)]

LAST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999."""
EpochMs = Annotated[int, Meta(ge=0, le=LAST_MS, description="Milliseconds since 1970-01-01T00:00Z.")]
Rfc3339 = Annotated[datetime, Meta(tz=True)]
Moment = EpochMs | Rfc3339

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
_MS = timedelta(milliseconds=1)


def to_ms(field: str, moment: Moment | None) -> Ms | None:
    """A moment in milliseconds, rounded down. Fails with malformed where it is before 1970, in either notation."""
    if not isinstance(moment, datetime):
        return moment
    if moment < _EPOCH:
        raise malformed(field, "it is before 1970")
    return (moment - _EPOCH) // _MS
