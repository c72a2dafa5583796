"""Put something into a draft, or begin a new one with it: it holds once the draft is published."""

from __future__ import annotations

from kds.core import ids
from kds.core.billing.model import BillingChange
from kds.core.changes.events import DraftFilled, DraftRenamed, DraftTimed
from kds.core.changes.items import count, merged, parts_of
from kds.core.changes.model import DRAFT_RECORDS_MOST, DRAFTS_MOST, DRAFTS_RECORDS_MOST, Wanted
from kds.core.changes.rules import CANNOT_BE, RIGHTS, UNKNOWN_DRAFT, check, draft_of, permit_all
from kds.core.day.model import HouseChange
from kds.core.deeds import Deed
from kds.core.floor.model import FloorChange
from kds.core.kitchen.model import KitchenChange
from kds.core.menu.model import MenuChange
from kds.core.state import State
from kds.core.text import OptionalId, Words
from kds.core.types import Answer, Command, Context, Event, Ms, Refusal, reason

TOO_MANY_DRAFTS = reason(
    "too_many_drafts",
    "conflict",
    "最多{most}份草稿，请先发布或删除一份",
    "There may be {most} drafts: publish or drop one first",
)
DRAFT_FULL = reason(
    "draft_full",
    "conflict",
    "一份草稿最多{most}项修改，请先发布",
    "A draft may change {most} things: publish it first",
)
DRAFTS_FULL = reason(
    "drafts_full",
    "conflict",
    "所有草稿加起来最多{most}项修改，请先发布或删除一份",
    "All drafts together may change {most} things: publish or drop one first",
)


class PutInDraft(Command, frozen=True, gc=False):
    """What is to be other, part by part, as it would be changed at once; `draft` "" begins a new one.

    A title that is not empty becomes the draft's, and takes the rights of all that is in it.
    """

    draft: OptionalId = ""
    title: Words = ""
    menu: MenuChange | None = None
    kitchen: KitchenChange | None = None
    floor: FloorChange | None = None
    billing: BillingChange | None = None
    house: HouseChange | None = None


class DraftIs(Answer, frozen=True, gc=False):
    """The draft, and how much it changes; `publishes_at` is when it takes effect by itself, null for never."""

    seq: int
    draft: str
    title: str
    records: int
    publishes_at: Ms | None = None


def decide(state: State, command: PutInDraft, context: Context) -> list[Event]:
    """One event, or none where nothing is put in. Everything in the draft is checked anew, for it belongs together.

    What somebody else has timed has no time any more.
    """
    put = Wanted(command.menu, command.kitchen, command.floor, command.billing, command.house)
    permit_all(state, context, put)
    known = draft_of(state, command.draft) if command.draft else None
    if known is not None:
        before, title = known.wanted, "" if command.title == known.title else command.title
        if title:
            permit_all(state, context, before)
    else:
        before, title = Wanted(), command.title
        if len(state.changes.drafts) >= DRAFTS_MOST:
            raise Refusal(TOO_MANY_DRAFTS, most=DRAFTS_MOST)
    wanted = merged(before, put)
    if count(wanted) > DRAFT_RECORDS_MOST:
        raise Refusal(DRAFT_FULL, most=DRAFT_RECORDS_MOST)
    others = sum([count(each.wanted) for each in state.changes.drafts.values() if each is not known])
    if wanted != before and others + count(wanted) > DRAFTS_RECORDS_MOST:
        raise Refusal(DRAFTS_FULL, most=DRAFTS_RECORDS_MOST)
    check(state, wanted, [part for part, _ in parts_of(put)])
    if wanted == before:
        return [DraftRenamed(draft=command.draft, title=title)] if command.draft and title else []
    filled = DraftFilled(draft=command.draft or ids.mint("G", state.seq + 1), title=title, wanted=put)
    theirs = known is not None and known.publishes_at is not None and known.timed_by != context.who.id
    return [filled, DraftTimed(draft=command.draft, publishes_at=None)] if theirs else [filled]


def answer(state: State, command: PutInDraft, events: list[Event]) -> DraftIs:
    """As it stands after the event."""
    name = next((each.draft for each in events if isinstance(each, DraftFilled)), command.draft)
    draft = state.changes.drafts.get(name)
    if draft is None:
        return DraftIs(seq=state.seq, draft="", title="", records=0)
    return DraftIs(
        seq=state.seq, draft=name, title=draft.title, records=count(draft.wanted), publishes_at=draft.publishes_at
    )


DEED = Deed(
    PutInDraft,
    decide,
    answer,
    DraftIs,
    right=RIGHTS[0],
    or_rights=RIGHTS[1:],
    refuses=(CANNOT_BE, UNKNOWN_DRAFT, TOO_MANY_DRAFTS, DRAFT_FULL, DRAFTS_FULL),
)
