"""What a change changes, in words of a manager: 肥牛: 价格 ¥48.00 → ¥52.00."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from kds.core.billing.offered import DEEDS
from kds.core.changes.diff import RECKONED, Difference, Thing
from kds.core.changes.names import VALUES, named
from kds.core.channels import CALLED
from kds.core.kitchen.model import Thresholds
from kds.core.kitchen.themes import BarsWork, Shows
from kds.core.menu.allergens import ALLERGENS
from kds.core.menu.model import PriceAt
from kds.core.money import told
from kds.core.selling import WEEKDAYS
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import Name
from kds.web.pages.field_words import ALL_STATIONS, BOOLEANS, CODES, FIELDS, LISTS, NOTHING, TONES

LISTED = 8
"""Things of a list that are named one by one; of more it is said how many there are."""
OWN = frozenset({"name", "position", *RECKONED})
"""Of a new thing: what is said beside it, or is no matter."""
NEW, GONE = Name(zh="新增", en="new"), Name(zh="删除", en="gone")


class Line(NamedTuple):
    """One field in words: what it is, and what stood there before and after. `word` says that of a whole record."""

    label: Name
    before: Name
    after: Name
    word: Name | None = None


class ThingTold(NamedTuple):
    """A thing in words; `part`, `field` and `id` are what it is taken out of a draft by."""

    part: str
    field: str
    id: str
    sort: Name
    name: Name
    kind: str
    lines: list[Line]


class Words:
    """Tells of changes with the names that the house gives things, as it is or would be."""

    def __init__(self, state: State) -> None:
        self._state = state

    def thing(self, thing: Thing) -> ThingTold:
        """What becomes of one thing."""
        item = thing.item
        sort = LISTS.get(item.what, Name(zh="设置", en="Setting"))
        name = named(self._state, item._replace(record=thing.record))
        lines = [self.line(item.what, each) for each in thing.differences]
        if thing.kind == "new":
            lines = self._new(item.record)
        return ThingTold(item.part, item.field, item.id, sort, name, thing.kind, lines)

    def line(self, what: str, found: Difference) -> Line:
        """One field that is other."""
        steps = [self._step(each, name) for each, name in zip(found.path, found.names, strict=True)]
        if not steps:
            steps = [VALUES.get(what, LISTS.get(what, Name(zh=what, en=what)))]
        label = Name(zh=" · ".join([each.in_zh for each in steps]), en=" · ".join([each.in_en for each in steps]))
        of_record = (found.path and found.names[-1] is not None) or _is_record(found.before) or _is_record(found.after)
        if of_record and (found.before is None or found.after is None):
            return Line(label, NOTHING, NOTHING, NEW if found.before is None else GONE)
        fields = [each for each, name in zip(found.path, found.names, strict=True) if name is None]
        field = fields[-1] if fields else what.rpartition(".")[2]
        return Line(label, self.value(field, found.before), self.value(field, found.after))

    def _new(self, record: Any) -> list[Line]:
        """What a new thing is like, as far as that is not what such things are anyway."""
        fields = msgspec.structs.fields(type(record))
        shown = [
            (field.name, value)
            for field in fields[1:]
            if (value := getattr(record, field.name)) != field.default and field.name not in OWN
        ]
        return [Line(self._step(name, None), NOTHING, self.value(name, value)) for name, value in shown]

    def _step(self, step: str, name: Name | None) -> Name:
        if name is not None:
            return name
        return FIELDS.get(step) or next((each for code, each in DEEDS.items() if code == step), _plain(step))

    def value(self, field: str, value: Any) -> Name:
        """What stands in a field."""
        if isinstance(value, Name):
            return _plain(f"{value.zh} / {value.en}" if value.zh and value.en and value.zh != value.en else value.in_zh)
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return BOOLEANS[value]
        if isinstance(value, tuple):
            return self._list(field, value)
        if isinstance(value, msgspec.Struct):
            return self._name_of(value)
        if isinstance(value, int):
            return self._number(field, value)
        return self._code(field, str(value))

    def _number(self, field: str, value: int) -> Name:
        if field == "weekdays":
            return WEEKDAYS[value - 1]
        if field.endswith("_minor"):
            return _plain(told(self._state, value))
        if field.endswith("_ms"):
            return _time(value)
        if field.endswith("_permille"):
            return _plain(f"{value / 10:g}%") if value else Name(zh="按档口", en="as the station")
        if field.endswith("_minute") or field == "minutes":
            return _plain(f"{value // 60:02}:{value % 60:02}")
        if field.endswith("_cm"):
            return Name(zh=f"{value / 100:g}米", en=f"{value / 100:g} m")
        return _plain(value)

    def _code(self, field: str, value: str) -> Name:
        state = self._state
        books: dict[str, Any] = {
            "station": state.kitchen.stations,
            "stations": state.kitchen.stations,
            "screen": state.kitchen.screens,
            "works": state.kitchen.screens,
            "category": state.menu.categories,
            "categories": state.menu.categories,
            "area": state.floor.areas,
            "dayparts": state.menu.dayparts,
        }
        if field in books and value in books[field]:
            name: Name = books[field][value].name
            return name
        if field in ("exempt", "dishes", "dish"):
            return state.menu.name_of(value)
        coded: dict[str, Mapping[Any, Name]] = {
            "channels": CALLED,
            "services": SERVICE_NAMES,
            "quiet": TONES,
            "allergens": ALLERGENS,
        }
        found: Name | None = coded.get(field, CODES).get(value)
        return found or CODES.get(value, _plain(value))

    def _list(self, field: str, values: tuple[Any, ...]) -> Name:
        if not values:
            return ALL_STATIONS if field == "stations" else NOTHING
        found = [self.value(field, each) for each in values[:LISTED]]
        zh, en = [each.in_zh for each in found], [each.in_en for each in found]
        if len(values) > LISTED:
            zh, en = [*zh, f"等{len(values)}项"], [*en, f"{len(values)} in all"]
        return Name(zh="、".join(zh), en=", ".join(en))

    def _price_at(self, price: PriceAt) -> Name:
        """A price, and for which channels and parts of the day."""
        limits = [self.value(field, each) for field in ("channels", "dayparts") if (each := getattr(price, field))]
        sum_told = told(self._state, price.price_minor)
        zh, en = "，".join([each.in_zh for each in limits]), ", ".join([each.in_en for each in limits])
        return Name(zh=f"{sum_told}（{zh}）" if zh else sum_told, en=f"{sum_told} ({en})" if en else sum_told)

    def _shows(self, shown: Shows) -> Name:
        """A screen, and what it shows."""
        screen, stations = self.value("screen", shown.screen), self._list("stations", shown.stations)
        return Name(zh=f"{screen.in_zh}：{stations.in_zh}", en=f"{screen.in_en}: {stations.in_en}")

    def _bars(self, bars: BarsWork) -> Name:
        """Of which screen, and which one they work."""
        own, works = self.value("screen", bars.screen), self.value("screen", bars.works)
        return Name(zh=f"“{own.in_zh}”的键盘操作“{works.in_zh}”", en=f"those of {own.in_en} work {works.in_en}")

    def _name_of(self, record: Any) -> Name:
        if isinstance(record, PriceAt):
            return self._price_at(record)
        if isinstance(record, Shows):
            return self._shows(record)
        if isinstance(record, BarsWork):
            return self._bars(record)
        if isinstance(record, Thresholds):
            return _thresholds(record)
        name = getattr(record, "name", None)
        return name if isinstance(name, Name) else _plain(getattr(record, record.__struct_fields__[0]))


def _is_record(value: Any) -> bool:
    return isinstance(value, msgspec.Struct) and not isinstance(value, Name)


def _thresholds(limits: Thresholds) -> Name:
    found = [f"{each / 10:g}%" for each in (limits.soon_permille, limits.late_permille, limits.critical_permille)]
    most = _time(limits.critical_ms)
    return Name(zh="、".join([*found, most.zh]), en=", ".join([*found, most.en]))


def _time(ms: int) -> Name:
    if ms and ms % 60_000 == 0:
        return Name(zh=f"{ms // 60_000}分钟", en=f"{ms // 60_000} min")
    return Name(zh=f"{ms / 1000:g}秒", en=f"{ms / 1000:g} s")


def _plain(value: Any) -> Name:
    return Name(zh=str(value), en=str(value))
