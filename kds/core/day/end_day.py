"""Close the business day by hand (日结), before it ends by itself: what comes after belongs to the next."""

from __future__ import annotations

from kds.core.day.close_day import NAMED, closed, later_day, open_tickets, unpaid_parties
from kds.core.deeds import Deed
from kds.core.journal import ONLY
from kds.core.refusals import counted
from kds.core.rights import CLOSE_DAY
from kds.core.state import State
from kds.core.text import OptionalCause
from kds.core.types import Answer, Command, Context, Event, Ms, Refusal, reason

LONGEST_MS = 25 * 3_600_000
"""A business day with a night in which clocks go back."""

UNFINISHED = reason(
    "unfinished",
    "conflict",
    "还有{tickets_zh}张制作单没做完、{unpaid_zh}桌没付清。请先处理，或者注明原因再日结",
    "{tickets_en} not done and {unpaid_en} not paid; see to them, or say a word why",
)
NOT_BEGUN = reason(
    "not_begun",
    "conflict",
    "今天已经日结，下一个营业日还没开始",
    "Today is closed already, and the next day has not begun",
)
NO_CALENDAR = reason("no_calendar", "conflict", "门店还没有设立，没有营业日", "The house has no business day yet")


class CloseDay(Command, frozen=True, gc=False):
    """`word`: what is to be said of what is unfinished; it is needed where anything is."""

    word: OptionalCause = ""


class DayIs(Answer, frozen=True, gc=False):
    """The day that was closed, under its number, and the one that is under way then."""

    seq: int
    z: int
    closed: str
    business_day: str
    closes_at: Ms


def decide(state: State, command: CloseDay, context: Context) -> list[Event]:
    """One event; its number and its figures follow from it."""
    today = None if state.day.current.value is None else later_day(state, context)
    if today is None:
        raise Refusal(NO_CALENDAR)
    if state.day.current[ONLY].closes_at - context.at > LONGEST_MS:
        raise Refusal(NOT_BEGUN)
    tickets, unpaid = open_tickets(state), unpaid_parties(state)
    if (tickets or unpaid) and not command.word:
        raise Refusal(
            UNFINISHED,
            tickets_zh=len(tickets),
            unpaid_zh=len(unpaid),
            tickets_en=counted(len(tickets), "ticket is", "tickets are"),
            unpaid_en=counted(len(unpaid), "party has", "parties have"),
            tickets=tickets[:NAMED],
            unpaid=unpaid[:NAMED],
        )
    return [closed(state, today, command.word)]


def answer(state: State, command: CloseDay, events: list[Event]) -> DayIs:
    """As it stands after the events."""
    day, last = state.day.current[ONLY], state.billing.last_z.value
    return DayIs(seq=state.seq, z=last or 0, closed=day.closed, business_day=day.business_day, closes_at=day.closes_at)


DEED = Deed(CloseDay, decide, answer, DayIs, right=CLOSE_DAY, refuses=(NO_CALENDAR, NOT_BEGUN, UNFINISHED))
