"""Say what a role may: a row of the matrix."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.deeds import Deed
from kds.core.people.change_person import NOT_YOURS_TO_GIVE
from kds.core.people.events import RightsChanged
from kds.core.people.model import Limit, RankAndFile, RightsRow, RoleRights
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import CHANGEABLE, OF_WALLS, PEOPLE, RIGHTS, answering, limit_of, may, reaches
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, Role, reason

UNKNOWN_ROLE = reason(
    "unknown_role",
    "not_found",
    "没有“{role}”这种身份，或者它的权限不能改",
    "There is no role “{role}”, or what it may cannot be changed",
)
LIMIT_TWICE = reason("limit_twice", "invalid", "“{right}”的限额写了两次", "“{right}” has two limits")
WALLS_NEED_IT = reason(
    "walls_need_it",
    "conflict",
    "厨显屏靠“{right_zh}”工作，不能从后厨收回",
    "The walls work by “{right_en}”: it cannot be taken from the kitchen",
)
UNKNOWN_RIGHT = reason("unknown_right", "invalid", "没有“{right}”这种权限", "There is no right “{right}”")
NO_LIMIT_THERE = reason(
    "no_limit_there", "invalid", "“{right_zh}”不能设限额", "“{right_en}” is had or not, and has no limit"
)
RIGHTS_MOVED = reason(
    "rights_moved",
    "conflict",
    "这个身份的权限刚被别人改过：{said_zh}。请看过再保存",
    "Somebody has changed this role meanwhile: {said_en}. Look at it, and save again",
)


class ChangeRights(Command, frozen=True, gc=False):
    """The rights of a role, all of them, by their codes, and the limits of those that have one.

    `before` is the row as whoever asks has seen it: nothing is changed where it is another by now.
    """

    role: RankAndFile
    rights: tuple[Id, ...]
    limits: tuple[Limit, ...] = ()
    before: RightsRow | None = None


class RightsAre(Answer, frozen=True, gc=False):
    """What the role may now."""

    seq: int
    role: str
    rights: tuple[str, ...]
    limits: tuple[Limit, ...]


def decide(state: State, command: ChangeRights, context: Context) -> list[Event]:
    """One event where something changes; those who ask neither give nor take what they have not themselves."""
    if command.role not in CHANGEABLE:
        raise Refusal(UNKNOWN_ROLE, role=command.role)
    _known(command)
    if command.before is not None:
        _as_seen(state, command.role, command.before)
    wanted = frozenset(command.rights)
    limits = tuple(sorted([each for each in command.limits if each.right in wanted], key=lambda each: each.right))
    given = tuple([code for code, right in RIGHTS.items() if code in wanted and command.role not in right.may])
    taken = tuple([code for code, right in RIGHTS.items() if code not in wanted and command.role in right.may])
    said = RoleRights(role=command.role, given=given, taken=taken, limits=limits)
    before = state.people.roles.get(command.role, RoleRights(role=command.role))
    if said == before:
        return []
    if not any(_may_say(state, who.role, command.role, before, said) for who in answering(context)):
        raise Refusal(NOT_YOURS_TO_GIVE)
    return [RightsChanged(role=command.role, given=given, taken=taken, limits=limits)]


def _known(command: ChangeRights) -> None:
    for code in command.rights:
        if code not in RIGHTS:
            raise Refusal(UNKNOWN_RIGHT, right=code)
    if command.role == "kitchen":
        for right in OF_WALLS:
            if right.code not in command.rights:
                raise Refusal(WALLS_NEED_IT, right_zh=right.name.zh, right_en=right.name.en)
    limited: set[str] = set()
    for limit in command.limits:
        if limit.right in limited:
            raise Refusal(LIMIT_TWICE, right=limit.right)
        limited.add(limit.right)
        if limit.right not in RIGHTS:
            raise Refusal(UNKNOWN_RIGHT, right=limit.right)
        right = RIGHTS[limit.right]
        if not right.unit:
            raise Refusal(NO_LIMIT_THERE, right_zh=right.name.zh, right_en=right.name.en)
        within("limit", limit.most, 0, 1000 if right.unit == "permille" else MOST)


def _as_seen(state: State, role: RankAndFile, seen: RightsRow) -> None:
    """Refused where the row differs, with the codes of the rights in which it does."""
    now = {code: limit_of(state, role, right) for code, right in RIGHTS.items() if may(state, role, right)}
    limits = {each.right: each.most for each in seen.limits}
    then = {code: limits.get(code) for code in seen.rights}
    nothing = -1
    moved = [code for code in RIGHTS if now.get(code, nothing) != then.get(code, nothing)]
    if moved:
        names = [RIGHTS[code].name for code in moved]
        said_zh, said_en = "、".join(each.zh for each in names), ", ".join(each.en for each in names)
        raise Refusal(RIGHTS_MOVED, rights=moved, said_zh=said_zh, said_en=said_en)


def _may_say(state: State, role: Role, of: RankAndFile, before: RoleRights, said: RoleRights) -> bool:
    """Nobody changes their own row but the owner, or gives more than they have."""
    if role in ("owner", "system"):
        return True
    return role != of and all(
        may(state, role, RIGHTS[code])
        and (not _has(said, code) or reaches(limit_of(state, role, RIGHTS[code]), said.limit(code)))
        for code in _changed(before, said)
    )


def _has(said: RoleRights, code: str) -> bool:
    return code in said.given or (said.role in RIGHTS[code].may and code not in said.taken)


def _changed(before: RoleRights, said: RoleRights) -> Iterable[str]:
    moved = set(before.given) ^ set(said.given) | set(before.taken) ^ set(said.taken)
    moved |= {each.right for each in set(before.limits) ^ set(said.limits)}
    return moved & RIGHTS.keys()


def answer(state: State, command: ChangeRights, events: list[Event]) -> RightsAre:
    """As it stands after the event."""
    said = state.people.roles.get(command.role, RoleRights(role=command.role))
    rights = tuple([code for code, right in RIGHTS.items() if may(state, command.role, right)])
    return RightsAre(seq=state.seq, role=command.role, rights=rights, limits=said.limits)


DEED = Deed(
    ChangeRights,
    decide,
    answer,
    RightsAre,
    right=PEOPLE,
    refuses=(
        UNKNOWN_ROLE,
        RIGHTS_MOVED,
        UNKNOWN_RIGHT,
        LIMIT_TWICE,
        WALLS_NEED_IT,
        NO_LIMIT_THERE,
        NOT_YOURS_TO_GIVE,
        OUT_OF_RANGE,
    ),
)
