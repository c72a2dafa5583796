"""Fire a course (起菜): all that a party has held of it, at one time."""

from __future__ import annotations

from kds.core import ids, parties
from kds.core.deeds import Deed
from kds.core.kitchen.events import LineFired, LinesWait
from kds.core.kitchen.gate import is_dish
from kds.core.kitchen.pace import waits_of
from kds.core.orders.model import COURSE_MOST
from kds.core.parties import items_of, open_party
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import FIRE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

NOTHING_HELD = reason("nothing_held", "conflict", "第{course}道没有在等叫的菜", "Nothing of course {course} is held")


class FireCourse(Command, frozen=True, gc=False):
    """The guests are ready for a course, counted from 1 to `COURSE_MOST`."""

    session: Id
    course: int


class CourseIs(Answer, frozen=True, gc=False):
    """The party that is served, and the lines that were fired, in the order in which they came; others may follow by
    themselves.
    """

    seq: int
    session: str
    course: int
    lines: tuple[str, ...]


def decide(state: State, command: FireCourse, context: Context) -> list[Event]:
    """One event for each line that is held, of those merged into the party as well; where the house wants the dishes of
    a course together, what takes less is fired by itself later.
    """
    within("course", command.course, 1, COURSE_MOST)
    party = open_party(state, command.session)
    held = [
        item
        for item in items_of(state, party.session)
        if item.state == "held" and state.orders.lines[item.line].course == command.course
    ]
    if not held:
        raise Refusal(NOTHING_HELD, session=party.session, course=command.course)
    held.sort(key=lambda item: ids.age(item.line))
    later = waits_of(state, [item for item in held if is_dish(state, state.orders.lines[item.line])], context.at)
    fired: list[Event] = [
        LineFired(session=state.kitchen.tickets[item.ticket].session, ticket=item.ticket, line=item.line)
        for item in held
        if item.line not in later
    ]
    return [*fired, LinesWait(session=party.session, lines=tuple(later.values()))] if later else fired


def answer(state: State, command: FireCourse, events: list[Event]) -> CourseIs:
    """As it stands after the events."""
    lines = tuple([each.line for each in events if isinstance(each, LineFired)])
    return CourseIs(state.seq, open_party(state, command.session).session, command.course, lines)


DEED = Deed(
    FireCourse,
    decide,
    answer,
    CourseIs,
    right=FIRE,
    refuses=(*parties.ON_PARTY, OUT_OF_RANGE, NOTHING_HELD),
)
