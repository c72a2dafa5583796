"""What somebody is asked to approve of, in words: the right that it takes, the party, the dish, the amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kds.core import money
from kds.core.bills import price_of
from kds.core.orders.model import Line
from kds.core.rights import Right, may
from kds.core.state import State
from kds.core.types import Name, Role
from kds.web.api import ROUTES
from kds.web.routes import PREFIX, Post

BODY_MOST = 4_096
"""Characters of a body that are looked at; of a longer one only the path says what it is about."""
ITEMS_SHOWN = 3
PATHS = [
    (re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", each.path.removeprefix(PREFIX))), each)
    for each in ROUTES
    if isinstance(each, Post)
]


def about(state: State, role: Role, path: str, body: str) -> Name | None:
    """What a deed at a path below the interface's is about; None where that is not known.

    It is what the house knows of it, and of what was typed the amount alone.
    """
    found = next(((each, match) for pattern, each in PATHS if (match := pattern.fullmatch(path))), None)
    if found is None:
        return None
    post, match = found
    said = _said(body)
    right = _lacking(state, role, post.rights)
    parts = [*_whose(state, match.groupdict(), said), *_amounts(state, said)]
    zh, en = ([right.name.zh], [right.name.en]) if right is not None else ([], [])
    return Name(zh=" · ".join([*zh, *[each.zh for each in parts]]), en=" · ".join([*en, *[each.en for each in parts]]))


def _said(body: str) -> Mapping[str, Any]:
    try:
        said = msgspec.json.decode(body[:BODY_MOST])
    except msgspec.DecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _lacking(state: State, role: Role, rights: tuple[Right, ...]) -> Right | None:
    """The right that is asked for: one that the asker lacks, or whose limit is not enough."""
    named = [each for each in rights if each.code]
    return next((each for each in named if not may(state, role, each)), named[0] if named else None)


def _whose(state: State, ids: Mapping[str, str], said: Mapping[str, Any]) -> Iterator[Name]:
    """The party, and the dish."""
    line = state.orders.lines.get(ids.get("line", ""))
    bill = state.orders.bills.get(ids.get("bill", "")) if line is None else state.orders.bill_of(line.line)
    session = ids.get("session", said.get("session")) if bill is None else bill.session
    party = state.floor.sessions.get(session) if isinstance(session, str) else None
    table = party.label if party is not None else ids.get("table", said.get("table"))
    if isinstance(table, str) and table:
        yield _same(table)
    if line is not None:
        yield from _dish(state, line)
    elif bill is not None:
        due = money.told(state, bill.total_minor)
        yield Name(zh=f"账单{due}", en=f"bill of {due}")
    yield from _items(state, said)


def _dish(state: State, line: Line) -> Iterator[Name]:
    dish, amount = state.menu.name_of(line.dish), f"{line.qty} g" if line.weighed else f"{line.qty} ×"
    yield Name(zh=f"{amount} {dish.in_zh}", en=f"{amount} {dish.in_en}")
    yield _same(money.told(state, price_of(state, line)))


def _items(state: State, said: Mapping[str, Any]) -> Iterator[Name]:
    """The dishes of several lines, and what is on no menu as it was typed."""
    said_lines = said.get("lines")
    lines = said_lines if isinstance(said_lines, list) else []
    known = [state.orders.lines[each] for each in lines if isinstance(each, str) and each in state.orders.lines]
    items = [each["item"] for each in lines if isinstance(each, dict) and isinstance(each.get("item"), dict)]
    for line in known[:ITEMS_SHOWN]:
        yield from _dish(state, line)
    for item in items[:ITEMS_SHOWN]:
        name, price = item.get("name"), item.get("price_minor")
        if isinstance(name, str) and isinstance(price, int):
            yield _same(f"{name[:40]} {money.told(state, price)}")
    more = max(len(known), len(items)) - ITEMS_SHOWN
    if more > 0:
        yield _same(f"+{more}")


def _amounts(state: State, said: Mapping[str, Any]) -> Iterator[Name]:
    """How much: money, or a share."""
    amount, value = said.get("amount_minor"), said.get("value")
    if isinstance(amount, int) and amount:
        yield _same(money.told(state, amount))
    if isinstance(value, int):
        share = said.get("kind") == "percent"
        yield _same(f"{value / 10:g}%" if share else money.told(state, value))


def _same(text: str) -> Name:
    return Name(zh=text, en=text)
