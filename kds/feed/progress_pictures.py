"""What a party still waits for, as the board of the floor draws it."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.floor.model import Session
from kds.core.kitchen.model import OPEN, Item, ItemState
from kds.core.parties import age, is_unserved, items_of
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.feed.pictures import Moments, StepPicture, line_picture

WITHOUT_TABLE = 1_000_000
"""Parties without a table stand behind all tables, by their number."""


class WaitedFor(NamedTuple):
    """A dish that is not served: `moments` while it is made, `done_at` once it stands ready."""

    dish: Name
    qty: int
    weighed: bool
    state: ItemState
    moments: Moments | None
    done_at: Ms | None
    rushed: bool
    step: StepPicture | None


class ProgressPicture(NamedTuple):
    """A party and all that it waits for: what stands ready first, then what is made, then what is held; `served` counts
    what is on its table. `order` is where it stands: by the name of its table.
    """

    session: str
    label: str
    lines: list[WaitedFor]
    served: int
    order: int


def progress_picture(state: State, party: Session, order: int) -> ProgressPicture | None:
    """The picture of a party; None while it waits for nothing."""
    items = items_of(state, party.session)
    waiting = sorted([each for each in items if is_unserved(each)], key=_in_turn)
    if not waiting:
        return None
    served = sum([each.state == "served" for each in items])
    return ProgressPicture(party.session, party.label, [_waited_for(state, each) for each in waiting], served, order)


def _in_turn(item: Item) -> tuple[int, Ms, int]:
    place = 0 if item.state == "done" else 2 if item.state == "held" else 1
    return place, item.first_fired_at or item.submitted_at, age(item.line)


def _waited_for(state: State, item: Item) -> WaitedFor:
    drawn = line_picture(state, item, state.kitchen.tickets[item.ticket])
    return WaitedFor(
        dish=drawn.dish,
        qty=drawn.qty,
        weighed=drawn.weighed,
        state=item.state,
        moments=drawn.moments,
        done_at=item.done_at if item.state == "done" else None,
        rushed=item.rushes > 0 and item.state in OPEN,
        step=drawn.step,
    )
