"""The end of a meal: wait for what was ordered, ask for what is late, pay, and leave the table."""

from __future__ import annotations

from random import Random

from kds.demo.client import Refused
from kds.demo.evening import Evening
from kds.demo.wire import Bill, BillLine, Done

OPEN = ("held", "fired", "started", "done")
RUSH_AFTER_S, RUSH_AGAIN_S, GIVE_UP_AFTER_S = 420.0, 240.0, 2400.0
"""Simulated seconds that guests wait until they ask for the rest, ask for it again, and do without it."""


async def finish(evening: Evening, session: str, bill_id: str, rng: Random) -> None:
    """Wait until everything is at the table, then pay and leave; nobody waits for what was never called for."""
    waited_s = 0.0
    rushed: dict[str, float] = {}
    left_over: set[str] = set()
    while waiting := [line for line in _waiting(await _bill(evening, bill_id)) if line.line not in left_over]:
        step_s = rng.uniform(45, 90)
        await evening.pace.pause(step_s)
        waited_s += step_s
        for line in waiting:
            if line.state == "done":
                evening.is_done(line.line)
            elif line.state == "held" and line.line in evening.book.tickets:
                left_over.add(line.line)
            elif waited_s > GIVE_UP_AFTER_S or line.state == "held":
                await void(evening, line.line, "客人不等了")
            elif waited_s > rushed.get(line.line, RUSH_AFTER_S - RUSH_AGAIN_S) + RUSH_AGAIN_S:
                rushed[line.line] = waited_s
                await rush(evening, line.line)
    await evening.pace.pause(rng.uniform(60, 400))
    await leave(evening, session, bill_id, rng)
    for line_id in sorted(left_over):
        await end(evening, line_id)


async def leave(evening: Evening, session: str, bill_id: str, rng: Random) -> None:
    """Pay, and clear the table."""
    await pay(evening, bill_id, rng)
    await clear(evening, session)


async def pay(evening: Evening, bill_id: str, rng: Random) -> None:
    """Pay what is due, sometimes in two parts."""
    while due := _due(await _bill(evening, bill_id)):
        part = due // 2 if rng.random() < 0.15 and due > 1 else due
        payment = {"tender": rng.choice(["cash", "card", "other", "other"]), "amount_minor": part}
        try:
            await evening.api.post(f"/api/v1/bills/{bill_id}/pay", payment, Done, "waiter", evening.key())
            evening.book.counts["paid_minor"] += part
        except Refused as refusal:
            if refusal.reason not in ("overpaid", "bill_closed"):  # somebody else paid in the meantime: look again
                raise


async def clear(evening: Evening, session: str) -> None:
    """The party has left."""
    try:
        await evening.api.post(f"/api/v1/sessions/{session}/clear", {}, Done, "waiter", evening.key())
    except Refused as refusal:
        if refusal.reason != "session_ended":
            raise


async def void(evening: Evening, line: str, reason: str) -> None:
    """Take a line back, with the whole set meal that it is a part of, if that is still possible."""
    body = {"reason": reason, "whole_meal": True}
    try:
        await evening.api.post(f"/api/v1/lines/{line}/void", body, Done, "manager", evening.key())
    except Refused:
        return  # served, paid or taken back already
    evening.book.voided.add(line)
    evening.book.counts["voided"] += 1


async def end(evening: Evening, line: str) -> None:
    """Tell the kitchen that nobody waits for a line any more: it is paid for, and its guests have gone."""
    body = {"outcome": "not_made", "lines": [line], "reason": "客人已离店"}
    path = f"/api/v1/tickets/{evening.book.tickets[line]}/end"
    try:
        await evening.api.post(path, body, Done, "waiter", evening.key())
    except Refused:
        return  # somebody has made it after all
    evening.book.counts["left_over"] += 1


async def rush(evening: Evening, line: str) -> None:
    """Ask where a line is."""
    try:
        await evening.api.post(f"/api/v1/lines/{line}/rush", {}, Done, "waiter", evening.key())
    except Refused:
        return  # it is there
    evening.book.counts["rushed"] += 1


async def _bill(evening: Evening, bill_id: str) -> Bill:
    return await evening.api.get(f"/api/v1/bills/{bill_id}", Bill)


def _waiting(bill: Bill) -> list[BillLine]:
    return [line for line in bill.lines if line.state in OPEN]


def _due(bill: Bill) -> int:
    return bill.total_minor - bill.paid_minor
