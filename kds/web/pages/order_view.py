"""Whose order it is to be, what has been sent for them, and what is left of counted dishes: one small answer."""

from __future__ import annotations

from typing import Any

from kds.core.floor.model import Session
from kds.core.kitchen.model import ItemState
from kds.core.menu.model import Dish, OpenItem
from kds.core.orders.model import Bill, Cell, InMeal, Line
from kds.core.parties import Seated, bills_of, due, open_party, parties_at, running_at, table_fits
from kds.core.refusals import SESSION_ENDED
from kds.core.state import State
from kds.core.types import Minor, Ms, Name, Record, Refusal, Service

GONE = SESSION_ENDED


class Wanted(Record, frozen=True):
    """Whom a page names: a party, or whoever eats at a table, or somebody new without one."""

    session: str | None = None
    table: str | None = None
    service: Service = "dine_in"


class Party(Record, frozen=True, omit_defaults=False):
    """The party that is ordered for, as far as it is known."""

    session: str
    service: Service
    table: str | None
    number: int
    guests: int
    opened_at: Ms
    total_minor: Minor
    due_minor: Minor


class SentPart(Record, frozen=True, omit_defaults=False):
    """What was chosen for a set meal, with nothing left out that goes without saying."""

    group: str
    dish: str
    qty: int
    options: tuple[str, ...]
    cells: tuple[Cell, ...]


class SentMeal(Record, frozen=True, omit_defaults=False):
    """The set meal of which a line is a part; the first of its lines has what was chosen, to order the same again."""

    meal: str
    dish: str
    name: Name
    qty: int
    parts: tuple[SentPart, ...]


class SentLine(Record, frozen=True, omit_defaults=False):
    """A line that the ledger has. `options` and `soups` are names beside the ids that order the same again."""

    line: str
    dish: str
    name: Name
    base: bool
    qty: int
    weighed: bool
    state: ItemState
    price_minor: Minor
    options: tuple[str, ...]
    cells: tuple[Cell, ...]
    chosen: tuple[Name, ...]
    note: str
    item: OpenItem | None
    meal: SentMeal | None


class SentRound(Record, frozen=True, omit_defaults=False):
    """The lines that came together, and when."""

    round: str
    round_no: int
    placed_at: Ms
    lines: tuple[SentLine, ...]


class Now(Record, frozen=True, omit_defaults=False):
    """All that may change while a page is open.

    `menu` is the mark of the menu that stands. `stock`: dish → whole portions (or grams) left, and the permille beyond.
    `party` None: nobody sits there yet, or `choices` says who sits there, or `gone` that they have left. `takes_new`:
    an order that names no more than this is for new guests.
    """

    menu: str
    stock: dict[str, tuple[int, int]]
    party: Party | None
    choices: tuple[Seated, ...]
    takes_new: bool
    gone: bool
    rounds: tuple[SentRound, ...]


def now_view(state: State, wanted: Wanted, menu: str) -> Now:
    """As it stands. Refused: unknown_table, unknown_session, table_required, table_not_allowed."""
    party, choices, gone = _whose(state, wanted)
    running = [] if wanted.table is None else running_at(state, wanted.table)
    return Now(
        menu=menu,
        stock={dish: (stock.remaining, stock.rest_permille) for dish, stock in state.menu.stock.items()},
        party=None if party is None else _party(state, party),
        choices=tuple([Seated(each.session, each.number, each.guests, each.opened_at) for each in choices]),
        takes_new=wanted.session is None and not running,
        gone=gone,
        rounds=() if party is None else tuple(_rounds(state, party)),
    )


def _whose(state: State, wanted: Wanted) -> tuple[Session | None, list[Session], bool]:
    """As a round that names the same would find it; where that is for new guests and others sit there, a choice."""
    if wanted.session is not None:
        try:
            return open_party(state, wanted.session), [], False
        except Refusal as refusal:
            if refusal.reason is not GONE:
                raise
            return None, [], True
    table_fits(state, wanted.service, wanted.table)
    if wanted.table is None:
        return None, [], False
    running = running_at(state, wanted.table)
    if len(running) == 1:
        return running[0], [], False
    return None, running or parties_at(state, wanted.table), False


def _party(state: State, party: Session) -> Party:
    return Party(
        session=party.session,
        service=party.service,
        table=party.table,
        number=party.number,
        guests=party.guests,
        opened_at=party.opened_at,
        total_minor=sum([bill.total_minor for bill in bills_of(state, party.session)]),
        due_minor=due(state, party.session),
    )


def _rounds(state: State, party: Session) -> list[SentRound]:
    """The latest first."""
    bills: list[Bill] = bills_of(state, party.session)
    placed = [state.orders.rounds[each] for bill in bills for each in bill.rounds]
    placed.sort(key=lambda each: -each.round_no)
    return [
        SentRound(each.round, each.round_no, each.placed_at, tuple([_sent(state, line) for line in each.lines]))
        for each in placed
    ]


def _sent(state: State, line_id: str) -> SentLine:
    line = state.orders.lines[line_id]
    dish = state.menu.known(line.dish)
    return SentLine(
        line=line_id,
        dish=line.dish,
        name=state.menu.name_of(line.dish),
        base=line.base,
        qty=line.qty,
        weighed=line.weighed,
        state=state.kitchen.items[line_id].state,
        price_minor=line.price_minor,
        options=line.options,
        cells=line.cells,
        chosen=() if dish is None else tuple(_chosen(dish, line)),
        note=line.note,
        item=line.item,
        meal=None if line.in_meal is None else _meal(line, line.in_meal),
    )


def _meal(line: Line, meal: InMeal) -> SentMeal:
    parts = [SentPart(each.group, each.dish, each.qty, each.options, each.cells) for each in line.as_ordered.parts]
    return SentMeal(meal.meal, meal.dish, meal.name, meal.qty, tuple(parts))


def _chosen(dish: Dish, line: Line) -> list[Name]:
    """The names of its options and soups, in the menu's order and the pot's."""
    soups: dict[str, Any] = {} if dish.cells is None else {soup.soup: soup.name for soup in dish.cells.soups}
    options = [each.name for group in dish.options for each in group.choices if each.option in line.options]
    return options + [soups[cell.soup] for cell in line.cells if cell.soup in soups]
