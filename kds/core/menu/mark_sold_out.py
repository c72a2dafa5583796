"""Mark a dish sold out (沽清), limit it (限量), or set it free again."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.menu.events import StockCounted
from kds.core.refusals import MOST, OUT_OF_RANGE, UNKNOWN_DISH, within
from kds.core.rights import SOLD_OUT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal

REMAINING_MOST = MOST // 1000
"""Its thousandths are a number that every reader of JSON keeps."""


class MarkSoldOut(Command, frozen=True, gc=False):
    """So many portions are left, or grams of a dish that is weighed; 0 is sold out, None stops counting."""

    dish: Id
    remaining: int | None


class DishCounted(Answer, frozen=True, gc=False):
    """What is left of the dish now."""

    seq: int
    dish: str
    sold_out: bool
    remaining: int | None


def decide(state: State, command: MarkSoldOut, context: Context) -> list[Event]:
    """One event."""
    if command.dish not in state.menu.dishes:
        raise Refusal(UNKNOWN_DISH, dish=command.dish)
    within("remaining", command.remaining or 0, 0, REMAINING_MOST)
    return [StockCounted(dish=command.dish, remaining=command.remaining, counted=True)]


def answer(state: State, command: MarkSoldOut, events: list[Event]) -> DishCounted:
    """As it stands after the event."""
    return DishCounted(seq=state.seq, dish=command.dish, sold_out=command.remaining == 0, remaining=command.remaining)


DEED = Deed(
    MarkSoldOut,
    decide,
    answer,
    DishCounted,
    right=SOLD_OUT,
    refuses=(UNKNOWN_DISH, OUT_OF_RANGE),
)
