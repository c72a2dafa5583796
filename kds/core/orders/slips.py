"""Guards against slips: what whoever types an order is asked about once, before it is placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kds.core.floor.model import Session
from kds.core.orders.again import Content, of_line, of_wanted
from kds.core.orders.meals import heads
from kds.core.orders.wanted import Offer, names_of
from kds.core.state import State
from kds.core.types import Fire, Ms, Name, Record, Refusal, reason

ODD_PORTIONS, ODD_GRAMS = 20, 5_000
"""More of one dish than people mean, mostly: they typed a digit too many."""
SOON_MS: Ms = 60_000
"""The same dish within so long may be the same order, sent by two hands."""

ARE_YOU_SURE = reason(
    "are_you_sure",
    "conflict",
    "请再确认一次：{names_zh}数量特别多，或者一分钟内刚点过",
    "Please confirm: of {names_en} it is very much, or it was ordered within the last minute",
)


class Slip(Record, frozen=True, gc=False):
    """A line that may be a slip, and why: `again` was ordered just now, `odd_quantity` is very much."""

    slip: Literal["odd_quantity", "again"]
    id: str
    dish: str
    qty: int


def no_slip(state: State, session: Session | None, offers: Sequence[Offer], fire: Fire, now: Ms) -> None:
    """Refuse once what may be a slip: are_you_sure, with all of it; the same request that says so is placed."""
    just_now = _just_now(state, session, now)
    slips: list[Slip] = []
    names: list[Name] = []
    for offer in offers:
        line, dish = offer.line, offer.dish
        came = _plain(of_wanted(line, fire, base=dish.kind == "base"))
        if line.qty > (ODD_GRAMS if dish.weighed else ODD_PORTIONS):
            slips.append(Slip("odd_quantity", line.id, dish.dish, line.qty))
        if came in just_now:
            slips.append(Slip("again", line.id, dish.dish, line.qty))
        names += [dish.name] * (len(slips) - len(names))
        just_now.append(came)
    if slips:
        raise Refusal(ARE_YOU_SURE, slips=slips, **names_of(names))


def _just_now(state: State, session: Session | None, now: Ms) -> list[Content]:
    """What the party ordered within the last minute, and did not take back."""
    if session is None:
        return []
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session.session]]
    rounds = [state.orders.rounds[each] for bill in bills for each in bill.rounds]
    recent = [each for each in rounds if each.placed_at + SOON_MS > now]
    placed = [state.orders.lines[line] for each in recent for line in each.lines if line not in state.orders.voids]
    lines = heads(placed)
    return [_plain(of_line(each, each.note)) for each in lines]


def _plain(content: Content) -> Content:
    """What a dish is, whatever its quantity, its note, its seat, its course, and whether it is held."""
    return content._replace(qty=0, note="", fire="now", seat=0, course=0)
