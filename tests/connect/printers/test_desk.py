"""The desk: one queue an address, what fails is told and printed again once, and no order waits (cases 16 to 19)."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from kds.connect.printers import desk as desk_module
from kds.connect.printers.desk import Desk, Pace
from kds.connect.printers.transport import Patience
from kds.core.deadlines import Tick
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.orders.place_round import PlaceRound
from kds.core.printing.change_printers import ChangePrinters
from kds.core.printing.print_test import PrintTest
from kds.runtime import changes, timers
from kds.runtime.messages import HOUSE
from tests.core.printing.paper import printer as a_printer
from tests.house import MINUTE, want
from tests.live.printer import Mood, Printer, nobody
from tests.runtime.running import Kitchen, Rows, broken, round_of
from tests.runtime.waiting import doing, until

QUICK = Patience(connect=0.5, answer=0.1, write=0.3, printing=0.3)
PACE = Pace(again=0.02, at_last=0.05, second=0.1)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for that the tests' clock, which stands still, would have to bring."""
    monkeypatch.setattr(changes, "LONGEST_S", 0.01)


async def set_up(kitchen: Kitchen, *printers: tuple[str, int], **more: Any) -> None:
    """Printers at these addresses: p is for every ticket, q its second."""
    found = []
    for name, (host, port) in zip("pq", printers, strict=False):
        second = {"second": "q"} if name == "p" and len(printers) > 1 else {}
        given = {"mode": "always", **second, **more} if name == "p" else {}
        found.append(a_printer(name, port=port, **given))
        assert host == "127.0.0.1"
    await kitchen.send(ChangePrinters(tuple(found)))


def desk(kitchen: Kitchen) -> Any:
    """It works meanwhile."""
    return doing(Desk(kitchen.store, QUICK, PACE).run())


def states(kitchen: Kitchen) -> list[str]:
    return [each.state for each in kitchen.store.state.printing.jobs.values()]


async def slips(printer: Printer, many: int) -> list[str]:
    """The words of the slips, once there are so many."""
    await until(lambda: len(printer.slips) >= many)
    return [each.text for each in printer.slips]


async def test_an_order_is_printed_and_known_to_be(kitchen: Kitchen, printer: Printer) -> None:
    await set_up(kitchen, printer.address)
    async with desk(kitchen):
        await kitchen.order("", "tofu", "noodles")
        await until(lambda: states(kitchen) == ["printed", "printed"])
    texts = await slips(printer, 2)
    assert ["1x tofu" in texts[0], "1x noodles" in texts[1], "1/2" in texts[0]] == [True] * 3
    assert not any("补打" in each for each in texts)


@pytest.mark.parametrize("mood", ["ends", "hangs", "deaf", "resets"])
async def test_what_is_not_confirmed_is_printed_once_more_as_a_reprint(
    kitchen: Kitchen, printer: Printer, mood: Mood
) -> None:
    await set_up(kitchen, printer.address)
    printer.moods = [mood]
    async with desk(kitchen):
        await kitchen.order()
        await until(lambda: states(kitchen) == ["printed"])
    assert "补打 首次" in printer.slips[-1].text


async def test_a_half_closed_peer_was_sent_nothing_and_is_tried_again_unmarked(
    kitchen: Kitchen, printer: Printer
) -> None:
    await set_up(kitchen, printer.address)
    printer.moods = ["half_closed", "refuses"]
    async with desk(kitchen):
        await kitchen.order()
        await until(lambda: states(kitchen) == ["printed"])
    assert ["补打" in each.text for each in printer.slips] == [False]


async def test_then_by_the_second_printer_and_then_somebody_is_told(
    kitchen: Kitchen, printer: Printer, second: Printer
) -> None:
    await set_up(kitchen, printer.address, second.address)
    printer.mood = second.mood = "ends"
    async with desk(kitchen):
        await kitchen.order()
        await until(lambda: states(kitchen) == ["not_confirmed"])
        await until(lambda: "slips_not_confirmed" in kitchen.store.alarms)
        assert (len(printer.slips), len(second.slips)) == (2, 2)
        alarm = kitchen.store.alarms.get("printers_down")
        assert alarm is not None
        assert alarm.message.zh.startswith("厨房打印机打不出来：")
        second.mood = "well"
        await kitchen.send(PrintTest("q"))
        await until(lambda: "q" not in (kitchen.store.alarms.get("printers_down") or alarm).details["printers"])
    assert "slips_not_confirmed" in kitchen.store.alarms


