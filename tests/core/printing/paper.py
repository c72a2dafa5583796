"""A small house with printers, and a look at what they have to print."""

from __future__ import annotations

from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.model import Printer, PrintJob
from tests.house import FOUNDING, SmallHouse, named


def printer(name: str, **more: object) -> Printer:
    """A printer of that id."""
    return Printer(printer=name, name=named(name), host="127.0.0.1", **more)  # type: ignore[arg-type]


def house_with(*printers: Printer) -> SmallHouse:
    """The small house with these printers."""
    return SmallHouse((*FOUNDING, ChangePrinters(printers)))


def queued(house: SmallHouse, name: str = "p") -> list[PrintJob]:
    """What a printer has to print."""
    return house.state.printing.queued(name)


def job(house: SmallHouse, name: str) -> PrintJob:
    """A job, whatever became of it."""
    found = house.state.printing.find(name)
    assert found is not None
    return found
