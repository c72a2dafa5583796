"""A library module touches nothing of the page when it is imported: it is given what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_javascript
from playwright.sync_api import Browser, Page
from tree_sitter import Language, Node, Parser

from kds.resources import static_dir
from tests.screens.lib.empty import ADDRESS, empty_page

LIBRARY = sorted(script for folder in ("lib", "order") for script in (static_dir() / "js" / folder).glob("*.js"))
"""What pages are made of: the library, and the ordering kit, which a channel starts."""
PARSER = Parser(Language(tree_sitter_javascript.language()))


LATER = ("function_declaration", "function_expression", "arrow_function", "method_definition")


def run_when_imported(node: Node) -> Iterator[Node]:
    """The nodes that run as a module is imported: not those of functions, nor the fields of what is yet to be made."""
    for child in node.children:
        field = child.type == "field_definition" and all(each.type != "static" for each in child.children)
        if not field and child.type not in LATER:
            yield child
            yield from run_when_imported(child)


PAGE = {"document", "window", "navigator", "location", "localStorage", "sessionStorage", "self", "globalThis"}


def touched(code: bytes) -> list[str]:
    """The names of the page's things that a module uses as it is imported."""
    used = run_when_imported(PARSER.parse(code).root_node)
    return [
        node.text.decode() for node in used if node.type == "identifier" and node.text and node.text.decode() in PAGE
    ]


@pytest.mark.parametrize("script", LIBRARY, ids=lambda path: path.name)
def test_a_library_module_names_nothing_of_the_page_at_its_top(script: Path) -> None:
    assert touched(script.read_bytes()) == []


@pytest.mark.parametrize(
    "code",
    [
        'const bar = document.getElementById("bar");',
        "export class Sound { static muted = window.localStorage.getItem('muted'); }",
        "if (navigator.onLine) go();",
        "const now = ((page) => page.now)(document.body.dataset);",
    ],
)
def test_the_check_finds_what_touches_the_page(code: str) -> None:
    assert touched(code.encode())


WATCHED = """
window.touched = [];
for (const [name, kind] of Object.entries({ Document, Storage, EventTarget })) {
  for (const [key, made] of Object.entries(Object.getOwnPropertyDescriptors(kind.prototype))) {
    if (key === 'constructor' || !made.configurable) continue;
    for (const how of ['get', 'set', 'value']) {
      const before = made[how];
      if (typeof before === 'function') {
        made[how] = function watched(...given) {
          window.touched.push(`${name}.${key}`);
          return before.apply(this, given);
        };
      }
    }
    Object.defineProperty(kind.prototype, key, made);
  }
}
"""
IMPORTED = "async (url) => { window.touched.length = 0; await import(url); return window.touched.slice(); }"


@pytest.fixture(scope="module")
def watched_page(browser: Browser) -> Iterator[Page]:
    """An empty document that notes whatever is done with it, its storage and its events."""
    with empty_page(browser) as page:
        page.add_init_script(WATCHED)
        page.goto(ADDRESS)
        yield page


@pytest.mark.browser
@pytest.mark.parametrize("script", LIBRARY, ids=lambda path: path.name)
def test_importing_a_library_module_touches_no_page(watched_page: Page, script: Path) -> None:
    assert watched_page.evaluate(IMPORTED, f"/js/{script.parent.name}/{script.name}") == []


@pytest.mark.browser
def test_an_import_that_touches_the_page_is_noticed(watched_page: Page) -> None:
    code = "const keys = load(); function load() { return window.localStorage.getItem('keys'); }"
    watched_page.route("**/bad.js", lambda route: route.fulfill(content_type="text/javascript", body=code))
    assert watched_page.evaluate(IMPORTED, "/bad.js") == ["Storage.getItem"]
