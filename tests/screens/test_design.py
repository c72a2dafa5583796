"""The design, measured: contrast of the tokens, and nothing that a Chromium of 2021 does not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kds.resources import static_dir, templates_dir
from kds.web.pages.palette import PAIRS, WALL, Pair, colours, contrast

TOKENS = (static_dir() / "css" / "lib" / "tokens.css").read_text()
SHEETS = sorted((static_dir() / "css").rglob("*.css"))
SCRIPTS = sorted((static_dir() / "js").rglob("*.js"))


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_what_the_standard_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.theme}: {pair.text} on {pair.ground}")
def test_what_is_read_has_enough_contrast(pair: Pair) -> None:
    """Seven on walls, which are read from three metres; four and a half elsewhere and for lesser words."""
    known = colours(pair.theme)
    assert contrast(known[pair.text], known[pair.ground]) >= pair.least


def test_the_words_of_walls_are_held_to_the_higher_contrast() -> None:
    lesser = {pair.text for pair in PAIRS if pair.theme == "dark" and pair.least < WALL}
    assert lesser == {"text-faint", "good", "bad"}


def test_every_colour_of_a_text_is_measured() -> None:
    for theme in ("light", "dark"):
        measured_texts = {pair.text for pair in PAIRS if pair.theme == theme}
        texts = {name for name in colours(theme) if name.endswith("text") or name in ("link", "good", "warn", "bad")}
        assert texts <= measured_texts, theme


def test_every_colour_stands_in_the_tokens() -> None:
    """But for the shades of a pattern."""
    for sheet in SHEETS:
        if sheet.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", sheet.read_text()), sheet.name


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS))
    for sheet in SHEETS:
        assert set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text())) <= defined, sheet.name


# `text-wrap` is not among them: who does not know it breaks a name where it ends, and hides nothing.
NEW_CSS = (
    r":has\(|:is\(.*&|@container|@layer|@scope|@property|color-mix|oklch|oklab|\blab\("
    r"|\bdvh|\bsvh|accent-color|^\s*&"
)
NEW_JS = (
    r"\.at\(-?\d|Object\.hasOwn|structuredClone|\.findLast|\.toSorted|\.toReversed|\.toSpliced|\.with\(|Object\.groupBy"
    r"|Promise\.withResolvers|randomUUID|AbortSignal\.(timeout|any)|startViewTransition|\.moveBefore|URL\.canParse"
    r"|\bstatic\s*\{|#\w+ in |/[a-z]*[dv][a-z]*\.(test|exec)|navigation\.|\bcause:|Array\.fromAsync|setHTML"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_styles_are_known_to_a_chromium_of_2021(sheet: Path) -> None:
    text = sheet.read_text()
    assert not re.search(NEW_CSS, text, re.MULTILINE)
    depth = [
        part.count("{")
        for part in re.sub(r"@(?:media|keyframes)[^{]+\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", r"\1", text).split("}")
    ]
    assert max(depth) <= 1, "rules are nested"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_known_to_a_chromium_of_2021(script: Path) -> None:
    text = script.read_text()
    assert not re.search(NEW_JS, text)
    assert not re.search(r"\beval\(|new Function|https?://", text)
    assert len(text.splitlines()) <= 300


def test_templates_hold_no_script_and_no_style() -> None:
    for path in templates_dir().rglob("*"):
        if path.is_file():
            text = path.read_text()
            assert not re.search(
                r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|https?://(?!www\.w3\.org)", text
            ), path


def test_what_is_vendored_names_its_version_and_licence() -> None:
    vendored = sorted(path.name for path in (static_dir() / "vendor").iterdir())
    assert vendored
    for name in vendored:
        stem = re.fullmatch(r"([a-z-]+-\d+\.\d+\.\d+)\.(min\.js|js|css|LICENSE)", name)
        assert stem, name
        assert f"{stem[1]}.LICENSE" in vendored
