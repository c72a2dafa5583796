"""From a command to events: the only way in which anything changes."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from kds.core import cleaning, features
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import TICK
from kds.core.deeds import Deed
from kds.core.features import POLICIES, fold
from kds.core.rights import FORBIDDEN, permit
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Refusal, Stamp

DEEDS: dict[type[Command], Deed] = {**features.DEEDS, TICK.command: TICK}
CLEAN = {command: cleaning.cleaner(command) for command in DEEDS}
"""What puts the texts and ids of a command into the form in which they are kept."""

STRICT = False
"""Whether a refusal for a reason that its deed does not declare is a fault. Tests say so; guests are told it anyway."""


class Recorded(NamedTuple):
    """An event that has its number, its time and its actor."""

    stamp: Stamp
    event: Event


class Outcome(NamedTuple):
    """What a command led to. No events: what it asks for is so already."""

    recorded: list[Recorded]
    answer: Answer


def decide(state: State, command: Command, context: Context) -> list[Event] | Refusal:
    """The command's own events, or why it may not happen. Reads the whole state and writes none."""
    deed = DEEDS[type(command)]
    try:
        permit(state, context, *deed.rights)
        return deed.decide(state, command, context)
    except Refusal as refusal:
        if STRICT and refusal.reason not in (*deed.refuses, FORBIDDEN):
            raise AssertionError(f"{type(command).__name__} does not declare {refusal.reason.code}") from refusal
        return refusal


def perform(state: State, command: Command, context: Context, *, clean: bool = False) -> Outcome | Refusal:
    """Decide, fold every event and what follows from it, and answer from the state that came of it.

    `clean`: the command has been through `CLEAN` already.

    A refusal leaves the state as it was. A fault in the rules raises and may leave the state half changed:
    the caller has a mark to go back to.
    """
    if context.at < state.at and not _sets_time(command):
        context = replace(context, at=state.at)  # times run backwards within a ledger only where time itself is set
    if not clean:
        try:
            command = CLEAN[type(command)](command)
        except Refusal as refusal:
            return refusal
    decided = decide(state, command, context)
    if isinstance(decided, Refusal):
        return decided
    recorded: list[Recorded] = []
    approver = "" if context.approver is None else context.approver.id
    by = (context.at, context.who.id, approver, context.device)
    for event in decided:
        _record(state, event, by, recorded)
    return Outcome(recorded, DEEDS[type(command)].answer(state, command, decided))


def _sets_time(command: Command) -> bool:
    return isinstance(command, NoteClockStep) and command.shift_ms != 0


def _record(state: State, event: Event, by: tuple[int, str, str, str], recorded: list[Recorded]) -> None:
    stamp = Stamp(state.seq + 1, *by)
    fold(state, event, stamp)
    recorded.append(Recorded(stamp, event))
    for policy in POLICIES.get(type(event), ()):
        for following in policy(state, event, stamp):
            _record(state, following, by, recorded)
