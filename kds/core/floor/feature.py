"""The floor: what is done on it."""

from __future__ import annotations

from kds.core.day.events import DayClosed
from kds.core.deeds import Feature
from kds.core.floor import (
    ask_bill,
    ask_seat,
    change_floor,
    change_reservation,
    clean_table,
    clear_session,
    decline_seat,
    end_reservation,
    events,
    folds,
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
        ask_seat.DEED,
        decline_seat.DEED,
        reserve_table.DEED,
        change_reservation.DEED,
        end_reservation.DEED,
        hand_over.DEED,
        clear_session.DEED,
    ),
    folds={
        events.FloorLaidOut: folds.fold_floor_laid_out,
        events.FloorChanged: folds.fold_floor_changed,
        events.SessionOpened: folds.fold_session_opened,
        events.SessionCleared: folds.fold_session_cleared,
        events.SessionMoved: folds.fold_session_moved,
        events.GuestsSet: folds.fold_guests_set,
        events.SessionMerged: folds.fold_session_merged,
        events.SessionUnmerged: folds.fold_session_unmerged,
        events.PartiesTied: folds.fold_parties_tied,
        events.SessionShared: folds.fold_session_shared,
        events.SessionNoted: folds.fold_session_noted,
        events.BillAsked: folds.fold_bill_asked,
        events.TableCleaned: folds.fold_table_cleaned,
        events.SeatAsked: folds.fold_seat_asked,
        events.SeatDeclined: folds.fold_seat_declined,
        events.TableReserved: folds.fold_table_reserved,
        events.ReservationChanged: folds.fold_reservation_changed,
        events.ReservationEnded: folds.fold_reservation_ended,
        DayClosed: folds.fold_day_closed,
        events.SessionServedBy: folds.fold_session_served_by,
        RoundPlaced: folds.fold_round_placed,
    },
)
