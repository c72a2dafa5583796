"""The house as a business: its name, its money, its day."""

from __future__ import annotations

from kds.core.types import Ms, Name, Record


class House(Record, frozen=True, gc=False):
    """The store and its settings. `timezone` is an IANA name, `cutoff_hour` the local hour at which a day ends."""

    store_id: str
    name: Name
    currency: str
    timezone: str
    cutoff_hour: int
    shown_within_ms: Ms = 5_000
    """How long a ticket may wait to be seen before it is an alarm."""
    rush_after_ms: Ms = 300_000
    """How soon after its fire a guest may rush a line."""
    rush_every_ms: Ms = 180_000
    """How soon after its last rush a guest may rush a line again."""


class Day(Record, frozen=True, gc=False):
    """The business day under way: `business_day` is its local date, `closes_at` the moment it ends by itself."""

    business_day: str
    closes_at: Ms
    sessions: int = 0
    """Parties seated so far, takeaway among them."""
