"""The hub: who watches gets every change, once, and nobody waits for anybody."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from msgspec.structs import replace

from kds.core.day.note_clock_step import NoteClockStep
from kds.core.floor.set_guests import SetGuests
from kds.core.journal import Touched
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.feed import hub as hubs
from kds.feed import subscriber as subscribers
from kds.feed.hub import Hub, TooManyScreens
from kds.feed.live_view import WALL, UnknownView, ViewKey
from kds.feed.subscriber import Behind, Closed, Frame
from kds.feed.wall import WallView
from kds.feed.walls import first_page
from kds.i18n import LANGUAGES
from kds.runtime.store import Store
from tests.feed.screen import Screen
from tests.feed.watching import HouseStore, Watcher, until, wall_key, watch
from tests.house import HOUR, MINUTE, STATIONS, named


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
    return words in screen.tickets[ticket]


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

        subscriber = await hub.subscribe(wall_key(), -1)
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
    page = await first_page(hub, "wall", "zh")
    wall = await watch(hub)
    await until(lambda: bool(wall.boards))
    assert page.slots == [(ticket, wall.tickets.get(ticket, "")) for ticket in wall.slots]
    assert page.queue == [(held.tickets[0], wall.tickets[held.tickets[0]])]
    assert (page.grid.columns, page.grid.rows) == (wall.grid["columns"], wall.grid["rows"])
    assert (page.tickets, page.all_day, page.left_out, page.seq) == (2, wall.all_day, wall.left_out, wall.seq)


async def test_a_stalled_screen_is_let_go_and_delays_nobody(store: HouseStore, hub: Hub) -> None:
    stalled = await hub.subscribe(wall_key(), -1)

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
    page = await first_page(hub, "wall", "zh")
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
    hub.unsubscribe(wall_key(), wall.subscriber)
    drawn: list[Any] = []
    monkeypatch.setattr(WallView, "refresh", lambda self, *rest: drawn.append(rest))
    store.house.order("tofu")
    store.commit()
    await asyncio.sleep(0.05)
    assert drawn == []
    assert hub.screens == 0


async def test_a_view_that_fails_is_begun_anew(store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    wall, cold = await watch(hub), await watch(hub, "cold")
    await until(lambda: bool(wall.boards and cold.boards))
    refresh = WallView.refresh

    def broken(self: WallView, *rest: Any) -> list[Frame]:
        if self.screen == "wall":
            raise ValueError("no such thing")
        return refresh(self, *rest)

    monkeypatch.setattr(WallView, "refresh", broken)
    placed = store.house.order("tofu")
    store.commit()
    await until(lambda: wall.task.done() and placed.tickets[0] in cold.tickets)
    with pytest.raises(Closed, match="1011"):
        wall.task.result()
    monkeypatch.undo()
    again = await watch(hub, since=wall.seq)
    await until(lambda: placed.tickets[0] in again.tickets)


def reloads(wall: Screen) -> int:
    """How often a page was told to load itself anew."""
    return [each["type"] for each in wall.heard].count("reload")


async def test_a_page_loads_itself_anew_when_its_own_screen_or_the_stations_have_changed(
    store: HouseStore, hub: Hub
) -> None:
    wall, cold = await watch(hub), await watch(hub, "cold")
    store.house.do(ChangeKitchen(screens=(replace(store.state.kitchen.screens["cold"], text="small"),)))
    store.commit()
    await until(lambda: reloads(cold) == 1)
    assert reloads(wall) == 0
    store.house.do(ChangeKitchen(stations=(replace(STATIONS[0], name=named("soups")),)))
    store.commit()
    await until(lambda: (reloads(wall), reloads(cold)) == (1, 2))


async def test_a_screen_that_is_gone_is_closed(store: HouseStore, hub: Hub) -> None:
    wall, cold = await watch(hub), await watch(hub, "cold")
    store.house.do(ChangeKitchen(gone=KitchenGone(screens=("cold",))))
    store.commit()
    await until(cold.task.done)
    with pytest.raises(Closed, match="4404"):
        cold.task.result()
    assert not wall.task.done()


class Tables:
    """Another kind of view: how many parties the house has. It reads one book."""

    turns_at = None
    stations = None

    def __init__(self, store: HouseStore) -> None:
        self.state = store.state
        self.shown = -1

    def note(self, touched: Touched) -> bool:
        return bool(touched.of(self.state.floor.sessions))

    def refresh(self, now: int, steps: int) -> list[Frame]:
        parties = len(self.state.floor.sessions)
        if parties == self.shown:
            return []
        self.shown = parties
        return [Frame(f'{{"type":"parties","parties":{parties}}}')]

    def since(self, seq: int) -> Frame:
        return Frame(f'{{"type":"parties","parties":{self.shown}}}')


async def test_what_is_not_a_wall_is_followed_by_the_same_hub(store: HouseStore) -> None:
    hub = Hub(cast(Store, store), {"tables": lambda name, language: Tables(store)})
    screen = Watcher(await hub.subscribe(ViewKey("tables", "", "zh"), -1))
    placed = store.house.order("tofu")
    store.commit()
    await until(lambda: any(each.get("parties") == 1 for each in screen.heard))
    heard = len(screen.heard)
    store.house.do(BumpTicket(placed.tickets[0]))
    store.commit()
    await asyncio.sleep(0.02)
    assert len(screen.heard) == heard, "a bump is none of its business"
    await hub.close()


async def test_orders_go_between_the_views_of_a_long_refresh(
    store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "SLICE_S", 0.0)
    wall, cold = await watch(hub), await watch(hub, "cold")
    await until(lambda: bool(wall.boards and cold.boards))
    turns: list[str] = []
    settled = store.settled

    async def between() -> None:
        turns.append("others")
        await settled()

    refresh = WallView.refresh

    def spy(self: WallView, *rest: Any) -> list[Frame]:
        turns.append(self.screen)
        return refresh(self, *rest)

    monkeypatch.setattr(store, "settled", between)
    monkeypatch.setattr(WallView, "refresh", spy)
    store.house.order("tofu")
    store.commit()
    await until(lambda: "cold" in turns and "wall" in turns)
    first, second = sorted((turns.index("wall"), turns.index("cold")))
    assert "others" in turns[first:second]


async def test_only_so_many_views_are_remembered(store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "VIEWS", 2)
    watched = await watch(hub)
    for language in LANGUAGES:
        await first_page(hub, "cold", language)
    assert set(hub._views) == {wall_key(), ViewKey(WALL, "cold", LANGUAGES[-1])}
    assert not watched.task.done()


async def test_screens_are_limited_in_number(store: HouseStore, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "SCREENS", 2)
    first = await watch(hub)
    await watch(hub, "cold")
    with pytest.raises(TooManyScreens):
        await hub.subscribe(wall_key(), -1)
    hub.unsubscribe(wall_key(), first.subscriber)
    await watch(hub)


async def test_an_unknown_screen_is_said_to_be_so(hub: Hub) -> None:
    with pytest.raises(UnknownView):
        await hub.subscribe(wall_key("cellar"), -1)
    with pytest.raises(UnknownView):
        await first_page(hub, "cellar", "zh")
