"""Templates are compiled beside the server, and say what they would have said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kds.feed import ahead
from kds.feed.templating import Compiled, environment
from kds.i18n import LANGUAGES, Language


@pytest.fixture(autouse=True)
def nothing_compiled() -> Iterator[None]:
    """Environments as a server has them when it begins."""
    environment.cache_clear()
    yield
    environment.cache_clear()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_is_loaded_from_what_was_compiled_and_is_the_same(language: Language) -> None:
    late = environment(language).get_template("start/page.html")
    environment.cache_clear()
    await ahead.compile_ahead(after_s=0)
    cache = environment(language).bytecode_cache
    assert isinstance(cache, Compiled)
    assert len(cache.codes) == len(ahead.names())
    early = environment(language).get_template("start/page.html")
    assert len(cache.codes) == len(ahead.names()) - 1
    assert early.root_render_func.__code__.co_code == late.root_render_func.__code__.co_code


async def test_a_server_that_knows_all_of_them_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead.compile_all()
    monkeypatch.setattr(sys, "executable", "/nowhere")
    await ahead.compile_ahead(after_s=0)


async def test_a_process_that_fails_is_said_and_pages_are_compiled_when_they_are_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(broken))
    with capture_logs() as logs:
        await ahead.compile_ahead(after_s=0)
    assert [(each["event"], each["code"]) for each in logs] == [("templates_not_compiled", 3)]
    environment("zh").get_template("start/page.html")
