"""What becomes of drafts, and what is kept of every change: what stood there before.

These folds run before those of the parts that change, so that they find the state as it was.
"""

from __future__ import annotations

from msgspec.structs import replace

from kds.core import ids
from kds.core.billing.events import BillingChanged
from kds.core.billing.model import BillingChange
from kds.core.bills import settings_of
from kds.core.changes.events import (
    ChangeUndone,
    DraftDropped,
    DraftFilled,
    DraftPublished,
    DraftRenamed,
    DraftStayed,
    DraftThinned,
    DraftTimed,
)
from kds.core.changes.items import change_back, count, merged, of_keys, parts_of, without
from kds.core.changes.model import KEPT_MOST, KEPT_RECORDS_MOST, Draft, Kept, Wanted
from kds.core.day.events import HouseFounded
from kds.core.day.model import HouseChange
from kds.core.floor.events import FloorChanged
from kds.core.floor.model import FloorChange, FloorGone
from kds.core.kitchen.events import KitchenChanged
from kds.core.kitchen.model import KitchenChange, KitchenGone
from kds.core.menu.events import MenuChanged
from kds.core.menu.model import MenuChange, MenuGone
from kds.core.money import currency_of
from kds.core.state import State
from kds.core.types import Stamp


def fold_draft_filled(state: State, event: DraftFilled, stamp: Stamp) -> None:
    """More is wanted; a draft that could not be published may be so now."""
    known = state.changes.drafts.get(event.draft)
    draft = known or Draft(event.draft, event.title, stamp.actor, stamp.at)
    wanted = merged(draft.wanted, event.wanted)
    stood = merged(change_back(state, event.wanted), draft.stood)
    title = event.title or draft.title
    state.changes.drafts[event.draft] = replace(draft, title=title, wanted=wanted, stood=stood, failed=None)


def fold_draft_thinned(state: State, event: DraftThinned, stamp: Stamp) -> None:
    """Less is wanted."""
    draft = state.changes.drafts[event.draft]
    wanted, stood = (without(each, event.part, event.field, event.id) for each in (draft.wanted, draft.stood))
    state.changes.drafts[event.draft] = replace(draft, wanted=wanted, stood=stood, failed=None)


def fold_draft_renamed(state: State, event: DraftRenamed, stamp: Stamp) -> None:
    """Its title."""
    state.changes.drafts[event.draft] = replace(state.changes.drafts[event.draft], title=event.title)


def fold_draft_timed(state: State, event: DraftTimed, stamp: Stamp) -> None:
    """It waits for its moment, or does not any more. What it is known to put back is measured from now on."""
    draft = state.changes.drafts[event.draft]
    if event.overwriting:
        known = change_back(state, of_keys(draft.wanted, event.overwriting))
        draft = replace(draft, stood=merged(draft.stood, known))
    ends = event.publishes_at is None
    state.changes.drafts[event.draft] = replace(
        draft,
        publishes_at=event.publishes_at,
        timed_by="" if ends else stamp.actor,
        knowingly=event.knowingly,
        failed=None,
        untimed_by=stamp.actor if ends and draft.timed_by not in ("", stamp.actor) else "",
    )


def fold_draft_dropped(state: State, event: DraftDropped, stamp: Stamp) -> None:
    """It is no more."""
    del state.changes.drafts[event.draft]


def fold_draft_published(state: State, event: DraftPublished, stamp: Stamp) -> None:
    """It is no more a draft; what it changes is kept as one change."""
    del state.changes.drafts[event.draft]
    if event.parts:
        kept = _kept(stamp, Wanted(), Wanted())
        _keep(state, replace(kept, draft=event.draft, title=event.title, awaits=event.parts))


def fold_draft_stayed(state: State, event: DraftStayed, stamp: Stamp) -> None:
    """It says why, until somebody does something about it."""
    draft = state.changes.drafts[event.draft]
    state.changes.drafts[event.draft] = replace(draft, publishes_at=None, timed_by="", knowingly=(), failed=event.why)


def fold_change_undone(state: State, event: ChangeUndone, stamp: Stamp) -> None:
    """What it changes is kept as one change, which can be undone as well."""
    _keep(state, replace(_kept(stamp, Wanted(), Wanted()), undoes=event.change, awaits=event.parts))


def fold_menu_changed(state: State, event: MenuChanged, stamp: Stamp) -> None:
    """What stood on the menu."""
    known = state.menu.head.value is None or currency_of(state) == event.currency
    gone = MenuGone(event.categories_gone, event.dishes_gone, event.dayparts_gone)
    currency = None if known else event.currency
    change = MenuChange(event.categories, event.dishes, gone, currency, event.dayparts)
    _note(state, stamp, Wanted(menu=change))


def fold_kitchen_changed(state: State, event: KitchenChanged, stamp: Stamp) -> None:
    """What the kitchen was like."""
    gone = KitchenGone(event.stations_gone, event.screens_gone, event.routes_gone, event.themes_gone)
    gone = replace(gone, services=event.services_gone)
    lists = (event.routes, event.themes, event.services)
    change = KitchenChange(event.stations, event.screens, gone, event.thresholds, *lists)
    _note(state, stamp, Wanted(kitchen=change))


def fold_floor_changed(state: State, event: FloorChanged, stamp: Stamp) -> None:
    """What the floor was like."""
    gone = FloorGone(event.areas_gone, event.tables_gone)
    _note(state, stamp, Wanted(floor=FloorChange(event.areas, event.tables, gone)))


def fold_billing_changed(state: State, event: BillingChanged, stamp: Stamp) -> None:
    """How the house charged, as far as it differs."""
    before = settings_of(state)
    other = {
        name: value
        for name in BillingChange.__struct_fields__
        if (value := getattr(event.settings, name)) != getattr(before, name)
    }
    _note(state, stamp, Wanted(billing=BillingChange(**other)))


def fold_house_founded(state: State, event: HouseFounded, stamp: Stamp) -> None:
    """The settings of a house that was there, as far as they differ."""
    before = state.day.house.value
    if before is None:
        return
    names = HouseChange.__struct_fields__
    other = {name: value for name in names if (value := getattr(event.house, name)) != getattr(before, name)}
    if other:
        _note(state, stamp, Wanted(house=HouseChange(**other)))


def _note(state: State, stamp: Stamp, after: Wanted) -> None:
    """Keep a change of a part: by itself, or as a part of the one that said that it comes."""
    before = change_back(state, after)
    [(part, _)] = parts_of(after)
    last = max(state.changes.kept.values(), key=lambda each: each.seq, default=None)
    if last is None or part not in last.awaits:
        _keep(state, _kept(stamp, before, after))
        return
    sides = {"before": merged(last.before, before), "after": merged(last.after, after)}
    _keep(state, replace(last, **sides, awaits=tuple([each for each in last.awaits if each != part])))


def _kept(stamp: Stamp, before: Wanted, after: Wanted) -> Kept:
    change = ids.mint("X", stamp.seq)
    return Kept(change, stamp.seq, stamp.at, stamp.actor, before, after, stamp.approver)


def _keep(state: State, kept: Kept) -> None:
    """The newest; the oldest go as soon as there are too many, or hold too much."""
    book = state.changes.kept
    book[kept.change] = kept
    held = 0
    for number, each in enumerate(sorted(book.values(), key=lambda each: each.seq, reverse=True)):
        held += count(each.before) + count(each.after)
        if number and (number >= KEPT_MOST or held > KEPT_RECORDS_MOST):
            del book[each.change]
