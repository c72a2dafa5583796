"""Learning how long dishes take: once a day, as it closes, from the last weeks of what was sold on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kds.core.day.events import DayClosed
from kds.core.journal import ONLY
from kds.core.kitchen.events import TimesForgotten, TimesLearnt
from kds.core.kitchen.learnt import learns
from kds.core.kitchen.times import Usual, learnt_from, of_standard
from kds.core.kitchen.timing import over
from kds.core.kitchen.timings import ANY, DAYS, LEAST, LearningDays, LearntTime, Timings
from kds.core.menu.model import Dish
from kds.core.state import State
from kds.core.types import Event, Stamp


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """What was bumped last counts for this day; what is older than the days that count is forgotten."""
    if not learns(state):
        return
    kitchen = state.kitchen
    for _, streak in sorted(kitchen.streaks.items()):
        over(state, streak, event.business_day)
    known = kitchen.learning.value or LearningDays()
    days = tuple(dict.fromkeys([*known.days, event.business_day]))[-DAYS:]
    kitchen.learning[ONLY] = LearningDays(days)
    counts = frozenset(days)
    for cell, timings in list(kitchen.timings.items()):
        left = tuple([each for each in timings.days if each.business_day in counts])
        if not left:
            del kitchen.timings[cell]
        elif len(left) < len(timings.days):
            kitchen.timings[cell] = replace(timings, days=left)


def learn(state: State, event: DayClosed, stamp: Stamp) -> list[Event]:
    """Policy: what the last weeks say of every dish that was made on this day, or of which days count no more, at each
    of its stations; what they say no longer is let go.
    """
    if not learns(state):
        return []
    learnt, groups = state.kitchen.learnt, _of_dishes(state)
    first = state.kitchen.learning[ONLY].days[0]
    changed = {(each.dish, each.station) for each in learnt.values() if each.first_day < first}
    found: dict[str, LearntTime] = {}
    for group, cells in sorted(groups.items()):
        if group in changed or any(each.days[-1].business_day == event.business_day for each in cells):
            changed.add(group)
            dish, station = group
            told = learnt_of(cells, standard_at(state.menu.dishes[dish], station))
            found.update({each.cell: each for each in told})
    of_group = {cell: (each.dish, each.station) for cell, each in learnt.items()}
    gone = [cell for cell, group in of_group.items() if cell not in found and (group in changed or group not in groups)]
    times = tuple([each for each in found.values() if learnt.get(each.cell) != each])
    if not times and not gone:
        return []
    return [TimesLearnt(business_day=event.business_day, times=times, gone=tuple(sorted(gone)))]


def _of_dishes(state: State) -> dict[tuple[str, str], list[Timings]]:
    """The cells of each dish that is on the menu, at each station, in their order."""
    groups: dict[tuple[str, str], list[Timings]] = {}
    for _, each in sorted(state.kitchen.timings.items()):
        if each.dish in state.menu.dishes:
            groups.setdefault((each.dish, each.station), []).append(each)
    return groups


def standard_at(dish: Dish, station: str) -> int:
    """How long a dish may take at a station, where it comes for the first time: by its further step there, else by its
    first one.
    """
    later = [each.standard_ms for each in dish.steps if each.station == station and station != dish.station]
    return later[0] if later else dish.standard_ms


def learnt_of(cells: Sequence[Timings], standard_ms: int) -> list[LearntTime]:
    """Of a dish at a station: how long it takes at all, and in each part of the day under each load."""
    whole = _learnt(cells, of_standard(standard_ms), standard_ms)
    if whole is None:
        return []
    found = [_learnt([each], whole.usual, standard_ms) for each in cells]
    of_cells = [
        replace(learnt, daypart=each.daypart, load=each.load)
        for each, learnt in zip(cells, found, strict=True)
        if learnt is not None
    ]
    return [whole, *of_cells]


def _learnt(cells: Sequence[Timings], prior: Usual, standard_ms: int) -> LearntTime | None:
    """What some cells say together; None where they say too little."""
    taken = [ms for each in cells for ms in each.took_ms]
    if len(taken) < LEAST:
        return None
    usual = learnt_from(prior, taken)
    days = sorted([day.business_day for each in cells for day in each.days])
    return LearntTime(
        dish=cells[0].dish,
        station=cells[0].station,
        ms=usual.ms,
        early_ms=usual.early_ms,
        late_ms=usual.late_ms,
        standard_ms=standard_ms,
        count=len(taken),
        odd=sum([each.odd for each in cells]),
        first_day=days[0],
        last_day=days[-1],
        load=ANY,
    )


def fold_times_learnt(state: State, event: TimesLearnt, stamp: Stamp) -> None:
    """They hold from now on, for what is fired from now on."""
    _let_go(state, event.gone)
    for each in event.times:
        state.kitchen.learnt[each.cell] = each


def fold_times_forgotten(state: State, event: TimesForgotten, stamp: Stamp) -> None:
    """Of one dish, or of all: what was learnt, and what would be learnt from."""
    kitchen = state.kitchen
    _let_go(state, [cell for cell, each in kitchen.learnt.items() if event.dish in ("", each.dish)])
    for cell in [cell for cell, each in kitchen.timings.items() if event.dish in ("", each.dish)]:
        del kitchen.timings[cell]
    for streak in list(kitchen.streaks.values()):
        left = tuple([each for each in streak.taken if event.dish and not each.cell.startswith(f"{event.dish}/")])
        kitchen.streaks[streak.station] = replace(streak, taken=left)


def _let_go(state: State, cells: Iterable[str]) -> None:
    for cell in cells:
        del state.kitchen.learnt[cell]
