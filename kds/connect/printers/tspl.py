"""Labels for cups and boxes as TSPL: every label is one picture, so that no character depends on the printer."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from kds.connect.printers.fonts import WHITE, drawn
from kds.connect.printers.layout import DOTS, LABEL, Line

SIZE_MM, GAP_MM = (40, 30), 2
DOTS_A_MM = 8
TOP, LEFT = 4, 8
COPIES_MOST = 99
ASK = b"\x1b!?"


def label_bytes(labels: Sequence[tuple[Sequence[Line], int]]) -> bytes:
    """All that is sent of these labels, each in so many copies; what does not fit on one goes on on the next."""
    return b"".join([_label(picture, copies) for lines, copies in labels for picture in _pictures(lines)])


def _pictures(lines: Sequence[Line]) -> list[Image.Image]:
    across, down = SIZE_MM[0] * DOTS_A_MM, SIZE_MM[1] * DOTS_A_MM
    pictures, y = [Image.new("1", (across, down), WHITE)], TOP
    for line in lines:
        row = drawn(line, DOTS[LABEL])
        if y + row.height > down:
            pictures.append(Image.new("1", (across, down), WHITE))
            y = TOP
        pictures[-1].paste(row, (LEFT, y))
        y += row.height
    return pictures


def _label(picture: Image.Image, copies: int) -> bytes:
    head = f"SIZE {SIZE_MM[0]} mm,{SIZE_MM[1]} mm\r\nGAP {GAP_MM} mm,0\r\nDIRECTION 1\r\nCLS\r\n"
    bitmap = f"BITMAP 0,0,{picture.width // 8},{picture.height},0,".encode()
    end = f"\r\nPRINT 1,{min(max(copies, 1), COPIES_MOST)}\r\n"
    return head.encode() + bitmap + picture.tobytes() + end.encode()
