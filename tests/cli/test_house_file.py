"""`kds import` and `kds export`, as a person meets them: a house goes from one store to another, or nothing does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.server import ROOT

pytestmark = pytest.mark.slow


def kds(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command; whatever happens, it is told without a traceback."""
    command = [sys.executable, "-m", "kds", *[str(each) for each in words]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("ending", ["xlsx", "toml"])
def test_the_demos_house_moves_to_a_store_of_ones_own(tmp_path: Path, ending: str) -> None:
    one, other, file, again = tmp_path / "one", tmp_path / "other", tmp_path / f"a.{ending}", tmp_path / "b.toml"
    assert kds("init", "--data", one, "--demo").returncode == 0
    assert kds("init", "--data", other).returncode == 0
    assert kds("export", "--data", one, file).returncode == 0
    assert kds("export", "--data", one, file).returncode == 1, "what is there is not written over"
    assert kds("import", "--data", other, file, "--replace").returncode == 0
    assert kds("export", "--data", other, again).returncode == 0
    first = tmp_path / "first.toml"
    assert kds("export", "--data", one, first).returncode == 0
    assert again.read_text() == first.read_text()


def test_a_file_with_a_fault_changes_nothing(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "house.toml"
    kds("init", "--data", data)
    before = kds("events", "--data", data).stdout
    file.write_text('areas = [{area = "x", zh = "厅"}]\ntables = [{table = "1", area = "y", seats = 4}]\n')
    done = kds("import", "--data", data, file)
    assert done.returncode == 1
    assert "tables #1" in done.stderr
    assert "没有导入任何内容" in done.stderr
    assert kds("events", "--data", data).stdout == before
