"""Every deed after every other, on the same party: what one leaves behind must suit the next.

The first deed is done to each thing that a mid-dinner house has; after each, every sensible command of every deed is
tried on what that party has, and whatever comes of it must hold. A pair that can never be is named with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.split_bill import BillsAre, SplitBill
from kds.core.billing.weigh_line import WeighLine
from kds.core.calls.call_service import CallService
from kds.core.calls.model import CallKind
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.day.change_house import ChangeHouse
from kds.core.floor.answers import PartyIs
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.model import Table
from kds.core.floor.open_session import OpenSession
from kds.core.floor.reserve_table import ReserveTable
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.note_line import NoteLine
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.model import MenuChange
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.report_not_confirmed import ReportNotConfirmed
from kds.core.state import Mark
from kds.core.types import Command, Ms, Refusal
from tests.core.invariants import (
    Seen,
    check_conservation,
    check_money,
    check_nobody_is_missed,
    check_shown,
    check_slots,
    check_tenders,
    check_unseen,
    check_waiting,
    indexes,
)
from tests.core.plays import PLAYS
from tests.core.plays.billing import SURCHARGES
from tests.core.plays.play import Play
from tests.core.plays.printing import PRINTERS
from tests.house import HOUR, MINUTE, SmallHouse, want

FIRSTS = 6
"""On how many things the first deed is done, at least; on more until every other has followed it."""
ENOUGH = 4
"""So often a pair is seen done; then others are looked for."""
CHANCES = 3
"""How often a play is asked for a sensible command to follow: it may know several."""
SEEN = Seen()
NOTHING = "nothing to do"
"""What is said of a command that succeeds without an event."""

NEVER: dict[tuple[str, str], str] = {
    ("AskBill", "AskBill"): NOTHING,
    ("CleanTable", "CleanTable"): NOTHING,
    ("AcknowledgeNotes", "AcknowledgeNotes"): "nothing_changed",
    ("AskBill", "ClearSession"): "bill_unpaid",
    ("ClearSession", "ClearSession"): "session_ended",
    ("ClearSession", "EndCall"): "call_ended",
    ("ClearSession", "TakeCall"): "call_ended",
    ("ClearSession", "FireCourse"): "session_ended",
    ("ClearSession", "RushLine"): "session_ended",
    ("ClearSession", "VoidLine"): "bill_closed",
    ("ClearSession", "SetGuests"): "session_ended",
    ("ClearSession", "MoveSession"): "session_ended",
    ("ClearSession", "PutForward"): "session_ended",
    ("ClearSession", "HandOver"): "session_ended",
    ("ClearSession", "AskBill"): "session_ended",
    ("ClearSession", "NoteSession"): "session_ended",
    ("ClearSession", "MergeSession"): "session_ended",
    ("ClearSession", "UnmergeSession"): "session_ended",
    ("ClearSession", "MoveLines"): "bill_closed",
    ("ClearSession", "CompLine"): "bill_closed",
    ("ClearSession", "PayBill"): "bill_closed",
    ("ClearSession", "SurchargeBill"): "bill_closed",
    ("ClearSession", "TakeBack"): "bill_closed",
    ("ClearSession", "ReduceBill"): "bill_closed",
    ("ClearSession", "SplitBill"): "bill_closed",
    ("ClearSession", "JoinBills"): "bill_closed",
    ("ClearSession", "WeighLine"): "nothing_to_weigh",
    ("CloseDay", "ReopenBill"): "day_is_over",
    ("TakeBack", "ClearSession"): "bill_unpaid",
    ("WeighLine", "ClearSession"): "bill_unpaid",
}
"""Pairs that cannot be, and why the second is refused, by the names of their commands."""


@cache
def dinner() -> tuple[SmallHouse, Moment]:
    """The evening, and its moment to come back to: every deed comes first on the same one."""
    house = evening()
    return house, moment(house)


def evening() -> SmallHouse:
    """A house in the middle of a dinner: something on which every deed can be done, also twice."""
    house = SmallHouse()
    house.do(ChangeBilling(surcharges=SURCHARGES))
    house.do(ChangePrinters(PRINTERS))
    house.do(MarkSoldOut("cola", 9))
    mixed = house.order("twin_pot", "beef", want("tofu", course=2), "noodles", "cola", "sesame", "crab", "cola")
    base, beef, _held, noodles, cola, sesame, crab, other_cola = (each.line for each in mixed.lines)
    house.wait(MINUTE)
    house.do(StartTicket(house.item(noodles).ticket))
    house.do(BumpTicket(house.item(base).ticket))
    house.do(ServeLine(cola))
    house.do(ServeLine(other_cola))
    house.do(VoidLine(sesame, "too many"))
    house.do(VoidLine(crab, "too late"))
    house.do(RushLine(beef))
    for hours in (1, 40):
        house.do(ReserveTable("V01", house.now + hours * HOUR))
    house.do(ChangeHouse(tables_are_cleaned=True))
    house.do(ChangeFloor(tables=(Table("B01", "hall", 2),)))
    house.do(ClearSession(house.ask(OpenSession("B01"), PartyIs).session))
    house.do(NoteLine(beef, "thin"))
    for dish in ("tofu", "cola", "sesame"):
        house.do(
            PutInDraft(title=dish, menu=MenuChange(dishes=(replace(house.state.menu.dishes[dish], price_minor=99),)))
        )
    house.do(TimeDraft(min(house.state.changes.drafts), house.now + HOUR))
    for value in (100, 50):
        house.do(ReduceBill(mixed.bill, "percent", value, "regulars"))
    shares = house.ask(SplitBill(mixed.bill, "amount", amounts=(500, 700)), BillsAre)
    house.do(PayBill(shares.bills[2], "card", 700))
    house.do(PayBill(mixed.bill, "cash", 500))
    house.order("tofu", want("beef", id="d1", note="x"), table="A02", external_id="E1", channel="delivery")
    for table in ("A03", None):
        voided = house.line("noodles", table=table)
        house.do(StartTicket(house.item(voided).ticket))
        house.do(VoidLine(voided, "too late"))
    for dish in ("tofu", "cola", "tofu"):
        house.order(dish, table=None)
    later = (want("cola", course=2), want("stray", course=3))
    paid = house.order("crab", "tofu", *later, "twin_pot", "noodles", table="V01")
    house.do(BumpTicket(house.item(paid.lines[0].line).ticket))
    house.do(BumpTicket(house.item(paid.lines[4].line).ticket))
    house.do(ServeLine(paid.lines[5].line))
    house.do(NoteLine(paid.lines[1].line, "mild"))
    house.do(PayBill(paid.bill, "card", house.due(paid.bill)))
    for table in ("A01", "A02"):
        house.do(WeighLine(house.line("fish", table=table), 700))
    merge_some(house)
    left = house.order("noodles", "sesame", table=None, service="delivery")
    house.do(PayBill(left.bill, "card", house.due(left.bill)))
    house.do(ClearSession(left.session))
    kinds: tuple[CallKind, ...] = ("soup", "tissues")
    for party in [each for each in house.state.floor.sessions.values() if each.state == "open"]:
        for kind in kinds:
            house.do(CallService(party.session, kind))
    print_some(house)
    return house


def print_some(house: SmallHouse) -> None:
    """Of each party every other slip was sent, and no printer has confirmed it."""
    for session in sorted(house.state.floor.sessions):
        for name in sorted(house.state.printing.jobs_of[session])[::2]:
            while (job := house.state.printing.jobs[name]).state == "queued":
                house.do(ReportNotConfirmed(job.printer, (name,), "silent", sent=True))


def merge_some(house: SmallHouse) -> None:
    """Two parties that have paid are one with a third; the first has some of all. Two others have nothing yet."""
    main, some, few, rest = [house.ask(OpenSession("A03", share=True), PartyIs).session for _ in range(4)]
    house.order("tofu", table=None, service="dine_in", session=main)
    placed = house.order("tofu", want("sesame", course=2), "noodles", "cola", want("beef", 2), session=some)
    fired, _held, stopped, served, done = [each.line for each in placed.lines]
    house.do(NoteLine(fired, "hot"))
    house.do(StartTicket(house.item(stopped).ticket))
    house.do(VoidLine(stopped, "too late"))
    house.do(BumpTicket(house.item(done).ticket, (done,)))
    house.do(ServeLine(served))
    paid = [placed, house.order("tofu", session=few), *[house.order("tofu", table=None) for _ in range(2)]]
    for each in paid:
        house.do(PayBill(each.bill, "card", house.due(each.bill)))
    weighed = house.order("fish", "noodles", session=rest)
    house.do(WeighLine(weighed.lines[0].line, 600))
    house.do(ReduceBill(weighed.bill, "percent", 50, "regulars"))
    for session in (some, few, rest):
        house.do(MergeSession(session, main))
    one, other = [house.ask(OpenSession(service="pickup"), PartyIs).session for _ in range(2)]
    house.do(MergeSession(one, other))


class Moment(NamedTuple):
    """A moment of a house to come back to."""

    mark: Mark
    now: Ms
    recorded: int


def moment(house: SmallHouse) -> Moment:
    """The present one."""
    return Moment(house.state.mark(), house.now, len(house.recorded))


def back(house: SmallHouse, to: Moment) -> None:
    """As if what came since had not been."""
    house.state.undo(to.mark)
    house.now = to.now
    del house.recorded[to.recorded :]


def sensible(house: SmallHouse, deed: type[Command], subjects: Iterable[str]) -> Iterator[Command]:
    """The commands of a deed that make sense for these subjects, each once; the clock may be moved for one."""
    seen = set()
    for subject in subjects:
        for number in range(CHANCES):
            command = PLAYS[deed].command(house, subject, Random(number))
            if command not in seen:
                seen.add(command)
                yield command


def done(house: SmallHouse, command: Command) -> str:
    """Do a command: "" where something came of it, or else why not; then nothing may have changed."""
    entries = house.state.journal.mark()
    outcome = house.attempt(command)
    if not isinstance(outcome, Refusal) and outcome.recorded:
        return ""
    assert house.state.journal.mark() == entries
    return outcome.reason.code if isinstance(outcome, Refusal) else NOTHING


def subjects_of(house: SmallHouse, play: Play, subject: str) -> dict[type[Command], list[str]]:
    """For each deed what it can be done to of the parties that this subject of a play belongs to."""
    state = house.state
    parties = [each for each in state.floor.sessions if subject in play.on.of(state, each)]
    return {deed: [each for party in parties for each in other.on.of(state, party)] for deed, other in PLAYS.items()}


def check(house: SmallHouse) -> None:
    """What holds of every state."""
    seen = SEEN.looked(house.state, house.now)
    check_money(house.state)
    check_tenders(house.state, house.recorded)
    check_conservation(house.state)
    check_shown(house.state, house.now, seen.boards)
    check_slots(house.state, house.now, seen.boards)
    check_waiting(house.state)
    check_unseen(house.state)
    check_nobody_is_missed(house.state, seen.spoken)
    assert seen.rebuilt.books() == seen.books
    assert indexes(seen.rebuilt) == indexes(house.state)


def followed(first: type[Command]) -> dict[type[Command], Counter[str]]:
    """For each deed what became of it right after `first`: how often it was done ("") and why it was not."""
    (house, start), found = dinner(), {deed: Counter[str]() for deed in PLAYS}
    back(house, start)
    play, firsts = PLAYS[first], 0
    subjects = play.on.ids(house.state)
    open_pairs = [deed for deed in PLAYS if (first.__name__, deed.__name__) not in NEVER]
    for number in Random(0).sample(range(CHANCES * len(subjects)), CHANCES * len(subjects)):
        if firsts >= FIRSTS and all(found[deed][""] for deed in open_pairs):
            break
        subject = subjects[number % len(subjects)]
        command = play.command(house, subject, Random(number))
        before = subjects_of(house, play, subject)
        if done(house, command) == "":
            firsts += 1
            check(house)
            after = subjects_of(house, play, subject)
            for second in PLAYS:
                for became in tried(house, second, dict.fromkeys([*before[second], *after[second]])):
                    if found[second][""] >= ENOUGH:
                        break
                    found[second][became] += 1
        back(house, start)
    return found


def tried(house: SmallHouse, deed: type[Command], subjects: Iterable[str]) -> Iterator[str]:
    """What becomes of a deed on each of these, each as if the others had not been."""
    start = moment(house)
    for command in sensible(house, deed, subjects):
        became = done(house, command)
        if became == "":
            check(house)
        back(house, start)
        yield became


@pytest.mark.parametrize("first", [pytest.param(deed, id=deed.__name__) for deed in PLAYS])
def test_every_deed_follows_it(first: type[Command]) -> None:
    found = followed(first)
    assert any(found.values()), f"there is nothing in the evening above on which {first.__name__} can be done"
    never = {(first.__name__, deed.__name__): set(became) for deed, became in found.items() if not became[""]}
    expected = {pair: why for pair, why in NEVER.items() if pair[0] == first.__name__}
    assert never.keys() - expected.keys() == set(), never
    assert expected.keys() - never.keys() == set(), "they can be after all"
    assert all(why in never[pair] for pair, why in expected.items()), never
