"""What the server asks the process that has the facts, over a socket in the follower's folder, and what it is told.

A question is a line of JSON. An answer is a line that says how long what follows is, and that: made by that process in
its final form, so that the server has nothing to do but pass it on.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from kds.reports.answer import TIME_S
from kds.reports.formats import Format, House

NAME = "facts"
"""The follower that has the facts."""
SOCKET = "ask"
LINE_MOST = 64 << 10
"""Bytes of a question."""
ANSWER_MOST = 64 << 20
"""Bytes of an answer."""
PATIENCE_S = 2 * TIME_S
"""How long somebody waits for an answer."""


ExportForm = Literal["parquet", "csv"]


class AskReport(msgspec.Struct, frozen=True, tag_field="ask", tag="report"):
    """What does a report give? `head` is the last event that there is."""

    report: str
    values: dict[str, str]
    head: int
    form: Format
    house: House


class AskHead(msgspec.Struct, frozen=True, tag_field="ask", tag="head"):
    """Which is the last event whose rows stand?"""


class AskDigest(msgspec.Struct, frozen=True, tag_field="ask", tag="digest"):
    """What are all rows, in short?"""


class AskExport(msgspec.Struct, frozen=True, tag_field="ask", tag="export"):
    """Write a file for each table to a folder, which is there and empty."""

    folder: str
    form: ExportForm


Question = AskReport | AskHead | AskDigest | AskExport
Fault = Literal["", "slow", "busy", "failed"]


class Answer(msgspec.Struct, frozen=True):
    """The line before what was asked for: `size` bytes of it; none where there was a `fault`, in `words`."""

    size: int = 0
    fault: Fault = ""
    words: str = ""


@contextlib.contextmanager
def address(folder: Path) -> Iterator[str]:
    """The socket's path, in less than the hundred characters that it may have. Raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET}"
    finally:
        os.close(handle)
