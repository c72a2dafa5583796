"""Drafts of settings as the public is told of them."""

from __future__ import annotations

from msgspec import Struct

from kds.core.changes.events import DraftFilled, DraftStayed
from kds.core.changes.items import items_of
from kds.feed.public.projection import Projections


class DraftFilledData(Struct, frozen=True, gc=False):
    """What was put into a draft, by part and list, then by id: menu.dishes → the dishes; what is given whole has no
    ids.
    """

    draft: str
    title: str
    wanted: dict[str, tuple[str, ...]]


def draft_filled(event: DraftFilled) -> DraftFilledData:
    """What it is about: the draft itself is read where drafts are."""
    wanted: dict[str, list[str]] = {}
    for item in items_of(event.wanted):
        ids = wanted.setdefault(item.what, [])
        if item.id:
            ids.append(item.id)
    return DraftFilledData(event.draft, event.title, {what: tuple(ids) for what, ids in wanted.items()})


class DraftStayedData(Struct, frozen=True, gc=False):
    """Why a draft could not take effect when its time came, in words of both languages."""

    draft: str
    why_zh: str
    why_en: str


def draft_stayed(event: DraftStayed) -> DraftStayedData:
    """Why, in words."""
    return DraftStayedData(event.draft, event.why.zh, event.why.en)


PROJECTIONS: Projections = {DraftFilled: draft_filled, DraftStayed: draft_stayed}
