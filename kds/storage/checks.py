"""Reading everything that the database holds, and saying what is not as it was stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kds.core.types import Name
from kds.storage.connections import UNREADABLE, reading
from kds.storage.ledger import GENESIS, chain
from kds.storage.rows import checksum

MOST = 3
"""Faults of one kind that are told."""

_EVENTS = """
    SELECT store_id, seq, type, version, at, actor, session, data, coalesce(approver, ''), coalesce(device, ''), hash
    FROM events NOT INDEXED ORDER BY seq
"""
_ANSWERS = "SELECT number, checksum, store_id, actor, key, fingerprint, at, body FROM answers NOT INDEXED"
_TOKENS = """
    SELECT token, checksum, token, store_id, secret_hash, role, name, table_id, created_at, revoked_at, screen, language
    FROM tokens NOT INDEXED WHERE channel IS NULL AND person IS NULL
"""
_GUESTS = """
    SELECT token, checksum, token, store_id, secret_hash, role, name, table_id, created_at, revoked_at, screen,
        language, channel
    FROM tokens NOT INDEXED WHERE channel IS NOT NULL
"""
_SIGN_INS = """
    SELECT token, checksum, token, store_id, secret_hash, role, name, table_id, created_at, revoked_at, screen,
        language, person, device
    FROM tokens NOT INDEXED WHERE person IS NOT NULL
"""
_PEOPLE = """
    SELECT person, checksum, person, store_id, name, phone, pin, created_at, erased_at FROM people NOT INDEXED
"""


def structure(path: Path) -> list[Name]:
    """What is wrong with the database's trees, lists and indexes."""
    try:
        with reading(path) as db:
            found = [str(fault) for (fault,) in db.execute(f"PRAGMA integrity_check({MOST})")]
    except UNREADABLE as error:
        found = [str(error)]
    lines = [line for fault in found for line in fault.splitlines()]
    faults = [line for line in lines if line != "ok" and not line.startswith("***")]
    return [Name(zh=f"数据库结构损坏：{fault}", en=f"the database is damaged: {fault}") for fault in faults]


def content(path: Path) -> list[Name]:
    """What is wrong with the events, from the first to the last, and with the rest of what is stored."""
    try:
        with reading(path) as db:
            return [*_chain(db), *rows(db)]
    except UNREADABLE as error:
        return [Name(zh=f"数据库无法读取：{error}", en=f"the database cannot be read: {error}")]


def _chain(db: sqlite3.Connection) -> Iterator[Name]:
    (store_id,) = db.execute("SELECT store_id FROM store").fetchone()
    before, last = GENESIS, 0
    for owner, seq, *fields, approver, device, chained in db.execute(_EVENTS):
        try:
            follows = chain(before, store_id, (seq, *fields), approver, device) == chained
        except (ValueError, TypeError):
            follows = False
        if not follows or seq != last + 1 or owner != store_id:
            yield Name(zh=f"第 {seq} 号事件与前一事件不相接", en=f"event {seq} is not chained to the one before it")
            return
        before, last = chained, seq


def rows(db: sqlite3.Connection) -> Iterator[Name]:
    """The answers, the tokens and the people that are not what was stored."""
    for what, zh, query in (
        ("answer", "已存的回答", _ANSWERS),
        ("token", "登录码", _TOKENS),
        ("token", "登录码", _GUESTS),
        ("token", "登录码", _SIGN_INS),
        ("person", "员工", _PEOPLE),
    ):
        wrong = [str(name) for name, expected, *values in db.execute(query) if checksum(*values) != expected]
        if wrong:
            named = ", ".join([*wrong[:MOST], *(["…"] if len(wrong) > MOST else [])])
            yield Name(zh=f"{zh} {named} 损坏", en=f"{what} {named} is not what was stored")
