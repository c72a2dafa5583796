"""A follower's own file: rows and cursor stand together or not at all, and all of it may be lost."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kds.storage.ledger import Head, StorageError, Superseded
from kds.storage.own_store import BEGINNING, FILE, DamagedFile, OwnStore, discard, read

TABLES = ("CREATE TABLE seen (seq INTEGER PRIMARY KEY) STRICT",)
ADD = "INSERT INTO seen VALUES (?)"
ALL = "SELECT seq FROM seen ORDER BY seq"


def head(seq: int) -> Head:
    """An event of that number."""
    return Head(seq, seq.to_bytes(32, "big"))


def opened(folder: Path, form: str = "1", *, anew: bool = True) -> OwnStore:
    return OwnStore(folder, TABLES, form, anew=anew)


def seen(folder: Path, form: str | None = "1") -> tuple[Head, list[int]] | None:
    """What a reader beside the writer is shown."""
    found = read(folder, form, ALL)
    return None if found is None else (found.head, [seq for (seq,) in found.rows])


def test_it_begins_at_the_beginning_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "followers" / "one"
    assert read(folder, "1", ALL) is None
    with closing(opened(folder)) as own:
        assert own.cursor == BEGINNING
        own.run(ADD, [(1,)])
        own.keep(head(1))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent)} <= {0o700, 0o755}


def test_what_was_kept_is_there_again_and_what_was_not_is_not(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as own:
        own.run(ADD, [(1,), (2,)])
        own.keep(head(2))
        own.run(ADD, [(3,)])
        assert seen(tmp_path) == (head(2), [1, 2])
    with closing(opened(tmp_path)) as again:
        assert again.cursor == head(2)
    assert seen(tmp_path) == (head(2), [1, 2])


@pytest.mark.parametrize("moment", ["run", "keep", "between"])
def test_a_process_that_dies_leaves_rows_and_cursor_together(tmp_path: Path, moment: str) -> None:
    """Killed before it kept, after it kept, and in the midst of the next ones."""
    program = f"""
import os, signal, sys
from pathlib import Path
from tests.storage.test_own_store import ADD, head, opened
own = opened(Path({str(tmp_path)!r}))
own.run(ADD, [(1,), (2,)])
if {moment!r} != "run":
    own.keep(head(2))
if {moment!r} == "between":
    own.run(ADD, [(n,) for n in range(3, 5000)])
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    expected = (BEGINNING, []) if moment == "run" else (head(2), [1, 2])
    assert seen(tmp_path) == expected
    with closing(opened(tmp_path)) as own:
        own.run(ADD, [(3,)])
        own.keep(head(3))
    assert seen(tmp_path) == (head(3), [*expected[1], 3])


def test_a_statement_that_fails_keeps_nothing_of_its_batch(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as own:
        own.run(ADD, [(1,)])
        own.keep(head(1))
        own.run(ADD, [(2,)])
        with pytest.raises(StorageError):
            own.run(ADD, [(3,), (1,)])
    assert seen(tmp_path) == (head(1), [1])


def test_another_form_is_emptied_and_not_read(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as own:
        own.run(ADD, [(1,)])
        own.keep(head(1))
    assert read(tmp_path, "2", ALL) is None
    with closing(opened(tmp_path, "2")) as own:
        assert own.cursor == BEGINNING
    assert seen(tmp_path, "1") is None
    assert seen(tmp_path, None) == (BEGINNING, [])


def test_whoever_lost_the_cursor_keeps_nothing(tmp_path: Path) -> None:
    """A process that should have ended wakes up beside the one that took its place."""
    with closing(opened(tmp_path)) as old:
        with closing(opened(tmp_path)) as new:
            new.run(ADD, [(1,)])
            new.keep(head(1))
        old.run(ADD, [(7,)])
        with pytest.raises(Superseded):
            old.keep(head(1))
    assert seen(tmp_path) == (head(1), [1])


def test_a_reset_is_the_beginning_for_the_one_who_does_it_and_the_end_for_the_other(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as own:
        own.run(ADD, [(1,)])
        own.keep(head(1))
        with closing(opened(tmp_path)) as other:
            other.reset()
            assert other.cursor == BEGINNING
        assert seen(tmp_path) == (BEGINNING, [])
        own.run(ADD, [(2,)])
        with pytest.raises(Superseded):
            own.keep(head(2))
    assert seen(tmp_path) == (BEGINNING, [])


def test_a_file_that_was_deleted_under_its_writer_is_noticed(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as own:
        own.keep(head(1))
        discard(tmp_path)
        with pytest.raises(Superseded):
            own.keep(head(2))
        with closing(opened(tmp_path)) as new:
            assert new.cursor == BEGINNING
        with pytest.raises(Superseded):
            own.keep(head(2))


@pytest.mark.parametrize("what", ["no database", "a page"])
def test_a_damaged_file_is_told_deleted_and_made_anew(tmp_path: Path, what: str) -> None:
    with closing(opened(tmp_path)) as own:
        for seq in range(0, 5_000, 100):
            own.run(ADD, [(each,) for each in range(seq + 1, seq + 101)])
            own.keep(head(seq + 100))
    content = bytearray((tmp_path / FILE).read_bytes())
    start = 0 if what == "no database" else 4_096
    content[start : start + 12_288] = os.urandom(12_288)
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DamagedFile):
        read(tmp_path, "1", ALL)
    with pytest.raises(DamagedFile):
        opened(tmp_path).run("DELETE FROM seen WHERE seq > ?", [(0,)])
    assert not (tmp_path / FILE).exists()
    with closing(opened(tmp_path)) as own:
        assert own.cursor == BEGINNING


def test_a_damaged_file_that_must_not_be_lost_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"nothing that anybody could read" * 300)
    with pytest.raises(DamagedFile):
        opened(tmp_path, anew=False)
    assert (tmp_path / FILE).exists()


def test_a_reader_sees_rows_and_cursor_of_one_moment_while_somebody_writes(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as own:
        for seq in range(1, 200):
            own.run(ADD, [(seq,)])
            own.keep(head(seq))
            found = read(tmp_path, "1", "SELECT coalesce(max(seq), 0), count(*) FROM seen")
            assert found is not None
            assert found == (head(seq), [(seq, seq)])


def test_the_file_is_plain_sqlite_for_whoever_wants_to_look(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as own:
        own.run(ADD, [(1,)])
        own.keep(head(1))
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        assert db.execute("SELECT seq, form FROM cursor").fetchall() == [(1, "1")]
