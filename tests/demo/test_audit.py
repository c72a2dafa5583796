"""The audit finds every way in which a promise to a guest can be broken, and nothing where none is."""

from typing import Any

import pytest
from msgspec.structs import replace

from kds.demo.audit import Ledger, of_bill, of_events
from kds.demo.book import Book
from kds.demo.wire import Bill, BillLine, BillMeal, FeedEvent, Placed, RoundIs, Ticket, TicketLine

WANTED = [{"id": "n-1", "dish": "tofu", "qty": 1}, {"id": "n-2", "dish": "beef", "qty": 2}]
PLACED = [Placed("L1", "n-1", "tofu", 1, 900), Placed("L2", "n-2", "beef", 2, 9600)]


def answer(lines: list[Placed], round: str = "R1") -> RoundIs:
    return RoundIs(session="S1", bill="B1", round=round, lines=lines, tickets=["T1"])


def a_book() -> Book:
    book = Book()
    book.acknowledge(WANTED, answer(PLACED))
    return book


def placed_event(lines: list[tuple[str, str]]) -> FeedEvent:
    data: dict[str, Any] = {
        "session": "S1",
        "bill": "B1",
        "lines": [{"line": line, "id": device_id} for line, device_id in lines],
    }
    return FeedEvent(seq=1, type="RoundPlaced", data=data)


def routed_event(*lines: str) -> FeedEvent:
    return FeedEvent(seq=2, type="TicketsRouted", data={"session": "S1", "tickets": [{"lines": list(lines)}]})


def faults(*events: FeedEvent, book: Book | None = None) -> list[str]:
    ledger = Ledger()
    for event in events:
        ledger.read(event)
    return of_events(book or a_book(), ledger, "n")


GOOD = placed_event([("L1", "n-1"), ("L2", "n-2")])


def test_a_kept_promise_is_no_fault() -> None:
    assert faults(GOOD, routed_event("L1", "L2")) == []


def test_a_line_that_was_never_placed_is_found() -> None:
    assert faults(placed_event([("L1", "n-1")]), routed_event("L1", "L2")) == ["L2 was placed 0 times on B1"]


def test_an_order_placed_twice_is_found() -> None:
    again = placed_event([("L7", "n-1")])
    assert faults(GOOD, again, routed_event("L1", "L2")) == ["n-1 was placed 2 times in S1"]


def test_a_line_on_no_ticket_or_on_two_is_found() -> None:
    assert faults(GOOD, routed_event("L1"), routed_event("L1")) == ["L1 is on 2 tickets", "L2 is on 0 tickets"]


def test_a_line_that_nobody_acknowledged_is_found_unless_an_answer_is_missing() -> None:
    more = placed_event([("L9", "n-9")])
    assert faults(GOOD, more, routed_event("L1", "L2")) == ["n-9 was placed in S1 and never acknowledged"]
    book = a_book()
    book.doubtful = 1
    assert faults(GOOD, more, routed_event("L1", "L2"), book=book) == []


def test_what_somebody_else_orders_at_the_table_is_theirs() -> None:
    assert faults(GOOD, placed_event([("L8", ""), ("L9", "")]), routed_event("L1", "L2")) == []


def bill(*lines: BillLine, total: int) -> Bill:
    return Bill(bill="B1", session="S1", state="open", lines=list(lines), total_minor=total, paid_minor=0)


TOFU = BillLine("L1", "tofu", 1, "served", 900)
BEEF = BillLine("L2", "beef", 2, "served", 9600)


@pytest.mark.parametrize(
    ("shown", "fault"),
    [
        (bill(TOFU, BEEF, total=10_500), None),
        (bill(TOFU, total=900), "L2 is on B1 0 times"),
        (bill(TOFU, BEEF, BEEF, total=20_100), "L2 is on B1 2 times"),
        (bill(TOFU, BillLine("L2", "beef", 3, "done", 9600), total=10_500), "L2 was acknowledged as"),
        (bill(TOFU, BillLine("L2", "beef", 2, "done", 9000), total=9900), "L2 was 9600 and is 9000"),
        (bill(TOFU, BEEF, total=10_499), "B1 says 10499, its lines come to 10500"),
        (bill(TOFU, BillLine("L2", "beef", 2, "voided", 9600), total=900), None),
    ],
)
def test_a_bill_is_what_was_acknowledged(shown: Bill, fault: str | None) -> None:
    found = of_bill(a_book(), shown)
    assert len(found) == (fault is not None)
    assert fault is None or found[0].startswith(fault)


