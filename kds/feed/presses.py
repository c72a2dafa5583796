"""A press on a screen becomes a command: exactly once, however often the screen has to send it."""

from __future__ import annotations

import hashlib
from functools import partial

import msgspec

from kds.core.kitchen.answers import TicketIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.recall_last import RecallLast
from kds.core.kitchen.slots import FREE
from kds.core.kitchen.start import StartTicket
from kds.core.refusals import UNKNOWN_TICKET
from kds.core.types import Command, Name, Refusal, Who
from kds.feed.messages import RECALL_LAST, Press, Pressed, PressKind
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store

COMMANDS: dict[PressKind, type[StartTicket] | type[BumpTicket] | type[RecallTicket] | type[FireTicket]] = {
    "start": StartTicket,
    "bump": BumpTicket,
    "recall": RecallTicket,
    "fire": FireTicket,
}
NO_TICKET = "none"
"""An id that no ticket ever has."""
RETRY_MS = 1_000
BUSY = Name(zh="系统忙，正在重试", en="Busy, trying again")
FAULT = Name(zh="系统出错，请告诉经理", en="Something is wrong in the system; tell the manager")

NOT_THERE = Name(zh="按下时{slot}号位没有制作单", en="No ticket stood in slot {slot} when it was pressed")
NOT_KNOWN = Name(zh="{slot}号位刚刚变化，请看清再按", en="Slot {slot} has only just appeared; look again and press")

_encode = msgspec.json.Encoder().encode
_done = msgspec.json.Decoder(TicketIs).decode


async def do_press(store: Store, who: Who, press: Press, meant: str | None = None, device: str = "") -> Pressed:
    """Submit the press under its own key and tell what became of it.

    `meant` is the ticket that a press at a slot was resolved to: `FREE` where none stood there, None where that is not
    known. `device` is the screen, whose stations' last bump a `recall_last` takes back. In any case the store is asked:
    the press may have been done already, and is answered as it was then.
    """
    ticket = press.ticket or meant or FREE
    command: Command
    if press.kind == RECALL_LAST:
        command = RecallLast(device, press.age_ms)
    else:
        command = COMMANDS[press.kind](ticket=ticket or NO_TICKET, lines=press.lines)
    sender = Sender(who, f"press-{press.press}", _fingerprint(who.id, press), device)
    answer = partial(Pressed, press.press, ticket=ticket or None, slot=press.slot)
    again = partial(answer, outcome="again", message=BUSY, retry_ms=RETRY_MS)
    try:
        reply = await store.submit(command, sender)
    except Refusal as refusal:
        if press.kind != RECALL_LAST and ticket == FREE and refusal.reason == UNKNOWN_TICKET:
            return _missed(press, meant)
        return answer(outcome="refused", reason=refusal.reason.code, message=refusal.message())
    except Overloaded as overloaded:
        return again(reason="overloaded", retry_ms=overloaded.retry_after_s * 1000)
    except StorageFailed:
        return again(reason="storage_failed")
    except InDoubt:
        return again(reason="in_doubt")
    except Fault:
        return answer(outcome="refused", reason="fault", message=FAULT)
    return answer(outcome="done", ticket=_done(reply.body).ticket)


def _missed(press: Press, meant: str | None) -> Pressed:
    """A press at a slot in which nothing stood, or nobody knows what."""
    code, words = ("slot_unknown", NOT_KNOWN) if meant is None else ("slot_free", NOT_THERE)
    message = Name(zh=words.zh.format(slot=press.slot), en=words.en.format(slot=press.slot))
    return Pressed(press.press, "refused", slot=press.slot, reason=code, message=message)


def _fingerprint(actor: str, press: Press) -> bytes:
    """Over what the press says; its age grows while it waits to be sent again."""
    return hashlib.sha256(_encode(("press", actor, press.kind, press.ticket or press.slot, press.lines))).digest()
