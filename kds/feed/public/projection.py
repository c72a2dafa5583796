"""What a feature's file here gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from kds.core.types import Event

Projection = Callable[[Any], Struct]
"""Makes the public data of an event; its return annotation is their shape."""
Projections = Mapping[type[Event], Projection]
