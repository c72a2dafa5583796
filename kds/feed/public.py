"""The public events: what the world is told of the ledger's. Additive only: the ledger's own shapes may change
behind them, and every event of the ledger is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Union

import msgspec
from msgspec import Struct

from kds.core.codec import decode
from kds.core.day import events as day
from kds.core.floor import events as floor
from kds.core.kitchen import events as kitchen
from kds.core.menu import events as menu
from kds.core.orders import events as orders
from kds.core.types import Event, Stamp
from kds.feed import public_shapes as shapes
from kds.storage.ledger import StoredEvent


def _round_placed(event: orders.RoundPlaced) -> shapes.RoundPlacedData:
    placed = event.round
    lines = [
        shapes.PlacedLine(
            line=line.line,
            id=line.id,
            dish=line.dish,
            qty=line.qty,
            price_minor=line.price_minor,
            base=line.base,
            fire=line.fire,
            options=line.options,
            cells=tuple([shapes.PlacedCell(cell.soup, cell.spice) for cell in line.cells]),
            note=line.note,
        )
        for line in event.lines
    ]
    return shapes.RoundPlacedData(
        session=event.session,
        bill=placed.bill,
        round=placed.round,
        round_no=placed.round_no,
        channel=placed.channel,
        guests=event.guests,
        made_at=placed.made_at,
        promised_at=placed.promised_at,
        external_id=placed.external_id,
        lines=tuple(lines),
    )


def _founded(event: day.HouseFounded) -> shapes.FoundedData:
    house = event.house
    return shapes.FoundedData(house.store_id, house.currency, house.timezone, event.day.business_day)


def _day_closed(event: day.DayClosed) -> shapes.DayClosedData:
    return shapes.DayClosedData(event.business_day, event.sessions, event.next.business_day)


def _kitchen_set_up(event: kitchen.KitchenSetUp) -> shapes.KitchenSetUpData:
    return shapes.KitchenSetUpData(
        stations=tuple([each.station for each in event.stations]),
        screens=tuple([each.screen for each in event.screens]),
    )


def _tickets_routed(event: kitchen.TicketsRouted) -> shapes.TicketsRoutedData:
    tickets = [
        shapes.RoutedTicket(
            ticket=each.ticket,
            station=each.station,
            label=each.label,
            round=each.round,
            round_no=each.round_no,
            base=each.base,
            state=each.state,
            lines=each.lines,
        )
        for each in event.tickets
    ]
    return shapes.TicketsRoutedData(event.session, tuple(tickets))


def same(shape: type[Struct]) -> Callable[[Event], Struct]:
    """The projection that takes the members of `shape` from the event as they are."""
    names = shape.__struct_fields__
    return lambda event: shape(*[getattr(event, name) for name in names])


DATA: dict[type[Event], tuple[type[Struct], Callable[[Any], Struct]]] = {
    day.HouseFounded: (shapes.FoundedData, _founded),
    day.DayClosed: (shapes.DayClosedData, _day_closed),
    day.ClockStepped: (shapes.ClockSteppedData, same(shapes.ClockSteppedData)),
    menu.MenuPublished: (shapes.MenuPublishedData, lambda event: shapes.MenuPublishedData(event.menu.version)),
    menu.StockCounted: (shapes.StockCountedData, same(shapes.StockCountedData)),
    floor.FloorLaidOut: (
        shapes.FloorLaidOutData,
        lambda event: shapes.FloorLaidOutData(tuple([table.table for table in event.tables])),
    ),
    floor.SessionOpened: (shapes.SessionOpenedData, same(shapes.SessionOpenedData)),
    floor.SessionCleared: (shapes.SessionClearedData, same(shapes.SessionClearedData)),
    orders.BillOpened: (shapes.BillOpenedData, same(shapes.BillOpenedData)),
    orders.RoundPlaced: (shapes.RoundPlacedData, _round_placed),
    orders.LineVoided: (shapes.LineVoidedData, same(shapes.LineVoidedData)),
    orders.PaymentTaken: (shapes.PaymentTakenData, same(shapes.PaymentTakenData)),
    orders.BillClosed: (shapes.BillClosedData, same(shapes.BillClosedData)),
    kitchen.KitchenSetUp: (shapes.KitchenSetUpData, _kitchen_set_up),
    kitchen.TicketsRouted: (shapes.TicketsRoutedData, _tickets_routed),
    kitchen.TicketStarted: (shapes.TicketData, same(shapes.TicketData)),
    kitchen.TicketBumped: (shapes.TicketData, same(shapes.TicketData)),
    kitchen.TicketRecalled: (shapes.TicketData, same(shapes.TicketData)),
    kitchen.LineFired: (shapes.LineData, same(shapes.LineData)),
    kitchen.LineRushed: (shapes.LineData, same(shapes.LineData)),
    kitchen.LineServed: (shapes.LineData, same(shapes.LineData)),
    kitchen.TicketShown: (shapes.TicketShownData, same(shapes.TicketShownData)),
    kitchen.TicketAcknowledged: (shapes.TicketAcknowledgedData, same(shapes.TicketAcknowledgedData)),
}
"""For each event of the ledger the shape of its public data, and what makes it."""


class Told(NamedTuple):
    """A public event: its number, and its bytes, which are one JSON object `{"type", "seq", "at", "data"}`."""

    seq: int
    json: bytes


def _tagged(event: type[Event], shape: type[Struct]) -> Any:
    name = event.__name__
    fields = [("seq", int), ("at", int), ("data", shape)]
    return msgspec.defstruct(f"{name}Event", fields, tag_field="type", tag=name, frozen=True, gc=False)


_KINDS: dict[type[Event], Any] = {event: _tagged(event, shape) for event, (shape, _) in DATA.items()}
PublicEvent: Any = Union[tuple(_KINDS.values())]  # noqa: UP007 - there is no other way to spell it
"""Any public event: the type that the OpenAPI document is made from."""

_encode = msgspec.json.Encoder().encode


def tell(stamp: Stamp, event: Event) -> Told:
    """An event as the public sees it."""
    kind = type(event)
    return Told(stamp.seq, _encode(_KINDS[kind](stamp.seq, stamp.at, DATA[kind][1](event))))


def tell_stored(stored: StoredEvent) -> Told:
    """An event of the past as the public sees it."""
    event = decode(stored.type, stored.version, stored.data)
    return tell(Stamp(stored.seq, stored.at, stored.actor), event)
