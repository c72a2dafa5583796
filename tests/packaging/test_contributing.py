"""The recipes of CONTRIBUTING.md, each done word by word in a copy of the tree; and what is forgotten is a red test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.recipes import Block, blocks, checked, copied, do, run
from tests.packaging.test_recipes import HEADINGS

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(1_200)]

FROZEN = ("tests/core/test_codec.py", "tests/core/test_snapshot_format.py", "tests/feed/test_public_shapes.py")
RIGHTS = "tests/web/test_rights.py::test_the_readmes_table_is_what_the_code_declares"
WORDS = "tests/test_i18n.py"
NET = "tests/core/test_plays.py"
POSTS = "tests/web/test_every_post.py"
HAVE_A_PATH = "tests/web/test_every_post.py::test_every_deed_that_anybody_may_do_can_be_done_over_the_interface"
HAVE_A_POST = f"{POSTS}::test_there_is_a_good_request_for_every_post"
HAVE_A_PLAY = f"{NET}::test_every_deed_has_a_play"
HAVE_AN_EXAMPLE = f"{FROZEN[0]}::test_every_version_of_every_type_has_a_golden_example"
CLOSED_DAY = f"{NET}::test_a_closed_day_leaves_every_book_as_in_a_house_without_guests"
FIRSTS = ("NoteComplaint", "PlaceRound", "VoidLine", "ClearSession", "CloseDay")
PAIRS = [f"tests/core/test_pairs.py::test_every_deed_follows_it[{deed}]" for deed in FIRSTS]
"""The deed after some that it may well not be able to follow, and all others after it."""
LAW_7 = "tests/laws/test_law_7_money.py"

RECIPES = {
    "A deed": (
        "tests/core/orders",
        "tests/feed/test_public_words.py",
        *FROZEN,
        RIGHTS,
        POSTS,
        NET,
        *PAIRS,
        LAW_7,
        "tests/core/test_imports.py",
    ),
    "A new field": (*FROZEN, "tests/core/floor"),
    "A new version": (*FROZEN, "tests/core/floor", "tests/core/test_landed_ledger.py", "tests/core/test_imports.py"),
    "A page": ("tests/web/test_parties.py", "tests/web/test_pages.py", WORDS),
    "A setting of a screen": (*FROZEN, "tests/web/test_screen_clock.py", WORDS),
}
"""The recipes by heading, and the tests that matter there."""

Leave = Callable[[Block], bool]
OMISSIONS: dict[str, tuple[Leave, str, str]] = {
    "no play": (lambda block: block.path == "tests/core/plays/orders.py", HAVE_A_PLAY, "NoteComplaint has no play"),
    "no golden example": (
        lambda block: block.path.startswith("tests/golden/events/"),
        HAVE_AN_EXAMPLE,
        "add tests/golden/events",
    ),
    "no path": (
        lambda block: block.path in ("kds/web/api/orders.py", "tests/good_requests.py"),
        HAVE_A_PATH,
        "NoteComplaint",
    ),
    "no good request": (lambda block: block.path == "tests/good_requests.py", HAVE_A_POST, "add one to"),
    "no words": (
        lambda block: block.path == "kds/feed/public/words/orders.py",
        "tests/feed/test_public_words.py",
        "say it in kds/feed/public/words/",
    ),
    "not forgotten with its party": (
        lambda block: "self.voids, self.complaints" in block.text,
        CLOSED_DAY,
        "complaints",
    ),
}
"""What could be left out of the deed, the test that is red then, and what it says."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as it stands, copied once."""
    return copied(tmp_path_factory.mktemp("scratch") / "tree")


@pytest.fixture
def copy(tree: Path, tmp_path: Path) -> Path:
    """A copy to work in."""
    return Path(shutil.copytree(tree, tmp_path / "copy"))


def test_every_recipe_is_done_here() -> None:
    assert list(RECIPES) == HEADINGS


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_done_word_by_word_is_green(copy: Path, recipe: str) -> None:
    do(copy, blocks(recipe))
    for linted in (("ruff", "check", "."), ("ruff", "format", "--check", ".")):
        found = run(copy, *linted)
        assert found.ok, found.said
    done = checked(copy, *RECIPES[recipe])
    assert done.ok, done.said


@pytest.mark.parametrize(("leave", "test", "says"), OMISSIONS.values(), ids=OMISSIONS.keys())
def test_what_is_forgotten_is_a_red_test(copy: Path, leave: Leave, test: str, says: str) -> None:
    whole = blocks("A deed")
    rest = [block for block in whole if not leave(block)]
    assert len(rest) < len(whole)
    do(copy, rest)
    done = checked(copy, test)
    assert not done.ok
    assert says in done.said, done.said


def test_a_table_of_rights_that_was_not_written_anew_is_a_red_test(copy: Path) -> None:
    before = (copy / "kds/web/README.md").read_text()
    do(copy, blocks("A deed"))
    (copy / "kds/web/README.md").write_text(before)
    done = checked(copy, RIGHTS)
    assert not done.ok
    assert "/lines/{line}/complaint" in done.said
