"""The suite's own rules: a skip has a reason, fails in CI, and the long form is left out."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.slow  # each runs a pytest of its own

SUITE = """
import pytest

from tests.needs import TOOLS, needs

TOOLS["abacus"] = (lambda: None, "apt-get install abacus")


def test_tool():
    needs("abacus")


@pytest.mark.long
def test_at_length():
    pass


@pytest.mark.xfail
def test_known():
    raise AssertionError
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> pytest.Pytester:
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makeini(
        f"[pytest]\nmarkers = long\npythonpath = {request.config.rootpath}\naddopts = -ra -p no:schemathesis"
    )
    pytester.makepyfile(SUITE)
    return pytester


def test_a_missing_tool_is_a_skip_with_its_reason(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KDS_REQUIRE_ALL", raising=False)
    result = suite.runpytest_subprocess()
    result.assert_outcomes(skipped=1, xfailed=1, deselected=1)
    result.stdout.fnmatch_lines(["SKIPPED*needs abacus: apt-get install abacus"])


def test_a_missing_tool_is_a_failure_where_all_is_required(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDS_REQUIRE_ALL", "1")
    result = suite.runpytest_subprocess()
    result.assert_outcomes(failed=1, xfailed=1, deselected=1)
    result.stdout.fnmatch_lines(["*KDS_REQUIRE_ALL=1 allows no skip: *needs abacus*"])


def test_it_is_one_also_where_workers_run_it(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDS_REQUIRE_ALL", "1")
    suite.makepyfile(test_module="import pytest\npytest.importorskip('no_such_module')\n")
    result = suite.runpytest_subprocess("-n", "2", "--continue-on-collection-errors")
    result.assert_outcomes(failed=1, xfailed=1, errors=1)
    result.stdout.fnmatch_lines(["*KDS_REQUIRE_ALL=1 allows no skip: *needs abacus*"])


def test_a_module_that_skips_itself_is_an_error_where_all_is_required(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDS_REQUIRE_ALL", "1")
    suite.makepyfile(test_module="import pytest\npytest.importorskip('no_such_module')\n")
    result = suite.runpytest_subprocess("test_module.py")
    result.assert_outcomes(errors=1)


def test_the_long_form_runs_on_demand(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KDS_REQUIRE_ALL", raising=False)
    suite.runpytest_subprocess("--long").assert_outcomes(passed=1, skipped=1, xfailed=1)
