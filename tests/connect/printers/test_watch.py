"""Stations that no live wall shows go to paper, and tickets that nobody acts upon (law 5)."""

from __future__ import annotations

from kds.connect.printers.watch import Limits, PaperWatch
from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.screens import Screen
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.hand_to_paper import HandToPaper
from kds.core.types import Ms, Name
from tests.core.printing.paper import printer
from tests.house import HOUSE, NOON
from tests.runtime.running import Kitchen, round_of

LIMITS = Limits(look=0.01, begin=60)


class Walls(list[str]):
    """The screens that are live."""

    def __call__(self) -> list[str]:
        return self


async def watching(kitchen: Kitchen, *live: str) -> tuple[PaperWatch, Walls]:
    """A watch that began at 0 s, on a kitchen with a printer for when screens fail."""
    walls = Walls(live)
    await kitchen.send(ChangePrinters((printer("p"),)))
    watch = PaperWatch(kitchen.store, walls, dict, LIMITS)
    assert watch.look(0) == []
    return watch, walls


async def test_a_station_without_a_live_wall_goes_to_paper_after_a_while(kitchen: Kitchen) -> None:
    watch, walls = await watching(kitchen, "wall")
    await kitchen.order()
    assert watch.look(100) == []
    walls[:] = ["nobody knows it"]
    assert (watch.look(101), watch.look(119.9)) == ([], [])
    assert watch.look(120.1) == [("cold", "dark", ())]
    await kitchen.send(HandToPaper("cold", "dark"))
    assert watch.look(121) == []


async def test_a_wall_of_other_stations_is_none_for_this_one(kitchen: Kitchen) -> None:
    watch, walls = await watching(kitchen, "cold")
    await kitchen.order("", "tofu", "noodles")
    assert watch.look(200) == [("hot", "dark", ())]
    walls.append("wall")
    assert watch.look(201) == []


async def test_walls_have_time_to_come_up_after_the_box(kitchen: Kitchen) -> None:
    watch, _ = await watching(kitchen)
    await kitchen.order()
    assert watch.look(59) == []
    assert watch.look(60) == [("cold", "dark", ())]


async def test_a_ticket_that_nobody_acts_upon_goes_to_paper(kitchen: Kitchen) -> None:
    watch, _ = await watching(kitchen, "wall")
    (ticket,) = round_of(await kitchen.order()).tickets
    kitchen.hands.ms = HOUSE.shown_within_ms + 29_999
    assert watch.look(1) == []
    kitchen.hands.ms += 1
    assert watch.look(2) == [("cold", "unseen", (ticket,))]


async def test_without_a_printer_for_that_nothing_is_watched(kitchen: Kitchen) -> None:
    walls = Walls()
    await kitchen.send(ChangePrinters((printer("p", mode="always"),)))
    watch = PaperWatch(kitchen.store, walls, dict, LIMITS)
    await kitchen.order()
    assert (watch.look(0), watch.look(1_000)) == ([], [])


async def test_a_house_says_how_long_it_waits(kitchen: Kitchen) -> None:
    watch, walls = await watching(kitchen, "wall")
    await kitchen.send(ChangeHouse(paper_dark_ms=45_000, paper_unseen_ms=60_000))
    (ticket,) = round_of(await kitchen.order()).tickets
    kitchen.hands.ms = HOUSE.shown_within_ms + 59_999
    assert watch.look(100) == []
    kitchen.hands.ms += 1
    assert watch.look(100) == [("cold", "unseen", (ticket,))]
    walls.clear()
    assert watch.look(144.9) == [("cold", "unseen", (ticket,))]
    assert watch.look(145) == [("cold", "dark", ())]


async def test_a_station_that_nobody_touches_goes_to_paper_once_that_was_an_alarm_for_long_enough(
    kitchen: Kitchen,
) -> None:
    left: dict[str, Ms] = {}
    await kitchen.send(ChangePrinters((printer("p"),)))
    watch = PaperWatch(kitchen.store, Walls(["wall"]), lambda: left, LIMITS)
    (ticket,) = round_of(await kitchen.order()).tickets
    await kitchen.send(ReportShown("wall", (ticket,)))
    left.update(cold=NOON, hot=NOON)
    kitchen.hands.ms = 29_999
    assert watch.look(1) == []
    kitchen.hands.ms += 1
    assert watch.look(2) == [("cold", "untouched", ())], "at the hot line there is nothing to print"
    await kitchen.send(HandToPaper("cold", "untouched"))
    assert watch.look(3) == []


async def test_a_backup_that_can_be_seen_is_tried_before_paper(kitchen: Kitchen) -> None:
    backup = Screen(screen="spare", name=Name(zh="备用", en="Spare"), role="backup")
    await kitchen.send(ChangeKitchen(screens=(backup,)))
    watch, walls = await watching(kitchen, "spare")
    await kitchen.order()
    assert watch.look(1_000) == []
    walls.clear()
    assert watch.look(1_020) == [("cold", "dark", ())]
