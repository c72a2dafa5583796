"""The ledger's events as lines of JSON, for a person with a shell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from kds.core.types import Ms
from kds.runtime.opening import events
from kds.storage.opening import read_ledger


class Listed(msgspec.Struct, omit_defaults=True):
    """One event as it is printed; who approved and the device only where they are known."""

    seq: int
    type: str
    version: int
    at: Ms
    actor: str
    data: msgspec.Raw
    approver: str = ""
    device: str = ""


async def list_events(
    data: Path, since: int, limit: int | None, types: frozenset[str], line: Callable[[str], None]
) -> None:
    """Call `line` with each event after `since` of these types (none: all), up to `limit` of them."""
    async with read_ledger(data) as ledger:
        printed = 0
        async for each in events(ledger, since):
            if limit is not None and printed >= limit:
                return
            if not types or each.type in types:
                who = (each.actor, msgspec.Raw(each.data), each.approver, each.device)
                shown = Listed(each.seq, each.type, each.version, each.at, *who)
                line(msgspec.json.encode(shown).decode())
                printed += 1
