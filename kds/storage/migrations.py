"""The shape of the database, as steps that only go forward. A step that was released is never changed."""

from __future__ import annotations

import sqlite3

from kds.storage.rows import teach

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE store (
        store_id   TEXT NOT NULL PRIMARY KEY,
        created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE events (
        seq      INTEGER NOT NULL PRIMARY KEY,
        store_id TEXT NOT NULL,
        type     TEXT NOT NULL,
        version  INTEGER NOT NULL,
        at       INTEGER NOT NULL,
        actor    TEXT NOT NULL,
        session  TEXT,
        data     BLOB NOT NULL,
        hash     BLOB NOT NULL
    ) STRICT;
    CREATE INDEX events_of_session ON events (session, seq) WHERE session IS NOT NULL;

    CREATE TABLE answers (
        number      INTEGER PRIMARY KEY,
        store_id    TEXT NOT NULL,
        key         TEXT NOT NULL UNIQUE,
        fingerprint BLOB NOT NULL,
        at          INTEGER NOT NULL,
        body        BLOB NOT NULL
    ) STRICT;

    CREATE TABLE tokens (
        token       TEXT NOT NULL PRIMARY KEY,
        store_id    TEXT NOT NULL,
        secret_hash BLOB NOT NULL UNIQUE,
        role        TEXT NOT NULL,
        name        TEXT NOT NULL,
        table_id    TEXT,
        created_at  INTEGER NOT NULL,
        revoked_at  INTEGER
    ) STRICT;
    """,
    """
    ALTER TABLE tokens ADD COLUMN screen TEXT;
    ALTER TABLE tokens ADD COLUMN language TEXT;
    ALTER TABLE tokens ADD COLUMN seen_at INTEGER;
    """,
    # Keys belong to their actor. Whose the older ones were is not known: their actor is ''.
    """
    CREATE TABLE answers_of_actors (
        number      INTEGER PRIMARY KEY,
        store_id    TEXT NOT NULL,
        actor       TEXT NOT NULL,
        key         TEXT NOT NULL,
        fingerprint BLOB NOT NULL,
        at          INTEGER NOT NULL,
        body        BLOB NOT NULL,
        checksum    INTEGER NOT NULL,
        UNIQUE (store_id, actor, key)
    ) STRICT;
    INSERT INTO answers_of_actors
        SELECT number, store_id, '', key, fingerprint, at, body, checksum(store_id, '', key, fingerprint, at, body)
        FROM answers ORDER BY number;
    DROP TABLE answers;
    ALTER TABLE answers_of_actors RENAME TO answers;
    """,
    """
    ALTER TABLE events ADD COLUMN approver TEXT;
    ALTER TABLE events ADD COLUMN device TEXT;
    """,
    "ALTER TABLE store ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;",
    # Commits are numbered; watched says that a journal and checksums of the pages lie beside the database.
    """
    ALTER TABLE store ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE store ADD COLUMN watched INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE tokens ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
    UPDATE tokens SET checksum =
        checksum(token, store_id, secret_hash, role, name, table_id, created_at, revoked_at, screen, language);
    """,
    # By what the guests order who have a token; its checksum counts it where it is there.
    "ALTER TABLE tokens ADD COLUMN channel TEXT;",
    # The bump bars of a paired device: JSON, name → since when it is gone, 0 while it is there.
    "ALTER TABLE tokens ADD COLUMN bars TEXT;",
    # Who works here: what can be erased of them. `pin` is salt and hash.
    """
    CREATE TABLE people (
        person     TEXT NOT NULL PRIMARY KEY,
        store_id   TEXT NOT NULL,
        name       TEXT NOT NULL,
        phone      TEXT NOT NULL,
        pin        BLOB,
        created_at INTEGER NOT NULL,
        erased_at  INTEGER,
        checksum   INTEGER NOT NULL
    ) STRICT;
    """,
    # Somebody who is signed in at a device: whose token it is, and at which.
    """
    ALTER TABLE tokens ADD COLUMN person TEXT;
    ALTER TABLE tokens ADD COLUMN device TEXT;
    """,
    # When somebody was last signed in: their sign-ins leave no row.
    "ALTER TABLE people ADD COLUMN seen_at INTEGER;",
)


WATCHED = 6
"""The step since which commits are counted, and a journal and checksums lie beside the database."""


class NewerSchema(Exception):
    """The database was written by a newer kds; this one leaves it alone."""


def migrate(db: sqlite3.Connection) -> None:
    """Bring a database to today's shape, each step in a transaction of its own. Raises `NewerSchema`.

    A step that fails leaves the shape before it.
    """
    have = version(db)
    teach(db)
    for number, step in enumerate(STEPS[have:], start=have + 1):
        try:
            db.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {number}; COMMIT;")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def version(db: sqlite3.Connection) -> int:
    """How many steps a database has behind it. Raises `NewerSchema` where they are more than there are."""
    (have,) = db.execute("PRAGMA user_version").fetchone()
    if have > len(STEPS):
        raise NewerSchema(f"the database has schema {have}, this kds knows up to {len(STEPS)}: update kds")
    return int(have)
