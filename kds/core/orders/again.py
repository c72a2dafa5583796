"""What comes again is known by its id and must be what stands: other content is told, and never swallowed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from kds.core.menu.model import OpenItem
from kds.core.orders.model import Cell, Line, OutsideLine, PartChosen
from kds.core.orders.wanted import LineWanted, is_coursed, names_of
from kds.core.state import State
from kds.core.types import Fire, Name, Refusal, reason

LINE_DIFFERS = reason(
    "line_differs",
    "conflict",
    "{names_zh}已经下过单，这次的内容却不一样，整单没有下。请核对：去掉这几道，或者当作新的菜再点",
    "{names_en}: sent before with other content; nothing was placed now. Take it out, or order it as a new line",
)

Differences = dict[str, dict[str, Any]]
"""The members that differ: what stands, and what came."""


class Content(NamedTuple):
    """What a line is, apart from its id. The order of options says nothing; the order of cells does."""

    dish: str
    qty: int
    options: tuple[str, ...]
    cells: tuple[Cell, ...]
    note: str
    fire: Fire
    seat: int
    course: int
    item: OpenItem | None = None
    parts: tuple[PartChosen, ...] = ()


def of_line(line: Line | OutsideLine, note: str) -> Content:
    """What stands; an open item's dish has no name but its own."""
    was = line.as_ordered if isinstance(line, Line) else line
    dish = "" if line.item is not None else was.dish
    options = tuple(sorted(was.options))
    return Content(dish, was.qty, options, was.cells, note, line.fire, line.seat, line.course, line.item, was.parts)


def of_wanted(line: LineWanted, fire: Fire, *, base: bool, course: int = 0, coursed: bool = False) -> Content:
    """What came, in an order that says `fire` for lines that do not; a base fires whatever they say.

    `course` is the dish's own, as it was when the line that stands was ordered without one; `coursed`: it held it.
    """
    fired = line.fires(fire, base=base, course=course if coursed else 0)
    options = tuple(sorted(line.options))
    with_course = line.course or course
    return Content(
        line.dish, line.qty, options, line.cells, line.note, fired, line.seat, with_course, line.item, line.parts
    )


def differences(stands: Content, came: Content) -> Differences:
    """Member by member; none where both are the same."""
    return {
        member: {"stands": one, "came": other}
        for member, one, other in zip(Content._fields, stands, came, strict=True)
        if one != other
    }


def veil(came: LineWanted, differs: Differences) -> dict[str, Any]:
    """What is told of a line to whom may not know what stands: which members differ, and what came."""
    hidden = {member: {**each, "stands": None} for member, each in differs.items()}
    return {"id": came.id, "line": None, "dish": came.dish, "differs": hidden}


def those_new(state: State, session: str, lines: Iterable[LineWanted], fire: Fire, *, veiled: bool) -> list[LineWanted]:
    """The lines that this party does not have yet. Refused: line_differs, for all that it has otherwise.

    `veiled`: the refusal does not tell what stands; whoever asks may be somebody else.
    """
    new: list[LineWanted] = []
    told: list[dict[str, Any]] = []
    names: list[Name] = []
    for line in lines:
        known = state.orders.line_ids.get((session, line.id)) if line.id else None
        if known is None:
            new.append(line)
            continue
        stands = state.orders.lines[known]
        course = stands.course if stands.own_course else 0
        placed = state.orders.rounds[stands.round]
        coursed = is_coursed(state.floor.sessions[session].service, placed.channel)
        came = of_wanted(line, fire, base=stands.base, course=course, coursed=coursed)
        differs = differences(of_line(stands, stands.note), came)
        if differs:
            dish = stands.as_ordered.dish
            entry = {"id": line.id, "line": known, "dish": dish, "differs": differs}
            told.append(veil(line, differs) if veiled else entry)
            names.append(state.menu.name_of(line.dish if veiled else dish))
    if told:
        raise Refusal(LINE_DIFFERS, lines=told, **names_of(names))
    return new
