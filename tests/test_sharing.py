"""How workers share a machine: the order of the tests, what stays together, and who runs beside nobody."""

from __future__ import annotations

import fcntl
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sharing import Machine

pytest_plugins = ["pytester"]

INI = """
[pytest]
markers =
    alone
    browser
    slow
    long
    packaging
pythonpath = {root}
addopts = -p no:schemathesis
"""
SUITE = """
import pytest


def test_rule():
    pass


def test_shared(made):
    pass


@pytest.mark.slow
def test_server():
    pass


@pytest.mark.browser
def test_page():
    pass


@pytest.mark.alone
@pytest.mark.browser
def test_cost():
    pass


@pytest.mark.alone
def test_load():
    pass


@pytest.fixture(scope="module")
def made():
    pass
"""
ORDER = ("test_load", "test_cost", "test_page", "test_server", "test_rule", "test_shared")


@pytest.fixture
def suite(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> pytest.Pytester:
    """A suite of its own that goes by the rules of this one."""
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makeini(INI.format(root=request.config.rootpath))
    return pytester


@pytest.mark.slow
def test_lonely_tests_come_first_browser_tests_stand_together_and_the_quickest_come_last(
    suite: pytest.Pytester,
) -> None:
    suite.makepyfile(SUITE)
    result = suite.runpytest_subprocess("--collect-only", "-q")
    result.stdout.fnmatch_lines([f"*::{name}" for name in ORDER], consecutive=True)


GROUPS = """
import pytest


@pytest.fixture(scope="module")
def made():
    pass


@pytest.mark.parametrize("number", range(10))
def test_shared(made, number):
    pass


@pytest.mark.alone
@pytest.mark.parametrize("number", range(10))
def test_lonely(number):
    pass
"""


@pytest.mark.slow
def test_one_worker_gets_all_lonely_tests_and_all_that_share_what_their_module_made(suite: pytest.Pytester) -> None:
    suite.makepyfile(GROUPS)
    result = suite.runpytest_subprocess("-v", "-n", "2")
    result.assert_outcomes(passed=20)
    ran: dict[str, set[str]] = defaultdict(set)
    for worker, name in re.findall(r"\[(gw\d)\].* PASSED .*::(\w+)", result.stdout.str()):
        ran[name].add(worker)
    assert sorted(ran.values(), key=str) == [{"gw0"}, {"gw1"}]


TOLD = """
import os
import time
from pathlib import Path

import pytest

LOG = Path(__file__).with_name("log")


def note(word):
    with LOG.open("ab", buffering=0) as log:
        log.write(f"{word}\\n".encode())


@pytest.mark.alone
@pytest.mark.parametrize("number", range(2))
def test_alone(number):
    note("alone")
    # Long enough for the other worker to run all of its tests, if it may.
    time.sleep(0.3)
    note("done")


@pytest.mark.parametrize("number", range(20))
def test_beside(number, worker_id):
    note(worker_id)
"""


@pytest.mark.slow
def test_nothing_runs_beside_a_lonely_test(suite: pytest.Pytester) -> None:
    made = suite.makepyfile(TOLD)
    suite.runpytest_subprocess("-n", "2").assert_outcomes(passed=22)
    told = made.with_name("log").read_text().split()
    assert [told[at + 1] for at, word in enumerate(told) if word == "alone"] == ["done", "done"]
    assert {"gw0", "gw1"} < set(told), "one of the workers had nothing to do"


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[list[Machine]]:
    """One machine as three workers see it."""
    made = [Machine(tmp_path) for _ in range(3)]
    yield made
    for each in made:
        each.close()


def is_free(lock: Path) -> bool:
    """Whether somebody could have the lock now."""
    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def begun(work: Callable[[], None]) -> threading.Thread:
    """Somebody who waits beside the test."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_machine_is_shared_by_many(machines: list[Machine], tmp_path: Path) -> None:
    for each in machines:
        each.share()
    assert is_free(tmp_path / "room")


def test_a_machine_that_is_taken_is_nobody_elses_until_it_is_left(machines: list[Machine], tmp_path: Path) -> None:
    one, other, _ = machines
    one.take()
    one.take()
    assert not is_free(tmp_path / "room")
    waiting = begun(other.share)
    one.leave()
    waiting.join(10)
    assert not waiting.is_alive()
    assert is_free(tmp_path / "room")


def test_whoever_wants_it_for_themselves_waits_for_the_tests_under_way_and_lets_none_begin(
    machines: list[Machine], tmp_path: Path
) -> None:
    under_way, taking, late = machines
    under_way.share()
    first = begun(taking.take)
    while is_free(tmp_path / "door"):
        assert first.is_alive()
    second = begun(late.share)
    under_way.leave()
    first.join(10)
    second.join(0)
    assert (first.is_alive(), second.is_alive(), is_free(tmp_path / "room")) == (False, True, False)
    taking.leave()
    second.join(10)
    assert not second.is_alive()
