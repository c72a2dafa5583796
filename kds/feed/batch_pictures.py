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


class Part(NamedTuple):
    """Portions that make the first tables of a batch whole: their lines, and the ticket of each."""

    qty: int
    lines: tuple[str, ...]
    tickets: tuple[str, ...]


class BatchPicture(NamedTuple):
    """A batch: its dish, how many portions, and how many for each table, the one that waits for longest first.

    `parts` are what can be said to be done of it: all of it, then what makes the first tables whole.
    """

    dish: Name
    options: list[Name]
    qty: int
    tables: list[tuple[str, int]]
    parts: list[Part]


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
        parts=[
            _part(batch, len(batch.items)),
            *[_part(batch, each) for each in range(1, min(len(batch.items), PARTS_MOST + 1))],
        ],
    )


def _part(batch: Batch, tables: int) -> Part:
    items = batch.items[:tables]
    lines, tickets = [item.line for item in items], [item.ticket for item in items]
    return Part(batch.parts[tables - 1], tuple(lines), tuple(tickets))


def batch_pictures(state: State, queue: Queue) -> list[BatchPicture]:
    """All of a queue, those that wait for longest first."""
    found = [batch for dish in list(queue.dishes) for batch in batches_of(state, queue, dish)]
    return [batch_picture(state, each) for each in sorted(found, key=waited)]


def waited(batch: Batch) -> tuple[int, str]:
    """What sorts batches by how long they wait."""
    return batch.items[0].fired_at or 0, batch.items[0].line
