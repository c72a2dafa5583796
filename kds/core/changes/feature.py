"""Changes of settings: drafts, and what undoes a change that was made."""

from __future__ import annotations

from kds.core.billing.events import BillingChanged
from kds.core.changes import (
    drop_draft,
    events,
    folds,
    publish_draft,
    put_in_draft,
    rename_draft,
    take_from_draft,
    time_draft,
    undo_change,
)
from kds.core.day.events import HouseFounded
from kds.core.deeds import Feature
from kds.core.floor.events import FloorChanged
from kds.core.kitchen.events import KitchenChanged
from kds.core.menu.events import MenuChanged

CHANGES = Feature(
    deeds=(
        put_in_draft.DEED,
        take_from_draft.DEED,
        rename_draft.DEED,
        time_draft.DEED,
        publish_draft.DEED,
        drop_draft.DEED,
        undo_change.DEED,
    ),
    folds={
        events.DraftFilled: folds.fold_draft_filled,
        events.DraftThinned: folds.fold_draft_thinned,
        events.DraftRenamed: folds.fold_draft_renamed,
        events.DraftTimed: folds.fold_draft_timed,
        events.DraftDropped: folds.fold_draft_dropped,
        events.DraftPublished: folds.fold_draft_published,
        events.DraftStayed: folds.fold_draft_stayed,
        events.ChangeUndone: folds.fold_change_undone,
        MenuChanged: folds.fold_menu_changed,
        KitchenChanged: folds.fold_kitchen_changed,
        FloorChanged: folds.fold_floor_changed,
        BillingChanged: folds.fold_billing_changed,
        HouseFounded: folds.fold_house_founded,
    },
    deadlines=(time_draft.DEADLINE,),
)
