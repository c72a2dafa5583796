"""The design, measured: contrast of the tokens, and nothing that a Chromium of 2021 does not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kds.resources import static_dir, templates_dir

Colour = tuple[float, float, float]
TOKENS = (static_dir() / "css" / "tokens.css").read_text()
SHEETS = sorted((static_dir() / "css").glob("*.css"))
SCRIPTS = sorted((static_dir() / "js").glob("*.js"))


def tokens(selector: str) -> dict[str, Colour]:
    """The colours that a block of tokens.css names."""
    block = TOKENS.split(f"{selector} {{")[1].split("}")[0]
    return {
        name: (int(rgb[:2], 16) / 255, int(rgb[2:4], 16) / 255, int(rgb[4:], 16) / 255)
        for name, rgb in re.findall(r"--([\w-]+): #([0-9a-f]{6});", block)
    }


def luminance(colour: Colour) -> float:
    """WCAG's relative luminance."""
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT, DARK = tokens(":root"), tokens(".wall-root")


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "ground"),
        ("text", "surface"),
        ("text", "surface-raised"),
        ("text-soft", "surface"),
        ("text-soft", "surface-raised"),
        ("ground", "text"),
        ("fresh-text", "fresh"),
        ("soon-text", "soon"),
        ("late-text", "late"),
        ("late-text", "soon"),
        ("critical-text", "critical"),
        ("critical-text", "critical-stripe"),
        ("held-text", "held"),
        ("base-text", "base"),
        ("rush-text", "rush"),
        ("note-text", "note"),
        ("soon", "surface"),
        ("text", "broth"),
        ("hot", "broth"),
    ],
)
def test_what_is_read_from_three_metres_has_a_contrast_of_seven(text: str, ground: str) -> None:
    assert contrast(DARK[text], DARK[ground]) >= 7


@pytest.mark.parametrize(("text", "ground"), [("text-faint", "surface"), ("good", "surface"), ("bad", "surface")])
def test_lesser_words_on_a_wall_have_a_contrast_of_four_and_a_half(text: str, ground: str) -> None:
    assert contrast(DARK[text], DARK[ground]) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "ground"),
        ("text-soft", "surface"),
        ("text-soft", "ground"),
        ("link", "surface"),
        ("link", "ground"),
        ("accent-text", "accent"),
        ("good", "surface"),
        ("good", "good-ground"),
        ("warn", "warn-ground"),
        ("bad", "bad-ground"),
    ],
)
def test_desks_have_a_contrast_of_four_and_a_half(text: str, ground: str) -> None:
    assert contrast(LIGHT[text], LIGHT[ground]) >= 4.5


def test_every_colour_stands_in_the_tokens() -> None:
    """But for the shades of a pattern."""
    for sheet in SHEETS:
        if sheet.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", sheet.read_text()), sheet.name


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS))
    for sheet in SHEETS:
        assert set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text())) <= defined, sheet.name


NEW_CSS = (
    r":has\(|:is\(.*&|@container|@layer|@scope|@property|color-mix|oklch|oklab|\blab\("
    r"|text-wrap|\bdvh|\bsvh|accent-color|^\s*&"
)
NEW_JS = (
    r"\.at\(|Object\.hasOwn|structuredClone|\.findLast|\.toSorted|\.toReversed|\.toSpliced|\.with\(|Object\.groupBy"
    r"|Promise\.withResolvers|randomUUID|AbortSignal\.(timeout|any)|startViewTransition|\.moveBefore|URL\.canParse"
    r"|\bstatic\s*\{|#\w+ in |/[a-z]*[dv][a-z]*\.(test|exec)|navigation\.|\bcause:|Array\.fromAsync|setHTML"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_styles_are_known_to_a_chromium_of_2021(sheet: Path) -> None:
    text = sheet.read_text()
    assert not re.search(NEW_CSS, text, re.MULTILINE)
    depth = [
        part.count("{") for part in re.sub(r"@media[^{]+\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", r"\1", text).split("}")
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
