"""Orders and bills: the round is what every channel sends, the bill what a party owes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kds.core import refusals
from kds.core.kitchen.bill_view import BillView, bill_view
from kds.core.menu.model import PARTS_MOST, PRICE_MOST, OpenItem
from kds.core.orders import move_lines, pay_bill, place_round, void_line
from kds.core.orders.model import COURSE_MOST, Cell, PartChosen, Spice
from kds.core.orders.move_lines import LINES_MOST
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import SEAT_MOST, LineWanted
from kds.core.rights import NOT_YOUR_TABLE, channel_of
from kds.core.text import Cause, ExternalId, Id, Note, OptionalId, Plate, Words
from kds.core.types import Channel, Fire, Name, Service, Who
from kds.web.api.fields import Amount, Guests, MenuVersion, Moment, Qty, to_ms
from kds.web.api.past import bill_for
from kds.web.problems import malformed
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest


class NameBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What it is called, in Chinese and in English."""

    zh: Words = ""
    en: Words = ""


class CellBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One cell of a pot."""

    soup: Id
    spice: Spice | None = None


class ItemBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What is on no menu (临时菜): a name in one language at least, the price of one, the station that makes it.

    Whoever leads the house orders it, or approves.
    """

    name: NameBody
    price_minor: Annotated[int, Meta(ge=0, le=PRICE_MOST, description="In the currency's minor unit.")]
    station: Id


class PartBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A dish chosen from a group of a set meal: so many portions for each meal."""

    group: Id
    dish: Id
    qty: Annotated[int, Meta(ge=1, le=PARTS_MOST)] = 1
    options: Annotated[tuple[Id, ...], Meta(max_length=50)] = ()
    cells: Annotated[tuple[CellBody, ...], Meta(max_length=9)] = ()


class LineBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One dish, a set meal with its `parts`, or an open `item`.

    `id` is made by the device and unique in its session: sent again it adds nothing.
    `price_minor` is what the guest saw that all of the line costs: at another price it is not sold.
    `seat` is who at the table ordered it. `course` is with which course it comes: from the second on it is held until
    that is fired, where neither it says `fire` nor is a soup base.
    """

    dish: Id | None = None
    item: ItemBody | None = None
    qty: Qty
    id: OptionalId | None = None
    options: Annotated[tuple[Id, ...], Meta(max_length=50)] = ()
    cells: Annotated[tuple[CellBody, ...], Meta(max_length=9)] = ()
    fire: Fire | None = None
    note: Note | None = None
    price_minor: Amount | None = None
    seat: Annotated[int, Meta(ge=0, le=SEAT_MOST)] = 0
    course: Annotated[int, Meta(ge=0, le=COURSE_MOST)] = 0
    parts: Annotated[tuple[PartBody, ...], Meta(max_length=PARTS_MOST)] = ()


class RoundBody(Struct, frozen=True, forbid_unknown_fields=True):
    """An order. A `session` that is named takes it, wherever it sits; without one it is for whoever eats at `table`.

    `table` is required for dine-in without a session. `menu_version` is the menu that it was ordered from: what has
    changed its price since then, and says none of its own, is not sold. A guest's `channel` is that of the token; where
    none is said it is that, or api. With `confirmed` false what may be a slip of whoever types is asked about once (409
    `are_you_sure`); the same request with true is placed. `plate` is the number plate that a new party has taken, which
    eats here without a table.
    """

    lines: Annotated[tuple[LineBody, ...], Meta(min_length=1, max_length=200)]
    service: Service = "dine_in"
    table: Id | None = None
    session: Id | None = None
    channel: Channel | None = None
    guests: Guests | None = None
    fire: Fire = "now"
    made_at: Moment | None = None
    external_id: ExternalId | None = None
    promised_at: Moment | None = None
    menu_version: MenuVersion | None = None
    confirmed: bool | None = None
    plate: Plate = ""


