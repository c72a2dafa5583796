"""How a deed is declared, in its own file, and how a feature lists what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from kds.core.rights import Right
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms, Reason, Stamp

Decide = Callable[[State, Any, Context], list[Event]]
Reply = Callable[[State, Any, list[Event]], Answer]
Fold = Callable[[State, Any, Stamp], None]
Policy = Callable[[State, Any, Stamp], list[Event]]
Upcaster = Callable[[bytes], bytes]


class Urgency(IntEnum):
    """What goes first where more comes in than can be done: the kitchen's presses, serving and payments are AT_ONCE,
    then come orders of a party that is SEATED and has ordered, then those of a NEW one.
    """

    AT_ONCE = 0
    SEATED = 1
    NEW = 2


def at_once(state: State, command: Command) -> Urgency:
    """The urgency of all but orders."""
    return Urgency.AT_ONCE


class Deed(NamedTuple):
    """What somebody can do: the command, how it is decided and answered, the right it takes, and why it can be refused.

    `refuses` names every reason that `decide` raises, its own and those of the rules that it calls. `urgency` may look
    at a state that is not on disk yet: it decides nothing but who waits. Where `or_rights` are given, any of these is
    enough to ask, and `decide` says which of them it takes.
    """

    command: type[Command]
    decide: Decide
    answer: Reply
    answers: type[Answer]
    right: Right
    refuses: tuple[Reason, ...] = ()
    urgency: Callable[[State, Any], Urgency] = at_once
    or_rights: tuple[Right, ...] = ()

    @property
    def rights(self) -> tuple[Right, ...]:
        """Those of which one is needed."""
        return (self.right, *self.or_rights)

    @property
    def most_urgent(self) -> Urgency:
        """What it can be at best."""
        return Urgency.AT_ONCE if self.urgency is at_once else Urgency.SEATED


class Deadline(NamedTuple):
    """What happens by itself: `next` is the moment when it is due, if it ever is, `due` the events of then.

    `next` is asked for before every batch of commands, and so may not search. `first` goes before all others that are
    due: what happens after a cut-off belongs to the new day.
    """

    next: Callable[[State], Ms | None]
    due: Callable[[State, Context], list[Event]]
    first: bool = False


class Feature(NamedTuple):
    """All that a feature does. Its folds also say which types of events are its own: those of its `events` module.

    `policies` turn an event, its own or another feature's, into what follows from it. `upcasters` lift stored bytes:
    (type, version) to the next version.
    """

    deeds: tuple[Deed, ...]
    folds: Mapping[type[Event], Fold]
    policies: Mapping[type[Event], Policy] = {}
    deadlines: tuple[Deadline, ...] = ()
    upcasters: Mapping[tuple[str, int], Upcaster] = {}


def by_event(tables: Iterable[Mapping[type[Event], Any]]) -> dict[type[Event], tuple[Any, ...]]:
    """For each event what the features have for it, in their order."""
    found: dict[type[Event], tuple[Any, ...]] = {}
    for table in tables:
        for event, each in table.items():
            found[event] = (*found.get(event, ()), each)
    return found
