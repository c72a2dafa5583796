"""What follows the ledger in a process of its own: which there are, and being one. It needs neither web nor demo."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import NoReturn

from kds.feed import past
from kds.ops import kitchen_figures
from kds.reports import follower as facts
from kds.runtime.following import follow_for_server

COLLECT = (20_000, 20, 50)
"""The state is large, lives long and has no cycles: looking through it for garbage would hold up whoever waits."""
FOLLOWERS = {each.name: each for each in (past.FOLLOWER, kitchen_figures.FOLLOWER, facts.FOLLOWER)}
"""By name."""


async def follow(data: Path, name: str) -> NoReturn:
    """Be the follower of that name, for the server at the other end of standard input and output."""
    gc.set_threshold(*COLLECT)
    await follow_for_server(data, FOLLOWERS[name])
