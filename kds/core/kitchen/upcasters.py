"""Older shapes of the kitchen's events, lifted to the next one."""

from __future__ import annotations

from typing import Any

import msgspec

DECIDED = (
    "ticket",
    "station",
    "label",
    "round",
    "round_no",
    "channel",
    "guests",
    "submitted_at",
    "lines",
    "thresholds",
    "base",
)
"""What version 2 of TicketsRouted keeps of a ticket as it is."""


def routed_v1(data: bytes) -> bytes:
    """Version 1 of TicketsRouted held whole tickets of the state; of theirs only what was decided stays."""
    event: dict[str, Any] = msgspec.json.decode(data)
    event["tickets"] = [_decided(each) for each in event["tickets"]]
    return msgspec.json.encode(event)


def _decided(ticket: dict[str, Any]) -> dict[str, Any]:
    decided = {name: ticket[name] for name in DECIDED if name in ticket}
    return {**decided, "held": True} if ticket.get("state") == "held" else decided
