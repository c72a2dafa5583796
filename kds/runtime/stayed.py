"""The watch of drafts: one that could not take effect when its time came is an alarm until somebody has seen to it."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.changes.events import DraftDropped, DraftFilled, DraftPublished, DraftStayed, DraftThinned, DraftTimed
from kds.runtime.messages import Committed
from kds.runtime.store import Store

CODE = "draft_stayed"
CHANGES = (DraftStayed, DraftFilled, DraftThinned, DraftTimed, DraftPublished, DraftDropped)
"""What makes a draft stay, or is seen to it."""


def watch_stayed(store: Store) -> None:
    """Keep the alarm standing, from now on, while there are such drafts. Reads the state as it stands."""

    def committed(events: Sequence[Committed]) -> None:
        if any(isinstance(each.event, CHANGES) for each in events):
            _look(store)

    store.listeners.follow(committed)
    _look(store)


def _look(store: Store) -> None:
    stayed = sorted(
        [each for each in store.state.changes.drafts.values() if each.failed is not None],
        key=lambda each: (each.entered_at, each.draft),
    )
    if not stayed:
        store.alarms.clear(CODE)
        return
    first, more = stayed[0], len(stayed) - 1
    why = first.failed
    title = first.title or first.draft
    store.alarms.raise_alarm(
        CODE,
        store.now(),
        f"草稿“{title}”到时间没能发布：{'' if why is None else why.zh}" + (f"（另有{more}份）" if more else ""),
        f"The draft “{title}” could not take effect at its time: {'' if why is None else why.en}"
        + (f" (and {more} more)" if more else ""),
        drafts=[each.draft for each in stayed],
    )
