"""The house and its day: what it does, and what happens to it by itself."""

from __future__ import annotations

from kds.core.day import close_day, events, found_house, note_clock_step
from kds.core.deeds import Feature

DAY = Feature(
    deeds=(found_house.DEED, note_clock_step.DEED),
    folds={
        events.HouseFounded: events.fold_house_founded,
        events.DayClosed: events.fold_day_closed,
        events.ClockStepped: events.fold_clock_stepped,
    },
    deadlines=(close_day.DEADLINE,),
)
