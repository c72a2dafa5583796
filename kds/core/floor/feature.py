"""The floor: what is done on it."""

from __future__ import annotations

from kds.core.deeds import Feature
from kds.core.floor import (
    change_floor,
    clear_session,
    events,
    hand_over,
    merge_session,
    move_session,
    note_session,
    open_session,
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
        events.SessionServedBy: events.fold_session_served_by,
        RoundPlaced: events.fold_round_placed,
    },
)
