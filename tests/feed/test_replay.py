"""A wall as it was: what it had painted, and what the house knew by then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kds.core.calls.call_service import CallService
from kds.core.calls.take_call import TakeCall
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Layout, Screen
from kds.core.orders.place_round import PlaceRound
from kds.core.types import Ms, Name
from kds.feed import replay as module
from kds.feed.kinds import BOARDS
from kds.feed.live_view import UnknownView
from kds.feed.replay import Difference, Looked, Replay, TooFarBack
from kds.runtime.snapshotting import Snapshotting
from tests.house import NOON, named, want
from tests.runtime.running import Kitchen, round_of, running


@pytest.fixture
async def kitchen(tmp_path: Path) -> AsyncIterator[Kitchen]:
    async with running(tmp_path) as kitchen:
        yield kitchen


async def ordered(kitchen: Kitchen, at: Ms, table: str = "A01") -> tuple[str, int]:
    """A ticket of the cold station, and the event after which it was there."""
    kitchen.hands.ms = at
    (ticket,) = round_of(await kitchen.order(table=table)).tickets
    return ticket, kitchen.store.head.seq


async def look(kitchen: Kitchen, at: Ms, painted: int | None = None, screen: str = "wall") -> Looked:
    replay = Replay(kitchen.store, kitchen.data)
    return await replay.look(screen, "en", NOON + at, painted, await replay.known_at(NOON + at))


def tickets(looked: Looked) -> list[str]:
    assert looked.page is not None
    return [ticket for ticket, html in looked.page.slots if html]


def drawn(looked: Looked) -> str:
    assert looked.page is not None
    return "".join([html for _, html in looked.page.slots])


async def test_what_was_not_painted_is_what_the_house_knew(kitchen: Kitchen) -> None:
    first, _ = await ordered(kitchen, 1_000)
    second, _ = await ordered(kitchen, 5_000, "A02")
    kitchen.hands.ms = 9_000
    await kitchen.send(BumpTicket(first))
    assert tickets(await look(kitchen, 999)) == []
    assert tickets(await look(kitchen, 1_000)) == [first]
    assert tickets(await look(kitchen, 8_999)) == [first, second]
    last = await look(kitchen, 9_000)
    assert (tickets(last), last.known_seq, last.differences) == ([second], kitchen.store.head.seq, [])


async def test_what_was_painted_is_told_from_what_the_house_knew(kitchen: Kitchen) -> None:
    first, painted = await ordered(kitchen, 1_000)
    second, _ = await ordered(kitchen, 5_000, "A02")
    looked = await look(kitchen, 6_000, painted)
    assert tickets(looked) == [first], "the screen had painted the first one alone"
    assert looked.differences == [Difference(second, "A02", "coming")]
    kitchen.hands.ms = 9_000
    await kitchen.send(BumpTicket(first))
    looked = await look(kitchen, 9_000, painted)
    assert looked.differences == [Difference(second, "A02", "coming"), Difference(first, "A01", "gone")]


async def test_a_ticket_that_has_changed_is_drawn_as_it_was_painted(kitchen: Kitchen) -> None:
    kitchen.hands.ms = 1_000
    placed = round_of(await kitchen.order("", "tofu", "tofu"))
    (ticket,) = placed.tickets
    painted = kitchen.store.head.seq
    kitchen.hands.ms = 2_000
    await kitchen.send(BumpTicket(ticket, (placed.lines[0].line,)))
    looked = await look(kitchen, 2_000, painted)
    assert looked.differences == [Difference(ticket, "A01", "changed")]
    assert "is-done" not in drawn(looked)
    assert "is-done" in drawn(await look(kitchen, 2_000))


@pytest.mark.parametrize("layout", ["dishes", "tables"])
async def test_a_wall_of_groups_is_looked_back_at_too(kitchen: Kitchen, layout: Layout) -> None:
    await kitchen.send(ChangeKitchen(screens=(Screen("wall", Name(zh="墙", en="Wall"), layout=layout),)))
    _, painted = await ordered(kitchen, 1_000)
    await ordered(kitchen, 5_000, "A02")
    looked = await look(kitchen, 6_000, painted)
    said = [(each.what, each.label) for each in looked.differences]
    assert said == ([("coming", "A02")] if layout == "tables" else [("changed", looked.differences[0].label)])


async def test_a_screen_shows_what_it_was_set_to_show_then(kitchen: Kitchen) -> None:
    ticket, _ = await ordered(kitchen, 1_000)
    kitchen.hands.ms = 5_000
    name = Name(zh="新屏", en="New")
    await kitchen.send(ChangeKitchen(screens=(Screen(screen="new", name=name, stations=("cold",)),)))
    assert tickets(await look(kitchen, 6_000, screen="new")) == [ticket]
    with pytest.raises(UnknownView):
        await look(kitchen, 4_000, screen="new")


async def test_a_snapshot_is_where_it_begins(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket, _ = await ordered(kitchen, 1_000)
    monkeypatch.setattr(module, "FOLDED_MOST", 1)
    with pytest.raises(TooFarBack):
        await look(kitchen, 1_000)
    await Snapshotting(kitchen.store, kitchen.data, 0).last()
    assert tickets(await look(kitchen, 1_000)) == [ticket]


async def test_who_looks_on_from_there_reads_only_what_came_since(kitchen: Kitchen) -> None:
    replay = Replay(kitchen.store, kitchen.data)
    read: list[tuple[int, int]] = []
    plain = kitchen.disk.ledger.read

    async def noted(since: int, limit: int) -> object:
        read.append((since, limit))
        return await plain(since, limit)

    _, first = await ordered(kitchen, 1_000)
    _, second = await ordered(kitchen, 5_000, "A02")
    await replay.look("wall", "en", NOON + 1_000, None, first)
    kitchen.store.ledger.read = noted  # type: ignore[method-assign,assignment]
    await replay.look("wall", "en", NOON + 5_000, None, second)
    assert read == [(first, second - first)]


def set_up(*more: Screen) -> ChangeKitchen:
    """A screen of each role that is no wall, by the name of its role."""
    return ChangeKitchen(screens=(*[Screen(each.role, named(each.role), role=each.role) for each in BOARDS], *more))


def pieces(looked: Looked) -> str:
    assert looked.page is None
    assert looked.board is not None
    return looked.board.whole("party", "order", "call", "bill", "asks")


@pytest.mark.parametrize("role", ["expo", "progress"])
async def test_a_board_is_as_the_house_knew_it_at_that_moment(kitchen: Kitchen, role: str) -> None:
    await kitchen.send(set_up())
    first, _ = await ordered(kitchen, 1_000)
    await ordered(kitchen, 5_000, "A02")
    kitchen.hands.ms = 9_000
    await kitchen.send(BumpTicket(first))
    before, later, last = [pieces(await look(kitchen, at, screen=role)) for at in (1_000, 8_999, 9_000)]
    assert ("A01" in before, "A02" in before) == (True, False)
    assert ("A02" in later, "is-done" in later) == (True, False)
    assert "is-done" in last
    assert (await look(kitchen, 9_000, screen=role)).differences == []


async def test_who_carries_sees_what_stood_ready_then(kitchen: Kitchen) -> None:
    await kitchen.send(set_up())
    first, _ = await ordered(kitchen, 1_000)
    kitchen.hands.ms = 9_000
    await kitchen.send(BumpTicket(first))
    assert pieces(await look(kitchen, 8_999, screen="runner")) == ""
    assert f'data-ticket="{first}"' in pieces(await look(kitchen, 9_000, screen="runner"))


async def test_a_number_is_prepared_until_it_was_ready(kitchen: Kitchen) -> None:
    await kitchen.send(set_up())
    kitchen.hands.ms = 1_000
    placed = round_of(await kitchen.send(PlaceRound(channel="counter", service="takeaway", lines=(want("tofu"),))))
    kitchen.hands.ms = 4_000
    await kitchen.send(BumpTicket(placed.tickets[0]))
    assert 'data-list="making"' in pieces(await look(kitchen, 3_999, screen="pickup"))
    assert f'data-ready-at="{NOON + 4_000}"' in pieces(await look(kitchen, 4_000, screen="pickup"))


async def test_a_call_says_who_went_by_the_name_that_they_have(kitchen: Kitchen) -> None:
    await kitchen.send(set_up())
    session = round_of(await kitchen.order()).session
    kitchen.hands.ms = 2_000
    await kitchen.send(CallService(session, "soup"))
    (call,) = kitchen.store.state.calls.calls
    kitchen.hands.ms = 3_000
    await kitchen.send(TakeCall(call), actor="ben")
    replay = Replay(kitchen.store, kitchen.data, lambda actor: {"ben": "Ben Wu"}.get(actor, ""))
    said = []
    for at in (2_500, 3_000):
        said.append(pieces(await replay.look("calls", "en", NOON + at, None, await replay.known_at(NOON + at))))
    assert ["nobody yet" in each for each in said] == [True, False]
    assert "Ben Wu" in said[1]


async def test_where_it_is_known_what_a_board_painted_that_is_what_is_shown(kitchen: Kitchen) -> None:
    await kitchen.send(set_up())
    _, painted = await ordered(kitchen, 1_000)
    await ordered(kitchen, 5_000, "A02")
    assert "A02" not in pieces(await look(kitchen, 6_000, painted, "progress"))


async def test_a_mirror_showed_what_the_screen_showed_that_it_was_set_to_then(kitchen: Kitchen) -> None:
    mirror = Screen("mirror", named("mirror"), role="mirror", of="expo")
    await kitchen.send(set_up(mirror))
    replay = Replay(kitchen.store, kitchen.data)
    then = kitchen.store.head.seq
    await kitchen.send(ChangeKitchen(screens=(Screen("mirror", named("mirror"), role="mirror", of="wall"),)))
    assert (await replay.screen("mirror", then)).screen == "expo"
    assert (await replay.screen("mirror", kitchen.store.head.seq)).screen == "wall"
    with pytest.raises(UnknownView):
        await replay.screen("mirror", then - 1)


async def test_a_wall_that_became_a_board_is_shown_as_it_had_been_painted(kitchen: Kitchen) -> None:
    ticket, painted = await ordered(kitchen, 1_000)
    kitchen.hands.ms = 2_000
    await kitchen.send(ChangeKitchen(screens=(Screen("wall", named("wall"), role="progress"),)))
    looked = await look(kitchen, 2_500, painted)
    assert (tickets(looked), looked.screen.role, looked.differences) == ([ticket], "prep", [])
    assert "A01" in pieces(await look(kitchen, 2_500))
