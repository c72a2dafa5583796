"""A kitchen slip as ESC/POS: text in GB18030, drawn where the printer has not all of it, a cut, and a question.

The question (GS r 1) is answered in its turn, after the cut: whoever answers it has printed what came before.
"""

from __future__ import annotations

from collections.abc import Sequence

from escpos.image import EscposImage  # type: ignore[import-untyped]
from escpos.printer import Dummy  # type: ignore[import-untyped]
from PIL import Image

from kds.connect.printers.fonts import drawn, needs_drawing
from kds.connect.printers.layout import DOTS, Line

BEGIN = b"\x1b@\x1da\x00\x1c&"
"""As after power-on; no status that nobody asked for; Chinese characters."""
ASK_PRINTED = b"\x1dr\x01"
ASK_OFFLINE, ASK_PAPER = b"\x10\x04\x02", b"\x10\x04\x04"
"""Real-time questions: these are answered at once, whatever waits to be printed."""
SIZES = {"normal": (1, 1), "tall": (1, 2), "large": (2, 2)}
CODE_MOST = 20
"""Characters of a bar code that fits on the narrower paper."""


def slip_bytes(lines: Sequence[Line], width: int) -> bytes:
    """All that is sent of a slip."""
    printer = Dummy()
    printer._raw(BEGIN)
    for line in lines:
        if line.code:
            printer._raw(_code(line.code))
        elif needs_drawing(line.text):
            printer._raw(_picture(drawn(line, DOTS[width])))
        else:
            across, down = SIZES[line.size]
            printer.set(
                align="center" if line.centre else "left",
                bold=line.bold,
                invert=line.loud,
                custom_size=True,
                width=across,
                height=down,
            )
            printer._raw(line.text.encode("gb18030") + b"\n")
    printer.set(align="left", bold=False, invert=False, custom_size=True, width=1, height=1)
    printer.cut(mode="PART")
    printer._raw(ASK_PRINTED)
    return bytes(printer.output)


def _picture(picture: Image.Image) -> bytes:
    """A picture in one piece. The library's own way says on standard output that it knows no width."""
    found = EscposImage(picture)
    across, down = int(found.width_bytes), int(found.height)
    size = across.to_bytes(2, "little") + down.to_bytes(2, "little")
    return b"\x1ba\x00\x1dv0\x00" + size + bytes(found.to_raster_format())


def _code(text: str) -> bytes:
    """A bar code (CODE128) with its text below it; one that would not fit is left out."""
    plain = text.encode("ascii", "ignore")
    if not plain or len(plain) > CODE_MOST or plain != text.encode():
        return b""
    data = b"{B" + plain.replace(b"{", b"{{")
    return b"\x1ba\x01\x1dh\x50\x1dw\x02\x1dH\x02\x1dkI" + bytes([len(data)]) + data + b"\n\x1ba\x00"
