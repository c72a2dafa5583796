"""The kitchen on paper."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.hand_to_paper import HandToPaper
from kds.core.printing.model import Printer
from kds.core.printing.print_again import PrintAgain
from kds.core.printing.print_kitchen import PrintKitchen
from kds.core.printing.print_test import PrintTest
from kds.core.printing.print_ticket import PrintTicket
from kds.core.printing.report_not_confirmed import ReportNotConfirmed
from kds.core.printing.report_printed import ReportPrinted
from kds.core.types import Command
from tests.core.plays.play import HOUSE, TICKETS, Kind, Play, Plays, by_age
from tests.house import MINUTE, SmallHouse, named

PRINTERS = (
    Printer("pass", named("pass"), "127.0.0.1", 9100, 80, ("hot",), "always", "table", "spare"),
    Printer("cold", named("cold"), "127.0.0.1", 9101, 58, ("cold",), "always", "dish"),
    Printer("spare", named("spare"), "127.0.0.1", 9102, mode="fallback"),
    Printer("done", named("done"), "127.0.0.1", 9103, mode="bump", slip="dish"),
    Printer("cups", named("cups"), "127.0.0.1", 9104, stations=("drinks", "cold"), mode="always", kind="label"),
)
"""One of every mode, paper and kind."""

JOBS = Kind(
    lambda state: by_age([*state.printing.jobs, *state.printing.sheets]),
    lambda state, session: by_age([*state.printing.jobs_of[session], *state.printing.sheets]),
    ("J99999-1", "J1-1", "nonsense"),
)
BY_NAME = Kind(
    lambda state: sorted(state.printing.printers),
    lambda state, session: sorted(state.printing.printers),
    ("nobody",),
)


def change(house: SmallHouse, subject: str, chance: Random) -> Command:
    """All of them; one that is other than before; one that goes."""
    one = chance.choice(PRINTERS)
    other = replace(one, width=58 if one.width == 80 else 80, backlog_minutes=chance.randint(1, 30), second="")
    return chance.choice((ChangePrinters(PRINTERS), ChangePrinters((other,)), ChangePrinters(gone=("done",))))


def change_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """No paper is so wide, nobody is their own second; the printer that alone shows a station goes."""
    one = PRINTERS[0]
    if chance.random() < 0.3:
        house.attempt(ChangePrinters((replace(one, mode="always"),)))
        house.attempt(ChangeKitchen(gone=KitchenGone(screens=tuple(sorted(house.state.kitchen.screens)))))
        return ChangePrinters(gone=(one.printer,), knowingly=())
    return ChangePrinters((chance.choice((replace(one, width=70), replace(one, second=one.printer))),))


def print_ticket(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """On the printer of its station, or on another."""
    return PrintTicket(ticket, chance.choice(("", "", *sorted(house.state.printing.printers))))


def print_ticket_badly(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """On a printer that is not there; twice; without any printer; what is all voided."""
    voided = [
        name
        for name, each in house.state.kitchen.tickets.items()
        if all(house.state.kitchen.items[line].state == "voided" for line in each.lines)
    ]
    if chance.random() < 0.3 and voided:
        return PrintTicket(min(voided))
    if chance.random() < 0.3:
        return PrintTicket(ticket, "nobody")
    if chance.random() < 0.3:
        house.attempt(ChangePrinters(gone=tuple(sorted(house.state.printing.printers))))
        return PrintTicket(ticket)
    house.attempt(PrintTicket(ticket))
    return PrintTicket(ticket)


def print_again(house: SmallHouse, job: str, chance: Random) -> Command:
    """What is printed, or may be."""
    found = house.state.printing.find(job)
    if found is not None and found.state == "queued" and chance.random() < 0.8:
        house.attempt(fail(house, job, chance))
        house.attempt(fail(house, job, chance))
    return PrintAgain(job, chance.choice(("", "", "spare")))


def print_again_badly(house: SmallHouse, job: str, chance: Random) -> Command:
    """On a printer that is not there; what was printed again already."""
    if chance.random() < 0.5:
        return PrintAgain(job, "nobody")
    house.attempt(print_again(house, job, chance))
    return PrintAgain(job)


def print_kitchen(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Now and then long after it was printed last."""
    house.wait(chance.choice((0, 0, 40 * MINUTE)))
    return PrintKitchen(chance.choice(("", *sorted(house.state.printing.printers))))


def print_kitchen_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """On a printer that is not there; without any."""
    if chance.random() < 0.5:
        return PrintKitchen("nobody")
    house.attempt(ChangePrinters(gone=tuple(sorted(house.state.printing.printers))))
    return PrintKitchen()


def print_test(house: SmallHouse, printer: str, chance: Random) -> Command:
    """Once."""
    return PrintTest(printer)


def hand(house: SmallHouse, subject: str, chance: Random) -> Command:
    """One of the stations, dark or not acted upon."""
    stations = sorted(house.state.kitchen.stations) or ["none"]
    if "spare" not in house.state.printing.printers or chance.random() < 0.3:
        house.attempt(ChangePrinters((replace(PRINTERS[2], printer=f"spare{chance.randint(1, 9)}"),)))
    return HandToPaper(chance.choice(stations), chance.choice(("dark", "unseen", "untouched")))


def confirm(house: SmallHouse, job: str, chance: Random) -> Command:
    """Its printer says so."""
    found = house.state.printing.find(job)
    return ReportPrinted((job,), "pass" if found is None else found.printer)


def confirm_badly(house: SmallHouse, job: str, chance: Random) -> Command:
    """Somebody says so, whether or not there is any doubt; a printer that is not there."""
    return chance.choice((ReportPrinted((job,)), ReportPrinted((job,), "nobody")))


def fail(house: SmallHouse, job: str, chance: Random) -> Command:
    """Its printer took it and said nothing."""
    found = house.state.printing.find(job)
    return ReportNotConfirmed("pass" if found is None else found.printer, (job,), "silent", sent=True)


def fail_badly(house: SmallHouse, job: str, chance: Random) -> Command:
    """It could not be reached; it is not there."""
    return ReportNotConfirmed(chance.choice(("pass", "nobody")), (job,), "unreachable")


PLAYS: Plays = {
    ChangePrinters: Play(HOUSE, change, odd=change_badly, often=1),
    PrintTicket: Play(TICKETS, print_ticket, odd=print_ticket_badly, often=1),
    PrintAgain: Play(JOBS, print_again, odd=print_again_badly, often=1),
    PrintKitchen: Play(HOUSE, print_kitchen, odd=print_kitchen_badly, often=1),
    PrintTest: Play(BY_NAME, print_test, often=1),
    HandToPaper: Play(HOUSE, hand, often=1),
    ReportPrinted: Play(JOBS, confirm, odd=confirm_badly, often=2),
    ReportNotConfirmed: Play(JOBS, fail, odd=fail_badly, often=1),
}
