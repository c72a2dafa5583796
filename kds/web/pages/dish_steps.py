"""The further steps of a dish in its form: a row each, with a station and its minutes."""

from __future__ import annotations

from kds.core.menu.model import STEPS_MOST, Dish, Step
from kds.core.state import State
from kds.core.types import Name
from kds.ops.setup.grid import money
from kds.web.pages.forms import Fields

MINUTE_MS = 60_000
NO_STEP = Name(zh="第{n}道工序要选档口，并写1到600分钟", en="Step {n} needs a station, and 1 to 600 minutes")

GAP = Name(
    zh="第{empty}道工序空着，第{n}道却填了：请把后面的工序往前挪",
    en="Step {empty} is empty and step {n} is not: move the later steps up",
)


def steps_written(dish: Dish) -> dict[str, str]:
    """What the rows say."""
    rows = list(enumerate(dish.steps, start=1))
    stations = {f"step_station_{n}": each.station for n, each in rows}
    return {**stations, **{f"step_minutes_{n}": f"{each.standard_ms / MINUTE_MS:g}" for n, each in rows}}


def steps_of(state: State, before: Dish | None, fields: Fields, faults: list[Name]) -> tuple[Step, ...]:
    """The stations that follow a dish's own, row by row until one of which nothing is said. What is wrong goes to
    `faults`.
    """
    had = set() if before is None else set(before.stations)
    found, empty = [], 0
    for n in range(1, STEPS_MOST + 1):
        station, said = fields.get(f"step_station_{n}", ""), fields.get(f"step_minutes_{n}", "").strip()
        if not station and not said:
            empty = empty or n
            continue
        if empty:
            faults.append(Name(zh=GAP.zh.format(empty=empty + 1, n=n + 1), en=GAP.en.format(empty=empty + 1, n=n + 1)))
            empty = 0
        minutes = money(said)
        known = station in state.kitchen.stations or station in had
        if not station or not known or minutes is None or not 1 <= minutes <= 600:
            faults.append(Name(zh=NO_STEP.zh.format(n=n + 1), en=NO_STEP.en.format(n=n + 1)))
        else:
            found.append(Step(station, int(minutes * MINUTE_MS)))
    return tuple(found)
