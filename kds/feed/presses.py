"""A press on a screen becomes a command: exactly once, however often the screen has to send it."""

from __future__ import annotations

import hashlib

import msgspec

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.start import StartTicket
from kds.core.types import Command, Name, Refusal
from kds.feed.messages import Press, Pressed, PressKind
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store

COMMANDS: dict[PressKind, type[StartTicket] | type[BumpTicket] | type[RecallTicket]] = {
    "start": StartTicket,
    "bump": BumpTicket,
    "recall": RecallTicket,
}
RETRY_MS = 1_000
BUSY = Name(zh="系统忙，正在重试", en="Busy, trying again")
FAULT = Name(zh="系统出错，请告诉经理", en="Something is wrong in the system; tell the manager")

_decode = msgspec.json.Decoder(Press).decode
_encode = msgspec.json.Encoder().encode


def read_press(text: str) -> Press:
    """The press in a frame. Raises `msgspec.ValidationError` or `msgspec.DecodeError`."""
    return _decode(text)


async def do_press(store: Store, actor: str, press: Press, device: str = "") -> Pressed:
    """Submit the press under its own key and tell what became of it."""
    command: Command = COMMANDS[press.kind](ticket=press.ticket, lines=press.lines)
    sender = Sender(actor=actor, key=f"press-{press.press}", fingerprint=_fingerprint(actor, press), device=device)
    try:
        await store.submit(command, sender)
    except Refusal as refusal:
        return _refused(press, refusal.reason.code, refusal.message())
    except Overloaded as overloaded:
        return Pressed(press.press, "again", press.ticket, "overloaded", BUSY, overloaded.retry_after_s * 1000)
    except StorageFailed:
        return Pressed(press.press, "again", press.ticket, "storage_failed", BUSY, RETRY_MS)
    except InDoubt:
        return Pressed(press.press, "again", press.ticket, "in_doubt", BUSY, RETRY_MS)
    except Fault:
        return _refused(press, "fault", FAULT)
    return Pressed(press.press, "done", press.ticket)


def _refused(press: Press, reason: str, message: Name) -> Pressed:
    return Pressed(press.press, "refused", press.ticket, reason, message)


def _fingerprint(actor: str, press: Press) -> bytes:
    """Over what the press does; its age grows while it waits to be sent again."""
    return hashlib.sha256(_encode(("press", actor, press.kind, press.ticket, press.lines))).digest()
