"""What is wanted, checked and done: by the very rules by which each part is changed at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from kds.core.billing.rules import billing_changed
from kds.core.changes.diff import differences
from kds.core.changes.items import PARTS, Item, items_of, key_of, parts_of, standing
from kds.core.changes.model import Draft, Part, Wanted
from kds.core.changes.names import listed
from kds.core.day.rules import FOR_GOOD, house_changed
from kds.core.faults import raise_any
from kds.core.floor.rules import BAD_FLOOR, floor_changed
from kds.core.floor.rules import faults as floor_faults
from kds.core.kitchen.rules import kitchen_changed
from kds.core.menu.rules import menu_changed
from kds.core.money import currency_of
from kds.core.rights import BILLING, FLOOR_PLAN, KITCHEN_PLAN, MENU, SETTINGS, Right, permit
from kds.core.state import State
from kds.core.types import Context, Event, Refusal, reason

T = TypeVar("T")

UNKNOWN_DRAFT = reason(
    "unknown_draft",
    "not_found",
    "没有这份草稿，可能已经发布或删除",
    "There is no such draft; it may have been published, or dropped",
)
CHANGED_MEANWHILE = reason(
    "changed_meanwhile",
    "conflict",
    "放进草稿以后又改过：{them_zh}，发布会改回草稿里的样子",
    "These were changed since they were put into the draft, and would be as it has them: {them_en}",
)
CANNOT_BE = reason("cannot_be", "conflict", "不能这样改：{why_zh}", "That cannot be: {why_en}")
"""What is wanted cannot be done: `code` is why, with the `faults` of that reason."""


class Rule(NamedTuple):
    """How a part is changed: the right that it takes, and its events; and what is wrong with a change, whoever sits
    where now.
    """

    right: Right
    changed: Callable[[State, Any, Wanted], list[Any]]
    check: Callable[[State, Any, Wanted], object]


def _check_floor(state: State, change: Any, wanted: Wanted) -> None:
    raise_any(BAD_FLOOR, floor_faults(state, change))


def _kitchen(state: State, change: Any, wanted: Wanted) -> list[Any]:
    return [*kitchen_changed(state, change, wanted.menu)]


def _menu(state: State, change: Any, wanted: Wanted) -> list[Any]:
    return [*menu_changed(state, change, wanted.kitchen)]


def _alone(rule: Callable[[State, Any], Sequence[Event]]) -> Callable[[State, Any, Wanted], list[Any]]:
    """The rule of a part that nothing else of the same change is needed for."""
    return lambda state, change, wanted: [*rule(state, change)]


RULES: Mapping[Part, Rule] = {
    "kitchen": Rule(KITCHEN_PLAN, _kitchen, _kitchen),
    "menu": Rule(MENU, _menu, _menu),
    "floor": Rule(FLOOR_PLAN, _alone(floor_changed), _check_floor),
    "billing": Rule(BILLING, _alone(billing_changed), _alone(billing_changed)),
    "house": Rule(SETTINGS, _alone(house_changed), _alone(house_changed)),
}
"""In the order in which a draft is published: dishes come to stations that are there."""
RIGHTS: tuple[Right, ...] = tuple([rule.right for rule in RULES.values()])


def permit_all(state: State, context: Context, wanted: Wanted) -> None:
    """Let who asks change every part of which something is wanted. Refused: forbidden."""
    for part, _ in parts_of(wanted):
        permit(state, context, RULES[part].right)


def check(state: State, wanted: Wanted, parts: Collection[Part] = PARTS) -> None:
    """Refuse what could not be published as the house stands now, with all that is wrong with the first of these parts,
    or with two that do not go together: cannot_be.
    """
    for part, rule in RULES.items():
        change = getattr(wanted, part)
        if change is not None and part in parts:
            _by_rule(rule.check, state, change, wanted)
    _by_rule(_one_currency, state, None, wanted)


def _one_currency(state: State, change: Any, wanted: Wanted) -> None:
    """A house charges in the currency of its menu. Refused: for_good."""
    house, menu = wanted.house, wanted.menu
    if house is None or menu is None or house.currency is None:
        return
    if house.currency != (menu.currency or currency_of(state)):
        raise Refusal(FOR_GOOD)


def changed(state: State, wanted: Wanted) -> dict[Part, Event]:
    """The events that do it, by part; none for what is so already. Refused: cannot_be."""
    found: dict[Part, Event] = {}
    _by_rule(_one_currency, state, None, wanted)
    for part, rule in RULES.items():
        change = getattr(wanted, part)
        if change is not None:
            for event in _by_rule(rule.changed, state, change, wanted):
                found[part] = event
    return found


def _by_rule(rule: Callable[[State, Any, Wanted], T], state: State, change: Any, wanted: Wanted) -> T:
    try:
        return rule(state, change, wanted)
    except Refusal as why:
        message = why.message()
        faults = why.details.get("faults", [])
        raise Refusal(
            CANNOT_BE, why_zh=message.zh, why_en=message.en, code=why.reason.code, faults=faults, count=len(faults)
        ) from None


def draft_of(state: State, draft: str) -> Draft:
    """The draft. Refused: unknown_draft."""
    found = state.changes.drafts.get(draft)
    if found is None:
        raise Refusal(UNKNOWN_DRAFT, draft=draft)
    return found


def overwritten(state: State, draft: Draft) -> list[Item]:
    """Of what is in a draft, that which was changed since it was put in, and not to what the draft wants."""
    stood = {key_of(each): each.record for each in items_of(draft.stood)}
    return [
        item
        for item in items_of(draft.wanted)
        if any(differences(stood.get(key_of(item)), now := standing(state, item.part, item.field, item.id)))
        and any(differences(now, item.record))
    ]


def outdated(state: State, draft: Draft, overwriting: Collection[str]) -> tuple[str, ...]:
    """What a draft would put back of what was changed since, where whoever asks has named it. Refused:
    changed_meanwhile.
    """
    found = overwritten(state, draft)
    keys = [key_of(each) for each in found]
    if any(each not in overwriting for each in keys):
        them = listed(state, found)
        raise Refusal(CHANGED_MEANWHILE, items=keys, count=len(keys), them_zh=them.in_zh, them_en=them.in_en)
    return tuple(sorted(keys))


def changed_since(state: State, after: Wanted) -> list[Item]:
    """Of what a change has made, that which is not so any more. Since when a dish has its price is no matter."""
    return [
        item
        for item in items_of(after)
        if any(differences(standing(state, item.part, item.field, item.id), item.record))
    ]
