"""How much a party's guests may order at once and within a minute: more than people do, and less than hurts a wall.

What staff and programs order has no such measure. It is reckoned from the rounds that stand, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core.floor.model import Session
from kds.core.orders.model import Round
from kds.core.orders.wanted import LineWanted, Offer, names_of
from kds.core.state import State
from kds.core.types import Channel, Context, Ms, Refusal, reason

LINES_A_ROUND, CHARS_A_ROUND = 100, 2_000
"""Lines of one order, with all parts of its meals, and characters of all their notes."""
ROUNDS_A_MINUTE, LINES_A_MINUTE, CHARS_A_MINUTE = 60, 200, 4_000
"""The same of all orders of a party's guests within a minute, and how many orders those may be."""
MINUTE_MS: Ms = 60_000
PORTIONS_A_LINE = 99
"""Portions of one line."""

TOO_MANY_PORTIONS = reason(
    "too_many_portions",
    "invalid",
    "{names_zh}一次最多点{most}份，还要更多请叫服务员",
    "{names_en}: at most {most} at once; ask the staff for more",
)
ROUND_TOO_LARGE = reason(
    "round_too_large",
    "invalid",
    "一次最多点{lines_most}道菜，备注一共最多{chars_most}个字。请分几次下单，或者叫服务员帮您点",
    "One order has {lines_most} lines at most, and {chars_most} characters of notes; order in parts, or ask the staff",
)
ORDERED_TOO_MUCH = reason(
    "ordered_too_much",
    "conflict",
    "这一桌一分钟里点得太多了，请{wait_s}秒后再下单，或者叫服务员帮您点",
    "This party has ordered very much within a minute; order again in {wait_s} s, or ask the staff",
)


def in_measure(
    state: State, context: Context, channel: Channel, session: Session | None, new: Sequence[LineWanted]
) -> None:
    """Refused, for a guest: round_too_large; ordered_too_much, with the moment from which this order may come."""
    if context.who.role != "guest":
        return
    amounts = [len(line.parts) or 1 for line in new]
    lines, chars = sum(amounts), sum([len(line.note) * many for line, many in zip(new, amounts, strict=True)])
    if lines > LINES_A_ROUND or chars > CHARS_A_ROUND:
        raise Refusal(ROUND_TOO_LARGE, lines_most=LINES_A_ROUND, chars_most=CHARS_A_ROUND)
    if session is None:
        return
    retry_at = _fits_at(state, _of_the_last_minute(state, session.session, channel, context.at), lines, chars)
    if retry_at > context.at:
        raise Refusal(ORDERED_TOO_MUCH, wait_s=-(-(retry_at - context.at) // 1000), retry_at=retry_at)


def in_portions(context: Context, offers: Sequence[Offer]) -> None:
    """Refused, for a guest: too_many_portions, of the first dish of which a line has more."""
    if context.who.role != "guest":
        return
    for line, dish in [(each.line, each.dish) for each in offers]:
        if line.qty > PORTIONS_A_LINE and not dish.weighed:
            raise Refusal(TOO_MANY_PORTIONS, dish=dish.dish, id=line.id, most=PORTIONS_A_LINE, **names_of([dish.name]))


def _of_the_last_minute(state: State, session: str, channel: Channel, now: Ms) -> list[Round]:
    """The party's rounds of a channel, the oldest first: a guest's are known by theirs, which nobody else orders by."""
    found: list[Round] = []
    for bill in state.orders.session_bills[session]:
        for each in reversed(state.orders.bills[bill].rounds):
            placed = state.orders.rounds[each]
            if placed.placed_at + MINUTE_MS <= now:
                break
            if placed.channel == channel:
                found.append(placed)
    return sorted(found, key=lambda placed: (placed.placed_at, placed.round_no))


def _fits_at(state: State, rounds: Iterable[Round], lines: int, chars: int) -> Ms:
    """From when on so many lines more, with so many characters, are in measure; 0 where they are now."""
    stand = [(placed, len(placed.lines), _chars(state, placed)) for placed in rounds]
    count, lines, chars = len(stand) + 1, lines + sum([s[1] for s in stand]), chars + sum([s[2] for s in stand])
    at = 0
    for placed, had_lines, had_chars in stand:
        if count <= ROUNDS_A_MINUTE and lines <= LINES_A_MINUTE and chars <= CHARS_A_MINUTE:
            break
        count, lines, chars = count - 1, lines - had_lines, chars - had_chars
        at = placed.placed_at + MINUTE_MS
    return at


def _chars(state: State, placed: Round) -> int:
    return sum([len(state.orders.lines[line].note) for line in placed.lines])
