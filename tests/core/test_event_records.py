"""Events hold what was decided, never a record of the state that later events change.

A record that an event embeds is frozen with that event. Were the same record changed by events that know nothing of
it, every field that such a change needs would have to be stored in, and for ever read from, the first event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import msgspec
import pytest

from kds.core.day.events import ClockStepped
from kds.core.day.model import Day
from kds.core.features import FOLDS, fold
from kds.core.floor.model import Session
from kds.core.journal import Book
from kds.core.kitchen.model import Item, Ticket
from kds.core.orders.model import Bill
from kds.core.state import State
from kds.core.types import Event
from tests.golden.frozen import structs
from tests.laws.dinner import dine

Replaced = dict[type[msgspec.Struct], set[type[Event]]]


class TicketsMade(Event, frozen=True):
    """An event as none should be."""

    tickets: tuple[Ticket, ...]


def embedded(event: type[Event]) -> set[type[msgspec.Struct]]:
    """The records that an event of this type can hold, however deep."""
    return set(structs(event)) - {event}


@cache
def replaced() -> Replaced:
    """For each record of the state, the types of events that put another in the place of one, over some dinners.

    A step of the clock is none of them: it moves the moments of whatever is alive, and needs no field for that. What
    screens show now is a book of its own, made anew from the screens as planned and the theme: no event holds it.
    """
    found: Replaced = defaultdict(set)
    for seed in range(6):
        state = State()
        for stamp, event in dine(seed, 400).recorded:
            fold(state, event, stamp)
            if isinstance(event, ClockStepped):
                state.journal.forget()
            for book, key, old in state.journal.entries:
                if book is state.kitchen.screens_now:
                    continue
                if isinstance(book, Book) and isinstance(old, msgspec.Struct) and key in book and book[key] != old:
                    found[type(old)].add(type(event))
            state.journal.forget()
    return found


def offences(events: Iterable[type[Event]], changed: Replaced) -> set[str]:
    """Where an event embeds a record that an event changes which does not carry such a record itself."""
    return {
        f"{event.__name__} embeds {record.__name__}, which {other.__name__} changes"
        for event in events
        for record in embedded(event)
        for other in changed.get(record, ())
        if record not in embedded(other)
    }


def test_no_event_embeds_what_another_changes() -> None:
    assert offences(FOLDS, replaced()) == set()


@pytest.mark.parametrize("record", [Bill, Session, Ticket, Item, Day])
def test_the_dinners_change_what_there_is_to_change(record: type[msgspec.Struct]) -> None:
    assert replaced()[record]


def test_an_event_that_did_would_be_found() -> None:
    assert "TicketsMade embeds Ticket, which TicketBumped changes" in offences([TicketsMade], replaced())
