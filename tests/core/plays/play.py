"""How a deed is played in the random runs: on what, and by which command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import NamedTuple

from kds.core import ids
from kds.core.journal import ONLY
from kds.core.state import State
from kds.core.types import Command
from tests.house import SmallHouse


class Kind(NamedTuple):
    """What a deed is done to: `ids` of all that there are, `of` those of one party, and `strays` that are not there.

    What is the house's own, and no party's, is every party's: `of` gives what a party has to do with.
    """

    ids: Callable[[State], list[str]]
    of: Callable[[State, str], list[str]]
    strays: tuple[str, ...]


Make = Callable[[SmallHouse, str, Random], Command]
"""The command for one subject; it may move the clock of the house."""


class Play(NamedTuple):
    """A deed as the random runs do it.

    `command` is sensible for a subject that is there; the runs also give it strays, and commands of `odd` that are
    wrong in some other way. `often` is its weight beside the other plays; `ends` is said of a deed by which something
    of a party comes to its end.
    """

    on: Kind
    command: Make
    odd: Make | None = None
    often: int = 4
    ends: bool = False


Plays = Mapping[type[Command], Play]
"""What a feature's file here gives."""


def by_age(found: Iterable[str]) -> list[str]:
    """Ids, the oldest first."""
    return sorted(found, key=lambda each: (ids.birth(each) or 0, each))


def bills_of(state: State, session: str) -> list[str]:
    """The bills of a party."""
    return by_age(state.orders.session_bills[session])


def lines_of(state: State, session: str) -> list[str]:
    """The lines on them."""
    return [line for bill in bills_of(state, session) for line in state.orders.lines_on(state.orders.bills[bill])]


def dishes_of(state: State, session: str) -> list[str]:
    """What a party has ordered and could order again."""
    return sorted({state.orders.lines[line].dish for line in lines_of(state, session)} & state.menu.dishes.keys())


def parties(state: State) -> list[str]:
    """Whoever can order: a table by its name, somebody "to go", a session by its id."""
    return [*sorted(state.floor.tables), "to go", *by_age(state.floor.sessions)]


def at_table(state: State, session: str) -> list[str]:
    """The same of one party."""
    found = state.floor.sessions.get(session)
    return [] if found is None else [found.table or "to go", session]


def one_with(state: State, session: str) -> list[str]:
    """A party, and the one that it was merged into."""
    found = state.floor.sessions.get(session)
    return [] if found is None else [session] if found.into is None else [session, found.into]


LINES = Kind(lambda state: by_age(state.orders.lines), lines_of, ("L99999-1", "L1-1", "nonsense"))
TICKETS = Kind(
    lambda state: by_age(state.kitchen.tickets),
    lambda state, session: by_age(state.kitchen.session_tickets[session]),
    ("T99999-1", "T1-1", "nonsense"),
)
BILLS = Kind(lambda state: by_age(state.orders.bills), bills_of, ("B99999", "B1", "nonsense"))
SESSIONS = Kind(
    lambda state: by_age(state.floor.sessions),
    lambda state, session: one_with(state, session),
    ("S99999", "S1", "nonsense"),
)
MERGED = Kind(
    lambda state: [each for each in by_age(state.floor.sessions) if state.floor.sessions[each].into is not None],
    lambda state, session: [*by_age(state.floor.merged[session]), *one_with(state, session)[:-1]],
    ("S99999", "S1"),
)
PARTIES = Kind(parties, at_table, ("Z9", "S99999", "S1"))
DISHES = Kind(lambda state: sorted(state.menu.dishes), dishes_of, ("unicorn",))
RESERVATIONS = Kind(
    lambda state: by_age(state.floor.reservations),
    lambda state, session: by_age(state.floor.reservations),
    ("V99999", "V1"),
)
HOUSE = Kind(lambda state: [ONLY], lambda state, session: [ONLY], (ONLY,))
