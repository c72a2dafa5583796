"""Every script and style of ours is one that a Chromium of spring 2021 (90) reads: by grammar, not by trying it.

The grammar's words that we use are listed; whatever is not on the list is looked up before it is added. Names of newer
APIs are forbidden, wherever they stand.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from kds.resources import static_dir

SCRIPTS = sorted((static_dir() / "js").rglob("*.js"))
SHEETS = sorted((static_dir() / "css").rglob("*.css"))
PARSER = Parser(Language(tree_sitter_javascript.language()))
KNOWN = {
    "arguments", "array", "array_pattern", "arrow_function", "assignment_expression", "assignment_pattern",
    "augmented_assignment_expression", "await_expression", "binary_expression", "break_statement",
    "call_expression", "catch_clause", "class_body", "class_declaration", "class_heritage", "comment",
    "computed_property_name", "continue_statement", "else_clause", "empty_statement",
    "escape_sequence", "export_clause", "export_specifier", "export_statement",
    "expression_statement", "false", "field_definition", "finally_clause", "for_in_statement", "for_statement",
    "formal_parameters", "function_declaration", "function_expression", "generator_function", "identifier",
    "if_statement", "import", "import_clause", "import_specifier", "import_statement", "lexical_declaration",
    "member_expression", "method_definition", "named_imports", "namespace_import", "new_expression", "null",
    "number", "object", "object_assignment_pattern",
    "object_pattern", "optional_chain", "pair", "pair_pattern", "parenthesized_expression",
    "private_property_identifier", "program", "property_identifier", "regex", "regex_flags", "regex_pattern",
    "rest_pattern", "return_statement", "sequence_expression", "shorthand_property_identifier",
    "shorthand_property_identifier_pattern", "spread_element", "statement_block", "string", "string_fragment",
    "subscript_expression", "super", "switch_body", "switch_case", "switch_default", "switch_statement",
    "template_string", "template_substitution", "ternary_expression", "this", "throw_statement", "true",
    "try_statement", "unary_expression", "undefined", "update_expression", "variable_declaration",
    "variable_declarator", "while_statement",
}  # fmt: skip
"""Named nodes of the grammar that Chromium 90 runs; not among them: static blocks, import attributes, using, JSX."""
NEW_NAMES = {
    "at", "hasOwn", "structuredClone", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with",
    "groupBy", "withResolvers", "fromAsync", "randomUUID", "canParse", "startViewTransition", "moveBefore", "setHTML",
    "setHTMLUnsafe", "showPopover", "togglePopover", "checkVisibility", "navigation", "scheduler",
    "isWellFormed", "toWellFormed", "waitAsync", "DecompressionStream", "URLPattern", "showPicker", "throwIfAborted",
    "Iterator", "difference", "intersection", "isSubsetOf", "symmetricDifference", "union",
}  # fmt: skip
# A browser that cannot balance rows draws as many of them, less even: nothing is lost with it.
NEW_CSS = (
    r":has\(|@container|@layer|@scope|@property|@starting-style|color-mix|oklch|oklab|\blab\(|\blch\("
    r"|\blight-dark\(|text-wrap(?!: (?:balance|wrap))|\d(?:d|s|l)v[hw]\b|accent-color|^\s*&|\bsubgrid\b|:popover-open"
    r"|scrollbar-gutter"
    r"|(?:^|[{;]\s*)(?:translate|rotate|scale)\s*:|\(\s*(?:width|height)\s*[<>]|aspect-ratio\s*:\s*auto\s*\d|\banchor\("
    r"|content-visibility|object-view-box|font-palette|\bround\(|:user-(?:in)?valid|\binert\b|field-sizing"
)


def nodes(node: Node) -> list[Node]:
    """A node and everything below it."""
    return [node, *(below for child in node.children for below in nodes(child))]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_use_the_grammar_and_the_names_of_2021(script: Path) -> None:
    tree = PARSER.parse(script.read_bytes())
    assert not tree.root_node.has_error
    faults = [f"line {node.start_point.row + 1}: {fault}" for node in nodes(tree.root_node) if (fault := new(node))]
    assert faults == []
    assert len(script.read_text().splitlines()) <= 300


def test_the_script_that_says_that_a_browser_is_too_old_is_read_by_all_of_them() -> None:
    later = {"arrow_function", "lexical_declaration", "class_declaration", "template_string", "import_statement",
             "export_statement", "spread_element", "object_pattern", "await_expression", "optional_chain"}  # fmt: skip
    tree = PARSER.parse((static_dir() / "js" / "wall" / "too-old.js").read_bytes())
    assert {node.type for node in nodes(tree.root_node)} & later == set()


def new(node: Node) -> str:
    """What a node has that Chromium 90 does not know; "" for nothing."""
    text = node.text.decode() if node.text else ""
    if node.is_named and node.type not in KNOWN:
        return node.type
    if node.type == "identifier" and text in NEW_NAMES - {"at", "with"}:
        return text
    if node.type == "member_expression" and (name := node.child_by_field_name("property")) and name.text:
        called = node.parent is not None and node.parent.type == "call_expression"
        if called and name.text.decode() in NEW_NAMES:
            return name.text.decode()
    if node.type == "regex_flags" and set(text) & set("dv"):
        return f"regex flag {text}"
    if node.type == "binary_expression" and any(child.type == "private_property_identifier" for child in node.children):
        return "#field in object"
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "class A { static { go(); } }",
        "class A { #b; has(c) { return #b in c; } }",
        "list.at(-1);",
        "Object.hasOwn(a, b);",
        "structuredClone(a);",
        "list.toSorted();",
        "import a from './a.json' with { type: 'json' };",
        "const a = /b/d;",
        "using a = b();",
    ],
)
def test_the_check_finds_what_is_newer(text: str) -> None:
    tree = PARSER.parse(text.encode())
    assert tree.root_node.has_error or any(new(node) for node in nodes(tree.root_node))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_styles_use_what_2021_knows(sheet: Path) -> None:
    assert not re.search(NEW_CSS, re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL), re.MULTILINE)


@pytest.mark.parametrize(
    "text",
    ["a:has(b) {}", "a { color: oklch(1 0 0); }", "a { height: 100dvh; }", "@container (x) {}", "a { rotate: 1deg; }"],
)
def test_the_check_finds_newer_styles(text: str) -> None:
    assert re.search(NEW_CSS, text, re.MULTILINE)
