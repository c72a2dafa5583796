"""What the kitchen's own events make of the state; what those of others do stands in folds_of_others.py."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kds.core.floor.model import Session
from kds.core.journal import ONLY
from kds.core.kitchen import slots, timing
from kds.core.kitchen.arranging import arrange
from kds.core.kitchen.events import (
    KitchenChanged,
    KitchenSetUp,
    KitchenTested,
    LineFired,
    LineNoted,
    LineRushed,
    LineServed,
    LinesWait,
    LineUnserved,
    NotesAcknowledged,
    TicketAcknowledged,
    TicketBumped,
    TicketEnded,
    TicketRecalled,
    TicketShown,
    TicketsRouted,
    TicketStarted,
    VoidsAcknowledged,
)
from kds.core.kitchen.folds_of_themes import fold_themes
from kds.core.kitchen.folds_of_transfer import stand_at
from kds.core.kitchen.learnt import begun
from kds.core.kitchen.model import CATCH_ALL, Item, KitchenTest, RoutedTicket, Ticket
from kds.core.kitchen.settling import see_anew, seen, settle, undone
from kds.core.settings import put
from kds.core.state import State
from kds.core.types import Stamp


def fold_kitchen_set_up(state: State, event: KitchenSetUp, stamp: Stamp) -> None:
    """The new stations and screens replace the old; tickets of a station that is gone go to the catch-all."""
    stations = {station.station: station for station in event.stations}
    screens = {screen.screen: screen for screen in event.screens}
    for gone in sorted(state.kitchen.stations.keys() - stations.keys()):
        del state.kitchen.stations[gone]
    for gone in sorted(state.kitchen.screens.keys() - screens.keys()):
        del state.kitchen.screens[gone]
    for station_key, station in stations.items():
        state.kitchen.stations[station_key] = station
    for screen_key, screen in screens.items():
        state.kitchen.screens[screen_key] = screen
    state.kitchen.thresholds[ONLY] = event.thresholds
    arrange(state, stamp)
    _to_catch_all(state, [each for each in state.kitchen.tickets.values() if each.station not in stations], stamp)
    slots.lay_out(state, state.kitchen.screens, stamp.at)


def fold_kitchen_changed(state: State, event: KitchenChanged, stamp: Stamp) -> None:
    """What changed; tickets of a station that is gone go to the catch-all, and come back once it is there again."""
    kitchen = state.kitchen
    put(kitchen.stations, [(each.station, each) for each in event.stations], event.stations_gone)
    put(kitchen.screens, [(each.screen, each) for each in event.screens], event.screens_gone)
    put(kitchen.routes, [(each.route, each) for each in event.routes], event.routes_gone)
    put(kitchen.services, [(each.service, each) for each in event.services], event.services_gone)
    if event.thresholds is not None:
        kitchen.thresholds[ONLY] = event.thresholds
    fold_themes(state, event, stamp)
    anew = arrange(state, stamp)
    if event.stations_gone:
        _to_catch_all(state, [each for each in kitchen.tickets.values() if each.station in event.stations_gone], stamp)
        anew |= _that_show(state, CATCH_ALL)
    for home in _back_home(state, stamp):
        anew |= _that_show(state, home) | _that_show(state, CATCH_ALL)
    slots.lay_out(state, anew, stamp.at)


def _that_show(state: State, station: str) -> set[str]:
    """The walls that name a station; what shows all of them shows the same wherever a ticket goes."""
    return {name for name, each in state.kitchen.screens_now.items() if each.stations and each.takes(station)}


def _back_home(state: State, stamp: Stamp) -> set[str]:
    """Open tickets whose station is there again and seen leave the catch-all for it; what stations they are."""
    kitchen, found = state.kitchen, set[str]()
    everything = any(each.is_sure and not each.stations for each in kitchen.screens_now.values())
    for name in sorted(kitchen.open_tickets[CATCH_ALL]):
        ticket = kitchen.tickets[name]
        home = ticket.routed_to
        if home in kitchen.stations and (everything or _that_show(state, home)):
            stand_at(state, replace(ticket, routed_to=""), home, stamp)
            found.add(home)
    return found


def _to_catch_all(state: State, tickets: Iterable[Ticket], stamp: Stamp) -> None:
    for ticket in sorted(tickets, key=lambda each: each.ticket):
        stand_at(state, replace(ticket, routed_to=ticket.station), CATCH_ALL, stamp)


def fold_tickets_routed(state: State, event: TicketsRouted, stamp: Stamp) -> None:
    """The lines enter the kitchen: fired at once, or held."""
    tickets = [_routed(state.floor.sessions[event.session], each, stamp) for each in event.tickets]
    for ticket in tickets:
        state.kitchen.tickets[ticket.ticket] = ticket
        state.kitchen.open_tickets.add(ticket.station, ticket.ticket)
        state.kitchen.session_tickets.add(ticket.session, ticket.ticket)
        state.kitchen.unseen.add(stamp.at, ticket.ticket)
    for ticket, routed in zip(tickets, event.tickets, strict=True):
        waiting = {each.line: each for each in routed.waiting}
        for line_id in ticket.lines:
            line, waits = state.orders.lines[line_id], waiting.get(line_id)
            held = line.fire == "hold" or waits is not None
            item = Item(
                line=line_id,
                ticket=ticket.ticket,
                dish=line.dish,
                qty=line.qty,
                standard_ms=line.standard_ms,
                state="held" if held else "fired",
                submitted_at=ticket.submitted_at,
                fired_at=None if held else stamp.at,
                ahead=line.steps,
            )
            state.kitchen.items[line_id] = item if held else begun(state, item, ticket.station)
            if waits is not None:
                state.kitchen.wait_until(line_id, waits.waits, waits.fires_at)
    slots.arrive(state, tickets, stamp.at)


def _routed(party: Session, routed: RoutedTicket, stamp: Stamp) -> Ticket:
    return Ticket(
        ticket=routed.ticket,
        station=routed.station,
        session=party.session,
        label=routed.label,
        round=routed.round,
        round_no=routed.round_no,
        channel=routed.channel,
        guests=routed.guests,
        submitted_at=routed.submitted_at,
        lines=routed.lines,
        thresholds=routed.thresholds,
        state="held" if routed.held else "fired",
        base=routed.base,
        unseen_since=stamp.at,
        unseen_seq=stamp.seq,
        note=party.note,
        allergies=party.allergies,
    )


def fold_ticket_started(state: State, event: TicketStarted, stamp: Stamp) -> None:
    """The start clocks of the lines."""
    for line in event.lines:
        state.kitchen.wait_no_more(line)
        state.kitchen.items[line] = replace(state.kitchen.items[line], state="started", started_at=stamp.at)
    seen(state, event.ticket, stamp.at)
    settle(state, event.ticket, stamp.at)


def fold_ticket_bumped(state: State, event: TicketBumped, stamp: Stamp) -> None:
    """The done clocks of the lines, and how long they took."""
    timing.note(state, state.kitchen.tickets[event.ticket], [state.kitchen.items[line] for line in event.lines], stamp)
    for line in event.lines:
        state.kitchen.wait_no_more(line)
        state.kitchen.unbump(line)
        seq = event.press or stamp.seq
        item = replace(state.kitchen.items[line], state="done", done_at=stamp.at, bumped=True, bumped_seq=seq)
        state.kitchen.items[line] = item
        state.kitchen.rebump(line)
    seen(state, event.ticket, stamp.at)
    settle(state, event.ticket, stamp.at)


def fold_ticket_recalled(state: State, event: TicketRecalled, stamp: Stamp) -> None:
    """Back to where the lines were before the bump; a new thing to see."""
    timing.take_back(state, [state.kitchen.items[line] for line in event.lines if state.kitchen.items[line].bumped_seq])
    for line in event.lines:
        state.kitchen.unbump(line)
        state.kitchen.items[line] = undone(state.kitchen.items[line])
        state.kitchen.rebump(line)
    settle(state, event.ticket, stamp.at)
    see_anew(state, event.ticket, stamp)


def fold_ticket_ended(state: State, event: TicketEnded, stamp: Stamp) -> None:
    """What was made is done, whether or not it was ever fired; the rest is neither done nor to be made."""
    made = event.outcome == "made"
    for line in event.lines:
        state.kitchen.wait_no_more(line)
        state.kitchen.unbump(line)
        item = replace(state.kitchen.items[line], state="done" if made else "ended", ended_as=event.outcome)
        state.kitchen.items[line] = replace(item, done_at=stamp.at, bumped=True) if made else item
    settle(state, event.ticket, stamp.at)


def fold_line_fired(state: State, event: LineFired, stamp: Stamp) -> None:
    """The line's clock starts now; a new thing to see."""
    state.kitchen.wait_no_more(event.line)
    item = replace(state.kitchen.items[event.line], state="fired", fired_at=stamp.at)
    state.kitchen.items[event.line] = begun(state, item, state.kitchen.tickets[event.ticket].station)
    state.kitchen.rebump(event.line)
    settle(state, event.ticket, stamp.at)
    see_anew(state, event.ticket, stamp)


