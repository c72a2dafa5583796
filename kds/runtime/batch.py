"""Decide a batch of commands against the state, each on its own: one that fails leaves no trace in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import structlog

from kds.core.codec import encode
from kds.core.day.end_day import CloseDay
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick, next_deadline
from kds.core.decide import Recorded, perform
from kds.core.state import State
from kds.core.types import Command, Context, Ms, PartOfDay, Refusal, ThemeBegun, Today
from kds.runtime import days
from kds.runtime.dayparts import part_of_day
from kds.runtime.messages import ANSWER_DAMAGED, KEY_REUSED, Committed, Fault, Reply, Waiting
from kds.runtime.themes import theme_begun
from kds.storage.ledger import Head, Key, StoredAnswer, StoredEvent, chain

log = structlog.get_logger()
_to_json = msgspec.json.Encoder().encode

Outcome = Reply | Exception
TICKS = 2
"""Things that happen by themselves before a batch, at most; what else is due comes with the next one."""


class Batch(NamedTuple):
    """What a batch of commands comes to: what is to be stored, the head after it, and everybody's answer.

    Once it is on disk, running time has gone by `shift_ms`.
    """

    events: list[Committed]
    answers: list[StoredAnswer]
    head: Head
    decided: list[tuple[Waiting, Outcome]]
    shift_ms: Ms = 0


def decide_batch(
    state: State,
    head: Head,
    waiting: Iterable[Waiting],
    known: Mapping[Key, StoredAnswer],
    now: Ms,
    store_id: str,
    step_ms: Ms = 0,
) -> Batch:
    """Decide and fold the commands in turn, after all that was due before them.

    `step_ms` is how far running time has to follow the wall clock: that comes first of all, and what follows happens
    in the new time. Keys that are `known`, or come twice, get the answer that they have.
    """
    kept = dict(known)
    events, head = follow_clock(state, head, now, step_ms, store_id) if step_ms else ([], head)
    shift_ms = step_ms if events else 0
    now += shift_ms
    passed, head = let_time_pass(state, head, now, store_id)
    events += passed
    answers: list[StoredAnswer] = []
    decided: list[tuple[Waiting, Outcome]] = []
    for each in waiting:
        sender = each.sender
        key = Key(sender.who.id, sender.key)
        before = kept.get(key) if sender.key else None
        if before is not None:
            decided.append((each, _repeated(each, before)))
            continue
        today = _tomorrow(state, now, each.command)
        context = Context(now, sender.who, sender.approver, sender.device, today)
        commands = (each.command, *each.then)
        outcome, led_to, head = _decide(state, head, commands, context, store_id, clean=sender.clean)
        events += led_to
        if sender.key and isinstance(outcome, Reply):
            kept[key] = answer = StoredAnswer(*key, sender.fingerprint, now, outcome.body)
            answers.append(answer)
        decided.append((each, outcome))
    return Batch(events, answers, head, decided, shift_ms)


def follow_clock(state: State, head: Head, now: Ms, step_ms: Ms, store_id: str) -> tuple[list[Committed], Head]:
    """The step of the wall clock that running time is to follow; no event where the rules fail on it."""
    day = state.day.current.value
    context = Context(now + step_ms, today=_today(state, now + step_ms, "" if day is None else day.closed))
    _, events, head = _decide_one(state, head, NoteClockStep(step_ms, step_ms), context, store_id)
    return events, head


def let_time_pass(state: State, head: Head, now: Ms, store_id: str) -> tuple[list[Committed], Head]:
    """What is due at `now` happens first, so that whatever is decided after the cut-off belongs to the new day."""
    events: list[Committed] = []
    now = max(now, state.at)
    for _ in range(TICKS):
        due = next_deadline(state)
        if due is None or due > now:
            break
        day = state.day.current.value
        today = _today(state, now, "" if day is None else day.business_day)
        context = Context(now, today=today, part=_part(state, now), begun=_begun(state, now))
        outcome, led_to, head = _decide_one(state, head, Tick(), context, store_id)
        if isinstance(outcome, Fault) or not led_to:
            break
        events += led_to
    return events, head


def _tomorrow(state: State, now: Ms, command: Command) -> Today | None:
    """What follows the business day under way, for the one command that asks: the calendar takes its time."""
    day = state.day.current.value
    return _today(state, now, day.business_day) if isinstance(command, CloseDay) and day is not None else None


def _today(state: State, now: Ms, after: str) -> Today | None:
    house = state.day.house.value
    return None if house is None else days.today(house, now, after)


def _part(state: State, now: Ms) -> PartOfDay | None:
    house = state.day.house.value
    return None if house is None else part_of_day(now, house.timezone, state.menu.dayparts.values())


def _begun(state: State, now: Ms) -> ThemeBegun | None:
    house, themes = state.day.house.value, state.kitchen.themes
    return theme_begun(now, house.timezone, themes.values(), state.menu.dayparts) if house and themes else None


def _repeated(waiting: Waiting, before: StoredAnswer) -> Outcome:
    if before.fingerprint != waiting.sender.fingerprint:
        return Refusal(KEY_REUSED)
    if not before.whole:
        return Refusal(ANSWER_DAMAGED)
    return Reply(before.body, replayed=True)


def _decide_one(
    state: State, head: Head, command: Command, context: Context, store_id: str
) -> tuple[Outcome, list[Committed], Head]:
    return _decide(state, head, (command,), context, store_id)


def _decide(
    state: State, head: Head, commands: Sequence[Command], context: Context, store_id: str, *, clean: bool = False
) -> tuple[Outcome, list[Committed], Head]:
    """Commands that are done in turn, all of them or none; the outcome of the last, or of the one that cannot be."""
    mark, after = state.mark(), head
    events: list[Committed] = []
    try:
        for command in commands:
            found = perform(state, command, context, clean=clean)
            if isinstance(found, Refusal):
                state.undo(mark)
                return found, [], head
            reply = Reply(_to_json(found.answer), replayed=False)
            for one in found.recorded:
                stored = _store(one, after, store_id)
                after = Head(stored.seq, stored.hash)
                events.append(Committed(one.stamp, one.event, stored))
        return reply, events, after
    except Exception as error:
        state.undo(mark)
        log.exception("command_failed", command=type(commands[0]).__name__)
        return Fault(type(error).__name__), [], head


def _store(recorded: Recorded, head: Head, store_id: str) -> StoredEvent:
    stamp, event = recorded
    name, version, data = encode(event)
    session: Any = getattr(event, "session", None)
    fields = (stamp.seq, name, version, stamp.at, stamp.actor, session, data)
    chained = chain(head.hash, store_id, fields, stamp.approver, stamp.device)
    return StoredEvent(*fields, chained, stamp.approver, stamp.device)
