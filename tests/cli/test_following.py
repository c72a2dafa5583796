"""`kds follow`: the process of a follower, as its server sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.live.server import ROOT, House, new_house

pytestmark = pytest.mark.slow


@contextmanager
def process(data: Path, name: str = "public_past") -> Iterator[subprocess.Popen[str]]:
    """The process, killed at the end."""
    command = [sys.executable, "-m", "kds", "follow", "--data", str(data), name]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def said(running: subprocess.Popen[str]) -> Any:
    """The next that it says."""
    assert running.stdout is not None
    return json.loads(running.stdout.readline())


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A demo restaurant, to be copied."""
    return new_house(tmp_path_factory.mktemp("founded") / "data")


@pytest.fixture
def data(founded: House, tmp_path: Path) -> Path:
    return founded.copied_to(tmp_path / "data").data


def test_it_says_how_far_it_is_and_ends_at_once_with_the_end_of_its_input(data: Path) -> None:
    with process(data) as running:
        assert said(running) == {}
        while not (last := said(running)).get("waits"):
            pass
        assert last["seq"] > 0
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(10) == 0
    with process(data) as again:
        assert said(again) == {"seq": last["seq"]}


def test_what_ends_it_is_told_and_logged_in_a_line(data: Path) -> None:
    (data / "followers").write_text("this is no folder")
    with process(data) as running:
        assert "NotADirectoryError" in said(running)["error"]
        assert running.wait(10) == 1
        assert running.stderr is not None
        logged = [json.loads(line) for line in running.stderr.read().splitlines()]
    assert [(line["event"], line["follower"]) for line in logged] == [("follower_ends", "public_past")]


def test_a_store_that_is_not_there_is_told_too(tmp_path: Path) -> None:
    with process(tmp_path) as running:
        assert "holds no store" in said(running)["error"]
        assert running.wait(10) == 1


def test_a_follower_that_there_is_not_is_refused_by_name(data: Path) -> None:
    with process(data, "printer") as running:
        assert running.wait(10) == 2
        assert running.stderr is not None
        assert "there is no follower printer" in running.stderr.read()
