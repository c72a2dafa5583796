"""The kitchen on paper at /paper: how the printers fare, what is not confirmed, and what can be printed by hand."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kds.connect.printers.alarming import down_now
from kds.connect.printers.faults import FAULTS
from kds.connect.printers.words import MARKS, station_words
from kds.core import ids
from kds.core.kitchen.model import OPEN, Ticket
from kds.core.printing.model import Printer, PrintFault, PrintJob
from kds.core.printing.print_again import PrintAgain
from kds.core.printing.print_kitchen import PrintKitchen, open_parties, open_stations
from kds.core.printing.print_test import PrintTest
from kds.core.printing.print_ticket import PrintTicket
from kds.core.printing.printers_view import label_of, printer_view
from kds.core.printing.queueing import in_order
from kds.core.printing.report_printed import ReportPrinted
from kds.core.rights import PRINT, may
from kds.core.state import State
from kds.core.types import Command, Ms, Name
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter
from kds.web.pages.forms import person, posted, see, submit
from kds.web.pages.house.forms import number_of
from kds.web.pages.house.lists import Chip
from kds.web.pages.house.printers import chips_of
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.respond import page

UNSURE_SHOWN, TICKETS_SHOWN, ON_START = 50, 100, 5
"""Rows that are listed; of more it is said how many there are."""
SENT_MOST = 10_000
FORM_FIELDS = 200
"""A test is asked for by the form of a printer too."""
BACK = ("/", "/paper", "/settings/printers")
"""Where one may have come from."""
WHOLE = Name(zh="全厨交接单", en="Whole kitchen")
TEST = Name(zh="打印测试", en="Test slip")


class SlipRow(NamedTuple):
    """A slip that may or may not be printed."""

    job: str
    what: Name
    printer: Name
    fault: Name | None
    at: str
    key: str


class TicketRow(NamedTuple):
    """An open ticket: when and where it was last printed, "" for never; where it waits, or is not confirmed."""

    ticket: Ticket
    station: Name
    dishes: list[Name]
    at: str
    printed: str
    on: Name | None
    waits: Name | None
    key: str


class PrinterRow(NamedTuple):
    """A printer and how it fares; `confirmed` is when it last printed, "" for never."""

    printer: Printer
    chips: tuple[Chip, ...]
    confirmed: str
    dropped: int
    key: str


class Whole(NamedTuple):
    """The whole kitchen on paper: a slip for each station and one for each party, and where they come out."""

    stations: int
    parties: int
    printer: Name

    @property
    def slips(self) -> int:
        """All of them."""
        return self.stations + self.parties


class OnPaper(NamedTuple):
    """What the pages show."""

    printers: list[PrinterRow]
    unsure: list[SlipRow]
    unsure_more: int
    key: str


class Paper:
    """The page, and what is posted from it and from the start page."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET /paper."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, PRINT)
        await self._store.readable()
        state, now, asked = self._store.state, self._store.now(), request.query_params
        tickets = open_tickets(state)
        on = state.printing.printers.get(asked.get("on", ""))
        return page(
            request,
            "paper/page.html",
            viewer=token,
            paper=on_paper(self._store, UNSURE_SHOWN),
            tickets=[ticket_row(state, each, now) for each in tickets[:TICKETS_SHOWN]],
            whole=whole_kitchen(state) if asked.get("ask") == "kitchen" else None,
            sent=number_of(asked.get("sent", ""), 1, SENT_MOST) if on is not None else None,
            on=on,
            tickets_more=max(0, len(tickets) - TICKETS_SHOWN),
        )

    async def kitchen(self, request: Request) -> Response:
        """POST /paper/kitchen: every open line by station and by table."""
        return await self._post(request, PrintKitchen())

    async def ticket(self, request: Request) -> Response:
        """POST /paper/tickets/{ticket}: one ticket."""
        return await self._post(request, PrintTicket(request.path_params["ticket"]))

    async def again(self, request: Request) -> Response:
        """POST /paper/jobs/{job}/again: a slip that nobody confirmed."""
        return await self._post(request, PrintAgain(request.path_params["job"]))

    async def printed(self, request: Request) -> Response:
        """POST /paper/jobs/{job}/printed: it lies there."""
        return await self._post(request, ReportPrinted((request.path_params["job"],)))

    async def test(self, request: Request) -> Response:
        """POST /paper/printers/{printer}/test: whether it is there."""
        return await self._post(request, PrintTest(request.path_params["printer"]))

    async def _post(self, request: Request, command: Command) -> Response:
        token = await person(request, self._store, self._tokens, PRINT)
        fields = await posted(request, fields=FORM_FIELDS)
        reply = await submit(self._store, token, request, {"key": fields.get("key", "")}, command)
        back = fields.get("back", "")
        said = msgspec.json.decode(reply.body)
        if back == "/paper" and said.get("printer"):
            return see(f"/paper?{urlencode({'sent': len(said['jobs']), 'on': said['printer']})}")
        return see(back if back in BACK else "/paper")


