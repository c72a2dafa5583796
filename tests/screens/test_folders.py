"""Where scripts, styles and templates stand, and which script may import which."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Parser

from kds.resources import static_dir, templates_dir

FOLDERS = {"lib", "wall", "board", "desk", "order", "guest", "print"}
MAY_IMPORT = {
    "lib": {"lib"},
    "wall": {"wall", "lib"},
    "board": {"board", "desk", "lib"},
    "order": {"order", "lib"},
    "guest": {"guest", "order", "lib"},
    "desk": {"desk", "order", "lib"},
    "print": {"lib"},
}
JS, CSS = static_dir() / "js", static_dir() / "css"
SCRIPTS = sorted(JS.rglob("*.js"))
PARSER = Parser(Language(tree_sitter_javascript.language()))
TEMPLATE_LINE = 160
KEYS = re.compile(r'data-key="(Key\w|Digit\d)"|deed\("\w+", "(\w)"')
"""The keys of deeds, as templates name them."""
LAYOUTS = {"base.html", "desk.html", "board.html"}
SEVERAL_PAGES = {"error"}
"""Folders of pages that differ in a sentence."""
OF_A_LAYOUT = {"board"}
"""Folders of what a layout is made of: they have no page."""


def named(path: Path) -> str:
    """A script as `lib/clock.js`."""
    return path.relative_to(JS).as_posix()


@pytest.mark.parametrize("root", [JS, CSS], ids=["js", "css"])
def test_every_script_and_style_stands_in_one_of_the_folders(root: Path) -> None:
    files = [path for path in root.rglob("*") if path.is_file()]
    assert {path.parent.relative_to(root).as_posix() for path in files} == FOLDERS


def imports(script: Path) -> list[str]:
    """What a script imports, each as it stands in the statement."""
    root = PARSER.parse(script.read_bytes()).root_node
    sources = [node.child_by_field_name("source") for node in root.children]
    return [source.text.decode().strip("\"'") for source in sources if source is not None and source.text]


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_the_library_imports_itself_alone_and_wall_and_desk_do_not_know_each_other(script: Path) -> None:
    for source in imports(script):
        found = (script.parent / source).resolve()
        assert found.is_file(), source
        assert found.parent.name in MAY_IMPORT[script.parent.name], source


def test_every_screen_has_a_folder_with_its_page_and_its_fragments() -> None:
    for path in templates_dir().rglob("*"):
        folder, name = path.relative_to(templates_dir()).parent.as_posix(), path.name
        if path.is_dir():
            assert name in SEVERAL_PAGES | OF_A_LAYOUT or (path / "page.html").is_file(), name
        elif folder == ".":
            assert name in LAYOUTS or name.startswith("_"), name
        elif folder not in SEVERAL_PAGES:
            assert name == "page.html" or name.startswith("_"), path


def test_no_line_of_a_template_is_longer_than_a_screen_is_wide() -> None:
    long = [
        f"{path.relative_to(templates_dir())}:{number}"
        for path in sorted(templates_dir().rglob("*"))
        if path.is_file()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > TEMPLATE_LINE
    ]
    assert long == []


def test_only_a_pot_has_cells() -> None:
    """What a screen has is slots."""
    classes = {name for sheet in CSS.rglob("*.css") for name in re.findall(r"\.([\w-]*cell[\w-]*)", sheet.read_text())}
    assert classes == {"pot-cell"}


def test_the_key_that_locks_a_device_does_nothing_else() -> None:
    """Alt+0 is pressed on every page: a deed with the same key would be done by somebody who is signed out by it."""
    presence = (JS / "desk" / "presence.js").read_text()
    assert 'event.code === "Digit0"' in presence
    keys = {
        key for each in templates_dir().rglob("*.html") for found in KEYS.findall(each.read_text()) for key in found
    }
    assert {"KeyC", "B", "Digit3"} <= keys
    assert not keys & {"Digit0", "0"}
