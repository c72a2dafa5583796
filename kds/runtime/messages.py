"""What goes in and out of a running store."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from kds.core.types import SYSTEM, Command, Event, Ms, Stamp, Who, reason
from kds.runtime.alarms import Alarm
from kds.storage.ledger import StoredEvent

KEY_REUSED = reason(
    "key_reused",
    "invalid",
    "这个 Idempotency-Key 已经用在另一个请求上",
    "This idempotency key was used for another request",
)
ANSWER_DAMAGED = reason(
    "answer_damaged",
    "conflict",
    "这个请求已经执行过，但当时的回答在磁盘上损坏了，请核对账单",
    "This was done before, but what it was answered is damaged on the disk; look at the bill",
)


class Sender(msgspec.Struct, frozen=True, gc=False):
    """Who sends a command, on which device, and under which key. Without a key no answer is stored for a repetition.

    `fingerprint` tells this command from any other: a SHA-256 over the actor, the path and the body. `approver`
    answers for what `who` may not do alone. `clean`: the command is in the form in which it is kept.
    """

    who: Who
    key: str = ""
    fingerprint: bytes = b""
    device: str = ""
    approver: Who | None = None
    clean: bool = False


HOUSE = Sender(SYSTEM)
"""The system itself."""


class Reply(NamedTuple):
    """The answer as JSON; `replayed` says that the command had been done before."""

    body: bytes
    replayed: bool


class Committed(NamedTuple):
    """An event that is on disk, as followers get it."""

    stamp: Stamp
    event: Event
    stored: StoredEvent


class Status(NamedTuple):
    """How a store fares. `commit_lag_ms` is how long the oldest waiting command has waited."""

    ready: bool
    seq: int
    commit_lag_ms: Ms
    queue_depth: int
    alarms: list[Alarm]


class Overloaded(Exception):
    """More comes in than can be done; nothing was stored. Try again after `retry_after_s` seconds."""

    def __init__(self, retry_after_s: int = 1) -> None:
        super().__init__(f"overloaded; try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class StorageFailed(Exception):
    """The ledger could not be written; nothing was stored."""


class InDoubt(Exception):
    """Whether the command was stored cannot be known yet; the same key will tell."""


class Fault(Exception):
    """The rules themselves failed on a command; nothing was stored."""


class Waiting:
    """A command on its way to its answer, and those that are done with it or not at all: `then`, in turn."""

    __slots__ = ("arrived", "command", "future", "sender", "then")

    def __init__(self, command: Command, sender: Sender, arrived: float, then: Sequence[Command] = ()) -> None:
        self.command = command
        self.then = then
        self.sender = sender
        self.arrived = arrived
        self.future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

    def done(self, reply: Reply) -> None:
        """Answer, unless whoever asked has gone."""
        if not self.future.done():
            self.future.set_result(reply)

    def failed(self, error: Exception) -> None:
        """Answer with a refusal or a failure, unless whoever asked has gone."""
        if not self.future.done():
            self.future.set_exception(error)
