"""The watch on the wall clock: that a step is noticed also in a silent kitchen, and that people are told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from kds.core.day.events import ClockStepped, DayClosed
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick
from kds.core.types import Ms, Name
from kds.runtime.days import business_day
from kds.runtime.house import issue
from kds.runtime.messages import Committed
from kds.runtime.store import Store
from kds.runtime.zones import UTC, zone_of

log = structlog.get_logger()

CODE = "clock_stepped"
BEAT_S = 10.0
"""How soon a step is noticed where no command comes in that would notice it at once."""
STANDS_MS = 3_600_000
"""How long the alarm about a step stands that running time has followed."""
DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS = 86_400_000, 3_600_000, 60_000, 1_000


class ClockWatch:
    """Keeps the alarm about the wall clock true."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._until: Ms | None = None
        """When the alarm about a step is taken down, on the clock that nobody can set."""
        self._wrong = False
        store.listeners.follow(self._committed)

    def _committed(self, events: Sequence[Committed]) -> None:
        for number, each in enumerate(events):
            if isinstance(each.event, ClockStepped) and each.event.shift_ms:
                self._stepped(each.event, [later.event for later in events[number:]])

    async def run(self) -> None:
        """For ever."""
        while True:
            await self.look()
            await asyncio.sleep(BEAT_S)

    async def look(self) -> None:
        """Have a step recorded that no command has brought to light, and say so where the clock cannot be right."""
        clock = self._store.clock
        if clock.is_wrong():
            if not self._wrong:
                self._is_wrong()
                self._wrong = await issue(self._store, NoteClockStep(delta_ms=clock.off_ms()))
            return
        if clock.step_ms():
            await issue(self._store, Tick())
        over = self._until is not None and clock.monotonic() >= self._until
        if over or (self._wrong and self._until is None):
            self._store.alarms.clear(CODE)
            self._until = None
        self._wrong = False

    def _stepped(self, step: ClockStepped, events: Sequence[object]) -> None:
        store = self._store
        day, words = _what_it_did(store, step, events), _length(abs(step.shift_ms))
        ahead = step.shift_ms > 0
        log.warning(CODE, delta_ms=step.delta_ms, shift_ms=step.shift_ms)
        store.alarms.raise_alarm(
            CODE,
            store.now(),
            f"系统时钟被调{'快' if ahead else '慢'}{words.zh}，日期和时间已跟上，后厨计时不受影响{day.zh}",
            f"The system clock was set {'forward' if ahead else 'back'} by {words.en}; dates and times follow it,"
            f" kitchen times are not affected{day.en}",
            delta_ms=step.delta_ms,
            shift_ms=step.shift_ms,
        )
        self._until = store.clock.monotonic() + STANDS_MS

    def _is_wrong(self) -> None:
        store = self._store
        off = store.clock.off_ms()
        house = store.state.day.house.value
        zone = zone_of(house.timezone if house else UTC)
        shown = f"{datetime.fromtimestamp((store.now() + off) / SECOND_MS, zone):%Y-%m-%d %H:%M}"
        log.warning(CODE, delta_ms=off, shift_ms=0)
        store.alarms.raise_alarm(
            CODE,
            store.now(),
            f"系统时钟显示{shown}，早于本店开业，不予采用，请校正时钟",
            f"The system clock says {shown}, before this store was founded; it is not followed, please set it",
            delta_ms=off,
            shift_ms=0,
        )
        self._until = None


def _what_it_did(store: Store, step: ClockStepped, events: Sequence[object]) -> Name:
    """What became of the business day, in words; nothing where the calendar's day is under way as it was."""
    closed = [event.business_day for event in events if isinstance(event, DayClosed)]
    if closed:
        return Name(zh=f"；营业日{closed[0]}已日结", en=f". Business day {closed[0]} was closed")
    if step.business_day:
        return Name(zh=f"；营业日改为{step.business_day}", en=f". The business day is {step.business_day} again")
    house, day = store.state.day.house.value, store.state.day.current.value
    if house is not None and day is not None:
        calendar, _ = business_day(store.now(), house.timezone, house.cutoff_minute)
        if calendar < day.business_day:
            return Name(
                zh=f"；营业日仍为{day.business_day}，因为{calendar}已经日结",
                en=f". The business day stays {day.business_day}, as {calendar} is closed already",
            )
    return Name(zh="", en="")


def _length(ms: Ms) -> Name:
    """A length of time in its two largest units."""
    days, hours, minutes = ms // DAY_MS, ms % DAY_MS // HOUR_MS, ms % HOUR_MS // MINUTE_MS
    if days:
        return Name(zh=f"{days}天{hours}小时", en=f"{days} d {hours} h")
    if hours:
        return Name(zh=f"{hours}小时{minutes}分钟", en=f"{hours} h {minutes} min")
    seconds = ms % MINUTE_MS // SECOND_MS
    return Name(zh=f"{minutes}分{seconds}秒", en=f"{minutes} min {seconds} s")
