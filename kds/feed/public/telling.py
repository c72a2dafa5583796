"""From an event of the ledger to the JSON that the public gets."""

from __future__ import annotations

from typing import Any, NamedTuple, Union, get_type_hints

import msgspec
from msgspec import Struct

from kds.core.codec import decode
from kds.core.features import FOLDS
from kds.core.types import Event, Stamp
from kds.feed.public import billing, changes, day, floor, kitchen, menu, orders, people, printing
from kds.feed.public.projection import Projection
from kds.storage.ledger import StoredEvent

PROJECTIONS: dict[type[Event], Projection] = {
    **day.PROJECTIONS,
    **menu.PROJECTIONS,
    **people.PROJECTIONS,
    **changes.PROJECTIONS,
    **floor.PROJECTIONS,
    **orders.PROJECTIONS,
    **billing.PROJECTIONS,
    **kitchen.PROJECTIONS,
    **printing.PROJECTIONS,
}
"""The events that are told otherwise than they are; the return annotation of a projection is the shape."""


class EncodedEvent(NamedTuple):
    """A public event: its number, and its bytes, which are one JSON object `{"type", "seq", "at", "data"}`."""

    seq: int
    json: bytes


def as_it_is(event: type[Event]) -> Projection:
    """The projection that takes every field, as a shape of the same fields without defaults."""
    fields = [(field.name, field.type) for field in msgspec.structs.fields(event)]
    shape = msgspec.defstruct(f"{event.__name__}Data", fields, frozen=True, gc=False)
    names = event.__struct_fields__

    def project(found: Event) -> Struct:
        return shape(*[getattr(found, name) for name in names])

    project.__annotations__["return"] = shape
    return project


DATA: dict[type[Event], Projection] = {event: PROJECTIONS.get(event) or as_it_is(event) for event in FOLDS}


def shape_of(projection: Projection) -> type[Struct]:
    """The shape that a projection makes."""
    found: type[Struct] = get_type_hints(projection)["return"]
    return found


def _tagged(event: type[Event]) -> Any:
    name = event.__name__
    fields = [("seq", int), ("at", int), ("data", shape_of(DATA[event]))]
    return msgspec.defstruct(f"{name}Event", fields, tag_field="type", tag=name, frozen=True, gc=False)


KINDS: dict[type[Event], Any] = {event: _tagged(event) for event in DATA}
PublicEvent: Any = Union[tuple(KINDS.values())]  # noqa: UP007 - there is no other way to spell it
"""Any public event: the type that the OpenAPI document is made from."""

_encode = msgspec.json.Encoder().encode


def encode_event(stamp: Stamp, event: Event) -> EncodedEvent:
    """An event as the public sees it."""
    kind = type(event)
    return EncodedEvent(stamp.seq, _encode(KINDS[kind](stamp.seq, stamp.at, DATA[kind](event))))


def encode_stored(stored: StoredEvent) -> EncodedEvent:
    """An event of the past as the public sees it."""
    event = decode(stored.type, stored.version, stored.data)
    return encode_event(Stamp(stored.seq, stored.at, stored.actor), event)
