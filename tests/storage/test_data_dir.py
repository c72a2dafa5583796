"""The data directory: made once, for one server at a time."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kds.core.state import FORMAT
from kds.storage import data_dir
from kds.storage.connections import reading
from kds.storage.damage import DamagedStore
from kds.storage.data_dir import DataDirError
from kds.storage.files import create_private
from kds.storage.opening import open_ledger
from kds.storage.snapshots import Header, SnapshotWriter
from tests.storage.rows import append

HOLD = """
import sys, pathlib
from kds.storage.data_dir import sole_use
with sole_use(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(data: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def store_id(path: Path) -> str:
    with reading(path) as db:
        ((found,),) = db.execute("SELECT store_id FROM store").fetchall()
    return str(found)


def modes(data: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in data.rglob("*") if not path.is_dir()}


def test_a_store_is_made_once(tmp_path: Path) -> None:
    made = data_dir.create(tmp_path / "new" / "store")
    path = data_dir.find(tmp_path / "new" / "store")
    assert store_id(path) == made
    with pytest.raises(DataDirError, match="already"):
        data_dir.create(tmp_path / "new" / "store")
    assert store_id(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_written_anew_is_private_even_over_a_draft_that_was_not(tmp_path: Path) -> None:
    draft = tmp_path / "a.draft"
    draft.touch()
    draft.chmod(0o644)
    os.close(create_private(draft))
    assert modes(tmp_path) == {0o600}


def test_a_making_that_was_cut_short_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "ledger.db.draft").write_bytes(b"half a database")
    data_dir.create(tmp_path)
    assert store_id(data_dir.find(tmp_path))


def test_where_no_store_is_the_words_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataDirError, match="kds init"):
        data_dir.find(tmp_path)
    with pytest.raises(DataDirError, match="kds init"):
        data_dir.find(tmp_path / "nothing")


async def test_what_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"no database" * 1_000)
    with pytest.raises(DamagedStore, match="cannot be read"):
        async with open_ledger(tmp_path):
            pass


async def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "store"
    previous = os.umask(0)
    try:
        data_dir.create(data)
        for _ in range(2):
            async with open_ledger(data) as ledger:
                await append(ledger, 3)
                SnapshotWriter(data, Header(FORMAT, ledger.store_id, 3, 1, "", False)).finish()
                assert len(modes(data)) == 1
                assert modes(data) == {0o600}
                assert {stat.S_IMODE(path.stat().st_mode) for path in [data, *data.glob("*/")]} == {0o700}
    finally:
        os.umask(previous)


async def test_what_an_older_kds_left_open_to_others_is_closed_to_them(data: Path) -> None:
    for path in (data, data / "ledger.db"):
        path.chmod(path.stat().st_mode | 0o055)
    async with open_ledger(data):
        assert modes(data) == {0o600}
        assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_path_with_odd_characters_is_no_hindrance(tmp_path: Path) -> None:
    data = tmp_path / "50% off? #1 火锅"
    made = data_dir.create(data)
    assert store_id(data_dir.find(data)) == made


def test_a_second_server_is_refused_and_told_which_is_the_first(data: Path) -> None:
    with holder(data) as first:
        with pytest.raises(DataDirError, match=f"process {first.pid}"), data_dir.sole_use(data):
            pass
        first.communicate()
    with data_dir.sole_use(data):
        pass


def test_a_server_that_was_killed_holds_nothing(data: Path) -> None:
    with holder(data) as first:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        with data_dir.sole_use(data):
            pass


def test_no_store_is_made_where_a_server_runs(tmp_path: Path) -> None:
    with data_dir.sole_use(tmp_path), pytest.raises(DataDirError, match="in use"):
        data_dir.create(tmp_path)