MEAL = Placed("L3", "n-3", "meal-two", 1, 9000)
PARTS = [BillLine("L3", "beef", 1, "served", 6000), BillLine("L4", "cola", 2, "served", 3000)]


def a_meal(price: int, *lines: BillLine, total: int, dish: str = "meal-two") -> Bill:
    told = BillMeal("L3", dish, 1, price, [line.line for line in lines])
    return Bill("B1", "S1", "open", list(lines), total, 0, [told])


@pytest.mark.parametrize(
    ("shown", "fault"),
    [
        (a_meal(9000, *PARTS, total=9000), None),
        (a_meal(8000, *PARTS, total=9000), "L3 was 9000 and is 8000"),
        (a_meal(9000, *PARTS, total=9000, dish="meal-one"), "L3 was acknowledged as"),
        (a_meal(0, *[replace(each, state="voided") for each in PARTS], total=0), None),
        (a_meal(9000, PARTS[1], total=3000), "L3 is on B1 0 times"),
    ],
)
def test_a_set_meal_is_what_was_acknowledged_whatever_its_parts_cost(shown: Bill, fault: str | None) -> None:
    book = Book()
    book.acknowledge([{"id": "n-3", "dish": "meal-two", "qty": 1}], answer([MEAL]))
    found = of_bill(book, shown)
    assert len(found) == (fault is not None)
    assert fault is None or found[0].startswith(fault)


def test_the_parts_of_a_set_meal_are_one_order_by_its_id() -> None:
    book = Book()
    book.acknowledge([{"id": "n-3", "dish": "meal-two", "qty": 1}], answer([MEAL]))
    of_meal = {"meal": "L3", "dish": "meal-two", "qty": 1}
    lines = [{"line": line, "id": "n-3", "meal": of_meal} for line in ("L3", "L4")]
    placed = FeedEvent(seq=1, type="RoundPlaced", data={"session": "S1", "bill": "B1", "lines": lines})
    assert faults(placed, routed_event("L3", "L4"), book=book) == []


def test_a_line_taken_back_is_void_on_the_bill() -> None:
    book = a_book()
    book.voided.add("L1")
    assert of_bill(book, bill(TOFU, BEEF, total=10_500)) == ["L1 was taken back and is served"]


def test_a_shared_cart_is_one_order() -> None:
    book = a_book()
    book.acknowledge(WANTED, answer(PLACED, round="R1"))
    assert book.faults == []
    assert book.counts["lines"] == 2


def test_a_cart_placed_twice_is_noticed_at_once() -> None:
    book = a_book()
    book.acknowledge(WANTED[:1], answer([Placed("L5", "n-1", "tofu", 1, 900)], round="R2"))
    assert book.faults == ["n-1 in S1 is L1 and L5"]


def test_an_answer_about_something_else_is_noticed() -> None:
    book = Book()
    book.acknowledge(WANTED, answer([Placed("L1", "n-1", "tofu", 2, 900)]))
    assert book.faults[0] == "R1: 2 lines sent, 1 acknowledged"
    assert "was acknowledged as" in book.faults[1]


def test_a_line_on_two_tickets_is_noticed_by_the_cooks() -> None:
    book = Book()
    line = TicketLine("L1", "tofu", 1, "fired")
    book.saw([Ticket("T1", "fired", [line]), Ticket("T2", "fired", [line])])
    assert book.faults == ["L1 is on T1 and on T2"]


def test_a_line_that_was_handed_on_is_on_another_ticket_and_never_on_two_at_once() -> None:
    book = Book()
    first, second = TicketLine("L1", "pork", 1, "fired"), TicketLine("L1", "pork", 1, "fired", step=2)
    for ticket, line in (("T1", first), ("T2", second), ("T1", first), ("T3", second)):
        book.saw([Ticket(ticket, "fired", [line])])
    assert (book.faults, book.tickets["L1"]) == ([], "T3")
    book.saw([Ticket("T3", "fired", [second]), Ticket("T4", "fired", [second])])
    book.saw([Ticket("T9", "fired", [first])])
    assert book.faults == ["L1 is on T3 and on T4", "L1 is on T1 and on T9"]
