"""What the people of the house must know: each alarm once, since when, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import structlog

from kds.core.types import Ms, Name

log = structlog.get_logger()


class Alarm(msgspec.Struct, frozen=True):
    """Something is wrong. `code` is stable; `message` is for people; `since` is when it began."""

    code: str
    since: Ms
    message: Name
    details: dict[str, Any]


WORDS = {
    "storage_failed": Name(zh="无法写入磁盘，暂时不能接单", en="The disk cannot be written; no orders are taken"),
    "ledger_diverged": Name(
        zh="账本被别的程序改动，已停止接单", en="The ledger was changed by another hand; no orders are taken"
    ),
    "damage_healed": Name(
        zh="数据文件曾损坏，已修复，请检查磁盘", en="Stored data was damaged and is mended; please check the disk"
    ),
    "store_stopped": Name(
        zh="系统内部错误，已停止接单，请重新启动", en="An internal error; no orders are taken, please start again"
    ),
    "follower_failed": Name(zh="有屏幕或报表没有更新", en="Some screen or report was not updated"),
    "follower_late": Name(
        zh="统计或历史数据没有及时更新，点菜和出菜不受影响",
        en="Figures or the record of the past are not up to date; orders and the kitchen go on as ever",
    ),
    "snapshot_failed": Name(
        zh="无法写入快照，下次启动会变慢", en="No snapshot could be written; the next start will be slower"
    ),
    "task_failed": Name(zh="一项后台工作出错，正在重试", en="Some background work failed and is being tried again"),
}
"""What the runtime's own alarms say."""


class Alarms:
    """The alarms that stand. They are few: one a code."""

    def __init__(self) -> None:
        self._standing: dict[str, Alarm] = {}
        self._followers: list[Callable[[], None]] = []

    def __iter__(self) -> Iterator[Alarm]:
        return iter(sorted(self._standing.values(), key=lambda alarm: (alarm.since, alarm.code)))

    def __contains__(self, code: str) -> bool:
        return code in self._standing

    def get(self, code: str) -> Alarm | None:
        """The alarm of that code, if it stands."""
        return self._standing.get(code)

    def follow(self, follower: Callable[[], None]) -> None:
        """Call `follower` whenever an alarm begins, says something else or ends, on the loop. It must not wait."""
        self._followers.append(follower)

    def sound(self, code: str, since: Ms, **details: Any) -> None:
        """Let one of the runtime's own alarms stand."""
        words = WORDS[code]
        self.raise_alarm(code, since, words.zh, words.en, **details)

    def raise_alarm(self, code: str, since: Ms, zh: str, en: str, **details: Any) -> None:
        """Let an alarm stand; one that stands already keeps its beginning."""
        before = self._standing.get(code)
        alarm = Alarm(code, before.since if before else since, Name(zh=zh, en=en), details)
        if alarm != before:
            self._standing[code] = alarm
            self._tell()

    def shift(self, delta_ms: Ms) -> None:
        """Running time was set: every alarm has stood as long as before."""
        for code, alarm in self._standing.items():
            self._standing[code] = msgspec.structs.replace(alarm, since=alarm.since + delta_ms)
        if self._standing:
            self._tell()

    def clear(self, code: str) -> None:
        """The matter is settled."""
        if self._standing.pop(code, None) is not None:
            self._tell()

    def _tell(self) -> None:
        for follower in self._followers:
            try:
                follower()
            except Exception:  # an alarm is raised in the midst of a commit that fails: it may not make that worse
                log.exception("alarm_follower_failed", follower=repr(follower))
