"""A slip that is not confirmed: once more as a reprint, by the second printer, then somebody has to look (case 18)."""

from __future__ import annotations

import pytest

from kds.core.deadlines import next_deadline
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.print_again import PrintAgain
from kds.core.printing.report_not_confirmed import NotConfirmedIs, ReportNotConfirmed
from kds.core.printing.report_printed import PrintedAre, ReportPrinted
from kds.core.state import pack, unpack
from tests.core.printing.paper import house_with, job, printer, queued
from tests.house import MINUTE, NOON, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return house_with(printer("p", mode="always", second="q"), printer("q"))


def ordered(house: SmallHouse) -> str:
    """The job of an order."""
    house.order("tofu")
    return queued(house)[-1].job


def fail(house: SmallHouse, name: str, printer: str = "p", *, sent: bool = True) -> int:
    """How many wait again after that."""
    return house.ask(ReportNotConfirmed(printer, (name,), "silent", sent), NotConfirmedIs).again


def test_what_is_confirmed_is_printed_and_known_to_be_after_a_restart(house: SmallHouse) -> None:
    name = ordered(house)
    house.do(ReportPrinted((name,), "p"))
    found = unpack(house.state.seq, house.state.at, pack(house.state.books())).printing
    assert (found.jobs[name].state, found.jobs[name].printed_at, found.queued("p")) == ("printed", NOON, [])
    assert found.standings["p"].confirmed_at == NOON


def test_it_is_printed_once_more_then_by_the_second_then_by_nobody(house: SmallHouse) -> None:
    name = ordered(house)
    house.wait(MINUTE)
    assert fail(house, name) == 1
    house.wait(MINUTE)
    assert (job(house, name).printer, job(house, name).reprint_of_at) == ("p", NOON + MINUTE)
    assert fail(house, name) == 1
    assert (job(house, name).printer, job(house, name).reprint_of_at) == ("q", NOON + MINUTE)
    assert (fail(house, name, "q"), fail(house, name, "q")) == (1, 0)
    assert job(house, name).state == "not_confirmed"
    assert [each.job for each in house.state.printing.not_confirmed()] == [name]


def test_what_was_not_sent_goes_to_the_second_unmarked(house: SmallHouse) -> None:
    name = ordered(house)
    assert fail(house, name, sent=False) == 1
    assert (job(house, name).printer, job(house, name).reprint_of_at) == ("q", None)
    assert fail(house, name, "q", sent=False) == 0
    assert job(house, name).state == "queued"


def test_a_report_about_another_printers_slip_is_none(house: SmallHouse) -> None:
    name = ordered(house)
    assert house.types(ReportNotConfirmed("q", (name,), "silent", sent=True)) == []
    assert house.refused(ReportNotConfirmed("roof", (name,), "silent")) == "unknown_printer"


def test_somebody_who_holds_it_ends_the_doubt(house: SmallHouse) -> None:
    name = ordered(house)
    for at in ("p", "p", "q", "q"):
        fail(house, name, at)
    assert house.ask(ReportPrinted((name,)), PrintedAre).not_confirmed == 0
    assert house.refused(ReportPrinted((name,))) == "print_job_gone"


def test_it_is_printed_again_with_the_time_of_the_first(house: SmallHouse) -> None:
    name = ordered(house)
    house.do(ReportPrinted((name,), "p"))
    house.wait(5 * MINUTE)
    house.do(PrintAgain(name))
    (again,) = queued(house)
    assert (again.reprint_of_at, again.lines, again.again_of) == (NOON, job(house, name).lines, name)
    assert house.refused(PrintAgain(name)) == "print_job_gone"
    assert house.refused(PrintAgain(again.job)) == "print_waits"
    assert house.refused(PrintAgain("J1-1")) == "print_job_gone"
    assert house.refused(PrintAgain("J9999-1")) == "unknown_print_job"


def test_what_is_too_old_is_dropped_by_itself_and_told_once(house: SmallHouse) -> None:
    old = ordered(house)
    house.wait(9 * MINUTE)
    young = ordered(house)
    assert next_deadline(house.state) == NOON + 10 * MINUTE
    house.wait(MINUTE)
    assert house.tick("2026-09-21", NOON + 60 * MINUTE) == ["PrintJobsDropped"]
    standing = house.state.printing.standings["p"]
    assert (standing.dropped, standing.dropped_from_at, standing.dropped_to_at) == (1, NOON, NOON)
    assert (job(house, old).state, job(house, young).state) == ("dropped", "queued")
    house.do(ReportPrinted((), "p"))
    assert house.state.printing.standings["p"].dropped == 0


def test_what_may_lie_there_is_not_dropped_but_to_be_looked_for(house: SmallHouse) -> None:
    name = ordered(house)
    fail(house, name)
    house.wait(10 * MINUTE)
    house.tick("2026-09-21", NOON + 60 * MINUTE)
    assert job(house, name).state == "not_confirmed"
    assert house.state.printing.standings["p"].dropped == 0


def test_a_printer_that_goes_takes_what_waits_with_it(house: SmallHouse) -> None:
    name = ordered(house)
    house.do(ChangePrinters(gone=("p",)))
    assert (job(house, name).state, queued(house)) == ("dropped", [])
    assert house.state.printing.stale.first is None
    house.order("tofu")
    assert house.state.printing.queue.count("q") == 0
