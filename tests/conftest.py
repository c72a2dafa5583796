"""What holds for every test: the laws at length on demand, and no silent skips in CI."""

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

import kds.core.decide as deciding
from tests import sharing

# A reason that a deed does not declare is a fault under test.
deciding.STRICT = True

REQUIRE_ALL = os.environ.get("KDS_REQUIRE_ALL") == "1"

# default: a developer's run. ci: the same examples every time. long: make laws.
settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile(
    "long",
    max_examples=5_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the laws at length")


def pytest_configure(config: pytest.Config) -> None:
    sharing.register(config)
    if config.getoption("--hypothesis-profile"):
        return
    if config.getoption("--long"):
        settings.load_profile("long")
    else:
        settings.load_profile("ci" if REQUIRE_ALL else "default")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the long form of a law out, as deselected and not as skipped: nothing lacks."""
    sharing.arrange(items)
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if REQUIRE_ALL and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skip into a failure that gives the skip's reason."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"KDS_REQUIRE_ALL=1 allows no skip: {reason}"
