"""The record of who let whom in: written once the thing itself is done, which no failure to write it undoes."""

from __future__ import annotations

import structlog

from kds.core.people.model import AccessKind
from kds.core.people.note_access import NoteAccess
from kds.core.types import SYSTEM, Refusal, Role, Who
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store

log = structlog.get_logger()


async def note_access(
    store: Store, kind: AccessKind, about: str, role: Role | None = None, *, by: str = SYSTEM.id, device: str = ""
) -> None:
    """Keep that it was done, by whom and at which device; what cannot be kept is logged, and nothing is raised."""
    try:
        await store.submit(NoteAccess(kind, about, role), Sender(Who(by, "system"), device=device))
    except (Overloaded, StorageFailed, InDoubt, Fault, Refusal) as error:
        log.warning("access_not_noted", kind=kind, about=about, by=by, error=repr(error))
