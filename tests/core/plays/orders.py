"""Orders and bills."""

from __future__ import annotations

from random import Random
from typing import Any

from msgspec.structs import replace

from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.set_account import SetAccount
from kds.core.billing.take_deposit import TakeDeposit
from kds.core.bills import beyond, settings_of, sheet_of
from kds.core.day.change_house import ChangeHouse
from kds.core.menu.model import OpenItem
from kds.core.orders.measure import LINES_A_MINUTE, LINES_A_ROUND
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.types import Command, Name
from tests.core.plays.play import BILLS, LINES, PARTIES, SESSIONS, Play, Plays
from tests.core.plays.reasons import or_unlisted
from tests.house import DISHES, PORK, SmallHouse, named, want

MAKING = ("cold", "hot", "drinks")
"""Stations that make what is on no menu."""
NAMES = [each.dish for each in (*DISHES, PORK)]
MUCH = 0.2
"""The share of orders that are far too large, of those that are wrong."""


def place(house: SmallHouse, party: str, chance: Random) -> PlaceRound:
    """A few dishes for a party that is named, for whoever sits at a table, or to take away."""
    session, head = house.state.floor.sessions.get(party), house.state.menu.head.value
    table = (None if party == "to go" else party) if session is None else session.table
    return PlaceRound(
        channel=chance.choice(("scan", "scan", "kiosk", "waiter", "delivery")),
        lines=tuple([line(chance) for _ in range(chance.randint(1, 4))]),
        service=session.service if session is not None else "takeaway" if table is None else "dine_in",
        table=table,
        session=None if session is None else party,
        guests=chance.randint(0, 6),
        fire=chance.choice(("now", "now", "hold")),
        made_at=chance.choice((None, None, house.now - 1_000, 0)),
        external_id=chance.choice(("", "", "", f"E{chance.randint(1, 30)}")),
        menu_version=chance.choice((None, head.version)) if head is not None else None,
    )


def line(chance: Random) -> LineWanted:
    """One dish, now and then under an id that was used before: what an id stands for is always the same dish."""
    more: dict[str, Any] = {}
    line_id = chance.choice(("", f"d{chance.randint(1, 30)}"))
    chance = Random(line_id) if line_id else chance
    if chance.random() < 0.05:
        return item(chance, line_id)
    if chance.random() < 0.1:
        return meal(chance, line_id)
    dish = chance.choice(NAMES)
    if dish == "beef":
        extras = chance.sample(("egg", "leek", "small"), chance.randint(0, 2))
        more["options"] = (chance.choice(("thin", "thick")), *extras)
    if dish == "four_pot":
        more["cells"] = tuple([Cell(soup) for soup in chance.sample(("clear", "tomato", "spicy"), 2)])
    if dish == "tripe":
        more["options"] = chance.choice(((), ("half",), ("double",)))
    qty = chance.randint(1, 2_000) if dish in ("shrimp", "fish") else chance.randint(1, 4)
    more.update(fire=chance.choice((None, None, "now", "hold")), seat=chance.randint(0, 3), course=chance.randint(0, 3))
    return want(dish, qty, id=line_id, **more)


def item(chance: Random, line_id: str) -> LineWanted:
    """Something that is on no menu."""
    what = OpenItem(named(chance.choice(("cake", "soup of the day"))), chance.randint(0, 9_900), chance.choice(MAKING))
    return LineWanted(qty=chance.randint(1, 3), id=line_id, item=what)


def meal(chance: Random, line_id: str) -> LineWanted:
    """A set meal, with whatever may be chosen of it."""
    main = chance.choice(("beef", "noodles", "crab"))
    parts = (
        PartChosen("pot", "four_pot", cells=(Cell(chance.choice(("clear", "tomato"))),)),
        PartChosen("main", main, chance.randint(1, 2), ("thin", "small") if main == "beef" else ()),
        PartChosen("drinks", "cola", 2),
    )
    return want("for_two", chance.randint(1, 3), id=line_id, parts=parts)


def place_badly(house: SmallHouse, party: str, chance: Random) -> Command:
    """Dishes, quantities, choices, tables and parties that are not to be had, or not together."""
    if chance.random() < MUCH:
        return place_much(house, chance)
    order = place(house, party, chance)
    wrong: tuple[dict[str, Any], ...] = (
        {"lines": (odd_line(chance),)},
        {"lines": (odd_line(chance),)},
        {"lines": (odd_line(chance),)},
        {"lines": (odd_line(chance),)},
        {"lines": (odd_line(chance),)},
        {"lines": (*order.lines, odd_line(chance))},
        {"lines": ()},
        {"lines": (want("tofu", id="d1"), want("cola", id="d1"))},
        {"lines": (want("tofu", 7, id=f"d{chance.randint(1, 30)}"),)},
        {"lines": (want("tofu", price_minor=1),)},
        {"external_id": "E1"},
        {"menu_version": 0},
        {"table": None},
        {"table": chance.choice(("A02", "Z9"))},
        {"session": "S99999"},
        {"service": "takeaway"},
        {"service": "pickup", "table": None},
        {"plate": "27", "table": "A01"},
        {"service": "delivery", "table": None},
        {"lines": (want("tofu", 21),), "confirmed": False},
        {"guests": -1},
        {"promised_at": -1},
    )
    return replace(order, **chance.choice(wrong))


