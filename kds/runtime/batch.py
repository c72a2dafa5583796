"""Decide a batch of commands against the state, each on its own: one that fails leaves no trace in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
import structlog

from kds.core.codec import encode
from kds.core.deadlines import Tick, next_deadline
from kds.core.decide import Recorded, perform
from kds.core.state import State
from kds.core.types import Command, Context, Ms, Refusal
from kds.runtime.clock import today
from kds.runtime.messages import KEY_REUSED, Committed, Fault, Reply, Waiting
from kds.storage.ledger import Head, KeptAnswer, StoredEvent, chain

log = structlog.get_logger()
_to_json = msgspec.json.Encoder().encode

Outcome = Reply | Exception
TICKS = 2
"""Things that happen by themselves before a batch, at most; what else is due comes with the next one."""


class Batch(NamedTuple):
    """What a batch of commands comes to: what is to be stored, the head after it, and everybody's answer."""

    events: list[Committed]
    answers: list[KeptAnswer]
    head: Head
    decided: list[tuple[Waiting, Outcome]]


def decide_batch(
    state: State,
    head: Head,
    waiting: Iterable[Waiting],
    known: Mapping[str, KeptAnswer],
    now: Ms,
    store_id: str,
) -> Batch:
    """Decide and fold the commands in turn, after all that was due before them.

    Keys that are `known`, or come twice, get the answer that they have.
    """
    kept = dict(known)
    events, head = let_time_pass(state, head, now, store_id)
    answers: list[KeptAnswer] = []
    decided: list[tuple[Waiting, Outcome]] = []
    for each in waiting:
        sender = each.sender
        before = kept.get(sender.key) if sender.key else None
        if before is not None:
            decided.append((each, _repeated(each, before)))
            continue
        context = Context(now, sender.who, sender.approver, sender.device)
        outcome, led_to, head = _decide_one(state, head, each.command, context, store_id)
        events += led_to
        if sender.key and isinstance(outcome, Reply):
            answer = KeptAnswer(sender.key, sender.fingerprint, now, outcome.body)
            kept[sender.key] = answer
            answers.append(answer)
        decided.append((each, outcome))
    return Batch(events, answers, head, decided)


def let_time_pass(state: State, head: Head, now: Ms, store_id: str) -> tuple[list[Committed], Head]:
    """What is due at `now` happens first, so that whatever is decided after the cut-off belongs to the new day."""
    events: list[Committed] = []
    for _ in range(TICKS):
        due = next_deadline(state)
        if due is None or due > now:
            break
        context = Context(now, today=today(state, now))
        outcome, led_to, head = _decide_one(state, head, Tick(), context, store_id)
        if isinstance(outcome, Fault) or not led_to:
            break
        events += led_to
    return events, head


def _repeated(waiting: Waiting, before: KeptAnswer) -> Outcome:
    if before.fingerprint != waiting.sender.fingerprint:
        return Refusal(KEY_REUSED)
    return Reply(before.body, replayed=True)


def _decide_one(
    state: State, head: Head, command: Command, context: Context, store_id: str
) -> tuple[Outcome, list[Committed], Head]:
    mark = state.mark()
    try:
        outcome = perform(state, command, context)
        if isinstance(outcome, Refusal):
            return outcome, [], head
        reply = Reply(_to_json(outcome.answer), replayed=False)
        events: list[Committed] = []
        after = head
        for one in outcome.recorded:
            stored = _store(one, after, store_id)
            after = Head(stored.seq, stored.hash)
            events.append(Committed(one.stamp, one.event, stored))
        return reply, events, after
    except Exception as error:
        state.undo(mark)
        log.exception("command_failed", command=type(command).__name__)
        return Fault(type(error).__name__), [], head


def _store(recorded: Recorded, head: Head, store_id: str) -> StoredEvent:
    stamp, event = recorded
    name, version, data = encode(event)
    session: Any = getattr(event, "session", None)
    fields = (stamp.seq, name, version, stamp.at, stamp.actor, session, data)
    return StoredEvent(*fields, hash=chain(head.hash, store_id, fields))
