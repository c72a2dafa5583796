"""What clients send, decoded into the declared shapes; a fault names the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from kds.web.problems import KEY_REQUIRED, Failed, malformed

_MESSAGE = re.compile(r"^(?P<fault>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_NAMED = re.compile(r"(?:unknown|required) field `(?P<name>.*)`$", re.DOTALL)
_KEY = re.compile(rb"[!-~]{1,64}\Z")


SHARED_KEY_LEAST = 16


def body_decoder(shape: type[msgspec.Struct]) -> Callable[[bytes], Any]:
    """What decodes a body of that shape; an empty body is an empty object. Fails with malformed."""
    decode = msgspec.json.Decoder(shape).decode

    def decoded(body: bytes) -> Any:
        try:
            return decode(body or b"{}")
        except msgspec.ValidationError as error:
            raise misshapen(error) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise malformed("body", str(error)) from None

    return decoded


def query_of(shape: type[msgspec.Struct], query_string: bytes) -> Any:
    """The query parameters in that shape, which says whether others may stand beside them. Fails with malformed."""
    pairs = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given and name in shape.__struct_encode_fields__:
            raise malformed(name, "it is given twice")
        given[name] = value
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        raise misshapen(error) from None


def key_of(given: bytes | None, *, shared: bool) -> str:
    """The idempotency key. Fails with key_required, or malformed where it is too long or has odd characters.

    Several phones may have the token that is `shared`, and are told apart by nothing but their keys: those have to be
    so long that nobody counts 1, 2, 3.
    """
    if not given:
        raise Failed(KEY_REQUIRED)
    if _KEY.match(given) is None:
        raise malformed("Idempotency-Key", "it must be 1 to 64 visible ASCII characters")
    if shared and len(given) < SHARED_KEY_LEAST:
        raise malformed("Idempotency-Key", "a guest's must be random, of 16 characters at least")
    return given.decode("ascii")


def misshapen(error: msgspec.ValidationError) -> Failed:
    """What a request fails with that has another shape than it should: malformed, naming the field.

    "Expected `int` >= 1 - at `$.lines[0].qty`" is about lines[0].qty.
    """
    return malformed(*field_and_fault(str(error)))


def field_and_fault(message: str) -> tuple[str, str]:
    """The field and the fault from msgspec's message; the field is "body" where the whole body is meant."""
    found = _MESSAGE.match(message)
    assert found is not None, "the pattern takes any text"
    fault, path = found["fault"], (found["path"] or "$").removeprefix("$").removeprefix(".")
    named = _NAMED.search(fault)
    if named is not None:
        path = f"{path}.{named['name']}" if path else named["name"]
    return path or "body", fault
