"""Commands that nobody sends: the house itself does them."""

from __future__ import annotations

import structlog

from kds.core.types import Command
from kds.runtime.messages import HOUSE, Fault, InDoubt, Overloaded, StorageFailed
from kds.runtime.store import Store

log = structlog.get_logger()


async def issue(store: Store, command: Command) -> bool:
    """Submit a command of the house; False where it is to be tried again."""
    try:
        await store.submit(command, HOUSE)
    except (Overloaded, StorageFailed):
        return False
    except (InDoubt, Fault) as error:
        log.warning("house_command_failed", command=type(command).__name__, error=repr(error))
    return True
