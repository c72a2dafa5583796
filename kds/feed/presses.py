"""A press on a screen becomes a command: exactly once, however often the screen has to send it."""

from __future__ import annotations

import hashlib
from functools import partial

import msgspec

from kds.core.kitchen.acknowledge_unseen import AcknowledgeUnseen
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.bump_batch import BumpBatch
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.recall_last import RecallLast
from kds.core.kitchen.rush_ticket import RushTicket
from kds.core.kitchen.slots import FREE
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.refusals import UNKNOWN_TICKET
from kds.core.state import State
from kds.core.types import Command, Name, Refusal, Who
from kds.feed.messages import ACKNOWLEDGE, BATCH, RECALL, RECALL_LAST, SOLD_OUT, Press, Pressed, PressKind
from kds.feed.paint_history import Meant
from kds.feed.scans import Scan
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store

OnTicket = (
    type[StartTicket]
    | type[BumpTicket]
    | type[RecallTicket]
    | type[FireTicket]
    | type[RushTicket]
    | type[AcknowledgeVoids]
)
COMMANDS: dict[PressKind, OnTicket] = {
    "start": StartTicket,
    "bump": BumpTicket,
    "recall": RecallTicket,
    "fire": FireTicket,
    "rush": RushTicket,
    "acknowledge": AcknowledgeVoids,
}
NO_TICKET = "none"
"""An id that no ticket ever has."""
RETRY_MS = 1_000
BUSY = Name(zh="系统忙，正在重试", en="Busy, trying again")
FAULT = Name(zh="系统出错，请告诉经理", en="Something is wrong in the system; tell the manager")

NOT_THERE = Name(zh="按下时{slot}号位没有制作单", en="No ticket stood in slot {slot} when it was pressed")
NOT_KNOWN = Name(zh="{slot}号位刚刚变化，请看清再按", en="Slot {slot} has only just appeared; look again and press")

WAITS_AGAIN = Name(
    zh="{label}已撤回：号位都有单，它在下面排队", en="{label} is taken back: no slot is free, it waits at the foot"
)

WHICH = MarkSoldOut(NO_TICKET, 0)
"""Of no dish: the store refuses it, unless the press was done already."""
WHICH_DISH = Name(zh="先说哪道菜沽清：{dishes}", en="Which dish is sold out? {dishes}")
NO_DISH = Name(zh="这张单没有第{dish}道菜", en="This ticket has no dish {dish}")
SOLD = Name(zh="已沽清：{dish}", en="Sold out: {dish}")


class _Done(msgspec.Struct, frozen=True):
    """What the answers have in common: those to a ticket name it."""

    ticket: str | None = None


_encode = msgspec.json.Encoder().encode
_done = msgspec.json.Decoder(_Done).decode


async def do_press(
    store: Store, who: Who, press: Press, meant: Meant | None = None, device: str = "", scan: Scan | None = None
) -> Pressed:
    """Submit the press under its own key and tell what became of it.

    `meant` is what a press at a slot was resolved to: `FREE` where no ticket stood there, None where that is not known.
    What the press itself names goes before. `device` is the screen, whose stations' last bump a `recall_last` takes
    back, and whose alarm an `acknowledge` of no ticket is about. `scan` is what a slip asks for, where one was scanned.
    In any case the store is asked: the press may have been done already, and is answered as it was then.
    """
    ticket = press.ticket or (meant.ticket if meant else FREE)
    answer = partial(Pressed, press.press, ticket=ticket or None, slot=press.slot)
    words: Name | None = None
    if scan is not None:
        command = scan.command
    else:
        command, words = _command(store.state, press, meant or Meant(ticket), device)
    if isinstance(command, AcknowledgeUnseen):
        # It may be done from a screen alone, by whoever may press there.
        who = Who(who.id, "system")
    sender = Sender(who, f"press-{press.press}", _fingerprint(who.id, press), device)
    again = partial(answer, outcome="again", message=BUSY, retry_ms=RETRY_MS)
    try:
        reply = await store.submit(command, sender)
    except Refusal as refusal:
        if press.slot is not None and ticket == FREE and refusal.reason == UNKNOWN_TICKET:
            return _missed(press, meant)
        if command == WHICH:
            return answer(outcome="refused", reason="which_dish", message=words)
        if scan is not None and scan.words is not None:
            return answer(outcome="refused", reason=scan.reason, message=scan.words)
        return answer(outcome="refused", reason=refusal.reason.code, message=refusal.message())
    except Overloaded as overloaded:
        return again(reason="overloaded", retry_ms=overloaded.retry_after_s * 1000)
    except StorageFailed:
        return again(reason="storage_failed")
    except InDoubt:
        return again(reason="in_doubt")
    except Fault:
        return answer(outcome="refused", reason="fault", message=FAULT)
    ticket = _done(reply.body).ticket or ticket
    return answer(
        outcome="done", ticket=ticket or None, message=words or _came_back(store.state, press, ticket, device)
    )


