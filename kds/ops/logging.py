"""The log: JSON lines on standard error, or words and colours where a person watches."""

from __future__ import annotations

import logging
import sys

import structlog


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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
