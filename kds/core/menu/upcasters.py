"""Older shapes of the menu's events, lifted to the next one."""

from __future__ import annotations

from typing import Any

import msgspec


def menu_published_1(data: bytes) -> bytes:
    """Version 1 of MenuPublished called the position of a dish its place."""
    event: dict[str, Any] = msgspec.json.decode(data)
    for dish in event["dishes"]:
        if "place" in dish:
            dish["position"] = dish.pop("place")
    return msgspec.json.encode(event)


UPCASTERS = {("MenuPublished", 1): menu_published_1}
