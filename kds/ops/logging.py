"""The log: JSON lines on standard error, or words and colours where a person watches."""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import TextIO, cast

import structlog


class Unfailing:
    """Standard error as the log writes to it: a full disk or a closed pipe costs lines of the log, never an order."""

    def write(self, text: str) -> None:
        """Write, if that is possible."""
        with contextlib.suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Let go of what was written, if that is possible."""
        with contextlib.suppress(OSError):
            sys.stderr.flush()


def to_stderr(least: int = logging.INFO) -> None:
    """Send the log to standard error, from the level `least` up; warnings of the libraries too."""
    for_people = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if for_people else structlog.processors.format_exc_info,
            *([] if for_people else [structlog.processors.JSONRenderer(ensure_ascii=False)]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, Unfailing())),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
