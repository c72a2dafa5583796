"""How the workers of one run share a machine: in what order they get the tests, and which run beside no other.

tests/conftest.py uses it.
"""

from __future__ import annotations

import fcntl
import json
import tempfile
from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

FOLDER = "kds_folder"
"""Under this name a worker is told the folder of the run's locks and groups."""
GROUPS = "groups.json"


def arrange(items: list[pytest.Item]) -> None:
    """Put the tests in the order in which they are handed out.

    Lonely tests come first, when nobody has to wait for anybody. Browser tests stand together, as each worker closes
    its browser after its last one. The quickest come last, so that the workers end together.
    """
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> tuple[bool, bool, bool]:
    alone, browser = _is(item, "alone"), _is(item, "browser")
    quick = not any(_is(item, marker) for marker in ("slow", "chaos", "packaging"))
    return not alone, browser == alone, quick


def group(item: pytest.Item) -> str:
    """Tests of a group go to one worker: the lonely ones, and those for which a module makes a server or the like."""
    if _is(item, "alone"):
        return "alone"
    fixtures = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    return str(item.path) if any(each[-1].scope == "module" for each in fixtures.values()) else item.nodeid


def _is(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


class Machine:
    """The machine as a worker sees it: shared with the others, or taken for a while.

    Two locks, which the system frees with the process that has them: whoever wants the machine holds the door shut
    until the tests under way have ended.
    """

    def __init__(self, folder: Path) -> None:
        self._door: IO[bytes] = (folder / "door").open("ab")
        self._room: IO[bytes] = (folder / "room").open("ab")
        self._taken = False

    def share(self) -> None:
        """Wait until nobody has the machine for themselves."""
        self._enter(fcntl.LOCK_SH)

    def take(self) -> None:
        """Wait until no other worker runs a test, and let none begin."""
        if not self._taken:
            self._enter(fcntl.LOCK_EX)
            self._taken = True

    def leave(self) -> None:
        """Let the others have it."""
        fcntl.flock(self._room, fcntl.LOCK_UN)
        self._taken = False

    def close(self) -> None:
        """No test is run any more."""
        self._door.close()
        self._room.close()

    def _enter(self, how: int) -> None:
        fcntl.flock(self._door, fcntl.LOCK_EX)
        try:
            fcntl.flock(self._room, how)
        finally:
            fcntl.flock(self._door, fcntl.LOCK_UN)


class Worker:
    """Tells the controller the groups, and holds the machine for each test, outside the test's own time limit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._machine = Machine(folder)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every worker writes the same."""
        draft = Path(tempfile.mkstemp(dir=self._folder)[1])
        draft.write_text(json.dumps({item.nodeid: group(item) for item in session.items}))
        draft.rename(self._folder / GROUPS)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        """Share the machine or take it; what is taken is kept from one lonely test to the next."""
        if _is(item, "alone"):
            self._machine.take()
        else:
            self._machine.share()
        try:
            return (yield)
        finally:
            if nextitem is None or not (_is(item, "alone") and _is(nextitem, "alone")):
                self._machine.leave()

    def pytest_unconfigure(self) -> None:
        """The run is over."""
        self._machine.close()


class Scheduler(LoadScopeScheduling):  # type: ignore[misc]
    """Hands tests out in their order, a group at once."""

    def __init__(self, config: pytest.Config, log: Any, folder: Path) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False
        self._folder = folder

    @cached_property
    def _groups(self) -> dict[str, str]:
        return json.loads((self._folder / GROUPS).read_text())  # type: ignore[no-any-return]

    def _split_scope(self, nodeid: str) -> str:
        return self._groups[nodeid]


class Controller:
    """Makes the folder, tells each worker where it is, and hands the tests out."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kds-tests-")

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Called for each worker before it starts."""
        node.workerinput[FOLDER] = self._folder.name

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Scheduler:
        """pytest-xdist's own groups stand in the tests' names, which pytest 9.2 does not let it change."""
        return Scheduler(config, log, Path(self._folder.name))

    def pytest_unconfigure(self) -> None:
        """The workers are gone."""
        self._folder.cleanup()


def register(config: pytest.Config) -> None:
    """Make the run's workers considerate. A run without workers has nobody to share with."""
    told: dict[str, Any] | None = getattr(config, "workerinput", None)
    part = Controller() if told is None else Worker(Path(told[FOLDER]))
    config.pluginmanager.register(part, "kds-sharing")
