"""The house and its day: what it does, and what happens to it by itself."""

from __future__ import annotations

from kds.core.day import change_house, close_day, end_day, events, found_house, leave, note_clock_step, upcasters
from kds.core.deeds import Feature

DAY = Feature(
    deeds=(found_house.DEED, change_house.DEED, end_day.DEED, note_clock_step.DEED),
    folds={
        events.HouseFounded: events.fold_house_founded,
        events.DayClosed: leave.fold_day_closed,
        events.PartiesLeft: events.fold_parties_left,
        events.ClockStepped: events.fold_clock_stepped,
        **dict.fromkeys(leave.OF_A_PARTY, leave.note),
    },
    deadlines=(close_day.DEADLINE, leave.DEADLINE),
    upcasters=upcasters.UPCASTERS,
)
