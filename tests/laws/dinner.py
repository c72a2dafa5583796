"""A dinner for the laws: a seed, and every command that follows from it. Run as a program it prints what came of it."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable

from msgspec.structs import replace

from kds.core import codec
from kds.core.deadlines import Tick
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.set_up_kitchen import SetUpKitchen
from kds.core.kitchen.start import StartTicket
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.publish_menu import PublishMenu
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import LineWanted, PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command, Context, Today, Who
from tests.house import CLOSES, DAY, DISHES, FOUNDING, MINUTE, SCREENS, STATIONS, TABLES, SmallHouse, want

Disturb = Callable[[SmallHouse, Command, Context], None]


def undisturbed(house: SmallHouse, command: Command, context: Context) -> None:
    """Nothing happens between the commands."""


def dine(seed: int, steps: int, disturb: Disturb = undisturbed) -> SmallHouse:
    """A house after `steps` random commands, some of them refused; `disturb` is called before each."""
    chance = random.Random(seed)
    house = SmallHouse(())
    for number in range(-len(FOUNDING), steps):
        command = FOUNDING[number] if number < 0 else command_of(house, chance)
        disturb(house, command, Context(house.now, Who("ann", "system"), today=house.today))
        house.attempt(command)
        house.wait(chance.choice((0, 1, MINUTE, 20 * MINUTE, -MINUTE)))
    return house


def command_of(house: SmallHouse, chance: random.Random) -> Command:
    """The next command: most of them sensible, on what is there."""
    return chance.choice(DEEDS)(house, chance)


def one_of(ids: list[str], chance: random.Random, other: str) -> str:
    """One of the latest few, so that something comes of it."""
    return chance.choice(sorted(ids)[-12:]) if ids else other


def place(house: SmallHouse, chance: random.Random) -> Command:
    """An order of a few dishes, for a table or to take away."""
    lines = tuple([line(chance) for _ in range(chance.randint(1, 5))])
    table = chance.choice((*[each.table for each in TABLES], None))
    return PlaceRound(
        channel=chance.choice(("scan", "waiter", "delivery")),
        lines=lines,
        service="takeaway" if table is None else "dine_in",
        table=table,
        guests=chance.randint(0, 6),
        fire=chance.choice(("now", "now", "hold")),
        external_id=chance.choice(("", "", "", f"E{chance.randint(1, 9)}")),
    )


def line(chance: random.Random) -> LineWanted:
    """One dish, now and then with an id that was used before."""
    dish = chance.choice(DISHES).dish
    options = (chance.choice(("thin", "thick")), *chance.sample(("egg", "leek", "small"), chance.randint(0, 2)))
    more = {"options": options} if dish == "beef" else {}
    return want(dish, chance.randint(1, 4), id=chance.choice(("", f"d{chance.randint(1, 30)}")), **more)


def on_ticket(house: SmallHouse, chance: random.Random) -> Command:
    """Start, bump or recall."""
    deed = chance.choice((StartTicket, BumpTicket, BumpTicket, RecallTicket))
    return deed(one_of(list(house.state.kitchen.tickets), chance, "T1-1"))


def on_line(house: SmallHouse, chance: random.Random) -> Command:
    """Fire, rush or serve."""
    deed = chance.choice((FireLine, RushLine, ServeLine))
    return deed(one_of(list(house.state.orders.lines), chance, "L1-1"))


def see(house: SmallHouse, chance: random.Random) -> Command:
    """A screen reports what it has painted, or somebody takes charge of a ticket."""
    tickets = [one_of(list(house.state.kitchen.tickets), chance, "T1-1") for _ in range(chance.randint(1, 4))]
    return chance.choice((AcknowledgeTicket(tickets[0]), ReportShown("wall", tuple(tickets))))


def void(house: SmallHouse, chance: random.Random) -> Command:
    """Take a line back."""
    return VoidLine(one_of(list(house.state.orders.lines), chance, "L1-1"), "changed their mind")


def pay(house: SmallHouse, chance: random.Random) -> Command:
    """All that is due, or a part of it."""
    bill = one_of(list(house.state.orders.bills), chance, "B1")
    due = house.due(bill) if bill in house.state.orders.bills else 1
    return PayBill(bill, chance.choice(("cash", "card", "other")), chance.choice((due, due, due // 2, due + 1)))


def clear(house: SmallHouse, chance: random.Random) -> Command:
    """A party leaves."""
    return ClearSession(one_of(list(house.state.floor.sessions), chance, "S1"))


def change(house: SmallHouse, chance: random.Random) -> Command:
    """The manager changes the house, or the day ends."""
    day = house.state.day.current[""]
    dishes = tuple(chance.sample(DISHES, chance.randint(6, len(DISHES))))
    stations = tuple(chance.sample(STATIONS, chance.randint(2, len(STATIONS))))
    if chance.random() < 0.3:
        house.now = max(house.now, day.closes_at)
    house.today = Today(f"after {day.business_day[-9:]}", max(day.closes_at, house.now, CLOSES) + DAY)
    return chance.choice(
        (
            PublishMenu("CNY", house.state.menu.head[""].categories, dishes),
            SetUpKitchen(stations, SCREENS[:1]),
            SetUpKitchen(stations, (replace(SCREENS[0], text="large", kept=chance.randint(0, 7)),)),
            MarkSoldOut(chance.choice(dishes).dish, chance.choice((None, 0, 5, 20))),
            Tick(),
        )
    )


DEEDS = (
    place,
    place,
    place,
    place,
    on_ticket,
    on_ticket,
    on_ticket,
    on_line,
    on_line,
    see,
    void,
    pay,
    pay,
    clear,
    change,
)


def outcome(house: SmallHouse) -> str:
    """Every stored byte of the ledger and of the state, as two digests."""
    ledger = hashlib.sha256()
    for stamp, event in house.recorded:
        name, version, data = codec.encode(event)
        ledger.update(f"{stamp.seq} {stamp.at} {stamp.actor} {name} {version} ".encode() + data)
    return f"{len(house.recorded)} events {ledger.hexdigest()} state {house.digest()}"


if __name__ == "__main__":
    sys.stdout.write(outcome(dine(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
