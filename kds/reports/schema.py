"""The tables of facts as DuckDB has them: made from the records that core declares."""

from __future__ import annotations

import hashlib
import types
from functools import cache
from typing import Any, get_args, get_type_hints

from kds.core.all_facts import TABLES
from kds.core.facts import Fact

VERSION = "1"
"""Changes with what the rows mean where their columns stay: then all of them are made anew."""
TYPES = {int: "BIGINT", str: "VARCHAR", bool: "BOOLEAN"}
CURSOR = "CREATE TABLE cursor (seq BIGINT NOT NULL, hash BLOB NOT NULL, form VARCHAR NOT NULL)"


@cache
def columns(table: type[Fact]) -> dict[str, tuple[str, bool]]:
    """For each column its type, and whether it may be null."""
    hints = get_type_hints(table)
    return {name: _column(hints[name]) for name in table.__struct_fields__}


def _column(hint: Any) -> tuple[str, bool]:
    if isinstance(hint, types.UnionType):
        (kind,) = [each for each in get_args(hint) if each is not type(None)]
        return TYPES[kind], True
    return TYPES[hint], False


def statements() -> list[str]:
    """What makes the tables."""
    return [CURSOR, *[_create(name, table) for name, table in TABLES.items()]]


def _create(name: str, table: type[Fact]) -> str:
    own = [f"{column} {kind}{'' if null else ' NOT NULL'}" for column, (kind, null) in columns(table).items()]
    return f"CREATE TABLE {name} ({', '.join(own)})"


@cache
def form() -> str:
    """Names the shape and the meaning of the file: one of another form is made anew."""
    return hashlib.sha256("\n".join([VERSION, *statements()]).encode()).hexdigest()[:16]


@cache
def insert(name: str) -> str:
    """Puts in rows that come as a list for each column."""
    lists = ", ".join([f"unnest(?::{kind}[])" for kind, _ in columns(TABLES[name]).values()])
    return f"INSERT INTO {name} SELECT {lists}"


@cache
def delete(name: str) -> str:
    """Takes out the rows of these parties, of which the oldest comes with them: what is older need not be looked at."""
    return f"DELETE FROM {name} WHERE party >= ? AND party IN (SELECT unnest(?::BIGINT[]))"


@cache
def delete_alike(name: str) -> str:
    """Takes out the rows that are alike in the key of their table, which comes as a list for each of its columns."""
    key = TABLES[name].KEY
    lists = ", ".join(["unnest(?::VARCHAR[])"] * len(key))
    return f"DELETE FROM {name} WHERE ({', '.join(key)}) IN (SELECT {lists})"


@cache
def digest_of(name: str) -> str:
    """How many rows a table has, and a sum over them that does not depend on their order."""
    return f"SELECT count(*), coalesce(sum(hash({name})::HUGEINT), 0) FROM {name}"
