"""The alarms that stand, as every screen of the kitchen shows them (law 5)."""

from __future__ import annotations

from collections.abc import Iterable

from kds.feed.messages import AlarmShown, AlarmsStanding, AlarmTicket, frame
from kds.runtime.alarms import Alarm


def alarms_frame(alarms: Iterable[Alarm]) -> str:
    """The message of all alarms that stand; the tickets are those that an alarm names in its details.

    Those that name tickets come first: a wall has little room, and others may stand there for days.
    """
    shown = [_shown(alarm) for alarm in alarms]
    return frame(AlarmsStanding(sorted(shown, key=lambda each: not each.tickets)))


def _shown(alarm: Alarm) -> AlarmShown:
    tickets = [AlarmTicket(each["ticket"], each["label"]) for each in alarm.details.get("tickets", ())]
    return AlarmShown(alarm.code, alarm.since, alarm.message, tickets)
