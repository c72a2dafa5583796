"""What slips say, in the printer's language, and a line of a ticket as rows."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kds.connect.printers.layout import Row
from kds.core.allergy import speaks_of_allergy
from kds.core.chosen import cells_of, options_of
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT
from kds.core.kitchen.screens import ScreenLanguage
from kds.core.orders.model import Spice
from kds.core.printing.model import JobMark, JobWhy, Printer
from kds.core.state import State
from kds.core.types import Ms, Name

REPRINT, FIRST = Name(zh="补打", en="REPRINT"), Name(zh="首次", en="first ")
MAYBE = Name(zh="补打？可能已经打过", en="REPRINT? may be printed already")
ADD_ON = Name(zh="加菜", en="ADD-ON")
MARKS: dict[JobMark, Name] = {
    "rush": Name(zh="催菜", en="RUSH"),
    "void": Name(zh="退菜 停做", en="VOID - STOP"),
    "note": Name(zh="改备注", en="NOTE CHANGED"),
    "hold": Name(zh="等叫 先别做", en="HOLD - NOT YET"),
}
WHYS: dict[JobWhy, Name] = {
    "dark": Name(zh="没有屏幕显示这个档口，按纸单做", en="No screen shows this station: cook by this slip"),
    "unseen": Name(zh="屏幕上没人看到这张单，按纸单做", en="Nobody saw this on the screen: cook by this slip"),
    "untouched": Name(zh="这个档口没人动屏幕，按纸单做", en="Nobody is at this station's screen: cook by this slip"),
    "bump": Name(zh="已做好", en="Done"),
    "asked": Name(zh="人工打印", en="Printed by hand"),
}
"""Why something is printed that is not always printed."""
ROUND, GUESTS = Name(zh="第{n}轮", en="round {n}"), Name(zh="{n}人", en="{n} guests")
TEST = Name(zh="打印测试", en="TEST")
TEST_LINE = ("毛肚 鸭肠 锅底 0123456789", "ABC abc ￥38", "麻辣 / 番茄 / 清汤")
DROPPED = Name(
    zh="有{count}张单过时没打，请看屏幕", en="{count} slips were too old and were not printed: look at the screen"
)
VOIDED = Name(zh="退", en="VOID")
SPICES: dict[Spice, Name] = {
    "none": Name(zh="不辣", en="not spicy"),
    "mild": Name(zh="微辣", en="mild"),
    "medium": Name(zh="中辣", en="medium"),
    "hot": Name(zh="特辣", en="hot"),
}


def in_words(name: Name, language: ScreenLanguage) -> str:
    """A name in the language of a printer; in both where it differs."""
    if language == "both" and name.in_zh != name.in_en:
        return f"{name.in_zh} {name.in_en}"
    return name.in_en if language == "en" else name.in_zh


def clock(state: State, at: Ms) -> str:
    """Hours and minutes, where the restaurant is."""
    house = state.day.house.value
    try:
        zone = ZoneInfo(house.timezone) if house is not None else None
    except ZoneInfoNotFoundError:
        zone = None
    return f"{datetime.fromtimestamp(at / 1000, zone):%H:%M}"


def station_words(state: State, station: str) -> Name:
    """What a station is called."""
    known = state.kitchen.stations.get(station)
    if known is None:
        return LAST_RESORT.name if station == CATCH_ALL else Name(zh=station, en=station)
    return known.name


def amount(state: State, line: str) -> str:
    """How much of a dish: it stands before the name, where no wrapping loses it."""
    item = state.kitchen.items[line]
    return f"{item.qty}g" if state.orders.lines[line].weighed else f"{item.qty}x"


def line_rows(state: State, printer: Printer, line: str) -> list[Row]:
    """A line: how much of what, what was chosen, what is noted; one that is voided says so."""
    item, ordered = state.kitchen.items[line], state.orders.lines[line]
    dish, language = state.menu.known(item.dish), printer.language
    name = in_words(state.menu.name_of(item.dish), language)
    voided = item.state == "voided"
    head = f"{in_words(VOIDED, language)} {amount(state, line)}" if voided else amount(state, line)
    rows = [Row(name, "large", head, bold=True, loud=voided)]
    if ordered.in_meal is not None:
        rows.append(Row(f"({in_words(ordered.in_meal.name, language)})", indent=2))
    for cell in cells_of(dish, ordered):
        spice = "" if cell.spice is None else f" {in_words(SPICES[cell.spice], language)}"
        rows.append(Row(f"{in_words(cell.soup, language)}{spice}", "tall", "-", indent=2))
    options = [in_words(each, language) for each in options_of(dish, ordered)]
    if options:
        rows.append(Row(" / ".join(options), "tall", indent=2, loud=speaks_of_allergy(*options)))
    note = ordered.note if item.note is None else item.note
    if note:
        rows.append(note_row(note))
    return rows


def note_row(note: str) -> Row:
    """A note; one that speaks of an allergy as loud as what is noted of the party's."""
    return Row(note, "tall", "!!", loud=True) if speaks_of_allergy(note) else Row(note, "tall", "*", bold=True)
