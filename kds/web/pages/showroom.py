"""A kitchen that only the design page has: a ticket in every state, made by the same rules as all others."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from kds.core.day.found_house import FoundHouse
from kds.core.day.model import House
from kds.core.decide import perform
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import Station
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.start import StartTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, Cells, Choice, Dish, DishKind, OptionGroup, Soup
from kds.core.orders.answered import RoundIs
from kds.core.orders.model import Cell, Spice
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.state import State
from kds.core.types import Answer, Channel, Command, Context, Ms, Name, Refusal

NOW: Ms = 1_790_000_000_000
MINUTE: Ms = 60_000
STANDARD_MIN = 10
"""Every dish's standard time: soon after 7 minutes, late after 10, very late after 15."""
SCREEN = Screen(screen="design", name=Name(zh="样板间", en="Showroom"))
POTS = range(1, 10)
LETTERS = {"A": 12, "B": 6, "C": len(POTS), "V": 1}
AREAS = tuple([Area(each, Name(zh=each, en=each)) for each in LETTERS])
TABLES = tuple([Table(f"{area}{at:02}", area, 4) for area, most in LETTERS.items() for at in range(1, most + 1)])
TIMEZONE = "Asia/Shanghai"

A = TypeVar("A", bound=Answer)

NAMES = {
    "tripe": Name(zh="鲜毛肚", en="Fresh beef tripe"),
    "beef": Name(zh="手切肥牛", en="Hand-cut fatty beef"),
    "duck": Name(zh="鸭肠", en="Duck intestine"),
    "noodles": Name(zh="手工面", en="Hand-pulled noodles"),
    "tofu": Name(zh="冻豆腐", en="Frozen tofu"),
    "long": Name(
        zh="招牌非遗秘制川味麻辣鲜香现切黄牛肉拼盘配手工蘸料特大份双人分享",
        en="Signature house-marinated Sichuan beef platter for two, hand-made dip",
    ),
}
SOUPS = {
    "spicy": Name(zh="牛油麻辣", en="Spicy beef tallow"),
    "tomato": Name(zh="番茄", en="Tomato"),
    "mushroom": Name(zh="菌菇", en="Wild mushroom"),
    "clear": Name(zh="清汤", en="Clear broth"),
}
SPICES: tuple[Spice | None, ...] = ("hot", None, "medium", None, "mild", None, "none", "hot", None)


class Showroom(NamedTuple):
    """The kitchen's state at `NOW`, and its tickets by what they show."""

    state: State
    tickets: dict[str, str]


def showroom() -> Showroom:
    """The kitchen, made anew."""
    return _Kitchen(AREAS, TABLES).made()


class Maker:
    """A house with the dishes of the showroom, in which deeds are done some minutes before `NOW`."""

    def __init__(self, areas: tuple[Area, ...], tables: tuple[Table, ...]) -> None:
        self.state = State()
        self.minutes_ago = 60
        for command in _founding(areas, tables):
            self.do(command)

    def do(self, command: Command) -> Answer:
        """Its answer. Raises `Refusal`."""
        outcome = perform(self.state, command, Context(at=NOW - self.minutes_ago * MINUTE))
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome.answer


