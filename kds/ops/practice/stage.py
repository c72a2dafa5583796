"""Setting the stage: what has to be there before an exercise begins is done by the house itself."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from kds.core.billing.model import TenderType
from kds.core.bills import settings_of
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.kitchen.model import CATCH_ALL
from kds.core.menu.plain_dishes import plain_dishes
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.state import State
from kds.core.types import Name
from kds.runtime.messages import HOUSE
from kds.runtime.store import Store

NO_DISH = Name(
    zh="菜单上现在没有可以直接点的菜，这项练习做不了",
    en="No dish of the menu can be ordered as it is now, so this cannot be practised",
)
NO_TENDER = Name(
    zh="店里没有可以直接收款的方式，这项练习做不了", en="The house has no plain tender, so this cannot be practised"
)
PRACTICE_AREA = Area("practice", Name(zh="练习区", en="Practice area"))
MORE = 4
"""Tables that are put up where none is free."""
SEATS = 4
DISHES = 3
"""How many dishes a party of a stage has at most."""


class NoStage(Exception):
    """The exercise cannot begin, for this reason."""

    def __init__(self, words: Name) -> None:
        super().__init__(words.en)
        self.words = words


class Props(NamedTuple):
    """What an exercise is about: the names that its steps call it by; "" where there is none."""

    table: str = ""
    other: str = ""
    session: str = ""
    bill: str = ""
    screen: str = ""


class Seated(NamedTuple):
    """A party that the stage has seated."""

    table: str
    session: str
    bill: str
    ticket_screen: str


async def staged(store: Store, exercise: str) -> Props:
    """Set the stage of an exercise. Raises `NoStage`, and what `Store.submit` raises."""
    if exercise == "round":
        return Props(table=await _free_table(store))
    first = await _seat(store, 1 if exercise in ("bump", "recall") else DISHES)
    if exercise in ("move", "bump"):
        second = await _seat(store, 1)
        return Props(first.table, second.table, first.session, first.bill, first.ticket_screen)
    if exercise == "refund":
        await _pay(store, first.bill)
    return Props(first.table, "", first.session, first.bill, first.ticket_screen)


async def _seat(store: Store, dishes: int) -> Seated:
    table = await _free_table(store)
    await store.readable()
    found = plain_dishes(store.state, "waiter", DISHES * 2)
    chosen = [each for each in found if each.station != CATCH_ALL][:dishes]
    if not chosen:
        raise NoStage(NO_DISH)
    lines = [LineWanted(dish=each.dish, qty=each.per) for each in chosen]
    lines += [lines[0]] * (dishes - len(lines))
    command = PlaceRound(channel="waiter", table=table, guests=2, lines=tuple(lines))
    placed = msgspec.json.decode((await store.submit(command, HOUSE)).body)
    return Seated(table, placed["session"], placed["bill"], _screen_of(store, placed["tickets"]))


async def _pay(store: Store, bill: str) -> None:
    await store.readable()
    tender = _tender(store.state)
    if tender is None:
        raise NoStage(NO_TENDER)
    found = store.state.orders.bills[bill]
    await store.submit(PayBill(bill, tender.tender, found.total_minor - found.paid_minor), HOUSE)


def _tender(state: State) -> TenderType | None:
    """One that needs nothing beside it, and rounds nothing."""
    found = [each for each in settings_of(state).tenders if each.kind not in ("account", "deposit")]
    return min(found, key=lambda each: each.rounds, default=None)


async def _free_table(store: Store) -> str:
    """A table at which nobody sits and that nobody has reserved; where there is none, some are put up."""
    await store.readable()
    free = _free(store.state)
    if not free:
        known = len([each for each in store.state.floor.tables.values() if each.area == PRACTICE_AREA.area])
        more = [Table(f"P{known + number}", PRACTICE_AREA.area, SEATS) for number in range(1, MORE + 1)]
        await store.submit(ChangeFloor((PRACTICE_AREA,), tuple(more)), HOUSE)
        free = _free(store.state)
    return free[0]


def _free(state: State) -> list[str]:
    floor = state.floor
    return sorted(
        [
            each
            for each in floor.tables
            if not (floor.table_sessions[each] or floor.reserved[each]) and each not in floor.uncleaned
        ]
    )


def _screen_of(store: Store, tickets: list[str]) -> str:
    """A wall on which these tickets stand: the one with the least else on it."""
    kitchen = store.state.kitchen
    stations = {kitchen.tickets[each].station for each in tickets if each in kitchen.tickets}
    shows = [each for each in kitchen.screens_now.values() if any(each.shows(station) for station in stations)]
    shows.sort(key=lambda each: (len(kitchen.queues.of(each.screen, store.now())), each.screen))
    return shows[0].screen if shows else ""
