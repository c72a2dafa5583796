"""What is noted of a party or a line is on the tickets, and what changes under the kitchen's hands is acknowledged."""

from __future__ import annotations

import pytest

from kds.core.floor.merge_session import MergeSession
from kds.core.floor.note_session import NotesAre, NoteSession
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.kitchen.acknowledge_notes import AcknowledgeNotes
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.note_line import LineNote, NoteLine
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.station_view import TicketView, tickets_view
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.types import Who
from tests.core.invariants import replay
from tests.house import MINUTE, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def seen(house: SmallHouse, ticket: str) -> None:
    """The kitchen has it before its eyes."""
    house.do(ReportShown("wall", (ticket,), house.state.seq))


def view(house: SmallHouse, station: str = "cold") -> TicketView:
    """The first ticket of a station."""
    return tickets_view(house.state, station, house.now)[0][0]


class TestOfAParty:
    def test_every_later_round_inherits_it(self, house: SmallHouse) -> None:
        placed = house.order("noodles")
        noted = house.ask(NoteSession(placed.session, "birthday", "peanuts"), NotesAre)
        assert (noted.note, noted.allergies) == ("birthday", "peanuts")
        later = house.order("tofu")
        house.wait(MINUTE)
        shown = view(house)
        assert (shown.ticket, shown.note, shown.allergies) == (later.tickets[0], "birthday", "peanuts")
        assert shown.changes == 0, "the kitchen has never known it otherwise"
        assert replay(house.recorded).books() == house.state.books()

    def test_what_is_cooking_flashes_until_it_is_acknowledged(self, house: SmallHouse) -> None:
        placed = house.order("tofu", want("sesame", fire="hold"))
        (ticket,) = placed.tickets
        house.do(NoteSession(placed.session, allergies="peanuts"))
        house.do(AcknowledgeNotes(ticket))
        seen(house, ticket)
        house.do(NoteSession(placed.session, allergies="shellfish"))
        house.do(NoteSession(placed.session, allergies="fish"))
        assert (view(house).allergies, view(house).note_was, view(house).changes) == ("fish", "peanuts", 1)
        assert house.state.kitchen.tickets[ticket].seen_at is None, "there is something new to see"
        assert house.types(AcknowledgeNotes(ticket)) == ["NotesAcknowledged"]
        assert (view(house).note_was, view(house).changes) == (None, 0)
        assert house.state.kitchen.tickets[ticket].seen_at == house.now
        assert house.refused(AcknowledgeNotes(ticket)) == "nothing_changed"
        assert house.refused(AcknowledgeNotes("T99-1")) == "unknown_ticket"
        assert house.types(NoteSession(placed.session, allergies="fish")) == []

    def test_what_is_held_or_done_just_says_so(self, house: SmallHouse) -> None:
        held, done = house.order(want("tofu", fire="hold")), house.order("noodles")
        house.do(BumpTicket(done.tickets[0]))
        house.do(NoteSession(held.session, allergies="nuts"))
        for placed in (held, done):
            ticket = house.state.kitchen.tickets[placed.tickets[0]]
            assert (ticket.allergies, ticket.changes) == ("nuts", 0)

    def test_those_of_merged_parties_are_all_told(self, house: SmallHouse) -> None:
        one, other = house.order("tofu"), house.order("noodles", table="A02")
        house.do(NoteSession(one.session, allergies="nuts"))
        house.do(NoteSession(other.session, allergies="fish"))
        house.do(MergeSession(other.session, one.session))
        assert {each.allergies for each in house.state.kitchen.tickets.values()} == {"nuts；fish"}
        house.do(UnmergeSession(other.session))
        assert house.state.kitchen.tickets[other.tickets[0]].allergies == "fish"

    def test_a_line_of_another_party_brings_its_own(self, house: SmallHouse) -> None:
        one, other = house.order("tofu", "beef"), house.order("noodles", table="A02")
        house.do(NoteSession(other.session, allergies="fish"))
        house.do(MoveLines((one.lines[1].line,), other.session))
        assert house.state.kitchen.tickets[one.tickets[0]].allergies == "A02: fish"


class TestOfALine:
    def test_the_ticket_flashes_the_change_and_there_is_no_other(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", note="mild", id="d1"))
        line, (ticket,) = placed.lines[0].line, placed.tickets
        house.do(StartTicket(ticket))
        seen(house, ticket)
        changed = house.ask(NoteLine(line, "hot"), LineNote)
        assert (changed.note, changed.to_acknowledge) == ("hot", True)
        assert list(house.state.kitchen.tickets) == [ticket]
        shown = view(house)
        assert (shown.changes, shown.lines[0].note, shown.lines[0].note_was) == (1, "hot", "mild")
        assert house.item(line).state == "started"
        assert [each.event.before for each in house.recorded if hasattr(each.event, "before")] == ["mild"]
        again = PlaceRound("scan", (want("tofu", note="mild", id="d1"),), table="A01")
        assert house.types(again) == [], "the device's own order stands as it came"

    def test_a_press_of_start_says_that_it_is_known_and_a_bump_that_it_is_done(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        ticket = house.item(line).ticket
        house.do(NoteLine(line, "hot"))
        assert house.types(StartTicket(ticket)) == ["NotesAcknowledged", "TicketStarted"]
        house.do(NoteLine(line, "mild"))
        assert house.types(StartTicket(ticket)) == ["NotesAcknowledged"]
        assert house.refused(StartTicket(ticket)) == "already_started"
        house.do(NoteLine(line, "hot"))
        house.do(BumpTicket(ticket))
        assert house.state.kitchen.tickets[ticket].changes == 0
        house.do(RecallTicket(ticket))
        assert house.state.kitchen.tickets[ticket].changes == 1, "nobody has said that it was known"

    def test_one_that_is_held_is_fired_as_it_is_to_be_made(self, house: SmallHouse) -> None:
        line = house.line(want("tofu", fire="hold"))
        assert not house.ask(NoteLine(line, "hot"), LineNote).to_acknowledge
        house.do(FireLine(line))
        assert (view(house).lines[0].note, view(house).lines[0].note_was) == ("hot", None)

    def test_what_is_no_longer_made_is_not_changed(self, house: SmallHouse) -> None:
        served, done, voided, same = [house.line("tofu") for _ in range(4)]
        house.do(ServeLine(served))
        house.do(BumpTicket(house.item(done).ticket))
        house.do(VoidLine(voided, "no"))
        assert house.refused(NoteLine(served, "hot")) == "already_served"
        assert house.refused(NoteLine(done, "hot")) == "already_done"
        assert house.refused(NoteLine(voided, "hot")) == "line_voided"
        assert house.refused(NoteLine("L99-1", "hot")) == "unknown_line"
        assert house.types(NoteLine(same)) == []
        assert house.refused(NoteLine(same, "hot"), Who("cook", "kitchen")) == "forbidden"
