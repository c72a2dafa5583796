"""Who reads what of a draft, or of a change: each part by whoever may change it. Of the others it is said that they are
there.
"""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.changes.items import PARTS, Item, parts_of
from kds.core.changes.model import Draft, Part, Wanted
from kds.core.changes.rules import RULES
from kds.core.rights import may
from kds.core.state import State
from kds.core.types import Name, Role

UNSAID = Name(
    zh="原因涉及您没有权限查看的部分",
    en="Why is of a part that you may not read",
)


def veiled(state: State, role: Role, wanted: Wanted) -> tuple[Part, ...]:
    """The parts of which something is wanted and that this role does not read."""
    return tuple([part for part, _ in parts_of(wanted) if not may(state, role, RULES[part].right)])


def readable(state: State, role: Role, wanted: Wanted) -> Wanted:
    """What of it this role reads."""
    own = {part: getattr(wanted, part) for part in PARTS if may(state, role, RULES[part].right)}
    return Wanted(**own)


def readable_items(state: State, role: Role, items: Iterable[Item]) -> list[Item]:
    """Those that this role reads."""
    return [each for each in items if may(state, role, RULES[each.part].right)]


def proof_is_readable(state: State, role: Role, wanted: Wanted) -> bool:
    """Whether this role reads what nobody would see then: the menu and the kitchen of it tell that together."""
    return not {"menu", "kitchen"} & {*veiled(state, role, wanted)}


def why_it_failed(state: State, role: Role, draft: Draft) -> Name | None:
    """Why it could not take effect when its time came, as this role reads it; None where it has not failed."""
    return UNSAID if draft.failed is not None and veiled(state, role, draft.wanted) else draft.failed
