"""What is done about printers while a house is served."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

from kds.connect.printers.desk import Desk
from kds.connect.printers.watch import PaperWatch
from kds.core.types import Ms
from kds.runtime.store import Store
from kds.runtime.timers import kept_up


def paper_works(
    store: Store, walls: Callable[[], Iterable[str]], neglected: Callable[[], Mapping[str, Ms]]
) -> list[Coroutine[Any, Any, None]]:
    """Print what is queued; hand to paper what no wall shows. Each begins anew where it fails."""
    desk, watch = Desk(store), PaperWatch(store, walls, neglected)
    return [kept_up(store, "printers", desk.run), kept_up(store, "paper", watch.run)]
