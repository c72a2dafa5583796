"""The audit itself: whatever breaks a promise, it sees."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.live.audit import Evidence, Promises, faults_of
from tests.live.orders import Order
from tests.live.wire import Bill, BillLine, Event, Placed, RoundIs, Ticket, TicketLine, Tickets

LINES = [Placed("L1-1", "k.0", "tofu", 2, 2400), Placed("L1-2", "k.1", "cola", 1, 600)]
STATION_OF = {"tofu": "cold", "cola": "drinks"}


def promises() -> Promises:
    """One order of two lines, acknowledged; another that was refused."""
    wanted = [{"id": each.id, "dish": each.dish, "qty": each.qty} for each in LINES]
    told = RoundIs(4, "S1", "B1", "R1", 1, LINES, ["T1-1", "T1-2"])
    return Promises(
        acknowledged=[(Order("k", {"lines": wanted}), told)],
        refused=[Order("no", {"lines": [{"id": "no.0", "dish": "tofu", "qty": 1}]})],
    )


def placed(lines: list[Placed]) -> dict[str, Any]:
    """The data of the event that places these lines."""
    members = Placed.__struct_fields__
    return {
        "session": "S1",
        "bill": "B1",
        "lines": [{name: getattr(each, name) for name in members} for each in lines],
    }


def evidence() -> Evidence:
    """What a house shows that has kept its word."""
    tickets = [("T1-1", "cold", "L1-1"), ("T1-2", "drinks", "L1-2")]
    routed = [{"ticket": ticket, "station": station, "lines": [line]} for ticket, station, line in tickets]
    bill_lines = [BillLine(x.line, x.dish, x.qty, "fired", STATION_OF[x.dish], x.price_minor) for x in LINES]
    return Evidence(
        events=[
            Event(1, "SessionOpened", 10, {"session": "S1"}),
            Event(2, "BillOpened", 10, {"session": "S1", "bill": "B1"}),
            Event(3, "RoundPlaced", 10, placed(LINES)),
            Event(4, "TicketsRouted", 11, {"session": "S1", "tickets": routed}),
        ],
        bills={"B1": Bill("B1", "A01", "S1", "open", bill_lines, 3000, 0)},
        tickets={
            station: Tickets([Ticket(ticket, "A01", [TicketLine(line, "", 1, "fired")])])
            for ticket, station, line in tickets
        },
    )


def bill(shown: Evidence, **changes: Any) -> None:
    """Change the bill."""
    shown.bills["B1"] = replace(shown.bills["B1"], **changes)


def event(shown: Evidence, number: int, **changes: Any) -> None:
    """Change an event."""
    shown.events[number - 1] = replace(shown.events[number - 1], **changes)


def a_line_missing_on_the_bill(shown: Evidence) -> None:
    bill(shown, lines=shown.bills["B1"].lines[:1], total_minor=2400)


def a_line_twice_on_the_bill(shown: Evidence) -> None:
    lines = shown.bills["B1"].lines
    bill(shown, lines=[*lines, lines[1]], total_minor=3600)


def a_strange_line_on_the_bill(shown: Evidence) -> None:
    bill(shown, lines=[*shown.bills["B1"].lines, BillLine("L9-1", "tofu", 1, "fired", "cold", 0)])


def another_total(shown: Evidence) -> None:
    bill(shown, total_minor=2999)


def a_line_missing_at_its_station(shown: Evidence) -> None:
    shown.tickets["cold"] = Tickets([])


def a_line_twice_at_its_station(shown: Evidence) -> None:
    shown.tickets["cold"].tickets.append(shown.tickets["cold"].tickets[0])


def a_line_at_another_station(shown: Evidence) -> None:
    shown.tickets["cold"], shown.tickets["drinks"] = shown.tickets["drinks"], shown.tickets["cold"]


def a_line_placed_twice(shown: Evidence) -> None:
    shown.events.append(Event(5, "RoundPlaced", 11, placed(LINES[:1])))


def a_line_placed_under_another_id(shown: Evidence) -> None:
    event(shown, 3, data=placed([LINES[0], replace(LINES[1], id="k.0")]))


def a_quantity_changed(shown: Evidence) -> None:
    event(shown, 3, data=placed([replace(LINES[0], qty=1), LINES[1]]))


def a_line_never_routed(shown: Evidence) -> None:
    event(shown, 4, data={"session": "S1", "tickets": shown.events[3].data["tickets"][:1]})


def a_line_of_nobody(shown: Evidence) -> None:
    shown.events.append(Event(5, "RoundPlaced", 11, placed([Placed("L9-1", "x.0", "tofu", 1, 1200)])))


def a_refused_line_stored(shown: Evidence) -> None:
    shown.events.append(Event(5, "RoundPlaced", 11, placed([Placed("L9-1", "no.0", "tofu", 1, 1200)])))


def an_event_missing(shown: Evidence) -> None:
    del shown.events[0]


def time_running_backwards(shown: Evidence) -> None:
    event(shown, 4, at=9)


def time_running_backwards_at_a_step_that_was_not_followed(shown: Evidence) -> None:
    event(shown, 4, at=9, type="ClockStepped", data={"delta_ms": -1, "shift_ms": 0})


BROKEN = (
    a_line_missing_on_the_bill,
    a_line_twice_on_the_bill,
    a_strange_line_on_the_bill,
    another_total,
    a_line_missing_at_its_station,
    a_line_twice_at_its_station,
    a_line_at_another_station,
    a_line_placed_twice,
    a_line_placed_under_another_id,
    a_quantity_changed,
    a_line_never_routed,
    a_line_of_nobody,
    a_refused_line_stored,
    an_event_missing,
    time_running_backwards,
    time_running_backwards_at_a_step_that_was_not_followed,
)


def test_a_house_that_kept_its_word_has_no_faults() -> None:
    assert faults_of(promises(), evidence(), STATION_OF) == []


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_every_broken_promise_is_seen(broken: Callable[[Evidence], None]) -> None:
    shown = copy.deepcopy(evidence())
    broken(shown)
    assert faults_of(promises(), shown, STATION_OF) != []
