"""The kitchen on paper: printers, and what is printed by hand."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from kds.connect.printers.alarming import down_now
from kds.core.printing import change_printers, print_again, print_kitchen, print_test, print_ticket, report_printed
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.printers_view import PrintersView, printers_view
from kds.core.printing.report_printed import ReportPrinted
from kds.core.text import OptionalId
from kds.core.types import Who
from kds.web.bodies import body_of, command_of
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest
from kds.web.wire import SETTINGS_BYTES


class PrintBody(Struct, frozen=True, forbid_unknown_fields=True):
    """On which printer; "" for the one that it is for."""

    printer: OptionalId = ""


def to_printers(body: Struct, params: Params, who: Who) -> ChangePrinters:
    """The command that the body is."""
    return command_of(body, ChangePrinters)


def to_printed(body: Struct, params: Params, who: Who) -> ReportPrinted:
    """One slip, by somebody who holds it."""
    return ReportPrinted(jobs=(params["job"],))


async def read_printers(asked: ReadRequest) -> bytes:
    """The printers and how they fare."""
    await asked.store.readable()
    return msgspec.json.encode(printers_view(asked.store.state, down_now(asked.store)))


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/tickets/{{ticket}}/print",
        summary="Print a ticket; it is marked as a reprint where any of it was printed",
        deed=print_ticket.DEED,
        body=PrintBody,
    ),
    Post(
        path=f"{PREFIX}/kitchen/print",
        summary="Print every open line, by station and by table, numbered",
        deed=print_kitchen.DEED,
        body=PrintBody,
    ),
    Get(
        path=f"{PREFIX}/printers",
        summary="The printers, what waits for each, and what they did not confirm",
        view="kitchen",
        read=read_printers,
        answer=PrintersView,
    ),
    Post(
        path=f"{PREFIX}/printers/{{printer}}/test",
        summary="Print a test slip",
        deed=print_test.DEED,
    ),
    Post(
        path=f"{PREFIX}/printers/changes",
        summary="Change the printers: those given, and those that go, whole or not at all. With `knowingly` it is "
        "refused where nobody would see dishes any more at stations that it does not name; without it, or null, that "
        "is not asked",
        deed=change_printers.DEED,
        body=body_of(ChangePrinters),
        command=to_printers,
        most_bytes=SETTINGS_BYTES,
    ),
    Post(
        path=f"{PREFIX}/print-jobs/{{job}}/again",
        summary="Print a slip once more, marked as a reprint where it may have been printed",
        deed=print_again.DEED,
        body=PrintBody,
    ),
    Post(
        path=f"{PREFIX}/print-jobs/{{job}}/printed",
        summary="Say that a slip that its printer did not confirm lies there all the same",
        deed=report_printed.DEED,
        command=to_printed,
    ),
)
