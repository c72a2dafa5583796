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


RENAMED = {"place": "position", "kept": "reserved"}
"""What version 1 of KitchenSetUp called otherwise, of a station or a screen."""


def kitchen_set_up_1(data: bytes) -> bytes:
    """Version 1 of KitchenSetUp had a place and kept slots where version 2 has a position and reserved ones."""
    event: dict[str, Any] = msgspec.json.decode(data)
    for name in ("stations", "screens"):
        event[name] = [{RENAMED.get(key, key): value for key, value in each.items()} for each in event[name]]
    return msgspec.json.encode(event)


def tickets_routed_1(data: bytes) -> bytes:
    """Version 1 of TicketsRouted held whole tickets of the state; of theirs only what was decided stays."""
    event: dict[str, Any] = msgspec.json.decode(data)
    event["tickets"] = [_decided(each) for each in event["tickets"]]
    return msgspec.json.encode(event)


def _decided(ticket: dict[str, Any]) -> dict[str, Any]:
    decided = {name: ticket[name] for name in DECIDED if name in ticket}
    return {**decided, "held": True} if ticket.get("state") == "held" else decided


UPCASTERS = {("KitchenSetUp", 1): kitchen_set_up_1, ("TicketsRouted", 1): tickets_routed_1}
