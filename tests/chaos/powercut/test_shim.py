"""The shim itself, on a bare sqlite3 writer: it must keep what was synced and be able to lose the rest."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.powercut import writer
from tests.chaos.powercut.audit import Audit
from tests.chaos.powercut.shim import Disk, build
from tests.needs import needs

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needs("cc")
    return build(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def disk(library: Path, tmp_path: Path) -> Disk:
    return Disk(library, tmp_path)


def run(disk: Disk, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *arguments], env=disk.environment(), stdout=subprocess.PIPE)


def lines(process: subprocess.Popen[bytes]) -> Iterator[str]:
    assert process.stdout is not None
    return (line.decode().rstrip("\n") for line in process.stdout if line.endswith(b"\n"))


def cut_again_and_again(disk: Disk, cuts: int, *options: str, tear: bool = False) -> Audit:
    """Runs the writer, cuts the power after some rows, and so on; the audit includes a start after the last cut."""
    audit, dice = Audit(), random.Random(cuts)
    for cut in range(cuts + 1):
        process = run(disk, writer.__file__, str(disk.data), *options)
        told = lines(process)
        audit.start(told.__next__)
        if cut < cuts and audit.clean:
            audit.load(told.__next__, dice.randint(50, 400))
        disk.cut(process, torn=cut if tear else None)
        audit.rest(told)
    return audit


@pytest.mark.parametrize("autocheckpoint", ["20", "1000"])
@pytest.mark.parametrize("tear", [False, True], ids=["lost", "torn"])
def test_no_row_acknowledged_under_full_is_lost(disk: Disk, autocheckpoint: str, tear: bool) -> None:
    audit = cut_again_and_again(disk, 4, "--autocheckpoint", autocheckpoint, tear=tear)
    assert audit.clean, (audit.lost, audit.broken)
    assert len(audit.acknowledged) > 200


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_same_audit_fails_without_a_sync_for_each_commit(disk: Disk, synchronous: str) -> None:
    # Without checkpoints, each of which syncs what it moves, so that the loss is no matter of luck.
    audit = cut_again_and_again(disk, 1, "--synchronous", synchronous, "--autocheckpoint", "0")
    assert len(audit.lost) >= 50


def test_the_next_process_starts_on_what_the_cut_left_and_what_was_changed_since(disk: Disk) -> None:
    (disk.data / "before").write_text("x")
    do_and_cut(disk, "put('first', 'x', sync=True)")
    (disk.data / "between").write_text("x")
    do_and_cut(disk, "put('second', 'x', sync=True); put('between', 'y', sync=False)")
    assert {path.name: path.read_text() for path in disk.data.iterdir()} == dict.fromkeys(
        ["before", "first", "between", "second"], "x"
    )


PRELUDE = """
import os, sys, shutil, sqlite3
os.chdir(sys.argv[1])
def put(name, text, sync, flags=os.O_WRONLY | os.O_CREAT | os.O_TRUNC):
    fd = os.open(name, flags, 0o600)
    os.write(fd, text.encode())
    if sync: os.fsync(fd)
    return fd
def sync(name):
    fd = os.open(name, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)
"""


def do_and_cut(disk: Disk, code: str, torn: int | None = None) -> dict[str, str]:
    """Runs the code to its end, cuts, and returns the content of the surviving files."""
    code = f"{PRELUDE}\n{code}\nos.write(1, b'done\\n'); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(disk.data)],
        env=disk.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert next(lines(process)) == "done"
        disk.cut(process, torn=torn)
    return {str(path.relative_to(disk.data)): path.read_text() for path in disk.data.rglob("*") if path.is_file()}


def test_a_file_is_there_when_it_was_synced_and_only_then(disk: Disk) -> None:
    assert do_and_cut(disk, "put('kept', 'text', sync=True); put('gone', 'text', sync=False)") == {"kept": "text"}


def test_what_is_written_after_the_sync_is_lost(disk: Disk) -> None:
    assert do_and_cut(disk, "fd = put('a', 'one', sync=True); os.write(fd, b'two')") == {"a": "one"}
    assert do_and_cut(disk, "put('a', 'two', sync=False)") == {"a": "one"}
    assert do_and_cut(disk, "fd = put('a', 'four', sync=True); os.ftruncate(fd, 1)") == {"a": "four"}
    assert do_and_cut(disk, "put('a', '!', sync=True, flags=os.O_WRONLY | os.O_APPEND)") == {"a": "four!"}


def test_every_way_to_write_is_seen(disk: Disk) -> None:
    found = do_and_cut(
        disk,
        """
