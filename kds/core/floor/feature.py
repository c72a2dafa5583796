"""The floor: what is done on it."""

from __future__ import annotations

from kds.core.day.events import DayClosed
from kds.core.deeds import Feature
from kds.core.floor import (
    ask_bill,
    change_floor,
    clean_table,
    clear_session,
    end_reservation,
    events,
    hand_over,
    merge_session,
    move_session,
    note_session,
    open_session,
    reserve_table,
    set_guests,
    unmerge_session,
)
from kds.core.orders.events import RoundPlaced

FLOOR = Feature(
    deeds=(
        change_floor.DEED,
        open_session.DEED,
        move_session.DEED,
        merge_session.DEED,
        unmerge_session.DEED,
        set_guests.DEED,
        note_session.DEED,
        ask_bill.DEED,
        clean_table.DEED,
        reserve_table.DEED,
        end_reservation.DEED,
        hand_over.DEED,
        clear_session.DEED,
    ),
    folds={
        events.FloorLaidOut: events.fold_floor_laid_out,
        events.FloorChanged: events.fold_floor_changed,
        events.SessionOpened: events.fold_session_opened,
        events.SessionCleared: events.fold_session_cleared,
        events.SessionMoved: events.fold_session_moved,
        events.GuestsSet: events.fold_guests_set,
        events.SessionMerged: events.fold_session_merged,
        events.SessionUnmerged: events.fold_session_unmerged,
        events.PartiesTied: events.fold_parties_tied,
        events.SessionShared: events.fold_session_shared,
        events.SessionNoted: events.fold_session_noted,
        events.BillAsked: events.fold_bill_asked,
        events.TableCleaned: events.fold_table_cleaned,
        events.TableReserved: events.fold_table_reserved,
        events.ReservationEnded: events.fold_reservation_ended,
        DayClosed: events.fold_day_closed,
        events.SessionServedBy: events.fold_session_served_by,
        RoundPlaced: events.fold_round_placed,
    },
)
