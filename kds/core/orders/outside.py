"""Orders from outside, under a platform's own id: sent again they are the same order, also when its party has left."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kds.core.floor.model import Session
from kds.core.orders.again import Content, Differences, differences, of_line, of_wanted
from kds.core.orders.model import Line, OutsideLine, OutsideOrder, Round
from kds.core.orders.wanted import LineWanted, is_coursed
from kds.core.types import Channel, Fire, Ms, Refusal, reason

ORDER_DIFFERS = reason(
    "order_differs",
    "conflict",
    "外部单号{external_id}已经下过单，这次的内容却不一样，没有照新的下。请核对，要加菜请用新的单号",
    "Order {external_id} came before with other content; nothing was placed now. To add to it, use another order id",
)

KEPT_MS: Ms = 31 * 86_400_000
"""How long an order is known by its id. After that it would be placed anew."""


def outside_order(placed: Round, session: Session, lines: Sequence[Line], guests: int | None) -> OutsideOrder:
    """What is kept of an order that was placed; its tickets are added when they are made. `guests`: as it said."""
    return OutsideOrder(
        session=placed.session,
        bill=placed.bill,
        round=placed.round,
        round_no=placed.round_no,
        service=session.service,
        table=session.table,
        placed_at=placed.placed_at,
        lines=tuple([_kept(line) for line in lines]),
        promised_at=placed.promised_at,
        guests=guests,
    )


def _kept(line: Line) -> OutsideLine:
    was = line.as_ordered
    return OutsideLine(
        line=line.line,
        id=line.id,
        dish=was.dish,
        qty=was.qty,
        price_minor=was.price_minor,
        base=line.base,
        fire=line.fire,
        options=was.options,
        cells=was.cells,
        seat=line.seat,
        course=line.course,
        own_course=line.own_course,
        note_mark=mark(line.note),
        item=line.item,
        parts=was.parts,
    )


def mark(note: str) -> str:
    """What tells a note from another and does not say what it says: notes can hold names and phone numbers."""
    return hashlib.sha256(note.encode()).hexdigest()[:16] if note else ""


def is_the_same(
    known: OutsideOrder,
    external_id: str,
    came: dict[str, object],
    lines: Sequence[LineWanted],
    fire: Fire,
    channel: Channel,
    *,
    veiled: bool,
) -> None:
    """Whether what came is what is known: its members by name, and its lines in any order. Refused: order_differs.

    The refusal lists what differs: members of the order, and lines, of which one that is missing now came with a `qty`
    of 0, and one more stood with 0. `veiled`: it does not tell what stands.
    """
    order = {
        member: {"stands": getattr(known, member), "came": value}
        for member, value in came.items()
        if value != getattr(known, member)
    }
    differ = differing_lines(known.lines, lines, fire, coursed=is_coursed(known.service, channel))
    if not order and not differ:
        return
    if veiled:
        order, differ = _veil(order), [_veiled(each) for each in differ]
    raise Refusal(ORDER_DIFFERS, external_id=external_id, order=order, lines=differ)


def differing_lines(
    stood: Sequence[OutsideLine], came: Sequence[LineWanted], fire: Fire, *, coursed: bool
) -> list[dict[str, Any]]:
    """The lines that are not the same: first those that came, then those that did not.

    `coursed`: the courses of the dishes held those that stood.
    Lines of one content are one another's; of the rest, those of one id, and then those of one dish.
    """
    bases = {line.dish for line in stood if line.base}
    courses = {line.dish: line.course for line in stood if line.own_course}
    same = Counter([_stands(line) for line in stood])
    left: list[tuple[LineWanted, Content]] = []
    for line in came:
        course = courses.get(line.dish, 0)
        wanted = of_wanted(line, fire, base=line.dish in bases, course=course, coursed=coursed)
        content = wanted._replace(note=mark(line.note))
        if same[content] > 0:
            same[content] -= 1
        else:
            left.append((line, content))
    missing: list[OutsideLine] = []
    for each in reversed(stood):
        if same[_stands(each)] > 0:
            same[_stands(each)] -= 1
            missing.insert(0, each)
    told = [_told(missing, line, content) for line, content in left]
    return told + [_entry(each, each.id, each.dish, {"qty": {"stands": each.qty, "came": 0}}) for each in missing]


def _stands(line: OutsideLine) -> Content:
    return of_line(line, line.note_mark)


def _told(missing: list[OutsideLine], line: LineWanted, content: Content) -> dict[str, Any]:
    """A line that came, against the one of those missing that it most likely is, which is then taken from them."""
    by_id = [each for each in missing if line.id and each.id == line.id]
    by_dish = [each for each in missing if each.dish == line.dish]
    stands = next(iter((*by_id, *by_dish)), None)
    if stands is None:
        return _entry(None, line.id, line.dish, {"qty": {"stands": 0, "came": line.qty}})
    missing.remove(stands)
    differs = differences(_stands(stands), content)
    if "note" in differs:
        differs["note"] = {"stands": None, "came": line.note}
    return _entry(stands, line.id, line.dish, differs)


def _entry(stands: OutsideLine | None, id: str, dish: str, differs: Differences) -> dict[str, Any]:
    return {"id": id, "line": None if stands is None else stands.line, "dish": dish, "differs": differs}


def _veil(differs: Differences) -> Differences:
    return {member: {**each, "stands": None} for member, each in differs.items()}


def _veiled(entry: dict[str, Any]) -> dict[str, Any]:
    differs = entry["differs"]
    if differs.get("qty", {}).get("came") == 0:
        return {"id": "", "line": None, "dish": None, "differs": _veil({"qty": differs["qty"]})}
    return {**entry, "line": None, "differs": _veil(differs)}
