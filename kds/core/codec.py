"""Events as bytes. The format is frozen: every type and version that was ever stored can be read for ever."""

from __future__ import annotations

import msgspec

from kds.core.features import FOLDS, UPCASTERS
from kds.core.types import Event

TYPES: dict[str, type[Event]] = {event.__name__: event for event in FOLDS}
VERSIONS: dict[str, int] = {name: event.VERSION for name, event in TYPES.items()}
"""The version in which each type is written today."""

_encode = msgspec.json.Encoder(order="deterministic").encode
_DECODERS = {name: msgspec.json.Decoder(event) for name, event in TYPES.items()}


class UnknownEvent(Exception):
    """A ledger holds an event that this version of kds does not know: it was written by a newer one."""


def encode(event: Event) -> tuple[str, int, bytes]:
    """The event's type, its version and its bytes, which are UTF-8 JSON."""
    name = type(event).__name__
    return name, VERSIONS[name], _encode(event)


def decode(name: str, version: int, data: bytes) -> Event:
    """The event from its bytes. Raises `UnknownEvent`, or `msgspec.ValidationError` on damaged bytes."""
    today = VERSIONS.get(name, 0)
    if not 1 <= version <= today:
        raise UnknownEvent(f"{name} version {version}")
    for step in range(version, today):
        data = UPCASTERS[name, step](data)
    return _DECODERS[name].decode(data)
