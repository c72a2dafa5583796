"""A payload (audit.py says of what kind) of bare sqlite3: threads that commit one row at a time and tell each.

python writer.py DIRECTORY [--synchronous FULL|NORMAL|OFF] [--autocheckpoint PAGES] [--writers N]
"""

import argparse
import hashlib
import os
import sqlite3
import threading
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS row (writer INTEGER, n INTEGER, body BLOB NOT NULL, PRIMARY KEY (writer, n)) STRICT;
CREATE TABLE IF NOT EXISTS total (writer INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
"""


def say(line: str) -> None:
    """One write a line: lines of several threads stay whole, and nothing waits in a buffer."""
    os.write(1, f"{line}\n".encode())


def body(writer: int, n: int) -> bytes:
    """Some 32 to 6,400 bytes that can be told from any other row's."""
    return hashlib.sha256(f"{writer}-{n}".encode()).digest() * (1 + n * 37 % 200)


def connect(path: Path, options: argparse.Namespace) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA synchronous = {options.synchronous}")
    db.execute(f"PRAGMA wal_autocheckpoint = {options.autocheckpoint}")
    return db


def tell_what_is_there(db: sqlite3.Connection) -> None:
    db.executescript(SCHEMA)
    (verdict,) = db.execute("PRAGMA integrity_check").fetchone()
    rows = db.execute("SELECT writer, n, body FROM row").fetchall()
    totals = dict(db.execute("SELECT writer, n FROM total"))
    counts = dict(db.execute("SELECT writer, count(*) FROM row GROUP BY writer"))
    if verdict != "ok" or totals != counts:
        say(f"broken {verdict}: {totals} {counts}")
    for writer, n, found in rows:
        say(f"have {writer}-{n}" if found == body(writer, n) else f"broken row {writer}-{n}")


def write(path: Path, options: argparse.Namespace, writer: int) -> None:
    db = connect(path, options)
    (n,) = db.execute("SELECT coalesce(max(n), 0) FROM row WHERE writer = ?", [writer]).fetchone()
    while True:
        n += 1
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO row VALUES (?, ?, ?)", [writer, n, body(writer, n)])
        db.execute("INSERT INTO total VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1", [writer])
        db.execute("COMMIT")
        say(f"ack {writer}-{n}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--synchronous", choices=["FULL", "NORMAL", "OFF"], default="FULL")
    parser.add_argument("--autocheckpoint", type=int, default=1000)
    parser.add_argument("--writers", type=int, default=2)
    options = parser.parse_args()
    path = options.directory / "rows.sqlite3"
    try:
        tell_what_is_there(connect(path, options))
    except sqlite3.DatabaseError as error:
        say(f"broken {error}")
        return
    say("ready")
    for writer in range(options.writers):
        threading.Thread(target=write, args=(path, options, writer)).start()


if __name__ == "__main__":
    main()
