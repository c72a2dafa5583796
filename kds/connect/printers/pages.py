"""The pages of a hand-over to paper: all that is open of a station, or of a party."""

from __future__ import annotations

from kds.connect.printers.layout import Row
from kds.connect.printers.words import clock, in_words, line_rows, station_words
from kds.core import ids
from kds.core.kitchen.model import OPEN
from kds.core.printing.model import Printer, PrintJob
from kds.core.state import State
from kds.core.types import Ms, Name

HANDOVER = Name(zh="全厨交接", en="WHOLE KITCHEN")
NOTHING = Name(zh="没有要做的了", en="Nothing is left to make")
HELD = Name(zh="等叫", en="on hold")


def handover_rows(state: State, printer: Printer, job: PrintJob, now: Ms) -> list[Row]:
    """One page, its tickets the oldest first and numbered; what is held says so."""
    language, kitchen = printer.language, state.kitchen
    if job.station:
        title = in_words(station_words(state, job.station), language)
        tickets = list(kitchen.open_tickets[job.station])
    else:
        title = state.floor.sessions[job.session].label
        tickets = list(kitchen.session_tickets[job.session])
    rows = [
        Row(f"{in_words(HANDOVER, language)} {job.number}/{job.of}  {clock(state, now)}", bold=True),
        Row(title, "large", bold=True),
        Row("", rule=True),
    ]
    number = 0
    for name in sorted(tickets, key=ids.age):
        ticket = kitchen.tickets[name]
        lines = [line for line in ticket.lines if kitchen.items[line].state in OPEN]
        if not lines:
            continue
        number += 1
        who = ticket.label if job.station else in_words(station_words(state, ticket.station), language)
        held = f" {in_words(HELD, language)}" if ticket.state == "held" else ""
        rows.append(Row(f"{who}  {clock(state, ticket.submitted_at)}{held}", "tall", f"({number})", bold=True))
        if ticket.allergies:
            rows.append(Row(f"!! {ticket.allergies}", "tall", loud=True))
        for line in lines:
            rows += [row._replace(size="tall") for row in line_rows(state, printer, line)]
    return rows if number else [*rows, Row(in_words(NOTHING, language))]
