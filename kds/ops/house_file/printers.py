"""Kitchen printers in a file: a row each."""

from __future__ import annotations

from kds.core.kitchen.screens import ScreenLanguage
from kds.core.printing.model import PrinterKind, PrinterMode, SlipKind
from kds.core.printing.queueing import in_order
from kds.core.state import State
from kds.ops.house_file.row import Named, Row, names


class PrinterRow(Named, frozen=True, kw_only=True):
    """A kitchen printer; no stations means all of them."""

    printer: str
    host: str
    port: int = 9100
    width: int = 80
    stations: tuple[str, ...] = ()
    mode: PrinterMode = "fallback"
    slip: SlipKind = "station"
    second: str = ""
    kind: PrinterKind = "escpos"
    backlog_minutes: int = 10
    language: ScreenLanguage = "zh"
    position: int = 0


OWN = ("host", "port", "width", "stations", "mode", "slip", "second", "kind", "backlog_minutes", "language", "position")
"""The fields that stand in a file as they are."""


def of_printers(state: State) -> list[Row]:
    """The rows of a house."""
    return [
        PrinterRow(printer=each.printer, **names(each), **{name: getattr(each, name) for name in OWN})
        for each in in_order(state)
    ]
