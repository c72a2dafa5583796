"""Why a ticket stands where it does, and why its lines wait or are expected when they are, in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from kds.core.kitchen.model import Item, Ticket
from kds.core.kitchen.priority import ranked
from kds.core.kitchen.reasons import Reckoned, reckoned, waits_for
from kds.core.state import State
from kds.core.types import Ms, Name

At = Callable[[Ms], str]
"""A moment in words."""
SAME_MS: Ms = 30_000
"""What is off by less is not said."""


def why_ticket(state: State, ticket: Ticket, screen: str, now: Ms, at: At) -> list[Name]:
    """Its place among all that the screen has to cook, and the rule that put it there; nothing where it has none."""
    queue = state.kitchen.queues.of(screen, now)
    if ticket.ticket not in queue:
        return []
    place = 1 + len(list(takewhile(lambda each: each != ticket.ticket, queue)))
    return [
        Name(zh=f"这块屏幕第{place}个做，共{len(queue)}单", en=f"Number {place} of {len(queue)} on this screen"),
        _rule(state, ticket, queue.why(ticket.ticket), at),
    ]


def _rule(state: State, ticket: Ticket, why: str, at: At) -> Name:
    times = ranked(ticket, state.kitchen.items)
    if why == "front" and ticket.front_at is not None:
        since = at(ticket.front_at)
        return Name(zh=f"{since}整桌提前，排在最前", en=f"Before all others: its table was put to the front at {since}")
    if why == "rushed" and ticket.rushed_at is not None:
        since = at(ticket.rushed_at)
        return Name(zh=f"{since}起有人催，先做", en=f"First, as somebody has asked for it since {since}")
    if why == "base_first":
        return Name(zh="锅底先上", en="First, as it is a soup base")
    if why == "overdue" and times.late_at is not None:
        since = at(times.late_at)
        return Name(zh=f"{since}起已超时，先做", en=f"First, as it is late since {since}")
    if why == "held":
        return Name(zh="还没叫起，排在最后", en="Behind all others: nothing of it is fired yet")
    if why == "stopped":
        return Name(zh="没有要做的了，只有要停做的", en="Nothing of it is to be made, something is to be stopped")
    due = "" if times.due_at is None else at(times.due_at)
    return Name(zh=f"按该做好的时间排：{due}", en=f"By when it ought to be done: {due}")


def why_line(state: State, item: Item, now: Ms, at: At) -> Name | None:
    """Why it waits, or by what it is expected when it is; nothing where there is no more to expect."""
    if item.state == "held":
        return _held(state, item, now, at)
    found = reckoned(state, item, now)
    return None if found is None else _expected(found, at)


def _held(state: State, item: Item, now: Ms, at: At) -> Name:
    if item.fires_at is None:
        return Name(zh="等叫：有人叫起才做", en="Held until somebody calls for it")
    when = at(item.fires_at)
    if item.waits == "base":
        return Name(
            zh=f"等锅底上桌，最晚{when}叫起", en=f"Waits until the base is served; fired at {when} at the latest"
        )
    other = waits_for(state, item, now)
    if other is None:
        return Name(zh=f"{when}叫起", en=f"Fired at {when}")
    dish, done = state.menu.name_of(other.dish), at(other.done_at)
    return Name(
        zh=f"{when}叫起，和“{dish.in_zh}”一起在{done}出齐",
        en=f"Fired at {when}, to be done at {done} together with {dish.in_en}",
    )


def _expected(found: Reckoned, at: At) -> Name:
    zh, en = f"预计{at(found.expected_at)}做好", f"Expected at {at(found.expected_at)}"
    zh += f"：{at(found.fired_at)}下单到档口，{_length_zh(found.takes_ms)}"
    en += f": fired at {at(found.fired_at)}, takes {_length_en(found.takes_ms)}"
    if found.times:
        zh += f"（学自{found.times}次，标准{_length_zh(found.standard_ms)}）"
        en += f" (learnt from {found.times} times; standard {_length_en(found.standard_ms)})"
    else:
        zh += "（标准时间）"
        en += " (its standard time)"
    if found.behind_ms >= SAME_MS:
        zh += f"，档口现在慢{_length_zh(found.behind_ms)}"
        en += f", and the station is {_length_en(found.behind_ms)} late"
    return Name(zh=zh, en=en)


def _length_zh(ms: Ms) -> str:
    minutes, seconds = _parts(ms)
    return f"{minutes}分" + (f"{seconds}秒" if seconds else "钟") if minutes else f"{seconds}秒"


def _length_en(ms: Ms) -> str:
    minutes, seconds = _parts(ms)
    if not minutes:
        return f"{seconds} s"
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"


def _parts(ms: Ms) -> tuple[int, int]:
    """Minutes and seconds; of what is long the seconds do not matter."""
    minutes, seconds = divmod(ms // 1000, 60)
    return minutes, 0 if minutes >= 10 else seconds
