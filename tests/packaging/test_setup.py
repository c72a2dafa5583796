"""What a fresh machine needs: pins that match the ranges, and a set-up that says what is missing."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def pins() -> dict[str, str]:
    lines = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    matches = [re.fullmatch(r"([\w.-]+)==([\w.]+)", line) for line in lines if not line.startswith("#")]
    assert all(matches), "a pin is NAME==VERSION and nothing else"
    return {canonicalize_name(match[1]): match[2] for match in matches if match}


def requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return [Requirement(line) for line in listed]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: requirement.name)
def test_every_requirement_is_a_range_that_holds_its_pin(requirement: Requirement) -> None:
    assert {clause.operator for clause in requirement.specifier} == {">=", "<"}
    assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])


def program(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def set_up(python: str, place: Path) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / ".ci" / "venv"), python, str(place / "venv")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_set_up_names_a_python_that_is_not_there(tmp_path: Path) -> None:
    done = set_up("python-of-nowhere", tmp_path)
    assert done.returncode == 1
    assert "Python 3.11 or newer, and there is no python-of-nowhere" in done.stderr


def test_set_up_names_a_python_that_is_too_old(tmp_path: Path) -> None:
    old = program(tmp_path / "old", '[ "$1" = -V ] && echo Python 3.9.2')
    done = set_up(old, tmp_path)
    assert done.returncode == 1
    assert f"{old} is Python 3.9.2" in done.stderr


def test_set_up_names_a_missing_venv_module(tmp_path: Path) -> None:
    bare = program(tmp_path / "bare", f'case "$2" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"')
    done = set_up(bare, tmp_path)
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()
