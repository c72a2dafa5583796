"""What stands on a slip, as the house stands when it is printed: a table that moved goes by its new name."""

from __future__ import annotations

from typing import Any

from kds.connect.printers.layout import Row
from kds.connect.printers.pages import handover_rows
from kds.connect.printers.words import (
    ADD_ON,
    DROPPED,
    FIRST,
    GUESTS,
    MARKS,
    MAYBE,
    REPRINT,
    ROUND,
    TEST,
    TEST_LINE,
    WHYS,
    clock,
    in_words,
    line_rows,
    note_row,
    station_words,
)
from kds.core.allergy import speaks_of_allergy
from kds.core.kitchen.model import Ticket
from kds.core.printing.model import Printer, PrintJob, Standing
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import Ms


def slip_rows(state: State, printer: Printer, jobs: list[PrintJob], now: Ms, *, perhaps: bool = False) -> list[Row]:
    """The slip of these jobs, which were queued together; `perhaps`: nobody knows whether it was printed already."""
    first = jobs[0]
    say = Words(state, printer)
    if first.why == "test":
        return [*_again(say, first, perhaps=perhaps), *_test(say, now)]
    if first.why == "handover":
        return [*_again(say, first, perhaps=perhaps), *handover_rows(state, printer, first, now)]
    lines = [line for job in jobs for line in job.lines if line in state.kitchen.items]
    tickets = list(dict.fromkeys([state.kitchen.items[line].ticket for line in lines]))
    if not lines:
        return []
    rows = _again(say, first, perhaps=perhaps)
    rows += _head(say, first, [state.kitchen.tickets[each] for each in tickets], now)
    for ticket in tickets:
        if len(tickets) > 1:
            rows.append(Row(say.of(station_words(state, state.kitchen.tickets[ticket].station)), bold=True))
        own = [line for line in lines if state.kitchen.items[line].ticket == ticket]
        rows += [row for line in own for row in line_rows(state, printer, line)]
    return [*rows, Row("", rule=True), *_foot(say, first, state.kitchen.tickets[tickets[0]], lines, tickets)]


class Words:
    """Words in the printer's language, and moments by the clocks of the house."""

    def __init__(self, state: State, printer: Printer) -> None:
        self.state = state
        self.language = printer.language

    def of(self, name: Any) -> str:
        """A name."""
        return in_words(name, self.language)

    def clock(self, at: Ms) -> str:
        """Hours and minutes."""
        return clock(self.state, at)


def _again(say: Words, job: PrintJob, *, perhaps: bool) -> list[Row]:
    """补打, and when it was printed first: before everything else, so that nobody cooks it twice."""
    at = job.reprint_of_at
    if at is not None:
        return [Row(f"{say.of(REPRINT)} {say.of(FIRST)}{say.clock(at)}", "large", loud=True, centre=True)]
    return [Row(say.of(MAYBE), "tall", loud=True, centre=True)] if perhaps else []


def _head(say: Words, job: PrintJob, tickets: list[Ticket], now: Ms) -> list[Row]:
    ticket = tickets[0]
    rows = []
    if job.mark != "new":
        rows.append(Row(say.of(MARKS[job.mark]), "large", loud=True, centre=True))
    elif ticket.round_no > 1:
        rows.append(Row(say.of(ADD_ON), "large", loud=True, centre=True))
    party = say.state.floor.sessions[ticket.session]
    label = job_label(say.state, job, ticket)
    service = "" if party.service == "dine_in" else f" {say.of(SERVICE_NAMES[party.service])}"
    rows.append(Row(f"{label}{service}", "large", bold=True))
    told = [f"{job.number}/{job.of}"] if job.of > 1 else []
    told += [say.of(station_words(say.state, ticket.station))] if len(tickets) == 1 else []
    told += [say.clock(ticket.submitted_at)]
    rows.append(Row("  ".join(told), "tall", bold=True))
    if job.why in WHYS:
        rows.append(Row(say.of(WHYS[job.why]), loud=True))
    if any(each.allergies for each in tickets):
        said = dict.fromkeys([each.allergies for each in tickets if each.allergies])
        rows.append(Row("!! " + " ".join(said), "tall", loud=True))
    notes = dict.fromkeys([each.note for each in tickets if each.note])
    rows += [note_row(each) if speaks_of_allergy(each) else Row(each, bold=True) for each in notes]
    return [*rows, Row("", rule=True)]


def job_label(state: State, job: PrintJob, ticket: Ticket) -> str:
    """Whose it is: a line that went to another party is theirs."""
    labels = [state.kitchen.items[line].label or ticket.label for line in job.lines if line in state.kitchen.items]
    return " ".join(dict.fromkeys(labels)) or ticket.label


def _foot(say: Words, job: PrintJob, ticket: Ticket, lines: list[str], tickets: list[str]) -> list[Row]:
    placed = say.state.orders.rounds.get(ticket.round)
    number = placed.external_id if placed is not None else ""
    guests = say.of(GUESTS).format(n=ticket.guests) if ticket.guests else ""
    told = [say.of(ROUND).format(n=ticket.round_no), guests, number, job.job]
    rows = [Row("  ".join([each for each in told if each]))]
    if job.mark == "new" and (len(tickets) == 1 or len(lines) == 1):
        rows.append(Row("", code=lines[0] if len(lines) == 1 else tickets[0]))
    return rows


def _test(say: Words, now: Ms) -> list[Row]:
    printer = say.of(TEST)
    return [
        Row(printer, "large", bold=True, centre=True),
        Row(say.clock(now), "tall", centre=True),
        *[Row(each) for each in TEST_LINE],
        Row("", code="TEST"),
    ]


def dropped_rows(state: State, printer: Printer, standing: Standing) -> list[Row]:
    """The one line about what got too old while the printer was away."""
    say = Words(state, printer)
    since, until = standing.dropped_from_at, standing.dropped_to_at
    span = f" {say.clock(since)}-{say.clock(until)}" if since is not None and until is not None else ""
    return [Row(f"{say.of(DROPPED).format(count=standing.dropped)}{span}", "tall", loud=True)]


def label_rows(state: State, printer: Printer, job: PrintJob, *, perhaps: bool = False) -> list[tuple[list[Row], int]]:
    """The label of a line, and how many copies: one a portion."""
    say, found = Words(state, printer), list[tuple[list[Row], int]]()
    for line in job.lines:
        item = state.kitchen.items.get(line)
        if item is None:
            continue
        ticket = state.kitchen.tickets[item.ticket]
        rows = [Row(f"{item.label or ticket.label}  {job.number}/{job.of}", "tall", bold=True)]
        rows += line_rows(state, printer, line)
        if job.reprint_of_at is not None or perhaps:
            rows.insert(0, Row(say.of(REPRINT), bold=True))
        weighed = state.orders.lines[line].weighed
        found.append((rows, 1 if weighed else item.qty))
    return found or [([Row(say.of(TEST), "tall")], 1)]