def fold_lines_wait(state: State, event: LinesWait, stamp: Stamp) -> None:
    """They wait for as long."""
    for each in event.lines:
        state.kitchen.wait_until(each.line, each.waits, each.fires_at)


def fold_line_rushed(state: State, event: LineRushed, stamp: Stamp) -> None:
    """Each rush is counted; who asked first counts for the place."""
    item = state.kitchen.items[event.line]
    first = stamp.at if item.rushed_at is None else item.rushed_at
    state.kitchen.items[event.line] = replace(item, rushed_at=first, last_rushed_at=stamp.at, rushes=item.rushes + 1)
    settle(state, event.ticket, stamp.at)


def fold_line_served(state: State, event: LineServed, stamp: Stamp) -> None:
    """The served clock of the line, and its done clock if nobody bumped it."""
    state.kitchen.wait_no_more(event.line)
    item = state.kitchen.items[event.line]
    done_at = stamp.at if item.done_at is None else item.done_at
    state.kitchen.unbump(event.line)
    state.kitchen.items[event.line] = replace(item, state="served", done_at=done_at, served_at=stamp.at)
    seen(state, event.ticket, stamp.at)
    settle(state, event.ticket, stamp.at)


def fold_line_unserved(state: State, event: LineUnserved, stamp: Stamp) -> None:
    """Back to the pass where it had been bumped, else to whoever was making it: to them it is a new thing to see."""
    item = state.kitchen.items[event.line]
    if item.bumped:
        state.kitchen.items[event.line] = replace(item, state="done", served_at=None)
        state.kitchen.rebump(event.line)
        settle(state, event.ticket, stamp.at)
        return
    state.kitchen.items[event.line] = undone(item)
    state.kitchen.rebump(event.line)
    settle(state, event.ticket, stamp.at)
    see_anew(state, event.ticket, stamp)


