"""What reports know of each line: what was ordered, for how much, what became of it on the bill and in the kitchen."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from kds.core import ids
from kds.core.bills import price_of
from kds.core.chosen import cells_of, options_of
from kds.core.facts import Fact, Times, late_after
from kds.core.kitchen.model import Item, Ticket
from kds.core.orders.model import Bill, Line
from kds.core.parties import bills_of
from kds.core.state import State
from kds.core.types import Minor, Ms

Stands = Literal["sold", "comped", "voided"]


class LineFact(Fact, frozen=True, gc=False):
    """A line. `business_day` and `slot` are those of when it was ordered.

    `list_minor` is its price whatever became of it; `stands` says what did: it counts unless it is voided, and costs
    unless it is comped. `qty` is portions, or grams where it is `weighed`. `meal` is the set meal that it is a part of.
    The clocks are the kitchen's: `cook_ms` is how long its present step may take, and `late_ms` after how long on its
    station it is late, both as they were stamped; `standard_ms` is of all its steps.
    """

    TABLE: ClassVar[str] = "lines"
    OF_PARTY: ClassVar[bool] = True

    party: int
    session: str
    bill: str
    line: str
    round: str
    round_no: int
    business_day: str
    slot: int
    channel: str
    service: str
    table_id: str
    area: str
    dish: str
    dish_zh: str
    dish_en: str
    category: str
    meal: str
    base: bool
    weighed: bool
    qty: int
    list_minor: Minor
    stands: str
    void_day: str
    void_reason: str
    void_by: str
    void_begun: bool
    comp_day: str
    comp_reason: str
    comp_by: str
    comp_approver: str
    station: str
    state: str
    submitted_at: Ms
    fired_at: Ms | None
    started_at: Ms | None
    done_at: Ms | None
    handed_at: Ms | None
    served_at: Ms | None
    standard_ms: Ms
    late_ms: Ms
    rushes: int
    rushed_at: Ms | None
    last_rushed_at: Ms | None


class ChoiceFact(Fact, frozen=True, gc=False):
    """Something that was chosen of a line: an option, or the soup of the `place`-th cell of a pot of `cells`."""

    TABLE: ClassVar[str] = "choices"
    OF_PARTY: ClassVar[bool] = True

    party: int
    line: str
    business_day: str
    kind: str
    place: int
    cells: int
    choice: str
    choice_zh: str
    choice_en: str
    spice: str
    price_minor: Minor


def lines(state: State, session: str, times: Times) -> list[Fact]:
    """All lines of a party on whatever bill of it they stand, and what was chosen of each.

    What was placed and is not routed yet, between two events of one decision, is told with the second.
    """
    found: list[Fact] = []
    for bill in bills_of(state, session):
        for name in state.orders.lines_on(bill):
            if name not in state.kitchen.items:
                continue
            line = state.orders.lines[name]
            row = _row(state, bill, line, times)
            found += [row, *_choices(state, line, row)]
    return found


def _row(state: State, bill: Bill, line: Line, times: Times) -> LineFact:
    placed, session = state.orders.rounds[line.round], state.floor.sessions[bill.session]
    dish = state.menu.remembered(line.dish)
    name = state.menu.name_of(line.dish)
    item = state.kitchen.items[line.line]
    ticket = state.kitchen.tickets[item.ticket]
    table = None if session.table is None else state.floor.tables.get(session.table)
    void, comp = state.orders.voids.get(line.line), state.orders.comps.get(line.line)
    weight = state.orders.weights.get(line.line)
    stands: Stands = "voided" if void is not None else "sold" if comp is None else "comped"
    return LineFact(
        party=ids.birth(bill.session) or 0,
        session=bill.session,
        bill=bill.bill,
        line=line.line,
        round=line.round,
        round_no=placed.round_no,
        business_day=times.day(item.submitted_at),
        slot=times.slot(item.submitted_at),
        channel=placed.channel,
        service=session.service,
        table_id=session.table or "",
        area="" if table is None else table.area,
        dish=line.dish,
        dish_zh=name.in_zh,
        dish_en=name.in_en,
        category="" if dish is None else dish.category,
        meal="" if line.in_meal is None else line.in_meal.dish,
        base=line.base,
        weighed=line.weighed,
        qty=line.qty if weight is None else weight.net_g,
        list_minor=price_of(state, line),
        stands=stands,
        void_day="" if void is None else times.day(void.at),
        void_reason="" if void is None else void.reason,
        void_by="" if void is None else void.actor,
        void_begun=void is not None and (item.begun or item.served_at is not None),
        comp_day="" if comp is None else times.day(comp.at),
        comp_reason="" if comp is None else comp.reason,
        comp_by="" if comp is None else comp.actor,
        comp_approver="" if comp is None else comp.approver,
        **_kitchen(item, ticket),
    )


def _kitchen(item: Item, ticket: Ticket) -> dict[str, Any]:
    """The line as the kitchen has it."""
    passed = sum([each.standard_ms for each in item.passed])
    return {
        "station": ticket.station,
        "state": item.state,
        "submitted_at": item.submitted_at,
        "fired_at": item.first_fired_at,
        "started_at": item.started_at,
        "done_at": item.done_at,
        "handed_at": item.handed_at,
        "served_at": item.served_at,
        "standard_ms": passed + item.standard_ms + sum([each.standard_ms for each in item.ahead]),
        "late_ms": passed + late_after(item.standard_ms, ticket.thresholds),
        "rushes": item.rushes,
        "rushed_at": item.rushed_at,
        "last_rushed_at": item.last_rushed_at,
    }


def _choices(state: State, line: Line, row: LineFact) -> list[ChoiceFact]:
    dish = state.menu.remembered(line.dish)
    prices = {each.option: each.price_minor for group in (dish.options if dish else ()) for each in group.choices}
    found = []
    for option, name in zip(line.options, options_of(dish, line), strict=True):
        price = prices.get(option, 0)
        found.append(_choice(row, "option", (0, 0), (option, name.in_zh, name.in_en, ""), price))
    soups = {each.soup: each.price_minor for each in (dish.cells.soups if dish and dish.cells else ())}
    for place, (cell, (soup, spice)) in enumerate(zip(line.cells, cells_of(dish, line), strict=True), start=1):
        said = (cell.soup, soup.in_zh, soup.in_en, spice or "")
        found.append(_choice(row, "soup", (place, len(line.cells)), said, soups.get(cell.soup, 0)))
    return found


def _choice(
    row: LineFact, kind: str, where: tuple[int, int], said: tuple[str, str, str, str], price: Minor
) -> ChoiceFact:
    return ChoiceFact(row.party, row.line, row.business_day, kind, *where, *said, price)
