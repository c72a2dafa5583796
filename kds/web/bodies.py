"""Bodies that are commands as they stand: the same fields, of which the decoder knows every one."""

from __future__ import annotations

import functools
import inspect
import operator
import types
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from kds.core.types import Command

S = TypeVar("S", bound=Command)

RECKONED = frozenset({"priced_in"})
"""Fields of records that the house reckons, whatever it is told."""


@functools.cache
def body_of(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The shape of a command or a record as a body: what it does not know, in whatever depth, is a fault."""
    hints = get_type_hints(kind, include_extras=True)
    told = [each for each in msgspec.structs.fields(kind) if each.name not in RECKONED]
    fields = [_field(each, _strict(hints[each.name])) for each in told]
    made = msgspec.defstruct(f"{kind.__name__}Body", fields, frozen=True, forbid_unknown_fields=True)
    made.__doc__ = inspect.getdoc(kind)
    return made


def _field(field: msgspec.structs.FieldInfo, hint: Any) -> Any:
    if field.required:
        return field.name, hint
    default = field.default
    if isinstance(default, msgspec.Struct):
        return field.name, hint, msgspec.convert(default, hint, from_attributes=True)
    return field.name, hint, default


def _strict(hint: Any) -> Any:
    """The type with every record in it as a body."""
    origin, parts = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return body_of(hint)
    if origin is tuple:
        return tuple[tuple(_strict(each) for each in parts)]  # type: ignore[misc]
    if origin in (Union, types.UnionType):
        return functools.reduce(operator.or_, [_strict(each) for each in parts])
    if origin is Annotated:
        return Annotated[(_strict(parts[0]), *parts[1:])]
    return hint


def command_of(body: msgspec.Struct, kind: type[S]) -> S:
    """The command that a body asks for: every field as it stands."""
    return msgspec.convert(body, kind, from_attributes=True)