class PayBody(Struct, frozen=True, forbid_unknown_fields=True):
    """So much money in one of the house's tenders; 0 closes a bill on which nothing is due.

    `tendered_minor` is the cash that was handed over: what is more than the amount and the tip goes back. `reference`
    is what a terminal said; `account` is who will pay, `deposit` what it is taken from.
    """

    tender: Id
    amount_minor: Amount
    tendered_minor: Amount | None = None
    tip_minor: Amount = 0
    reference: ExternalId = ""
    account: OptionalId = ""
    deposit: OptionalId = ""


class VoidBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the line is taken back. A part of a set meal goes only where `whole_meal` says that all of it is to go."""

    reason: Cause
    whole_meal: bool = False


class MoveLinesBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The lines, and where they are to stand: on the open bill of a party, on a bill, or, `to_new`, on the bill of a
    new party at the same table. One of the three is said.
    """

    lines: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=LINES_MOST)]
    to_session: Id | None = None
    to_bill: Id | None = None
    to_new: bool = False


def to_round(body: RoundBody, params: Params, who: Who) -> PlaceRound:
    """The command that the body asks for."""
    return PlaceRound(
        channel=body.channel or channel_of(who),
        lines=tuple([_line(place, line) for place, line in enumerate(body.lines)]),
        service=body.service,
        table=body.table,
        session=who.session if body.session is None else body.session,
        guests=body.guests or 0,
        fire=body.fire,
        made_at=to_ms("made_at", body.made_at),
        external_id=body.external_id or "",
        promised_at=to_ms("promised_at", body.promised_at),
        menu_version=body.menu_version,
        confirmed=body.confirmed,
        plate=body.plate,
    )


def _line(place: int, line: LineBody) -> LineWanted:
    if line.dish is None and line.item is None:
        raise malformed(f"lines[{place}].dish", "Object missing required field `dish`")
    item = line.item
    return LineWanted(
        dish=line.dish or "",
        item=None if item is None else OpenItem(Name(item.name.zh, item.name.en), item.price_minor, item.station),
        qty=line.qty,
        id=line.id or "",
        options=line.options,
        cells=_cells(line.cells),
        fire=line.fire,
        note=line.note or "",
        price_minor=line.price_minor,
        seat=line.seat,
        course=line.course,
        parts=tuple(
            [PartChosen(each.group, each.dish, each.qty, each.options, _cells(each.cells)) for each in line.parts]
        ),
    )


def _cells(cells: Sequence[CellBody]) -> tuple[Cell, ...]:
    return tuple([Cell(soup=cell.soup, spice=cell.spice) for cell in cells]) if cells else ()


async def read_bill(asked: ReadRequest) -> bytes:
    """A bill that is alive, or for the staff also one of days gone by, from the ledger."""
    store = asked.store
    state, bill = await bill_for(store, asked.who, asked.params["bill"])
    return msgspec.json.encode(bill_view(state, bill, store.now(), store.state))


ROUTES = (
    Post(
        path=f"{PREFIX}/rounds",
        summary="Order: place a round; the party and its bill are opened where there is none",
        deed=place_round.DEED,
        body=RoundBody,
        command=to_round,
        status=201,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/pay",
        summary="Take money for a bill; the last of it closes the bill",
        deed=pay_bill.DEED,
        body=PayBody,
    ),
    Post(
        path=f"{PREFIX}/lines/{{line}}/void",
        summary="Take a line back, with a reason",
        deed=void_line.DEED,
        body=VoidBody,
    ),
    Post(
        path=f"{PREFIX}/lines/move",
        summary="Move lines to another party or bill; the kitchen makes nothing anew",
        deed=move_lines.DEED,
        body=MoveLinesBody,
    ),
    Get(
        path=f"{PREFIX}/bills/{{bill}}",
        summary="A bill with its lines and their clocks",
        view="bill",
        read=read_bill,
        answer=BillView,
        refusals=(refusals.UNKNOWN_BILL, NOT_YOUR_TABLE),
    ),
)
