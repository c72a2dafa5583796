"""A small hotpot house for tests: four tables, four stations, a menu with every kind of dish, and hands to use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from kds.core.day.found_house import FoundHouse
from kds.core.day.leave import STAYS_MS
from kds.core.day.model import House
from kds.core.deadlines import Tick
from kds.core.decide import Outcome, Recorded, perform
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, FloorGone, Table
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, Item, KitchenGone, Station, Thresholds, Ticket
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import (
    Category,
    CellPrice,
    Cells,
    Choice,
    Dish,
    DishKind,
    MealChoice,
    MealGroup,
    MenuGone,
    OptionGroup,
    Soup,
    Step,
)
from kds.core.orders.answered import RoundIs
from kds.core.orders.model import Bill, Cell
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.state import State, digest
from kds.core.types import SYSTEM, Answer, Command, Context, Minor, Ms, Name, Refusal, Today, Who
from kds.runtime.dayparts import part_of_day
from kds.runtime.themes import theme_begun

NOON: Ms = 1_790_000_000_000
MINUTE: Ms = 60_000
HOUR: Ms = 60 * MINUTE
DAY: Ms = 24 * HOUR
CLOSES: Ms = NOON + 16 * HOUR
"""The end of the business day under way in a new small house."""

A = TypeVar("A", bound=Answer)


def named(what: str) -> Name:
    """A name that differs in the two languages."""
    return Name(zh=f"{what}（中）", en=what)


def dish(
    dish_id: str,
    station: str = "cold",
    price: Minor = 1000,
    minutes: int = 5,
    kind: DishKind = "dish",
    **more: Any,
) -> Dish:
    """A dish; `minutes` is its standard time."""
    return Dish(
        dish=dish_id,
        name=named(dish_id),
        kind=kind,
        category="all",
        station=station,
        price_minor=price,
        standard_ms=minutes * MINUTE,
        **more,
    )


def pot(dish_id: str, price: Minor, least: int, most: int, rule: CellPrice) -> Dish:
    """A pot of `least` to `most` cells whose soups cost 0 (clear), 600 (tomato) and 1000 (spicy)."""
    soups = (Soup("clear", named("clear")), Soup("tomato", named("tomato"), 600), Soup("spicy", named("spicy"), 1000))
    return dish(dish_id, "soup", price, 10, "base", cells=Cells(least, most, rule, soups))


CUT = OptionGroup("cut", named("cut"), 1, 1, (Choice("thin", named("thin")), Choice("thick", named("thick"), 300)))
EXTRAS = OptionGroup(
    "extras",
    named("extras"),
    0,
    2,
    (Choice("egg", named("egg"), 200), Choice("leek", named("leek")), Choice("small", named("small"), -400)),
)

HALF, DOUBLE = Choice("half", named("half"), -2800, 500), Choice("double", named("double"), 5000, 2000)
PORTION = OptionGroup("portion", named("portion"), 0, 1, (HALF, DOUBLE))

DISHES = (
    pot("plain_pot", 2800, 1, 1, "fixed"),
    pot("twin_pot", 3800, 2, 2, "dearest"),
    pot("four_pot", 1800, 1, 4, "sum"),
    dish("beef", "cold", 5800, 6, options=(CUT, EXTRAS)),
    dish("tofu", "cold", 1200, 3),
    dish("noodles", "hot", 1800, 8),
    dish("crab", "hot", 9900, 10, soon_permille=300, late_permille=500, critical_permille=800),
    dish("cola", "drinks", 600, 1, "drink"),
    dish("sesame", "cold", 300, 1, "sauce"),
    dish("stray", "roof", 700, 4),
    dish("shrimp", "hot", 12_800, 5, weighed=True, per=500),
    dish("fish", "hot", 9_800, 12, weighed=True, per=500, to_weigh=True),
    dish("tripe", "cold", 5800, 4, options=(PORTION,)),
)
"""`stray` belongs to a station that the kitchen does not have; `shrimp` is weighed before it is ordered, `fish` after;
`tripe` comes also by the half.
"""

POT_GROUP = MealGroup("pot", named("pot"), 1, 1, (MealChoice("plain_pot"), MealChoice("four_pot", 500)))
MAINS = (MealChoice("beef"), MealChoice("noodles"), MealChoice("crab", 4000))
MAIN_GROUP = MealGroup("main", named("main"), 1, 2, MAINS)
DRINKS_GROUP = MealGroup("drinks", named("drinks"), 2, 2, (MealChoice("cola"),))
FOR_TWO = dish("for_two", CATCH_ALL, 4300, meal=(POT_GROUP, MAIN_GROUP, DRINKS_GROUP))
"""A set meal, on the menu of some. As cheap as can be its parts are a pot of four cells (1800 − 500), noodles (1800)
and two colas (1200): 4300, and no more may it cost.
"""

PORK = dish("pork", "cold", 2200, 4, steps=(Step("hot", 6 * MINUTE), Step("cold", MINUTE)))
"""It is cut, then fried, then put on its plate where it was cut; on the menu of some."""

STATIONS = (
    Station("soup", named("soup")),
    Station("cold", named("cold")),
    Station("hot", named("hot"), thresholds=Thresholds(600, 900, 1200, 40 * MINUTE)),
    Station("drinks", named("drinks"), priority=("due_time",)),
)
SCREENS = (Screen("wall", named("wall")), Screen("cold", named("cold"), ("cold",)))
TABLES = (Table("A01", "hall", 4), Table("A02", "hall", 4), Table("A03", "hall", 6), Table("V01", "vip", 12))
AREAS = (Area("hall", named("hall")), Area("vip", named("vip")))

CATEGORIES = (Category("all", named("all")),)

HOUSE = House("s1", named("Small House"), "CNY", "Asia/Shanghai", 4 * 60)
FOUNDING: tuple[Command, ...] = (
    FoundHouse(HOUSE, "2026-09-21", CLOSES),
    ChangeMenu(CATEGORIES, DISHES),
    ChangeFloor(AREAS, TABLES),
    ChangeKitchen(STATIONS, SCREENS),
)


def only_menu(state: State, dishes: Sequence[Dish], categories: Sequence[Category] = CATEGORIES) -> ChangeMenu:
    """What leaves these categories and dishes on the menu, and no others."""
    listed, offered = {each.category for each in categories}, {each.dish for each in dishes}
    gone = MenuGone(_without(state.menu.categories, listed), _without(state.menu.dishes, offered))
    return ChangeMenu(tuple(categories), tuple(dishes), gone)


def only_floor(state: State, areas: Sequence[Area], tables: Sequence[Table]) -> ChangeFloor:
    """What leaves these areas and tables on the floor, and no others."""
    there, set_up = {each.area for each in areas}, {each.table for each in tables}
    gone = FloorGone(_without(state.floor.areas, there), _without(state.floor.tables, set_up))
    return ChangeFloor(tuple(areas), tuple(tables), gone)


def only_kitchen(
    state: State, stations: Sequence[Station], screens: Sequence[Screen], thresholds: Thresholds | None = None
) -> ChangeKitchen:
    """What leaves these stations beside the catch-all and these screens, and no others; neither routes nor themes."""
    staffed, lit = {CATCH_ALL, *[each.station for each in stations]}, {each.screen for each in screens}
    gone = KitchenGone(
        _without(state.kitchen.stations, staffed),
        _without(state.kitchen.screens, lit),
        _without(state.kitchen.routes, set()),
        _without(state.kitchen.themes, set()),
        tuple([each.service for each in state.kitchen.services.values()]),
    )
    return ChangeKitchen(tuple(stations), tuple(screens), gone, thresholds)


def _without(known: Iterable[str], staying: set[str]) -> tuple[str, ...]:
    return tuple(sorted(set(known) - staying))


def want(dish_id: str, qty: int = 1, **more: Any) -> LineWanted:
    """A line of an order, with the choices that its dish cannot do without."""
    if dish_id == "beef":
        more.setdefault("options", ("thin",))
    if dish_id in ("plain_pot", "twin_pot", "four_pot"):
        more.setdefault("cells", (Cell("clear"),) * (2 if dish_id == "twin_pot" else 1))
    return LineWanted(dish=dish_id, qty=qty, **more)


class SmallHouse:
    """A state, a clock that stands still until moved, and everything that was recorded."""

    def __init__(self, founding: tuple[Command, ...] = FOUNDING) -> None:
        self.state = State()
        self.now: Ms = NOON
        self.today = Today("2026-09-21", CLOSES)
        """What the calendar says when a tick comes."""
        self.recorded: list[Recorded] = []
        for command in founding:
            self.do(command)

    def wait(self, ms: Ms) -> None:
        """Let time pass."""
        self.now += ms

    def tick(self, business_day: str, closes_at: Ms) -> list[str]:
        """Let the calendar come to a day, and a tick; the types of the events of it."""
        self.today = Today(business_day, closes_at)
        return self.types(Tick())

    def go(self) -> list[str]:
        """Let so much time pass that whoever is gone leaves; the types of the events of it."""
        self.wait(STAYS_MS)
        return self.types(Tick())

    def context(self, who: Who = SYSTEM, approver: Who | None = None) -> Context:
        """The circumstances of a command that comes now, as the runtime sees them."""
        now = max(self.now, self.state.at)  # nothing happens before what has happened
        part = part_of_day(now, HOUSE.timezone, self.state.menu.dayparts.values())
        begun = theme_begun(now, HOUSE.timezone, self.state.kitchen.themes.values(), self.state.menu.dayparts)
        return Context(self.now, who, approver, today=self.today, part=part, begun=begun)

    def attempt(self, command: Command, who: Who | str = "ann", approver: Who | None = None) -> Outcome | Refusal:
        """Perform a command now; a bare name is of somebody who may everything."""
        who = Who(who, "system") if isinstance(who, str) else who
        outcome = perform(self.state, command, self.context(who, approver))
        if not isinstance(outcome, Refusal):
            self.recorded.extend(outcome.recorded)
        return outcome

    def do(self, command: Command, who: Who | str = "ann", approver: Who | None = None) -> Outcome:
        """Perform a command that is expected to succeed."""
        outcome = self.attempt(command, who, approver)
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    def ask(self, command: Command, kind: type[A]) -> A:
        """Perform a command and give its answer."""
        answer = self.do(command).answer
        assert isinstance(answer, kind)
        return answer

    def refused(self, command: Command, who: Who | str = "ann") -> str:
        """The code for which a command is refused, once it is sure that the refusal left no trace."""
        before, entries = self.digest(), self.state.journal.mark()
        outcome = self.attempt(command, who)
        assert isinstance(outcome, Refusal), f"{command} was not refused"
        assert (self.digest(), self.state.journal.mark()) == (before, entries)
        message = outcome.message()
        assert message.zh
        assert message.en
        return outcome.reason.code

    def refusal(self, command: Command, who: Who | str = "ann") -> Refusal:
        """Why a command is refused, with its details, once it is sure that the refusal left no trace."""
        self.refused(command, who)
        outcome = self.attempt(command, who)
        assert isinstance(outcome, Refusal)
        return outcome

    def types(self, command: Command) -> list[str]:
        """The types of the events that a command leads to."""
        return [type(each.event).__name__ for each in self.do(command).recorded]

    def order(self, *lines: LineWanted | str, table: str | None = "A01", **more: Any) -> RoundIs:
        """Order dishes; a bare name is one portion. `table` None is takeaway."""
        if table is None:
            more.setdefault("service", "takeaway")
        wanted = tuple([want(line) if isinstance(line, str) else line for line in lines])
        command = PlaceRound(channel=more.pop("channel", "scan"), lines=wanted, table=table, **more)
        return self.ask(command, RoundIs)

    def line(self, *lines: LineWanted | str, **more: Any) -> str:
        """Order dishes and give the first line's id."""
        return self.order(*lines, **more).lines[0].line

    def item(self, line: str) -> Item:
        """The line in the kitchen."""
        return self.state.kitchen.items[line]

    def ticket(self, line: str) -> Ticket:
        """The ticket that a line stands on."""
        return self.state.kitchen.tickets[self.item(line).ticket]

    def bill(self, bill: str) -> Bill:
        """The bill."""
        return self.state.orders.bills[bill]

    def due(self, bill: str) -> Minor:
        """What is still to pay."""
        return self.bill(bill).total_minor - self.bill(bill).paid_minor

    def digest(self) -> str:
        """The state's canonical digest."""
        return f"{self.state.seq} {self.state.at} {digest(self.state.books())}"