def whole_kitchen(state: State) -> Whole | None:
    """What printing the whole kitchen would be; None where it cannot be."""
    printer = next((each for each in in_order(state) if each.kind == "escpos"), None)
    stations, parties = len(open_stations(state)), len(open_parties(state))
    return None if printer is None or not stations else Whole(stations, parties, printer.name)


def shown_on_start(store: Store, token: Token | None) -> OnPaper | None:
    """What the start page shows of paper to whoever may print, where there are printers."""
    state = store.state
    if token is None or token.screen is not None or not state.printing.printers:
        return None
    return on_paper(store, ON_START) if may(state, token.role, PRINT) else None


def on_paper(store: Store, most: int) -> OnPaper:
    """Printers, and the first slips that are not confirmed."""
    state, now, down = store.state, store.now(), down_now(store)
    unsure = state.printing.not_confirmed()
    return OnPaper(
        printers=[_printer_row(state, each, now, down) for each in in_order(state)],
        unsure=[_slip_row(state, each, now) for each in unsure[:most]],
        unsure_more=max(0, len(unsure) - most),
        key=secrets.token_hex(12),
    )


def open_tickets(state: State) -> list[Ticket]:
    """The tickets with something to make, the newest first."""
    kitchen = state.kitchen
    tickets = [kitchen.tickets[each] for station in kitchen.open_tickets for each in kitchen.open_tickets[station]]
    return sorted(tickets, key=lambda each: ids.age(each.ticket), reverse=True)


def ticket_row(state: State, ticket: Ticket, now: Ms) -> TicketRow:
    """An open ticket in words."""
    items = [state.kitchen.items[line] for line in ticket.lines]
    jobs = [state.printing.jobs[each] for line in ticket.lines for each in state.printing.of_line[line]]
    told = [each for each in jobs if each.tells_kitchen]
    done = max(
        [each for each in told if each.printed_at is not None], key=lambda each: each.printed_at or 0, default=None
    )
    waiting = next((each for each in told if each.state in ("queued", "not_confirmed")), None)
    return TicketRow(
        ticket=ticket,
        station=station_words(state, ticket.station),
        dishes=[state.menu.name_of(each.dish) for each in items if each.state in OPEN],
        at=time_of_day(ticket.submitted_at, now, timezone(state)),
        printed="" if done is None else time_of_day(done.printed_at or 0, now, timezone(state)),
        on=None if done is None else _printer_name(state, done),
        waits=None if waiting is None else _printer_name(state, waiting),
        key=secrets.token_hex(12),
    )


def _printer_row(state: State, printer: Printer, now: Ms, down: Mapping[str, PrintFault]) -> PrinterRow:
    view = printer_view(state, printer, down)
    confirmed = "" if view.confirmed_at is None else time_of_day(view.confirmed_at, now, timezone(state))
    return PrinterRow(printer, chips_of(state, printer, down), confirmed, view.dropped, secrets.token_hex(12))


def _slip_row(state: State, job: PrintJob, now: Ms) -> SlipRow:
    return SlipRow(
        job=job.job,
        what=_what(state, job),
        printer=_printer_name(state, job),
        fault=None if job.fault is None else FAULTS[job.fault],
        at=time_of_day(job.queued_at, now, timezone(state)),
        key=secrets.token_hex(12),
    )


def _printer_name(state: State, job: PrintJob) -> Name:
    known = state.printing.printers.get(job.printer)
    return Name(zh=job.printer, en=job.printer) if known is None else known.name


def _what(state: State, job: PrintJob) -> Name:
    """Whose slip it is, and of what."""
    if job.why == "test":
        return TEST
    if job.why == "handover":
        told = [WHOLE, Name(zh=f"{job.number}/{job.of}", en=f"{job.number}/{job.of}")]
        return _joined(told)
    label, lines = label_of(state, job), [each for each in job.lines if each in state.kitchen.items]
    told = [Name(zh=label, en=label)] + ([MARKS[job.mark]] if job.mark != "new" else [])
    return _joined(told + [state.menu.name_of(state.kitchen.items[each].dish) for each in lines[:3]])


def _joined(names: list[Name]) -> Name:
    return Name(zh=" ".join([each.in_zh for each in names]), en=" ".join([each.in_en for each in names]))
