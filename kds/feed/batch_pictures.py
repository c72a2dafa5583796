"""What can be cooked together (并菜), as a wall draws it."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.chosen import options_of
from kds.core.kitchen.batch import Batch, batches_of
from kds.core.kitchen.queue import Queue
from kds.core.state import State
from kds.core.types import Name

PARTS_MOST = 5
"""Parts of a batch that are offered beside all of it; what lies between takes two presses."""


class BatchPicture(NamedTuple):
    """A batch: its dish, how many portions, and how many for each table, the one that waits for longest first.

    `parts` are the portions that make the first tables whole, without all of them.
    """

    dish: Name
    options: list[Name]
    qty: int
    tables: list[tuple[str, int]]
    lines: tuple[str, ...]
    parts: list[int]


def batch_picture(state: State, batch: Batch) -> BatchPicture:
    """The picture of a batch."""
    first = batch.items[0]
    tables: dict[str, int] = {}
    for item in batch.items:
        label = item.label or state.kitchen.tickets[item.ticket].label
        tables[label] = tables.get(label, 0) + item.qty
    return BatchPicture(
        dish=state.menu.name_of(first.dish),
        options=options_of(state.menu.known(first.dish), state.orders.lines[first.line]),
        qty=batch.qty,
        tables=list(tables.items()),
        lines=tuple([item.line for item in batch.items]),
        parts=batch.parts[:-1][:PARTS_MOST],
    )


def batch_pictures(state: State, queue: Queue) -> list[BatchPicture]:
    """All of a queue, those that wait for longest first."""
    found = [batch for dish in list(queue.dishes) for batch in batches_of(state, queue, dish)]
    return [batch_picture(state, each) for each in sorted(found, key=waited)]


def waited(batch: Batch) -> tuple[int, str]:
    """What sorts batches by how long they wait."""
    return batch.items[0].fired_at or 0, batch.items[0].line
