"""How a report is declared: its name, what it takes, its columns, one question to the facts, and what it means.

A report is a file of its own in the folder of its group, with a `REPORT`. The question is one SELECT over the tables of
facts (`core/*/facts.py`); `$from`, `$to` and what else it takes stand in it by name. All that a filter says of a row it
says where it is "": whatever the row is.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from kds.core.types import Name

Group = Literal["sales", "dishes", "kitchen", "marketing", "staff", "channels", "payments", "day_close", "peaks"]
GROUPS: dict[Group, Name] = {
    "sales": Name(zh="营业", en="Sales"),
    "dishes": Name(zh="菜品", en="Dishes"),
    "kitchen": Name(zh="出餐时效", en="Kitchen"),
    "marketing": Name(zh="营销", en="Marketing"),
    "staff": Name(zh="员工", en="Staff"),
    "channels": Name(zh="渠道", en="Channels"),
    "payments": Name(zh="收款", en="Payments"),
    "day_close": Name(zh="日结", en="Day close"),
    "peaks": Name(zh="高峰与系统", en="Peaks and system"),
}
"""In the order in which they are listed."""

Type = Literal["text", "day", "moment", "slot", "weekday", "count", "money", "ms", "permille"]
"""Text and ISO dates are text, all else whole numbers: of things or grams, of minor units, of milliseconds (a moment's
since 1970 UTC), of thousandths, of the quarter of an hour (see `Times.slot`), of the day of the week from Monday, 1."""
Chart = Literal["none", "bars", "lines", "heat", "pie"]

ParameterId = Literal["from", "to", "area", "station", "channel", "dish", "person", "by"]
PARAMETERS: dict[ParameterId, Name] = {
    "from": Name(zh="从", en="From"),
    "to": Name(zh="到", en="To"),
    "area": Name(zh="餐区", en="Area"),
    "station": Name(zh="档口", en="Station"),
    "channel": Name(zh="渠道", en="Channel"),
    "dish": Name(zh="菜品", en="Dish"),
    "person": Name(zh="员工", en="Person"),
    "by": Name(zh="按", en="By"),
}
PERIOD: tuple[ParameterId, ...] = ("from", "to")
BY = ("day", "week", "month")
"""By what a trend is told; the first where nobody says."""


class Meaning(msgspec.Struct, frozen=True):
    """What a report is, in sentences of both languages."""

    zh: str
    en: str


class Column(msgspec.Struct, frozen=True):
    """A column; `total`: what it comes to over all rows says something."""

    id: str
    name: Name
    type: Type
    total: bool = False


class Report(msgspec.Struct, frozen=True):
    """A report; `sql` gives its columns in their order."""

    id: str
    group: Group
    name: Name
    parameters: tuple[ParameterId, ...]
    columns: tuple[Column, ...]
    sql: str
    definition: Meaning
    chart: Chart = "none"

    @property
    def takes(self) -> frozenset[str]:
        """What stands in its question by name."""
        return frozenset(re.findall(r"\$(\w+)", self.sql))


def column(id: str, zh: str, en: str, type: Type, *, total: bool = False) -> Column:
    """A column."""
    return Column(id, Name(zh=zh, en=en), type, total)


def name(zh: str, en: str) -> Name:
    """What a report is called."""
    return Name(zh=zh, en=en)


def meaning(zh: str, en: str) -> Meaning:
    """What its figures are."""
    return Meaning(zh, en)
