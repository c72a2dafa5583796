"""What is frozen, as today's code would write it, beside what is on file."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from kds.core.codec import decode
from kds.core.features import fold
from kds.core.state import FORMAT, STORED, State, digest
from kds.core.types import Stamp
from kds.feed.public.telling import DATA, shape_of

HERE = Path(__file__).parent
SNAPSHOT = HERE / "snapshot.json"
PUBLIC = HERE / "public.json"
LANDED = HERE / "landed"


class LandedEvent(msgspec.Struct, frozen=True):
    """An event as the landed version stored it; `hash` in hex, `data` as text."""

    seq: int
    type: str
    version: int
    at: int
    actor: str
    session: str | None
    data: str
    hash: str


@cache
def landed_events() -> list[LandedEvent]:
    """The whole ledger of the landed version."""
    lines = gzip.decompress((LANDED / "events.jsonl.gz").read_bytes()).splitlines()
    return [msgspec.json.decode(line, type=LandedEvent) for line in lines]


def landed_views() -> dict[str, Any]:
    """What the landed version's reads gave, at each of its moments."""
    views: dict[str, Any] = json.loads(gzip.decompress((LANDED / "views.json.gz").read_bytes()))
    return views


def folded(until: int | None = None) -> State:
    """Today's state of the landed ledger, up to event `until`."""
    state = State()
    for event in landed_events()[:until]:
        fact = decode(event.type, event.version, event.data.encode())
        fold(state, fact, Stamp(event.seq, event.at, event.actor))
    state.journal.forget()
    return state


def shapes() -> dict[str, dict[str, str]]:
    """Every stored record with its fields and their types, in words."""
    found: dict[str, dict[str, str]] = {}
    for kind in sorted({each for shelf in STORED.values() for each in structs(shelf.record)}, key=lambda k: k.__name__):
        types = get_type_hints(kind)
        found[kind.__name__] = {
            field.name: f"{types[field.name]} = {field.default!r}"
            if not field.required and field.default_factory is msgspec.NODEFAULT
            else str(types[field.name])
            for field in msgspec.structs.fields(kind)
        }
    return found


def structs(kind: Any) -> Iterator[type[msgspec.Struct]]:
    """The records that a field of this type can hold, and those in them."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for field in get_type_hints(kind).values():
            yield from structs(field)
    for part in getattr(kind, "__args__", ()):
        yield from structs(part)


def public() -> dict[str, Any]:
    """The shape of every public event's data: fields, with their types as JSON Schema."""
    found: dict[str, Any] = {}
    for event, projection in sorted(DATA.items(), key=lambda each: each[0].__name__):
        schema = msgspec.json.schema(shape_of(projection))
        found[event.__name__] = {name: each["properties"] for name, each in schema["$defs"].items()}
    return found


def lost(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The members of public events that are gone, or are something else than before."""
    return [
        f"{event}.{shape}.{name}"
        for event, shapes in before.items()
        for shape, members in shapes.items()
        for name, schema in members.items()
        if not grown(schema, now.get(event, {}).get(shape, {}).get(name))
    ]


def grown(before: Any, now: Any) -> bool:
    """Whether a member is what it was, or can be one of more words than before."""
    if before == now:
        return True
    words = (set(each.get("enum", ())) if isinstance(each, dict) else set() for each in (before, now))
    fewer, more = words
    return bool(fewer) and fewer <= more


def snapshot() -> dict[str, Any]:
    """What the snapshot format is pinned to."""
    books = {name: getattr(shelf.record, "__name__", str(shelf.record)) for name, shelf in STORED.items()}
    written = json.dumps([books, shapes()], sort_keys=True)
    return {
        "format": FORMAT,
        "shapes": hashlib.sha256(written.encode()).hexdigest(),
        "landed": digest(folded().books()),
    }


class Frozen(Exception):
    """What stands on file may not be written anew; the words say what to do instead."""


def renewed(on_file: dict[str, Any], today: dict[str, Any]) -> dict[str, Any]:
    """What snapshot.json is to say. Raises Frozen: a released number means what it meant, and numbers count by one."""
    number, released = on_file["format"], on_file["released"]
    if today == {name: on_file[name] for name in today}:
        return on_file
    if today["format"] == number and released:
        raise Frozen(f"snapshots of format {number} have been released: raise FORMAT in kds/core/state.py by one")
    if today["format"] not in (number, number + 1):
        raise Frozen(f"FORMAT in kds/core/state.py counts by one, and {number} stands in tests/golden/snapshot.json")
    if today["format"] != number and not released:
        raise Frozen(f"snapshots of format {number} were never released: FORMAT in kds/core/state.py stays {number}")
    return {**today, "released": False}


def renewed_public(on_file: dict[str, Any], today: dict[str, Any]) -> dict[str, Any]:
    """What public.json is to say. Raises Frozen: a public event may only grow."""
    if gone := lost(on_file, today):
        raise Frozen(f"a public event may only grow, and these would change: {', '.join(gone)}")
    return today
