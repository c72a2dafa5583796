"""The recipes of CONTRIBUTING.md still fit the tree: quick, while `test_contributing.py` does what they say."""

from __future__ import annotations

import re

import pytest

from tests.packaging.recipes import CONTRIBUTING, ROOT, blocks, changed, section

TITLES = re.findall(r"^##+ (.+)$", CONTRIBUTING.read_text(), re.MULTILINE)
HEADINGS = [title for title in TITLES if "```" in section(title)]
"""The recipes: what has blocks."""


@pytest.mark.parametrize("recipe", HEADINGS)
def test_what_a_recipe_changes_stands_there_once_and_what_it_adds_does_not(recipe: str) -> None:
    texts: dict[str, str] = {}
    for block in blocks(recipe):
        file = ROOT / block.path
        if block.language != "diff":
            assert not file.exists(), f"{block.path} is there already"
        elif file.suffix != ".po":  # `make messages` puts there what the Chinese is written into
            texts[block.path] = changed(texts.get(block.path) or file.read_text(), block.text)


def test_the_deed_is_as_many_files_as_is_said() -> None:
    said = re.search(r"\*\*(\d+) files by hand\*\*", section("A deed"))
    assert said is not None
    assert int(said[1]) == len({block.path for block in blocks("A deed")})


def test_every_target_of_make_that_is_named_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make (\w+)`", CONTRIBUTING.read_text())) <= targets
