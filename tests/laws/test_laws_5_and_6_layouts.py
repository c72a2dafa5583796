"""Laws 5 and 6 for every role of a wall, every layout and every path of a press: what was painted is what is done."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.core.kitchen.screens import Layout, Screen, ScreenRole
from tests.feed.bars import SocketBar, bar_at
from tests.feed.watching import until
from tests.feed.wire import PRESSES, Served, Wall, served
from tests.house import named

LAYOUTS: tuple[Layout, ...] = get_args(Layout)
ROLES: tuple[ScreenRole, ...] = ("prep", "backup")
"""A mirror shows the wall that it mirrors, and is that for the server."""
PATHS = ("ticket", "slot", "bar")
LONG_MS = 5_000


class Old(NamedTuple):
    """What stands first on the wall: a ticket, and its line."""

    ticket: str
    line: str


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path / "store") as made:
        yield made


async def set_up(house: Served, role: ScreenRole, layout: Layout) -> None:
    """The only screen of the house is of this role, and lays out so."""
    wall = Screen("wall", named("Wall"), role=role, layout=layout, reserved=0)
    await house.do(ChangeKitchen(screens=(wall,), gone=KitchenGone(screens=("cold",))))


async def placed(house: Served, table: str) -> Old:
    ticket = await house.order(table=table)
    return Old(ticket, house.store.state.kitchen.tickets[ticket].lines[0])


async def has(wall: Wall, *olds: Old) -> None:
    """Hear boards until these lines stand on it."""
    while not all(f'data-line="{each.line}"' in "".join(wall.tickets.values()) for each in olds):
        await wall.until("board")


async def bumped_lines(house: Served) -> list[str]:
    events = await house.store.ledger.read(0, 1000)
    return [each for event in events if event.type == "TicketBumped" for each in json.loads(event.data)["lines"]]


def open_lines(house: Served, *olds: Old) -> list[bool]:
    return [house.store.state.kitchen.items[each.line].state == "fired" for each in olds]


async def press(path: str, wall: Wall, bar: SocketBar, old: Old, slot: int = 1) -> Any:
    """Somebody bumps what stands first, in one way or another: a page names what it had painted."""
    if path == "bar":
        return await bar.press(slot)
    if path == "slot":
        return await wall.press(slot)
    said = {"ticket": old.ticket, "lines": [old.line], "voids": []}
    await wall.say(press=f"law-{next(PRESSES)}", kind="bump", age_ms=0, **said)
    return await wall.until("pressed")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", PATHS)
async def test_a_press_does_what_stood_first_and_nothing_else(
    house: Served, role: ScreenRole, layout: Layout, path: str
) -> None:
    await set_up(house, role, layout)
    async with house.wall() as wall, bar_at(house) as bar:
        old, young = await placed(house, "A01"), await placed(house, "A02")
        await has(wall, old, young)
        house.hands.ms += LONG_MS
        answer = await press(path, wall, bar, old)
        assert (answer["outcome"], answer["ticket"]) == ("done", old.ticket)
        assert open_lines(house, old, young) == [False, True]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("age_ms", [50, 340, 360])
async def test_what_moved_up_only_just_is_left_alone(
    house: Served, role: ScreenRole, layout: Layout, path: str, age_ms: int
) -> None:
    await set_up(house, role, layout)
    async with house.wall() as wall, bar_at(house) as bar:
        old, young = await placed(house, "A01"), await placed(house, "A02")
        await has(wall, old, young)
        house.hands.ms += LONG_MS
        await house.bump(old.ticket)
        while f'data-line="{old.line}"' in "".join(wall.tickets.values()):
            await wall.until("board")
        house.hands.ms += age_ms
        await press(path, wall, bar, old)
        moves_up = layout != "slots" and path != "ticket" and age_ms > 350
        assert open_lines(house, young) == [not moves_up]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", ["slot", "bar"])
async def test_what_was_not_painted_is_not_done(house: Served, layout: Layout, path: str) -> None:
    await set_up(house, "prep", layout)
    async with house.wall() as wall, bar_at(house) as bar:
        old, young = await placed(house, "A01"), await placed(house, "A02")
        await has(wall, old, young)
        await wall.say(painted={old.ticket: [], young.ticket: [young.line]}, age_ms=0)
        await wall.say(press="after", kind="bump", ticket="none")
        await wall.until("pressed")
        house.hands.ms += LONG_MS
        answer = await press(path, wall, bar, old)
        assert (answer["outcome"], answer["reason"]) == ("refused", "slot_unknown")
        assert open_lines(house, old, young) == [True, True]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("layout", LAYOUTS)
async def test_what_was_painted_is_on_record(house: Served, role: ScreenRole, layout: Layout) -> None:
    await set_up(house, role, layout)
    async with house.wall() as wall:
        old = await placed(house, "A01")
        await has(wall, old)
        tickets = house.store.state.kitchen.tickets
        assert tickets[old.ticket].seen_at is None
        await wall.say(shown=[old.ticket], seq=wall.seq, age_ms=0)
        await until(lambda: tickets[old.ticket].seen_at is not None)


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_every_ticket_is_on_the_wall_or_counted(house: Served, layout: Layout) -> None:
    await set_up(house, "prep", layout)
    state = house.store.state
    await house.do(ChangeKitchen(screens=(replace(state.kitchen.screens["wall"], columns=2, rows=2),)))
    made = [await placed(house, table) for table in ("A01", "A02", "A03", "V01") * 20]
    async with house.wall() as wall:
        drawn = "".join(wall.tickets.values())
        named_here = [each for each in made if f'data-line="{each.line}"' in drawn]
        assert len(named_here) + sum(int(str(count)) for _, count in wall.more) == len(made)
        assert all(wall.html(each) for each in wall.open())