put('source', 'x' * 1500, sync=True)
fd = put('a', 'x' * 3000, sync=True, flags=os.O_RDWR | os.O_CREAT)
os.pwrite(fd, b'p', 2000); os.pwritev(fd, [b'v', b'w'], 10); os.fdatasync(fd)
os.ftruncate(fd, 2500); os.ftruncate(fd, 2600); os.fsync(fd)
os.lseek(fd, 5, 0); os.writev(fd, [b'1', b'2']); os.fsync(fd)
shutil.copyfile('source', 'b'); sync('b')
with open('c', 'w') as c:
    c.write('y' * 100_000); c.flush(); os.fsync(c.fileno())
os.truncate('c', 3); sync('c')
""",
    )
    a = bytearray(b"x" * 2500 + bytes(100))
    a[2000:2001], a[10:12], a[5:7] = b"p", b"vw", b"12"
    assert found == {"source": "x" * 1500, "a": a.decode(), "b": "x" * 1500, "c": "yyy"}


REPLACE = "put('a', 'old', sync=True); put('new', 'new', sync={sync}); os.replace('new', 'a')"


def test_a_rename_is_lost_until_the_directory_is_synced(disk: Disk) -> None:
    assert do_and_cut(disk, REPLACE.format(sync=True)) == {"a": "old", "new": "new"}


def test_a_rename_is_kept_once_the_directory_is_synced(disk: Disk) -> None:
    assert do_and_cut(disk, REPLACE.format(sync=True) + "; sync('.')") == {"a": "new"}


def test_a_synced_rename_makes_no_content_durable(disk: Disk) -> None:
    assert do_and_cut(disk, REPLACE.format(sync=False) + "; sync('.')") == {"a": ""}


def test_a_removal_is_lost_until_the_directory_is_synced(disk: Disk) -> None:
    assert do_and_cut(disk, "put('a', 'a', sync=True); os.unlink('a')") == {"a": "a"}
    assert do_and_cut(disk, "os.unlink('a'); sync('.')") == {}


def test_an_inode_that_lives_again_is_another_file(disk: Disk) -> None:
    again = "[(os.close(put(f'f{i}', str(i), sync=True)), os.unlink(f'f{i}')) for i in range(20)]"
    assert do_and_cut(disk, again) == {f"f{i}": str(i) for i in range(20)}


def test_what_a_process_without_the_shim_wrote_is_kept_once_one_with_it_syncs(disk: Disk) -> None:
    code = """
import subprocess
plain = {name: value for name, value in os.environ.items() if name != 'LD_PRELOAD'}
for name in ('read', 'update', 'lost'):
    subprocess.run(['/bin/sh', '-c', f'echo -n {name} > {name}'], env=plain, check=True)
sync('read')
os.fsync(os.open('update', os.O_RDWR))
"""
    assert do_and_cut(disk, code) == {"read": "read", "update": "update"}


def test_directories_are_kept_with_what_is_synced_in_them(disk: Disk) -> None:
    code = "os.makedirs('x/y'); put('x/y/a', 'a', sync=True); put('x/b', 'b', sync=False); os.mkdir('z'); sync('.')"
    assert do_and_cut(disk, code) == {"x/y/a": "a"}
    assert sorted(path.name for path in disk.data.iterdir()) == ["x", "z"]
    assert do_and_cut(disk, "shutil.rmtree('x'); sync('.')") == {}


def test_a_torn_cut_keeps_any_sectors_of_what_was_not_synced(disk: Disk) -> None:
    code = f"fd = put('a', 'o' * {100 * 512}, sync=True); os.pwrite(fd, b'n' * {90 * 512}, 0)"
    text = do_and_cut(disk, code, torn=1)["a"]
    sectors = [text[at : at + 512] for at in range(0, len(text), 512)]
    assert set(sectors) == {"o" * 512, "n" * 512}
    assert sectors[90:] == ["o" * 512] * 10


def test_two_processes_share_the_disk(disk: Disk) -> None:
    """A command beside the server: what it writes and syncs holds too, and the server's own sync covers both."""
    first = run(disk, writer.__file__, str(disk.data), "--writers", "1")
    told = lines(first)
    audit = Audit()
    audit.start(told.__next__)
    audit.load(told.__next__, 20)
    command = """
db = sqlite3.connect('rows.sqlite3', timeout=30)
db.execute('PRAGMA synchronous = FULL')
for n in range(20):
    db.execute("INSERT INTO row VALUES (9, ?, x'00')", [n]); db.commit()
"""
    done = run(disk, "-c", f"{PRELUDE}\n{command}", str(disk.data))
    assert done.wait() == 0
    audit.load(told.__next__, 20)
    disk.cut(first)
    audit.rest(told)
    process = run(disk, "-c", f"{PRELUDE}\n{COUNT}", str(disk.data))
    found = set(lines(process))
    process.wait()
    assert audit.acknowledged <= found
    assert {f"9-{n}" for n in range(20)} <= found


COUNT = """
for row in sqlite3.connect('rows.sqlite3').execute('SELECT writer, n FROM row'):
    print(*row, sep='-')
"""
