"""The evening to the cent, reckoned by hand: what each bill and the day came to, and that nothing happened twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.screens.evening.house import House

TEA, TEA_BESIDE = 4 * 500, 2 * 500
POT, FISH, TRIPE, PORK, LOTUS, COLA, LETTUCE, BEER, BEEF = (
    5000,
    9800 * 1200 // 500,
    3000,
    4000,
    1600,
    600,
    1400,
    1200,
    8800,
)
DINNER = POT + FISH + TRIPE + PORK + LOTUS + 2 * COLA + LETTUCE
TENTH = (DINNER - LOTUS) // 10
HALF = (DINNER - LOTUS - TENTH + TEA) // 2
ROUNDED = HALF % 10
PORK_BACK = (PORK - PORK // 10) * (HALF - ROUNDED) // (DINNER - LOTUS - TENTH)
"""What the pork came to on its half: a tenth less, and of that what the half is of all the dishes."""
BESIDE, TAKEAWAY = COLA + TEA_BESIDE, BEEF + 3 * COLA
FLOAT, MISSING = 50_000, 50
IN_DRAWER = FLOAT + HALF - ROUNDED - PORK_BACK + TAKEAWAY
HAPPENED = {
    "RoundPlaced": 6,
    "SessionOpened": 3,
    "LineServed": 10,
    "LineFired": 1,
    "LineRushed": 1,
    "LineVoided": 2,
    "LineComped": 1,
    "LineWeighed": 1,
    "VoidsAcknowledged": 2,
    "TicketBumped": 8,
    "TicketStarted": 1,
    "SessionMoved": 1,
    "SessionMerged": 1,
    "SessionUnmerged": 1,
    "SessionCleared": 3,
    "BillSplit": 1,
    "BillReopened": 1,
    "BillRefunded": 1,
    "PaymentTaken": 5,
    "ShiftOpened": 2,
    "ShiftClosed": 2,
}


def in_words(minor: int) -> str:
    """A sum as the pages write it."""
    return f"¥{minor // 100}.{minor % 100:02}"


def all_is_right(house: House, bills: dict[str, str], business_day: str) -> None:
    """Every bill, the day and the ledger."""
    _bill(
        house,
        bills["cash"],
        gross=DINNER,
        off=LOTUS + TENTH + ROUNDED + PORK_BACK,
        on=TEA,
        share=HALF - DINNER + LOTUS + TENTH - TEA,
    )
    _bill(house, bills["card"], gross=BEER, off=0, on=0, share=HALF)
    _bill(house, bills["beside"], gross=COLA, off=0, on=TEA_BESIDE, share=0)
    _bill(house, bills["takeaway"], gross=TAKEAWAY, off=0, on=0, share=0)
    _day(house.get(f"/days/{business_day}"))
    happened = Counter(each["type"] for each in house.get("/events?since=0&limit=1000")["events"])
    wrong = {kind: happened[kind] for kind, times in HAPPENED.items() if happened[kind] != times}
    assert wrong == {}, wrong
    assert happened["TicketRecalled"] == happened["TicketEnded"] == happened["LineUnserved"] == 0
    shown = Counter(each["ticket"] for each in house.events("TicketShown"))
    routed = [each["ticket"] for told in house.events("TicketsRouted") for each in told["tickets"]]
    assert set(shown) == set(routed), "every ticket was painted (law 5)"


def _bill(house: House, name: str, *, gross: int, off: int, on: int, share: int) -> None:
    bill: Any = house.bill(name)
    assert bill["gross_minor"] == gross
    assert sum(each["amount_minor"] for each in bill["reductions"]) == off
    assert sum(each["amount_minor"] for each in bill["surcharges"]) == on
    assert bill["share_minor"] == share
    assert bill["total_minor"] == bill["paid_minor"] == gross - off + on + share
    assert sum(each["amount_minor"] - each["refunded_minor"] for each in bill["tenders"]) == bill["total_minor"]
    assert (bill["state"], bill["due_minor"]) == ("paid", 0)


def _day(day: Any) -> None:
    taken = {each["tender"]: (each["bills_minor"], each["refunded_minor"]) for each in day["takings"]["tenders"]}
    assert taken == {
        "cash": (HALF - ROUNDED + TAKEAWAY, PORK_BACK),
        "card": (HALF, 0),
        "qr": (BESIDE + BEER, 0),
    }
    closed = 2 * HALF - ROUNDED - PORK_BACK + BEER + BESIDE + TAKEAWAY
    assert (day["takings"]["bills"], day["takings"]["closed_minor"]) == (4, closed)
    assert day["takings"]["reduced_minor"] == TENTH + ROUNDED
    assert day["takings"]["surcharged_minor"] == TEA + TEA_BESIDE
    counted = [(each["expected_minor"], each["difference_minor"]) for each in day["takings"]["shifts"]]
    assert counted == [(IN_DRAWER, 0), (IN_DRAWER, -MISSING)]
    assert all(each["fits"] for each in day["checks"])
    assert (day["open_tickets"], day["unpaid_parties"], day["open_shifts"]) == (0, 0, [])