def fold_voids_acknowledged(state: State, event: VoidsAcknowledged, stamp: Stamp) -> None:
    """The lines stay voided, and nobody waits for the kitchen any more."""
    for line in event.lines:
        item = state.kitchen.items[line]
        if item.stop_since is not None and not item.begun:
            state.kitchen.expiring.discard(item.stop_since, line)
        state.kitchen.items[line] = replace(item, stop_since=None, ended_as=event.outcome)
    settle(state, event.ticket, stamp.at)


def fold_line_noted(state: State, event: LineNoted, stamp: Stamp) -> None:
    """The line as it was ordered stays; beside it what is to be made of it now, and what the kitchen knew."""
    item = state.kitchen.items[event.line]
    if not event.cooking:
        state.kitchen.items[event.line] = replace(item, note=event.note)
        return
    known = item.note_was if item.noted_since is not None else event.before
    state.kitchen.items[event.line] = replace(item, note=event.note, noted_since=stamp.at, note_was=known)
    settle(state, event.ticket, stamp.at)
    see_anew(state, event.ticket, stamp)


def fold_notes_acknowledged(state: State, event: NotesAcknowledged, stamp: Stamp) -> None:
    """The kitchen has it before its eyes."""
    ticket = state.kitchen.tickets[event.ticket]
    state.kitchen.tickets[event.ticket] = replace(ticket, noted_since=None, note_was="")
    for line in ticket.lines:
        item = state.kitchen.items[line]
        if item.noted_since is not None:
            state.kitchen.items[line] = replace(item, noted_since=None, note_was="")
    seen(state, event.ticket, stamp.at)
    settle(state, event.ticket, stamp.at)


def fold_ticket_shown(state: State, event: TicketShown, stamp: Stamp) -> None:
    """The kitchen has it before its eyes."""
    seen(state, event.ticket, stamp.at)


def fold_ticket_acknowledged(state: State, event: TicketAcknowledged, stamp: Stamp) -> None:
    """Somebody answers for it."""
    seen(state, event.ticket, stamp.at)


def fold_kitchen_tested(state: State, event: KitchenTested, stamp: Stamp) -> None:
    """The last test takes the place of the one before."""
    day = state.day.current.value
    state.kitchen.tested[ONLY] = KitchenTest(
        business_day=day.business_day if day else "", ended_at=stamp.at, actor=stamp.actor, parts=event.parts
    )
