"""Characters that printers have not, drawn with the fonts of the box."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from kds.connect.printers.cleaning import in_printer
from kds.connect.printers.layout import CELL_DOTS, Line, cell

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
WANTED = (
    "NotoSansCJK",
    "SourceHanSans",
    "wqy",
    "DroidSansFallback",
    "NotoEmoji",
    "Symbola",
    "DejaVuSans.ttf",
    "unifont",
)
"""What is looked for, the best first, by how the files' names begin."""
FONTS_MOST = 8
NOWHERE = "\U0010ffff"
"""A character that no font has."""
HEIGHT_DOTS = 24
WHITE = 255
SIZES = {"normal": (1, 1), "tall": (1, 2), "large": (2, 2)}


@cache
def font_files() -> tuple[Path, ...]:
    """The fonts of the box that are of use, the best first."""
    there = [
        each for folder in FOLDERS for each in sorted(folder.rglob("*")) if each.suffix in (".ttc", ".ttf", ".otf")
    ]
    found = [each for name in WANTED for each in there if each.name.startswith(name) and "Mono" not in each.name]
    plain = sorted(found, key=lambda each: "Regular" not in each.name and "-" in each.name)
    return tuple(plain[:FONTS_MOST])


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


@cache
def font_for(character: str, size: int = HEIGHT_DOTS) -> ImageFont.FreeTypeFont | None:
    """A font that has a character; None where none of the box has it."""
    for path in font_files():
        font = _font(path, size)
        mask = font.getmask(character, mode="1")
        if mask.getbbox() is not None and bytes(mask) != bytes(font.getmask(NOWHERE, mode="1")):
            return font
    return None


def drawable(character: str) -> bool:
    """Whether the box can draw it."""
    return font_for(character) is not None


def needs_drawing(text: str) -> bool:
    """Whether a printer lacks any character of a text."""
    return not all(in_printer(each) for each in text)


def drawn(line: Line, dots: int) -> Image.Image:
    """A line as a picture as wide as the paper, every character in its cells; white on black where it is loud."""
    across, down = SIZES[line.size]
    height = HEIGHT_DOTS * down
    picture = Image.new("1", (dots, height + 4), WHITE)
    brush, x = ImageDraw.Draw(picture), 0
    if line.centre:
        x = max(0, (dots - sum([cell(each) for each in line.text]) * CELL_DOTS * across) // 2)
    for each in line.text:
        font = font_for(each, height - 2)
        if font is not None and each != " ":
            brush.text((x, 0), each, fill=0, font=font)
        x += cell(each) * CELL_DOTS * across
    return ImageChops.invert(picture) if line.loud else picture
