"""From rows to the bytes that a printer understands; in a thread, where a font may be read."""

from __future__ import annotations

from typing import NamedTuple

from kds.connect.printers import tspl
from kds.connect.printers.fonts import drawable
from kds.connect.printers.layout import LABEL, Row, laid_out
from kds.core.printing.model import Printer


class Made(NamedTuple):
    """A slip as rows, or labels with their copies, and the printer that it is for."""

    printer: Printer
    rows: list[Row]
    labels: list[tuple[list[Row], int]]


def made(slip: Made) -> bytes:
    """All that is sent."""
    # python-escpos takes a second to come, and its thread can spare that.
    from kds.connect.printers import escpos

    if slip.printer.kind == "label":
        return tspl.label_bytes([(laid_out(rows, LABEL, drawable), copies) for rows, copies in slip.labels])
    return escpos.slip_bytes(laid_out(slip.rows, slip.printer.width, drawable), slip.printer.width)
