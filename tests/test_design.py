"""The design in kds/README.md is the one that stands: its laws, its rooms and the files that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

KDS = Path(__file__).parents[1] / "kds"
ROOT = KDS.parent
DESIGN = (KDS / "README.md").read_text()
LAWS = {
    1: "Conservation",
    2: "Exactly once",
    3: "Durable",
    4: "Resume",
    5: "Shown",
    6: "Bump what was seen",
    7: "Money",
    8: "Nothing slow, nothing hidden",
    9: "Same ledger, same state",
    10: "Right party",
    11: "The kitchen does not cook twice",
    12: "Nothing hidden by a setting",
    13: "Price seen, price charged",
    14: "Last release",
}
ROWS = re.findall(r"^\| (\d+) \| \*\*(.+?)\.\*\* .+ \| (.+) \|$", DESIGN, re.MULTILINE)
NO_ROOMS = {"locale"}
"""Folders that hold data and no code."""


def law_tests() -> dict[int, str]:
    """The file that bears each law's name, below the checkout."""
    files = {
        each.relative_to(ROOT).as_posix(): re.match(r"test_law_(\d+)_", each.name)
        for each in (ROOT / "tests").rglob("test_law_*.py")
    }
    found = {int(named[1]): path for path, named in files.items() if named}
    assert len(found) == len(files), "a law has one file"
    return found


def section(name: str) -> str:
    """What stands under a heading."""
    return DESIGN.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def named_rooms() -> set[str]:
    """The rooms that the table of rooms names."""
    rows = re.findall(r"^\| (?:\[(\w+)\]\(\1/README\.md\)|`(\w+)`) \|", section("Rooms"), re.MULTILINE)
    return {linked or plain for linked, plain in rows}


def rooms() -> set[str]:
    """The folders under kds/."""
    return {each.name for each in KDS.iterdir() if each.is_dir() and not each.name.startswith(("_", "."))}


def test_every_law_has_its_row_in_order() -> None:
    assert [(int(number), name) for number, name, _ in ROWS] == list(LAWS.items())


@pytest.mark.parametrize(("number", "where"), [(int(number), where) for number, _, where in ROWS])
def test_a_laws_row_names_the_test_that_bears_its_name_or_says_that_there_is_none(number: int, where: str) -> None:
    file = law_tests().get(number)
    assert where == file if file else where.startswith("none yet: ")


def test_no_test_bears_the_name_of_a_law_that_there_is_not() -> None:
    assert law_tests().keys() <= LAWS.keys()


def test_the_rooms_that_are_named_are_those_that_there_are() -> None:
    assert named_rooms() == rooms()


def test_every_room_says_what_it_is_for() -> None:
    assert [each for each in sorted(rooms() - NO_ROOMS) if not (KDS / each / "README.md").is_file()] == []


def test_every_file_that_the_design_names_is_there() -> None:
    linked = re.findall(r"\]\((\S+?)\)", DESIGN)
    tests = re.findall(r"\btests/[\w/]+\.py", DESIGN)
    assert linked
    missing = [each for each in linked if not (KDS / each).exists()]
    assert missing + [each for each in tests if not (ROOT / each).exists()] == []
