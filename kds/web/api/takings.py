"""Tills and days: shifts with their counts, and what a business day came to."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kds.core.billing import close_shift, drop_cash, open_shift
from kds.core.billing.day_model import DayReport
from kds.core.billing.takings import report
from kds.core.day import end_day
from kds.core.refusals import MOST
from kds.core.text import Cause, Id, OptionalCause, OptionalId
from kds.core.types import Refusal, reason
from kds.web.api.fields import Amount
from kds.web.routes import PREFIX, Get, Post, ReadRequest

UNKNOWN_DAY = reason(
    "unknown_day", "not_found", "没有营业日{business_day}的日结", "There is no report of the day {business_day}"
)


class ShiftBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever asks takes over the till, with so much in its drawer."""

    float_minor: Amount
    till: Id = "main"


class DropBody(Struct, frozen=True, forbid_unknown_fields=True):
    """So much cash goes to the safe; below zero it comes from there."""

    amount_minor: Annotated[int, Meta(ge=-MOST, le=MOST)]
    reason: Cause
    till: Id = "main"


class CountBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What was counted, and whose the till is then, by an id; "" is nobody's."""

    counted_minor: Amount
    till: Id = "main"
    hand_to: OptionalId = ""


class CloseDayBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be said of what is unfinished."""

    word: OptionalCause = ""


async def read_day(asked: ReadRequest) -> bytes:
    """A day that was closed, as it was; the one under way as it would be closed now."""
    await asked.store.readable()
    state, business_day = asked.store.state, asked.params["business_day"]
    found = state.billing.days.get(business_day)
    day = state.day.current.value
    if found is None and day is not None and business_day == day.business_day:
        found = report(state, business_day)
    if found is None:
        raise Refusal(UNKNOWN_DAY, business_day=business_day)
    return msgspec.json.encode(found)


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/shifts/open",
        summary="Take over a till, with so much cash in its drawer",
        deed=open_shift.DEED,
        body=ShiftBody,
        status=201,
    ),
    Post(
        path=f"{PREFIX}/shifts/drop",
        summary="Take cash from a drawer to the safe, or bring some",
        deed=drop_cash.DEED,
        body=DropBody,
    ),
    Post(
        path=f"{PREFIX}/shifts/close",
        summary="Count a till blind, and close its shift or hand it over",
        deed=close_shift.DEED,
        body=CountBody,
    ),
    Post(
        path=f"{PREFIX}/days/close",
        summary="Close the business day before it ends by itself; what is unfinished needs a word",
        deed=end_day.DEED,
        body=CloseDayBody,
    ),
    Get(
        path=f"{PREFIX}/days/{{business_day}}",
        summary="What a business day came to: under its number (Z) once it is closed, with its checks",
        view="events",
        read=read_day,
        answer=DayReport,
        refusals=(UNKNOWN_DAY,),
    ),
)