def _command(state: State, press: Press, meant: Meant, device: str) -> tuple[Command, Name | None]:
    """What a press asks for, and what is said of it once it is done, or cannot be."""
    if press.kind == RECALL_LAST:
        return RecallLast(device, press.age_ms), None
    if press.kind == BATCH:
        return BumpBatch(device, press.lines, press.tickets, press.qty or 1), None
    if press.kind == ACKNOWLEDGE and press.ticket is None and press.slot is None:
        return AcknowledgeUnseen(device, press.age_ms), None
    if press.kind == SOLD_OUT:
        return _sold_out(state, meant.ticket, press.dish)
    ticket = meant.ticket or NO_TICKET
    if press.station is not None:
        return TransferTicket(ticket, press.station, press.lines or meant.lines), None
    kind = COMMANDS[press.kind]
    if kind is RushTicket:
        return RushTicket(ticket, press.lines), None
    lines = press.lines or meant.lines
    voids = meant.voids if press.voids is None else press.voids
    if kind is AcknowledgeVoids:
        return AcknowledgeVoids(ticket, lines, voids, press.outcome), None
    if kind is BumpTicket:
        return BumpTicket(ticket, lines, voids, notes=False), None
    return kind(ticket, lines), None


def _came_back(state: State, press: Press, ticket: str, device: str) -> Name | None:
    """Where a recalled ticket is, whose slot another one has by now."""
    found, screen = state.kitchen.tickets.get(ticket), state.kitchen.screens_now.get(device)
    if press.kind not in (RECALL, RECALL_LAST) or found is None or screen is None or not screen.takes(found.station):
        return None
    slots = state.kitchen.slots.get(device)
    if not found.stands or slots is None or ticket in slots.tickets:
        return None
    return _filled(WAITS_AGAIN, {"label": found.label}, {"label": found.label})


def _sold_out(state: State, ticket: str, wanted: int | None) -> tuple[Command, Name | None]:
    """For the dish of a ticket that is meant; `WHICH` where that has to be said first."""
    found = state.kitchen.tickets.get(ticket)
    if found is None:
        return StartTicket(ticket or NO_TICKET), None
    own = [state.orders.lines[line] for line in found.lines]
    dishes = list(dict.fromkeys(line.dish for line in own if line.item is None))  # an open item is there once anyway
    names = [state.menu.name_of(each) for each in dishes]
    number = wanted or (1 if len(dishes) <= 1 else 0)
    if 1 <= number <= len(dishes):
        name = names[number - 1]
        return MarkSoldOut(dishes[number - 1], 0), _filled(SOLD, {"dish": name.in_zh}, {"dish": name.in_en})
    if number:
        return WHICH, _filled(NO_DISH, {"dish": number}, {"dish": number})
    zh = " ".join(f"{place} {each.in_zh}" for place, each in enumerate(names, 1))
    en = ", ".join(f"{place} {each.in_en}" for place, each in enumerate(names, 1))
    return WHICH, _filled(WHICH_DISH, {"dishes": zh}, {"dishes": en})


def _filled(words: Name, zh: dict[str, object], en: dict[str, object]) -> Name:
    return Name(zh=words.zh.format_map(zh), en=words.en.format_map(en))


def _missed(press: Press, meant: Meant | None) -> Pressed:
    """A press at a slot in which nothing stood, or nobody knows what."""
    code, words = ("slot_unknown", NOT_KNOWN) if meant is None else ("slot_free", NOT_THERE)
    slot: dict[str, object] = {"slot": press.slot}
    return Pressed(press.press, "refused", slot=press.slot, reason=code, message=_filled(words, slot, slot))


def _fingerprint(actor: str, press: Press) -> bytes:
    """Over what the press says; its age grows while it waits to be sent again."""
    said = ("press", actor, press.kind, press.ticket or press.slot, press.lines)
    known = (press.dish, press.voids, press.outcome, press.station, press.qty, press.tickets or None)
    more = [each for each in known if each is not None]
    return hashlib.sha256(_encode((*said, *more))).digest()
