"""What a commit changes: the same few statements for the database, and in the journal, to be done again from there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from kds.storage.rows import teach

Row = tuple[Any, ...]

ROWS = (64, 16, 4, 1)
"""Rows of one INSERT: few sizes, so that each statement is prepared once and then only run."""


class Change(NamedTuple):
    """One statement, by name, and the rows that it is done with."""

    what: str
    rows: Sequence[Row]


INSERTS = {
    "events": "events (seq, store_id, type, version, at, actor, session, data, hash, approver, device)",
    "answers": "answers (store_id, actor, key, fingerprint, at, body, checksum)",
    "tokens": (
        "tokens (token, store_id, secret_hash, role, name, table_id, created_at, revoked_at, screen, language,"
        " checksum)"
    ),
    # Apart from the above, which a journal of before there were channels may hold.
    "guests": (
        "tokens (token, store_id, secret_hash, role, name, table_id, created_at, revoked_at, screen, language,"
        " channel, checksum)"
    ),
    # Somebody who is signed in.
    "sign_ins": (
        "tokens (token, store_id, secret_hash, role, name, table_id, created_at, revoked_at, screen, language,"
        " person, device, checksum)"
    ),
    "people": "people (person, store_id, name, phone, pin, created_at, erased_at, checksum)",
}
STATEMENTS = {
    "claim": "UPDATE store SET epoch = ?",
    "watch": "UPDATE store SET watched = 1",
    "revoke": "UPDATE tokens SET revoked_at = ?, checksum = ? WHERE token = ? AND revoked_at IS NULL",
    "move": "UPDATE tokens SET screen = ?, language = ?, checksum = ? WHERE token = ? AND revoked_at IS NULL",
    "seen": "UPDATE tokens SET seen_at = ? WHERE token = ?",
    "person_seen": "UPDATE people SET seen_at = ? WHERE person = ? AND erased_at IS NULL",
    "bars": "UPDATE tokens SET bars = ? WHERE token = ?",
    "signed_out": "DELETE FROM tokens WHERE token = ? AND person IS NOT NULL",
    "forget": (
        "DELETE FROM answers WHERE number IN"
        " (SELECT number FROM (SELECT number, at FROM answers ORDER BY number LIMIT ?) WHERE at < ?)"
    ),
}

_PERSON = "checksum(person, store_id, name, phone, pin, created_at, erased_at)"
SUMMED = {
    "call_person": (
        "UPDATE people SET name = ?1, phone = ?2,"
        " checksum = checksum(person, store_id, ?1, ?2, pin, created_at, erased_at)"
        f" WHERE person = ?3 AND erased_at IS NULL AND checksum = {_PERSON}"
    ),
    "set_pin": (
        "UPDATE people SET pin = ?1, checksum = checksum(person, store_id, name, phone, ?1, created_at, erased_at)"
        f" WHERE person = ?2 AND erased_at IS NULL AND checksum = {_PERSON}"
    ),
    "erase_person": (
        "UPDATE people SET name = '', phone = '', pin = NULL, erased_at = ?1,"
        " checksum = checksum(person, store_id, '', '', NULL, created_at, ?1)"
        " WHERE person = ?2 AND erased_at IS NULL"
    ),
}
"""Statements that say the checksum of a row anew, in one step; a row that is damaged stays so, or is erased."""


def apply(db: sqlite3.Connection, changes: Iterable[Change], number: int) -> int:
    """Do the changes as commit `number`, in the transaction under way; returns how many rows the last one touched."""
    touched = 0
    for what, rows in changes:
        if what in INSERTS:
            touched = _insert(db, INSERTS[what], rows)
        elif what in SUMMED:
            teach(db)
            touched = sum(db.execute(SUMMED[what], row).rowcount for row in rows)
        else:
            touched = sum(db.execute(STATEMENTS[what], row).rowcount for row in rows)
    db.execute("UPDATE store SET commits = ?", (number,))
    return touched


def _insert(db: sqlite3.Connection, into: str, rows: Sequence[Row]) -> int:
    start = 0
    for size in ROWS:
        while len(rows) - start >= size:
            part = rows[start : start + size]
            marks = f"({','.join('?' * len(part[0]))})"
            values = [value for row in part for value in row]
            db.execute(f"INSERT INTO {into} VALUES {','.join([marks] * size)}", values)
            start += size
    return start


pack = msgspec.msgpack.Encoder().encode
"""The bytes of a list of changes."""
unpack = msgspec.msgpack.Decoder(list[tuple[str, list[Row]]]).decode
"""The changes again. Raises `msgspec.DecodeError`."""


def redo(db: sqlite3.Connection, number: int, payload: bytes) -> None:
    """Do a commit of the journal again, on disk on return."""
    db.execute("BEGIN IMMEDIATE")
    try:
        apply(db, [Change(*each) for each in unpack(payload)], number)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
