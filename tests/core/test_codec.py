"""The event format is frozen: every type and version keeps a golden example, read for ever as it is today.

An example that is there is never changed. A field that is new, and so has a default, gets an example of its own
beside it: <Type>.v<version>-<what>.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from kds.core import codec, features
from kds.core.codec import TYPES, VERSIONS, UnknownEvent, decode, encode
from kds.core.day.events import ClockStepped, DayClosed
from kds.core.menu.events import StockCounted
from kds.core.types import Event

GOLDEN = Path(__file__).parent.parent / "golden"
FILES = sorted((GOLDEN / "events").glob("*.json"))


def example(path: Path) -> tuple[str, int, bytes]:
    """The type, the version and the bytes of an example; a file ends with a newline that the ledger does not have."""
    name, version = path.stem.partition("-")[0].split(".v")
    return name, int(version), path.read_bytes().removesuffix(b"\n")


def structs(kind: Any) -> Iterator[type[msgspec.Struct]]:
    """The records that a field of this type can hold, and those in them."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for field in get_type_hints(kind).values():
            yield from structs(field)
    for part in get_args(kind):
        yield from structs(part)


STORED = {kind.__name__: kind for event in TYPES.values() for kind in structs(event)}


def test_every_version_of_every_type_has_a_golden_example() -> None:
    expected = {(name, version) for name in TYPES for version in range(1, VERSIONS[name] + 1)}
    assert {example(path)[:2] for path in FILES} == expected, "add tests/golden/events/<Type>.v<version>.json"


def test_what_is_older_than_today_can_be_lifted_step_by_step() -> None:
    steps = {(name, version) for name in TYPES for version in range(1, VERSIONS[name])}
    assert set(features.UPCASTERS) == steps


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_golden_example_can_be_read_and_what_is_todays_is_written_back_to_the_same_bytes(path: Path) -> None:
    name, version, data = example(path)
    event = decode(name, version, data)
    assert type(event) is TYPES[name]
    if version == VERSIONS[name]:
        assert encode(event) == (name, version, data)


def filled(found: Any, seen: dict[str, set[str]]) -> None:
    """Note which fields of which records are more than their default."""
    if isinstance(found, tuple):
        for each in found:
            filled(each, seen)
    elif isinstance(found, msgspec.Struct):
        for field in msgspec.structs.fields(found):
            value = getattr(found, field.name)
            if value != field.default:
                seen.setdefault(type(found).__name__, set()).add(field.name)
            filled(value, seen)


def test_the_examples_fill_every_field_that_can_be_stored() -> None:
    seen: dict[str, set[str]] = {}
    for path in FILES:
        filled(decode(*example(path)), seen)
    fields = {name: {field.name for field in msgspec.structs.fields(kind)} for name, kind in STORED.items()}
    assert seen == fields, "add another example: tests/golden/events/<Type>.v<version>-<what>.json"


def test_what_stored_bytes_leave_out_is_read_as_it_was_meant() -> None:
    """A default is left out of the bytes, so that to change one would rewrite what happened long ago."""
    defaults = {
        name: {
            field.name: json.loads(msgspec.json.encode(field.default))
            for field in msgspec.structs.fields(kind)
            if field.default is not msgspec.NODEFAULT
        }
        for name, kind in sorted(STORED.items())
    }
    kept = json.loads((GOLDEN / "defaults.json").read_text())
    assert {name: each for name, each in defaults.items() if each} == kept, "defaults are added and never changed"


def another(value: object) -> object:
    """An equal object that is not the same."""
    return (*value,) if isinstance(value, tuple) else int(str(value)) if type(value) is int else value


UNLIKE_CONSTANTS = [
    (kind, field.name, field.default)
    for _, kind in sorted(STORED.items())
    for field in msgspec.structs.fields(kind)
    if isinstance(field.default, int | tuple) and another(field.default) is not field.default
]


@pytest.mark.parametrize(
    ("kind", "name", "default"), UNLIKE_CONSTANTS, ids=lambda each: getattr(each, "__name__", each)
)
def test_what_equals_a_default_is_left_out_wherever_it_comes_from(
    kind: type[msgspec.Struct], name: str, default: object
) -> None:
    """Law 9: the bytes say nothing of which object a value was; msgspec leaves out only what is the same one."""
    needed = {each.name: None for each in msgspec.structs.fields(kind) if each.default is msgspec.NODEFAULT}
    record = kind(**{**needed, name: another(default)})
    assert getattr(record, name) is default
    assert name not in msgspec.to_builtins(record)
    assert msgspec.structs.replace(record, **{name: another(default)}) == record
    assert name not in json.loads(msgspec.json.encode(msgspec.structs.replace(record, **{name: another(default)})))


def test_bytes_are_utf8_json_in_the_order_of_the_fields() -> None:
    assert encode(StockCounted("毛肚", 3)) == ("StockCounted", 1, '{"dish":"毛肚","remaining":3}'.encode())
    assert encode(StockCounted("毛肚", None))[2] == '{"dish":"毛肚","remaining":null}'.encode()
    assert encode(DayClosed("d", "e", 1))[2] == b'{"business_day":"d","next_business_day":"e","closes_at":1}'


@pytest.mark.parametrize(
    ("name", "version"), [("OrderTeleported", 1), ("StockCounted", 0), ("StockCounted", 2), ("", 1), ("Event", 1)]
)
def test_an_event_of_a_newer_kds_is_told_as_such(name: str, version: int) -> None:
    with pytest.raises(UnknownEvent):
        decode(name, version, b"{}")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b'{"delta_ms":"1"}', b'{"delta_ms":1.5}'])
def test_damaged_bytes_are_not_read_as_an_event(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode("ClockStepped", 1, data)


def test_an_older_version_is_lifted_to_todays(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_seconds(data: bytes) -> bytes:
        return json.dumps({"delta_ms": json.loads(data)["delta_s"] * 1000}).encode()

    def in_words(data: bytes) -> bytes:
        return json.dumps({"delta_s": int(json.loads(data)["delta"].removesuffix("s"))}).encode()

    monkeypatch.setitem(codec.VERSIONS, "ClockStepped", 3)
    monkeypatch.setitem(features.UPCASTERS, ("ClockStepped", 1), in_words)
    monkeypatch.setitem(features.UPCASTERS, ("ClockStepped", 2), from_seconds)
    expected: Event = ClockStepped(-2000)
    assert decode("ClockStepped", 1, b'{"delta":"-2s"}') == expected
    assert decode("ClockStepped", 2, b'{"delta_s":-2}') == expected
    assert decode("ClockStepped", 3, b'{"delta_ms":-2000}') == expected