class _Kitchen(Maker):
    def __init__(self, areas: tuple[Area, ...], tables: tuple[Table, ...]) -> None:
        super().__init__(areas, tables)
        self.tickets: dict[str, str] = {}

    def made(self) -> Showroom:
        self.critical()
        self.late()
        self.torn()
        self.soon()
        self.of_many_states()
        self.fresh()
        self.bases()
        self.tickets["base"] = self.tickets["pot_2"]
        return Showroom(self.state, self.tickets)

    def critical(self) -> None:
        self.order(
            "critical", 17, "A05", line("duck"), line("beef", note="花生过敏 peanut allergy"), channel="delivery"
        )
        rushed = self.order("rushed", 16, "B02", line("tripe", 2), line("duck"))
        self.do(RushLine(rushed.lines[0].line))

    def late(self) -> None:
        self.order("late", 12, "A03", line("noodles", 3), line("tofu"), channel="counter")
        voided = self.order("voided", 11, "A08", line("tofu"), line("beef", 2), channel="waiter")
        self.do(VoidLine(voided.lines[0].line, "guest"))
        stopped = self.order("stopped", 10, "A09", line("tripe", 3), line("noodles"))
        self.do(StartTicket(stopped.tickets[0]))
        for each in stopped.lines:
            self.do(VoidLine(each.line, "guest"))

    def torn(self) -> None:
        self.order("torn", 9, "V01", *[line(name, 1 + at % 3) for at in range(5) for name in NAMES if name != "long"])

    def soon(self) -> None:
        self.order("soon", 8, "A02", line("beef", options=("half", "thick")), line("tripe"), channel="tablet")
        self.order("long", 8, "A12", line("long", 2, note="不要香菜，酱料分开装，小朋友用 no coriander, dip apart"))

    def of_many_states(self) -> None:
        started = self.order("started", 5, "B05", line("tripe"), line("duck", 2))
        self.do(StartTicket(started.tickets[0]))
        partly = self.order("partly", 4, "B06", line("beef"), line("tofu"), channel="kiosk")
        self.do(BumpTicket(partly.tickets[0], (partly.lines[0].line,)))
        self.order("held", 3, "B03", line("noodles", fire="hold"), line("tofu", fire="hold"))
        self.order("part_held", 3, "B04", line("tripe"), line("noodles", fire="hold"), channel="miniprogram")

    def fresh(self) -> None:
        self.order("fresh", 2, "A01", line("tripe"), line("duck", 2))
        self.order("add_on", 1, "A01", line("tofu"))

    def bases(self) -> None:
        for cells in POTS:
            soups = list(SOUPS)
            chosen = [
                Cell(soups[at % len(soups)], SPICES[at] if soups[at % 4] == "spicy" else None) for at in range(cells)
            ]
            self.order(f"pot_{cells}", 1, f"C{cells:02}", LineWanted("pot", 1, cells=tuple(chosen)))

    def order(self, key: str, minutes_ago: int, table: str, *lines: LineWanted, channel: Channel = "scan") -> RoundIs:
        self.minutes_ago = minutes_ago
        answer = self.do(PlaceRound(channel=channel, lines=lines, table=table, guests=4))
        assert isinstance(answer, RoundIs)
        self.tickets[key] = answer.tickets[0]
        return answer


def line(dish: str, qty: int = 1, **more: object) -> LineWanted:
    """So many of a dish."""
    return LineWanted(dish, qty, **more)  # type: ignore[arg-type]


def _founding(areas: tuple[Area, ...], tables: tuple[Table, ...]) -> list[Command]:
    house = House("design", SCREEN.name, "CNY", TIMEZONE, 4 * 60)
    menu = (*[_dish(dish, name) for dish, name in NAMES.items()], _pot())
    return [
        FoundHouse(house, "2026-09-21", NOW + 60 * MINUTE),
        ChangeFloor(areas, tables),
        ChangeMenu((Category("all", SCREEN.name),), menu),
        ChangeKitchen(
            (Station("hot", Name(zh="热菜", en="Hot line")), Station("soup", Name(zh="锅底", en="Soup base"))),
            (SCREEN,),
        ),
    ]


def _dish(dish: str, name: Name, kind: DishKind = "dish", station: str = "hot", cells: Cells | None = None) -> Dish:
    options = (
        OptionGroup(
            "portion", Name(zh="份量", en="Portion"), 0, 1, (Choice("half", Name(zh="半份", en="Half portion")),)
        ),
        OptionGroup("cut", Name(zh="切法", en="Cut"), 0, 1, (Choice("thick", Name(zh="厚切", en="Thick cut")),)),
    )
    return Dish(
        dish=dish,
        name=name,
        kind=kind,
        category="all",
        station=station,
        price_minor=100,
        standard_ms=STANDARD_MIN * MINUTE,
        options=() if cells else options,
        cells=cells,
    )


def _pot() -> Dish:
    soups = tuple([Soup(soup, name) for soup, name in SOUPS.items()])
    return _dish("pot", Name(zh="自选锅", en="Pot of your choice"), "base", "soup", Cells(1, len(POTS), "fixed", soups))