def place_much(house: SmallHouse, chance: Random) -> Command:
    """More at once than a guest of A01 may order, of a dish or in all, or once more than within a minute; or a number
    plate that is out.
    """
    if chance.random() < 0.2:
        return PlaceRound("scan", (want("sesame", 100),), table="A01")
    if chance.random() < 0.4:
        house.attempt(ChangeHouse(dine_in_by_number=True, number_plates=True))
        house.attempt(PlaceRound("kiosk", (want("sesame"),), service="dine_in", plate="27", guests=1))
        return PlaceRound("kiosk", (want("sesame"),), service="dine_in", plate="27", guests=1)
    lines = (want("sesame"),) * LINES_A_ROUND
    if chance.random() < 0.3:
        return PlaceRound("scan", (*lines, want("sesame")), table="A01")
    for _ in range(LINES_A_MINUTE // LINES_A_ROUND):
        house.attempt(PlaceRound("scan", lines, table="A01"))
    return PlaceRound("scan", (want("sesame"),), table="A01")


def odd_line(chance: Random) -> LineWanted:
    """A line with one thing wrong."""
    options = ((), ("thin", "thick"), ("thin", "gold"))
    cells = ((), (Cell("mud"),) * 2, (Cell("clear"),) * 5)
    return chance.choice(
        (
            want("unicorn"),
            want("twin_pot", cells=(Cell("mud"), Cell("clear"))),
            want("tofu", cells=(Cell("clear"),)),
            want("beef", options=("thin", "thin")),
            want("tofu", parts=(PartChosen("main", "beef"),)),
            want("for_two", parts=(PartChosen("main", "tofu"),)),
            LineWanted("tofu", item=OpenItem(named("cake"), 1, "cold")),
            LineWanted(item=OpenItem(Name("", ""), 1, "cold")),
            LineWanted(item=OpenItem(named("cake"), 1, "roof")),
            want("tofu", chance.choice((0, 1000))),
            want(chance.choice(("beef", "tofu")), options=chance.choice(options)),
            want("twin_pot", cells=chance.choice(cells)),
            want("tofu", cells=chance.choice(cells[1:])),
        )
    )


def void(house: SmallHouse, line: str, chance: Random) -> Command:
    """The guests have changed their mind."""
    return VoidLine(line, "changed their mind", whole_meal=chance.random() < 0.8)


def move_lines(house: SmallHouse, line: str, chance: Random) -> Command:
    """To any party, to a new one, or to any bill; now and then with another line."""
    lines = (line, chance.choice(LINES.ids(house.state) or [line])) if chance.random() < 0.3 else (line,)
    if chance.random() < 0.1:
        return MoveLines(lines, to_new=True)
    if chance.random() < 0.5:
        return MoveLines(lines, to_bill=chance.choice(BILLS.ids(house.state) or ["B1"]))
    return MoveLines(lines, to_session=chance.choice(SESSIONS.ids(house.state) or ["S1"]))


def move_lines_badly(house: SmallHouse, line: str, chance: Random) -> Command:
    """No lines, nowhere, or to two places."""
    nowhere = MoveLines((line,), to_bill="B99999")
    return chance.choice(
        (
            nowhere,
            MoveLines((line,), "S99999"),
            MoveLines(()),
            MoveLines((line,)),
            MoveLines((line,), "S1", "B1"),
            MoveLines((line,), "S1", to_new=True),
        )
    )


def due(house: SmallHouse, bill: str) -> int:
    """What is still to pay of a bill; something of one that is not there."""
    return house.due(bill) if bill in house.state.orders.bills else 1


def pay(house: SmallHouse, bill: str, chance: Random) -> Command:
    """All that is due, or a half, or what is left of it when it is rounded."""
    rest, rounded = due(house, bill), any(each.kind == "rounding" for each in sheet_of(house.state, bill).reductions)
    rounded_down = rest - beyond(rest, settings_of(house.state).round_to_minor)
    amount = chance.choice((rest, (rest + 1) // 2, (rest + 1) // 2, rounded_down or rest))
    tender = "cash" if rounded else chance.choice(("cash", "cash", "card", "qr", "other"))
    if tender == "cash" and chance.random() < 0.5:
        return PayBill(bill, tender, amount, tendered_minor=amount + 1_000, tip_minor=chance.choice((0, 100)))
    return PayBill(bill, tender, amount, reference=chance.choice(("", "t-1")))


def pay_badly(house: SmallHouse, bill: str, chance: Random) -> Command:
    """More than is due, nothing, or less than that; by shells, with change of a card, with too little in hand."""
    rest = due(house, bill)
    if chance.random() < 0.3:
        house.attempt(ReduceBill(bill, "rounding", 1, "coins"))
        return PayBill(bill, "card", min(rest, 1))
    if chance.random() < 0.3:
        house.attempt(TakeDeposit("cash", 1))
        kept = (sorted(house.state.billing.deposits) or ["D1"])[-1]
        house.attempt(SetAccount("broke", named("broke"), 0))
        return chance.choice(
            (
                PayBill(bill, "account", rest, account="broke"),
                PayBill(bill, "account", rest, account="nobody"),
                PayBill(bill, "account", rest),
                PayBill(bill, "deposit", rest, deposit="D1"),
                PayBill(bill, "deposit", rest, tip_minor=10**9, deposit=kept),
            )
        )
    return chance.choice(
        (
            PayBill(bill, "cash", rest + 1),
            PayBill(bill, "cash", 0),
            PayBill(bill, "cash", -1),
            PayBill(bill, "shells", rest),
            PayBill(bill, "card", rest, tendered_minor=rest + 1),
            PayBill(bill, "cash", rest, tendered_minor=max(0, rest - 1)),
        )
    )


PLAYS: Plays = {
    PlaceRound: Play(PARTIES, place, odd=place_badly, often=20),
    VoidLine: Play(LINES, void, odd=or_unlisted(void, void)),
    MoveLines: Play(LINES, move_lines, odd=move_lines_badly),
    PayBill: Play(BILLS, pay, odd=pay_badly, often=18, ends=True),
}
