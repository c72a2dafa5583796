"""What the people of the house must know: each alarm once, since when, in both languages."""

from __future__ import annotations

from typing import Any

import msgspec

from kds.core.types import Ms, Name


class Alarm(msgspec.Struct, frozen=True):
    """Something is wrong. `code` is stable; `message` is for people; `since` is when it began."""

    code: str
    since: Ms
    message: Name
    details: dict[str, Any]


class Alarms:
    """The alarms that stand. They are few: one a code."""

    def __init__(self) -> None:
        self._standing: dict[str, Alarm] = {}

    def __iter__(self) -> Any:
        return iter(sorted(self._standing.values(), key=lambda alarm: (alarm.since, alarm.code)))

    def __contains__(self, code: str) -> bool:
        return code in self._standing

    def raise_alarm(self, code: str, since: Ms, zh: str, en: str, **details: Any) -> None:
        """Let an alarm stand; one that stands already keeps its beginning."""
        before = self._standing.get(code)
        self._standing[code] = Alarm(code, before.since if before else since, Name(zh=zh, en=en), details)

    def clear(self, code: str) -> None:
        """The matter is settled."""
        self._standing.pop(code, None)
