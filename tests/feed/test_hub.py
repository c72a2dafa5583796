"""The hub: who watches gets every change, once, and nobody waits for anybody."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kds.core.day.note_clock_step import NoteClockStep
from kds.core.floor.set_guests import SetGuests
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen, KitchenGone
from kds.feed import hub as hubs
from kds.feed import subscriber as subscribers
from kds.feed.hub import Hub, TooManyScreens, UnknownScreen
from kds.feed.subscriber import Behind, Closed, Frame
from kds.feed.views import View
from tests.feed.screen import Screen
from tests.feed.watching import HouseStore, until, watch
from tests.house import HOUR, MINUTE


async def test_an_order_reaches_every_screen_that_shows_its_station(store: HouseStore, hub: Hub) -> None:
    walls = [await watch(hub) for _ in range(3)]
    cold = await watch(hub, "cold")
    hot = store.house.order("noodles")
    store.commit()
    await until(lambda: all(hot.tickets[0] in wall.tickets for wall in walls))
    assert cold.tickets == {}
    assert len(cold.boards) == 1
    tofu = store.house.order("tofu")
    store.commit()
    await until(lambda: tofu.tickets[0] in cold.tickets)
    store.house.do(BumpTicket(tofu.tickets[0]))
    store.commit()
    await until(lambda: all(list(wall.tickets) == [hot.tickets[0]] for wall in walls) and not cold.tickets)


def says(screen: Screen, ticket: str, words: str) -> bool:
    """Whether a ticket on a screen says so."""
    return any(words in part for part in screen.tickets[ticket])


async def test_a_party_that_grows_or_shrinks_is_told_on_all_its_tickets(store: HouseStore, hub: Hub) -> None:
    cold = await watch(hub, "cold")
    tofu = store.house.order("tofu", guests=4)
    store.commit()
    await until(lambda: tofu.tickets[0] in cold.tickets)
    store.house.order("noodles", guests=9)
    store.commit()
    await until(lambda: says(cold, tofu.tickets[0], "9</span>"))
    store.house.do(SetGuests(tofu.session, 5))
    store.commit()
    await until(lambda: says(cold, tofu.tickets[0], "5</span>"))
    boards = len(cold.boards)
    store.house.order("noodles", guests=5)
    store.commit()
    await asyncio.sleep(0)
    assert len(cold.boards) == boards


async def test_screens_of_one_view_get_the_very_same_text(store: HouseStore, hub: Hub) -> None:
    texts: list[list[str]] = [[], []]
    pumps = []
    for got in texts:

        async def keep(text: str, got: list[str] = got) -> None:
            got.append(text)

        subscriber = await hub.subscribe("wall", "zh", -1)
        pumps.append(asyncio.create_task(subscriber.pump(keep)))
    store.house.order("tofu")
    store.commit()
    await until(lambda: all(len(got) == 3 for got in texts))
    assert texts[0][2] is texts[1][2]
    for pump in pumps:
        pump.cancel()


async def test_nothing_uncommitted_is_shown(store: HouseStore, hub: Hub) -> None:
    wall = await watch(hub)
    await until(lambda: len(wall.boards) == 1)
    store.is_settled.clear()
    first = store.house.order("tofu")
    store.commit()
    store.house.order("noodles")
    await asyncio.sleep(0.05)
    assert len(wall.boards) == 1, "the state held events of a commit under way"
    store.is_settled.set()
    await until(lambda: first.tickets[0] in wall.tickets)


async def test_the_first_page_and_the_feed_are_the_same_html(store: HouseStore, hub: Hub) -> None:
    store.house.order("tofu")
    held = store.house.order("noodles", table="A02", fire="hold")
    page = await hub.page("wall", "zh")
    wall = await watch(hub)
    await until(lambda: bool(wall.boards))
    drawn = {ticket: iter(parts) for ticket, parts in wall.tickets.items()}
    assert page.slots == [(ticket, next(drawn[ticket]) if ticket else "") for ticket in wall.slots]
    assert page.queue == [(held.tickets[0], part) for part in wall.tickets[held.tickets[0]]]
    assert (page.grid.columns, page.grid.rows) == (wall.grid["columns"], wall.grid["rows"])
    assert (page.tickets, page.all_day, page.seq) == (2, wall.all_day, wall.seq)


async def test_a_stalled_screen_is_let_go_and_delays_nobody(store: HouseStore, hub: Hub) -> None:
    stalled = await hub.subscribe("wall", "zh", -1)

    async def never(text: str) -> None:
        await asyncio.Event().wait()

    stuck = asyncio.create_task(stalled.pump(never))
    wall = await watch(hub)
    for _ in range(subscribers.QUEUE + 5):
        placed = store.house.order("tofu")
        store.commit()
        await until(lambda ticket=placed.tickets[0]: ticket in wall.tickets)  # type: ignore[misc]
    assert len(stalled._queue) <= subscribers.QUEUE
    stuck.cancel()
    with pytest.raises(Behind):
        await stalled.pump(never)


async def test_a_screen_that_was_away_gets_only_what_it_missed(store: HouseStore, hub: Hub) -> None:
    store.house.order("noodles")
    page = await hub.page("wall", "zh")
    missed = store.house.order("tofu", table="A02")
    store.commit()
    wall = await watch(hub, since=page.seq)
    await until(lambda: bool(wall.heard))
    assert not wall.heard[0]["full"]
    assert missed.tickets[0] in wall.heard[0]["tickets"]
    assert len(wall.open()) == 2


async def test_a_silent_house_still_says_that_it_lives(
    store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "BEAT_S", 0.02)
    wall = await watch(hub)
    await until(lambda: [each["type"] for each in wall.heard].count("beat") >= 3)
    assert wall.heard[-1]["now"] == store.now()


async def test_when_the_clock_is_set_a_board_brings_the_new_time_and_the_new_moments_together(
    store: HouseStore, hub: Hub
) -> None:
    store.house.order("tofu")
    wall = await watch(hub)
    await until(lambda: bool(wall.boards))
    (ticket,) = wall.open()
    first = [each for each in wall.heard if each["type"] == "board"]
    store.house.wait(-14 * HOUR)
    store.house.do(NoteClockStep(-14 * HOUR, -14 * HOUR))
    store.clock.steps += 1
    store.commit()
    await until(lambda: len(wall.boards) > len(first))
    after = [each for each in wall.heard if each["type"] == "board"][-1]
    assert (after["now"], after["steps"]) == (first[-1]["now"] - 14 * HOUR, first[-1]["steps"] + 1)
    assert f'data-since="{store.now()}"' in wall.html(ticket)


async def test_time_alone_changes_a_tickets_reason(
    store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "BEAT_S", 0.02)
    store.house.order("crab", table="A01")
    wall = await watch(hub)
    await until(lambda: bool(wall.boards))
    (ticket,) = wall.open()
    assert 'data-why="due_time"' in wall.html(ticket)
    store.house.wait(5 * MINUTE)
    await until(lambda: 'data-why="overdue"' in wall.html(ticket))


async def test_what_nobody_watches_is_not_drawn(store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    wall = await watch(hub)
    await until(lambda: bool(wall.boards))
    hub.unsubscribe("wall", "zh", wall.subscriber)
    drawn: list[Any] = []
    monkeypatch.setattr(View, "refresh", lambda self, *rest: drawn.append(rest))
    store.house.order("tofu")
    store.commit()
    await asyncio.sleep(0.05)
    assert drawn == []
    assert hub.screens == 0


async def test_a_view_that_fails_is_begun_anew(store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    wall, cold = await watch(hub), await watch(hub, "cold")
    await until(lambda: bool(wall.boards and cold.boards))
    refresh = View.refresh

    def broken(self: View, *rest: Any) -> Frame | None:
        if self.screen == "wall":
            raise ValueError("no such thing")
        return refresh(self, *rest)

    monkeypatch.setattr(View, "refresh", broken)
    placed = store.house.order("tofu")
    store.commit()
    await until(lambda: wall.task.done() and placed.tickets[0] in cold.tickets)
    with pytest.raises(Closed, match="1011"):
        wall.task.result()
    monkeypatch.undo()
    again = await watch(hub, since=wall.seq)
    await until(lambda: placed.tickets[0] in again.tickets)


async def test_another_kitchen_reloads_the_pages_and_closes_screens_that_are_gone(store: HouseStore, hub: Hub) -> None:
    wall, cold = await watch(hub), await watch(hub, "cold")
    store.house.do(ChangeKitchen(gone=KitchenGone(screens=("cold",))))
    store.commit()
    await until(lambda: cold.task.done() and any(each["type"] == "reload" for each in wall.heard))
    with pytest.raises(Closed, match="4404"):
        cold.task.result()


async def test_screens_are_limited_in_number(store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "SCREENS", 2)
    first = await watch(hub)
    await watch(hub, "cold")
    with pytest.raises(TooManyScreens):
        await hub.subscribe("wall", "zh", -1)
    hub.unsubscribe("wall", "zh", first.subscriber)
    await watch(hub)


async def test_an_unknown_screen_is_said_to_be_so(hub: Hub) -> None:
    with pytest.raises(UnknownScreen):
        await hub.subscribe("cellar", "zh", -1)
    with pytest.raises(UnknownScreen):
        await hub.page("cellar", "zh")
