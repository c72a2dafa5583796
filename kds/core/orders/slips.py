"""Guards against slips: what whoever types an order is asked about once, before it is placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kds.core.floor.model import Session
from kds.core.orders.again import Content, of_line, of_wanted
from kds.core.orders.meals import heads
from kds.core.orders.wanted import Offer, names_of
from kds.core.state import State
from kds.core.types import Context, Fire, Ms, Name, Record, Refusal, reason

ODD_PORTIONS, ODD_GRAMS = 20, 5_000
"""More of one dish than people mean, mostly: they typed a digit too many."""
SOON_MS: Ms = 60_000
"""The same dish within so long may be the same order, sent by two hands."""

ARE_YOU_SURE = reason(
    "are_you_sure",
    "conflict",
    "请再确认一次：{names_zh}数量特别多、一分钟内刚点过，或者这桌已经有锅底了",
    "Please confirm: of {names_en} it is very much, it was ordered within the last minute, or the table has a pot",
)


class Slip(Record, frozen=True, gc=False):
    """A line that may be a slip, and why: `again` was ordered just now, `odd_quantity` is very much, `pot_there` is
    another soup base for guests who have one.
    """

    slip: Literal["odd_quantity", "again", "pot_there"]
    id: str
    dish: str
    qty: int


def no_slip(state: State, session: Session | None, offers: Sequence[Offer], fire: Fire, context: Context) -> None:
    """Refuse once what may be a slip: are_you_sure, with all of it; the same request that says so is placed.

    Guests at one table choose on several phones, and none sees what another has just sent.
    """
    just_now = _just_now(state, session, context.at)
    has_pot = context.who.role == "guest" and _has_pot(state, session)
    slips: list[Slip] = []
    names: list[Name] = []
    for offer in offers:
        line, dish = offer.line, offer.dish
        came = _plain(of_wanted(line, fire, base=dish.kind == "base"))
        if line.qty > (ODD_GRAMS if dish.weighed else ODD_PORTIONS):
            slips.append(Slip("odd_quantity", line.id, dish.dish, line.qty))
        if has_pot and dish.kind == "base":
            slips.append(Slip("pot_there", line.id, dish.dish, line.qty))
        elif came in just_now:
            slips.append(Slip("again", line.id, dish.dish, line.qty))
        names += [dish.name] * (len(slips) - len(names))
        just_now.append(came)
    if slips:
        raise Refusal(ARE_YOU_SURE, slips=slips, **names_of(names))


def _has_pot(state: State, session: Session | None) -> bool:
    """Whether the party has a soup base that was not taken back."""
    if session is None:
        return False
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session.session]]
    lines = [line for bill in bills for each in bill.rounds for line in state.orders.rounds[each].lines]
    return any(state.orders.lines[line].base and line not in state.orders.voids for line in lines)


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
