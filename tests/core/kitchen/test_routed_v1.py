"""Tickets as the landed version stored them: whole records of the state, of which only what was decided is read."""

from __future__ import annotations

import json

from kds.core.codec import decode
from kds.core.kitchen.events import TicketsRouted
from kds.core.kitchen.model import RoutedTicket, Thresholds

TICKET = {
    "ticket": "T8-1",
    "station": "hot",
    "session": "S5",
    "label": "A01",
    "round": "R5",
    "round_no": 1,
    "channel": "scan",
    "guests": 2,
    "submitted_at": 7,
    "lines": ["L5-1"],
    "thresholds": {"soon_permille": 600},
}


def lifted(**more: object) -> RoutedTicket:
    event = decode("TicketsRouted", 1, json.dumps({"session": "S5", "tickets": [{**TICKET, **more}]}).encode())
    assert isinstance(event, TicketsRouted)
    assert event.session == "S5"
    (ticket,) = event.tickets
    return ticket


def test_a_ticket_that_was_fired_at_once_says_nothing_of_its_state() -> None:
    assert lifted() == RoutedTicket(
        ticket="T8-1",
        station="hot",
        label="A01",
        round="R5",
        round_no=1,
        channel="scan",
        guests=2,
        submitted_at=7,
        lines=("L5-1",),
        thresholds=Thresholds(soon_permille=600),
    )


def test_a_ticket_that_was_held_is_held() -> None:
    assert lifted(state="held").held
    assert not lifted(state="fired").held


def test_what_a_ticket_became_later_is_not_read_from_its_first_event() -> None:
    assert lifted(rushed_at=9, seen_at=9) == lifted()


def test_a_base_is_a_base() -> None:
    assert lifted(base=True).base
