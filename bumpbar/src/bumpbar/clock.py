"""The kernel's monotonic clock, and which boot it belongs to: it goes on while a daemon is away, not over a reboot."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path


def now_ms() -> int:
    """CLOCK_MONOTONIC in milliseconds, the same that stamps key events."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000_000


@cache
def boot() -> str:
    """This boot's id."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
