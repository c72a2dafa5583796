"""What is done about walls while a house is served."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from kds.feed.hub import Hub
from kds.feed.nobody import Nobody
from kds.runtime.store import Store
from kds.runtime.timers import kept_up
from kds.storage.paint_log import PaintLog


def wall_works(store: Store, hub: Hub, paints: PaintLog) -> list[Coroutine[Any, Any, None]]:
    """Tell where nobody is; keep what was painted. Each begins anew where it fails."""
    return [kept_up(store, "nobody", Nobody(store, hub).run), kept_up(store, "painted", paints.keep)]
