"""A log that cannot be written stops nobody."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from kds.ops.logging import to_stderr


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_log_on_a_full_disk_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with io.TextIOWrapper(Path("/dev/full").open("wb", buffering=0), write_through=True) as full:
        monkeypatch.setattr("sys.stderr", full)
        to_stderr()
        structlog.get_logger().error("storage_failed", error="database or disk is full")
        with pytest.raises(OSError, match="No space"):
            full.write("so this is a full disk")


def test_the_log_is_json_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    to_stderr()
    structlog.get_logger().error("storage_failed", error="disk")
    said = capsys.readouterr()
    assert '"event": "storage_failed"' in said.err
    assert said.out == ""