async def test_an_order_is_answered_as_fast_as_ever_where_nobody_prints(kitchen: Kitchen) -> None:
    await set_up(kitchen, nobody())
    async with desk(kitchen):
        began = time.monotonic()
        for _ in range(20):
            await kitchen.order()
        assert time.monotonic() - began < 5
        await until(lambda: "printers_down" in kitchen.store.alarms)
    assert states(kitchen) == ["queued"] * 20


async def test_what_cannot_be_reached_is_left_to_the_second_unmarked(kitchen: Kitchen, second: Printer) -> None:
    await set_up(kitchen, nobody(), second.address)
    async with desk(kitchen):
        await kitchen.order()
        await until(lambda: states(kitchen) == ["printed"])
    assert ["补打" in each.text for each in second.slips] == [False]


async def test_a_backlog_that_is_too_old_is_one_line_and_nothing_else(kitchen: Kitchen, printer: Printer) -> None:
    await set_up(kitchen, printer.address)
    for _ in range(3):
        await kitchen.order()
    kitchen.hands.ms += 10 * MINUTE
    await kitchen.store.submit(Tick(), HOUSE)
    async with desk(kitchen):
        (text,) = await slips(printer, 1)
        assert "有3张单过时没打" in text
        await kitchen.order()
        assert "过时" not in (await slips(printer, 2))[1]
    assert states(kitchen)[:3] == ["dropped"] * 3


async def test_what_was_queued_before_the_server_began_may_lie_there_already(
    kitchen: Kitchen, printer: Printer
) -> None:
    await set_up(kitchen, printer.address)
    await kitchen.order()
    async with desk(kitchen):
        assert "补打？可能已经打过" in (await slips(printer, 1))[0]


async def test_a_course_that_is_fired_is_one_slip(kitchen: Kitchen, printer: Printer) -> None:
    await set_up(kitchen, printer.address)
    held = tuple([want(each, fire="hold") for each in ("tofu", "beef")])
    placed = round_of(await kitchen.send(PlaceRound(channel="scan", lines=held, table="A01")))
    async with desk(kitchen):
        await kitchen.send(FireTicket(placed.tickets[0]))
        await until(lambda: states(kitchen) == ["printed", "printed"])
    assert len(printer.slips) == 1
    assert all(each in printer.slips[0].text for each in ("tofu", "beef"))


async def test_two_printers_at_one_address_never_speak_at_once(kitchen: Kitchen, printer: Printer) -> None:
    one = a_printer("p", port=printer.port, mode="always")
    other = a_printer("q", port=printer.port, mode="always", slip="dish")
    await kitchen.send(ChangePrinters((one, other)))
    async with desk(kitchen):
        await asyncio.gather(*[kitchen.order() for _ in range(10)])
        await until(lambda: states(kitchen) == ["printed"] * 20)
    assert (printer.most_at_once, len(printer.slips)) == (1, 20)


async def test_what_is_printed_and_could_not_be_written_down_is_not_printed_twice(
    kitchen: Kitchen, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "REPORTED_AGAIN_S", 0.01)
    monkeypatch.setattr(timers, "PROBE_S", 0.01)
    refused = list[str]()

    def full(events: Rows) -> None:
        if any(each.type == "PrintJobsPrinted" for each in events) and not refused:
            refused.append(events[0].type)
            broken(events)

    await set_up(kitchen, printer.address)
    async with doing(timers.DiskProbe(kitchen.store).run()), desk(kitchen):
        await kitchen.order()
        kitchen.disk.before = full
        await until(lambda: states(kitchen) == ["printed"])
    assert (len(refused), len(printer.slips)) == (1, 1)


@pytest.mark.slow
async def test_five_hundred_in_a_row(kitchen: Kitchen, printer: Printer) -> None:
    await set_up(kitchen, printer.address, slip="dish")
    async with desk(kitchen):
        for _ in range(100):
            await kitchen.order("", "tofu", "noodles", "cola", "sesame", "crab")
        async with asyncio.timeout(120):
            while set(states(kitchen)) != {"printed"}:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    assert (printer.most_at_once, len(set(printer.slips))) == (1, 500)
    assert not any("补打" in each.text for each in printer.slips)
