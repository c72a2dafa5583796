"""The alarms that stand, as the walls of a kitchen show them (law 5): what concerns those who stand before them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from kds.core.types import Name
from kds.feed.bars import gone_words
from kds.feed.messages import AlarmShown, AlarmsStanding, AlarmTicket, frame
from kds.runtime.alarms import Alarm

FOR_THE_OFFICE = frozenset(
    {
        "damage_healed",
        "follower_late",
        "snapshot_failed",
        "task_failed",
        "station_hidden",
        "draft_stayed",
        "clock_stepped",
        "zone_unknown",
        "call_unanswered",
    }
)
"""What no cook can do anything about, and what changes nothing on a wall: it stands on the start page."""


def alarms_frame(
    alarms: Iterable[Alarm], stations: Collection[str] | None = None, screen: str = "", dark: tuple[str, ...] = ()
) -> str:
    """The message of the alarms that concern a wall of these stations; None: of all. `dark` stations are on no wall.

    Of an alarm that names tickets it says those of its stations, and `count` of them; without any it is not said there.
    Of bump bars that are gone it says those that work its own `screen`.
    Such alarms come first: a wall has little room, and others may stand there for days.
    """
    standing = list(alarms)
    shown = [each for alarm in standing if (each := _shown(alarm, stations, screen)) is not None]
    alone = tuple([station for alarm in standing for station in alarm.details.get("alone", ())])
    return frame(AlarmsStanding(sorted(shown, key=lambda each: not each.tickets), dark, alone))


def _shown(alarm: Alarm, stations: Collection[str] | None, screen: str) -> AlarmShown | None:
    if alarm.code in FOR_THE_OFFICE:
        return None
    if "bars" in alarm.details:
        missed = [each for each in alarm.details["bars"] if each["screen"] == screen]
        gone = [Name(zh=each.get("called_zh", each["bar"]), en=each.get("called_en", each["bar"])) for each in missed]
        return AlarmShown(alarm.code, alarm.since, gone_words(gone), []) if gone else None
    if "alone" in alarm.details:
        return AlarmShown(alarm.code, alarm.since, alarm.message, [])
    if "tickets" not in alarm.details:
        return AlarmShown(alarm.code, alarm.since, _manager(alarm.message), [])
    named = [each for each in alarm.details["tickets"] if stations is None or each.get("station") in stations]
    if not named:
        return None
    tickets = [AlarmTicket(each["ticket"], each["label"]) for each in named]
    return AlarmShown(alarm.code, alarm.since, alarm.message, tickets, _count(alarm.details, stations, len(named)))


def _count(details: dict[str, Any], stations: Collection[str] | None, named: int) -> int:
    by_station: dict[str, int] = details.get("stations", {})
    if stations is None:
        return max(named, sum(by_station.values()))
    return max(named, sum(by_station.get(each, 0) for each in stations))


def _manager(message: Name) -> Name:
    """What a cook can do about it."""
    return Name(zh=f"{message.zh} — 叫经理", en=f"{message.en} — call the manager")
