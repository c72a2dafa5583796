"""The dinner's audit of the house: every acknowledged line is on its bill and on its ticket, exactly once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kds.demo.book import Book
from kds.demo.client import Api, Refused
from kds.demo.wire import Bill, BillMeal, Events, FeedEvent

PAGE = 1000


@dataclass
class Ledger:
    """What the public events of the dinner say."""

    placed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(session, the device's id of a line) → how often it was placed."""
    billed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(bill, line) → how often it was placed."""
    routed: Counter[str] = field(default_factory=Counter)
    """line → on how many tickets."""

    def read(self, event: FeedEvent) -> None:
        """Note what an event places or routes."""
        if event.type == "RoundPlaced":
            for line in event.data["lines"]:
                meal = line.get("meal")
                if meal is None or meal["meal"] == line["line"]:
                    self.placed[event.data["session"], line["id"]] += 1
                self.billed[event.data["bill"], line["line"]] += 1
        elif event.type == "TicketsRouted":
            self.routed.update(line for ticket in event.data["tickets"] for line in ticket["lines"])


@dataclass
class Verdict:
    """What the audit found; without faults the house has kept its word."""

    lines: int = 0
    bills: int = 0
    faults: list[str] = field(default_factory=list)


async def audit(api: Api, book: Book, since: int, nonce: str) -> Verdict:
    """Hold the book against the events after `since` and against every bill. Raises `Unanswered`."""
    ledger = await _ledger(api, since)
    verdict = Verdict(lines=sum(map(len, book.bills.values())), faults=list(book.faults))
    if differ := book.counts["answers_differ"]:
        verdict.faults.append(f"requests sent twice at once that got two different answers: {differ}")
    verdict.faults += of_events(book, ledger, nonce)
    for bill_id in sorted(book.bills):
        try:
            bill = await api.get(f"/api/v1/bills/{bill_id}", Bill)
        except Refused as refusal:
            if refusal.status != 404:
                raise
            verdict.faults.append(f"{bill_id} is not there")
            continue
        verdict.bills += 1
        verdict.faults += of_bill(book, bill)
    return verdict


async def _ledger(api: Api, since: int) -> Ledger:
    ledger = Ledger()
    while True:
        page = await api.get("/api/v1/events", Events, "manager", since=since, limit=PAGE)
        for event in page.events:
            ledger.read(event)
        if page.next == since:
            return ledger
        since = page.next


def of_events(book: Book, ledger: Ledger, nonce: str) -> list[str]:
    """Faults by the events: lines placed or routed not once, and lines of this dinner that nobody acknowledged."""
    faults = []
    for bill, lines in book.bills.items():
        for line in lines:
            if ledger.billed[bill, line] != 1:
                faults.append(f"{line} was placed {ledger.billed[bill, line]} times on {bill}")
            if ledger.routed[line] != 1:
                faults.append(f"{line} is on {ledger.routed[line]} tickets")
    for (session, device_id), times in ledger.placed.items():
        if not device_id.startswith(nonce):
            continue  # somebody else ordered at the table
        if times != 1:
            faults.append(f"{device_id} was placed {times} times in {session}")
        if (session, device_id) not in book.devices and not book.doubtful:
            faults.append(f"{device_id} was placed in {session} and never acknowledged")
    return faults


def of_bill(book: Book, bill: Bill) -> list[str]:
    """Faults by the bill itself: its lines are those acknowledged, and its total is their sum."""
    faults = []
    times = Counter(line.line for line in bill.lines)
    shown = {line.line: line for line in bill.lines}
    meals = {meal.meal: meal for meal in bill.meals}
    for line, placed in book.bills[bill.bill].items():
        if times[line] != 1:
            faults.append(f"{line} is on {bill.bill} {times[line]} times")
            continue
        told = meals.get(line, shown[line])
        gone = isinstance(told, BillMeal) and shown[line].state == "voided"
        if (told.dish, told.qty) != (placed.dish, placed.qty):
            faults.append(f"{line} was acknowledged as {placed} and is {told}")
        elif told.price_minor != (0 if gone else placed.price_minor):
            faults.append(f"{line} was {placed.price_minor} and is {told.price_minor}")
        elif line in book.voided and shown[line].state != "voided":
            faults.append(f"{line} was taken back and is {shown[line].state}")
    total = sum(line.price_minor for line in bill.lines if line.state != "voided")
    if total != bill.total_minor:
        faults.append(f"{bill.bill} says {bill.total_minor}, its lines come to {total}")
    return faults
