"""An event of the ledger in words, in both languages, with the names that the house gives things."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kds.core import ids, money
from kds.core.billing.events import BillingChanged
from kds.core.bills import settings_of
from kds.core.calls.model import CALLED
from kds.core.changes.items import items_of
from kds.core.changes.model import Wanted
from kds.core.changes.names import named
from kds.core.codec import decode
from kds.core.orders.model import Line
from kds.core.people.model import Limit
from kds.core.rights import RIGHTS
from kds.core.state import State
from kds.core.types import Name
from kds.feed.public.words import WORDS
from kds.storage.ledger import StoredEvent
from kds.web.pages.field_words import NOTHING
from kds.web.pages.moments import date_and_time, timezone
from kds.web.pages.tender_words import TENDER_KINDS
from kds.web.pages.told_changes import PARTS, Changes

LISTED = 12
"""Things that are named one by one; of more it is said how many there are."""
PART = re.compile(r"\[([^\]]*)\]")
"""A part of what an event says that can be left out."""
ROLES = {
    "guest": Name(zh="顾客", en="guest"),
    "waiter": Name(zh="服务员", en="waiter"),
    "cashier": Name(zh="收银", en="cashier"),
    "kitchen": Name(zh="后厨", en="kitchen"),
    "expo": Name(zh="传菜", en="expo"),
    "manager": Name(zh="经理", en="manager"),
    "owner": Name(zh="店主", en="owner"),
}
CODES: dict[Any, Name] = {
    **CALLED,
    **ROLES,
    **TENDER_KINDS,
    "percent": Name(zh="打折", en="percent"),
    "amount": Name(zh="金额", en="amount"),
    "rounding": Name(zh="抹零", en="rounding"),
    "refund": Name(zh="退款", en="refund"),
    "lines": Name(zh="按菜", en="by dishes"),
    "seats": Name(zh="按座位", en="by seats"),
    "equal": Name(zh="均分", en="equally"),
    "joined": Name(zh="并单", en="joined"),
    "made": Name(zh="已做", en="made"),
    "not_made": Name(zh="未做", en="not made"),
    "wasted": Name(zh="浪费", en="wasted"),
    "seated": Name(zh="已入座", en="seated"),
    "cancelled": Name(zh="已取消", en="cancelled"),
    "no_show": Name(zh="未到", en="did not come"),
    "device": Name(zh="员工登录设备", en="staff sign in"),
    "integration": Name(zh="程序", en="program"),
    "paired": Name(zh="配对设备", en="Paired a device"),
    "moved": Name(zh="设备换屏幕", en="Moved a device to another screen"),
    "unpaired": Name(zh="取消配对", en="Unpaired a device"),
    "code_made": Name(zh="新建登录码", en="Made a login code"),
    "code_revoked": Name(zh="作废登录码", en="Revoked a login code"),
    "link_used": Name(zh="用链接登录", en="Signed in by a link"),
    "signed_in": Name(zh="登录", en="Signed in"),
    "signed_out": Name(zh="退出登录", en="Signed out"),
    "idle": Name(zh="久未操作，自动退出", en="Signed out after nothing was touched"),
    "pin_set": Name(zh="设 PIN 码", en="Set a PIN"),
    "pin_taken": Name(zh="取消 PIN 码", en="Took a PIN away"),
    "locked_out": Name(zh="PIN 码错误次数太多，暂停登录", en="Too many wrong PINs, locked out for a while"),
    "erased": Name(zh="删除个人资料", en="Erased a person"),
}
"""What events call by a code."""
YES = Name(zh="是", en="yes")
CODED = frozenset({"role", "tender", "kind", "by", "outcome"})
PEOPLE = frozenset({"about", "person", "staff", "opened_by", "handed_to", "served_by"})


class Telling:
    """Tells of events as the house is now; `names` is what people are called, by their ids."""

    def __init__(self, state: State, names: Mapping[str, Name]) -> None:
        self._state = state
        self._names = names
        self._zone = timezone(state)
        self._changes = Changes(state)

    def told(self, stored: StoredEvent) -> Name:
        """What the event says; as it is stored, where this kds has no words for it."""
        said = WORDS.get(stored.type)
        if said is None:
            return Name(zh=stored.type, en=stored.type)
        event = decode(stored.type, stored.version, stored.data)
        fields = {name: self._field(event, name) for name in event.__struct_fields__}
        if isinstance(event, BillingChanged):
            fields["settings"] = self._changes.charging(ids.mint("X", stored.seq), event.settings)
        zh, en = ({name: getattr(value, tongue) for name, value in fields.items()} for tongue in ("in_zh", "in_en"))
        return Name(zh=_filled(said.says.zh, zh), en=_filled(said.says.en, en))

    def _field(self, event: Any, name: str) -> Name:
        value = getattr(event, name)
        if name == "value":
            return _plain(_share(value) if event.kind == "percent" else money.told(self._state, value))
        named = getattr(event, "named", "") if name == "tender" else ""
        if named:
            return self._tender(named)
        if name in CODED and value is not None:
            return CODES.get(value, _plain(value))
        by_ending = {"_minor": self._money, "_at": self._moment, "_ms": _seconds}
        for ending, told in by_ending.items():
            if name.endswith(ending) and isinstance(value, int):
                return told(value)
        return self._thing(name, value)

    def _thing(self, name: str, value: Any) -> Name:
        if value is None or value == "" or value is False:
            return NOTHING
        if value is True:
            return YES
        if isinstance(value, tuple):
            return self._several(name, value)
        by_name: dict[str, Callable[[Any], Name]] = {
            "line": self._line,
            "dish": self._state.menu.name_of,
            "daypart": self._daypart,
            "change": self._changes.change,
        }
        if name in PEOPLE:
            return self._names.get(value, _plain(value))
        if name in by_name:
            return by_name[name](value)
        if isinstance(value, Wanted):
            return self._several(name, tuple([named(self._state, item) for item in items_of(value)]))
        return self._record(value) if isinstance(value, msgspec.Struct) else _plain(value)

    def _several(self, name: str, values: tuple[Any, ...]) -> Name:
        if not values:
            return NOTHING
        dish = self._state.menu.name_of
        by_name = {"lines": self._line, "otherwise": self._line, "given": _right, "taken": _right}
        by_name |= {"dishes_gone": dish, "repriced": dish}
        by_name |= {"categories_gone": self._category, "dayparts_gone": self._daypart, "parts": self._part}
        one = by_name.get(name)
        told = [(one or self._record)(each) for each in values[:LISTED]]
        more = len(values) - len(told)
        zh, en = [each.in_zh for each in told], [each.in_en for each in told]
        if more:
            zh, en = [*zh, f"另有{more}项"], [*en, f"{more} more"]
        return Name(zh="、".join(zh), en=", ".join(en))

    def _line(self, line: Any) -> Name:
        """A line, or the id of one: by its dish, where that is still known."""
        found = line if isinstance(line, Line) else self._state.orders.lines.get(line)
        if found is None:
            return _plain(line)
        dish = self._state.menu.name_of(found.dish) if found.item is None else found.item.name
        amount = f"{found.qty} g" if found.weighed else f"{found.qty} ×"
        return Name(zh=f"{amount} {dish.in_zh}", en=f"{amount} {dish.in_en}")

    def _category(self, category: str) -> Name:
        found = self._state.menu.categories.get(category)
        return _plain(category) if found is None else found.name

    def _part(self, part: Any) -> Name:
        """A part of the settings, by its code; a part of anything else is a record."""
        return PARTS.get(part, _plain(part)) if isinstance(part, str) else self._record(part)

    def _daypart(self, daypart: str) -> Name:
        found = self._state.menu.dayparts.get(daypart)
        return _plain(daypart) if found is None else found.name

    def _record(self, value: Any) -> Name:
        """What a record is called, or else its first field, which is its id."""
        if isinstance(value, Limit):
            return self._limit(value)
        if isinstance(value, Name):
            return value
        if not isinstance(value, msgspec.Struct):
            return _plain(value)
        name = getattr(value, "name", None)
        return name if isinstance(name, Name) else self._record(getattr(value, value.__struct_fields__[0]))

    def _limit(self, limit: Limit) -> Name:
        right, of = RIGHTS.get(limit.right), _right(limit.right)
        share = right is not None and right.unit == "permille"
        most = _share(limit.most) if share else money.told(self._state, limit.most)
        return Name(zh=f"{of.zh} {most}", en=f"{of.en} {most}")

    def _tender(self, code: str) -> Name:
        return next((each.name for each in settings_of(self._state).tenders if each.tender == code), _plain(code))

    def _money(self, minor: int) -> Name:
        return _plain(money.told(self._state, minor))

    def _moment(self, at: int) -> Name:
        return _plain(date_and_time(at, self._zone))


def _filled(says: str, fields: Mapping[str, str]) -> str:
    """The words with the fields in them, without the parts in which no field says anything."""

    def part(found: re.Match[str]) -> str:
        named = re.findall(r"{(\w+)}", found[1])
        return found[1] if any(fields[each] != NOTHING.en for each in named) else ""

    return PART.sub(part, says).format_map(fields)


def _plain(value: Any) -> Name:
    return Name(zh=str(value), en=str(value))


def _right(code: str) -> Name:
    return RIGHTS[code].name if code in RIGHTS else _plain(code)


def _seconds(ms: int) -> Name:
    return _plain(f"{ms / 1000:g} s")


def _share(permille: int) -> str:
    return f"{permille / 10:g}%"
