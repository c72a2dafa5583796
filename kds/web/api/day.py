"""The house and its day: reading and changing its settings."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kds.core.day import change_house
from kds.core.day.change_house import ChangeHouse, HouseSettings, house_settings
from kds.core.day.model import HouseLanguage
from kds.core.day.rules import (
    BATCH_LEAST,
    BATCH_MOST,
    BATCH_WINDOW_MOST_MS,
    HOUR_MS,
    NOBODY_PERMILLE,
    PAPER_MS,
    PATIENCE_MOST_MS,
    PLATES_MOST_PERMILLE,
)
from kds.core.types import Ms, Name, Who
from kds.runtime.zones import is_zone
from kds.web.problems import malformed
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest

Patience = Annotated[int, Meta(ge=0, le=PATIENCE_MOST_MS, description="Milliseconds.")]


Nobody = Annotated[int, Meta(ge=0, le=NOBODY_PERMILLE[1], description="Of the standard time, from 1000; 0 is never.")]
ToPaper = Annotated[int, Meta(ge=PAPER_MS[0], le=PAPER_MS[1], description="Milliseconds.")]
Plates = Annotated[int, Meta(ge=0, le=PLATES_MOST_PERMILLE, description="Thousandths of a plate; 0 says nothing.")]


class HouseBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is not given, or null, stays as it is; `cutoff_minute` 150 ends the day at 02:30."""

    name: Name | None = None
    cutoff_minute: Annotated[int, Meta(ge=-(1 << 31), le=1 << 31, description="0 to 1439.")] | None = None
    shown_within_ms: Ms | None = None
    rush_after_ms: Patience | None = None
    rush_every_ms: Patience | None = None
    dine_in_by_number: bool | None = None
    tables_are_cleaned: bool | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="Until anything has a price.")] | None = None
    timezone: Annotated[str, Meta(max_length=64, description="An IANA name; until anything is sold.")] | None = None
    sign_out_after_ms: Ms | None = None
    address: Annotated[str, Meta(max_length=128, description="By which phones reach the house.")] | None = None
    guests_order: bool | None = None
    code_a_visit: bool | None = None
    seated_first: bool | None = None
    base_at_once: bool | None = None
    plates_a_guest_permille: Plates | None = None
    number_plates: bool | None = None
    base_gate_ms: Patience | None = None
    pace_courses: bool | None = None
    learn_times: bool | None = None
    language: HouseLanguage | None = None
    serve_what_is_done_only: bool | None = None
    calls_after_ms: Annotated[int, Meta(ge=0, le=HOUR_MS, description="Milliseconds; 0 is never.")] | None = None
    nobody_after_permille: Nobody | None = None
    paper_dark_ms: ToPaper | None = None
    paper_unseen_ms: ToPaper | None = None
    batch_window_ms: Annotated[int, Meta(ge=0, le=BATCH_WINDOW_MOST_MS)] | None = None
    batch_most: Annotated[int, Meta(ge=BATCH_LEAST, le=BATCH_MOST, description="Portions.")] | None = None


def to_change(body: HouseBody, params: Params, who: Who) -> ChangeHouse:
    """The change, of which core cannot know whether there is such a time zone. Fails with malformed."""
    look_up(body.timezone, "timezone")
    return ChangeHouse(**{name: getattr(body, name) for name in body.__struct_fields__})


def look_up(timezone: str | None, field: str) -> None:
    """Whether there is the time zone that a house is to have, as the `field` of a body. Fails with malformed."""
    if timezone is not None and not is_zone(timezone):
        raise malformed(field, "there is no such time zone")


async def read_house(asked: ReadRequest) -> bytes:
    """The settings as they stand."""
    await asked.store.readable()
    return msgspec.json.encode(house_settings(asked.store.state))


ROUTES: tuple[Post | Get, ...] = (
    Get(
        path=f"{PREFIX}/house",
        summary="The house's settings, and the business day under way",
        view="house",
        read=read_house,
        answer=HouseSettings,
    ),
    Post(
        path=f"{PREFIX}/house",
        summary="Change the house's settings: what is given is set, the rest stays",
        deed=change_house.DEED,
        body=HouseBody,
        command=to_change,
    ),
)
