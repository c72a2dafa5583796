"""The kitchen as the public is told of it."""

from __future__ import annotations

from msgspec import Struct

from kds.core.kitchen.events import KitchenChanged, KitchenSetUp, TicketsRouted
from kds.core.kitchen.model import TicketState
from kds.feed.public.projection import Projections


class KitchenSetUpData(Struct, frozen=True, gc=False):
    """The stations and screens of the kitchen."""

    stations: tuple[str, ...]
    screens: tuple[str, ...]


class KitchenChangedData(Struct, frozen=True, gc=False):
    """The stations and screens that are new, other than before, or gone, by id."""

    stations: tuple[str, ...]
    screens: tuple[str, ...]
    stations_gone: tuple[str, ...]
    screens_gone: tuple[str, ...]


class RoutedTicket(Struct, frozen=True, gc=False):
    """The lines of a round for one station."""

    ticket: str
    station: str
    label: str
    round: str
    round_no: int
    base: bool
    state: TicketState
    lines: tuple[str, ...]


class TicketsRoutedData(Struct, frozen=True, gc=False):
    """A round became tickets."""

    session: str
    tickets: tuple[RoutedTicket, ...]


def kitchen_set_up(event: KitchenSetUp) -> KitchenSetUpData:
    """Stations and screens by name."""
    return KitchenSetUpData(
        stations=tuple([each.station for each in event.stations]),
        screens=tuple([each.screen for each in event.screens]),
    )


def kitchen_changed(event: KitchenChanged) -> KitchenChangedData:
    """Stations and screens by name."""
    return KitchenChangedData(
        stations=tuple([each.station for each in event.stations]),
        screens=tuple([each.screen for each in event.screens]),
        stations_gone=event.stations_gone,
        screens_gone=event.screens_gone,
    )


def tickets_routed(event: TicketsRouted) -> TicketsRoutedData:
    """The tickets without what the house judges them by."""
    tickets = [
        RoutedTicket(
            ticket=each.ticket,
            station=each.station,
            label=each.label,
            round=each.round,
            round_no=each.round_no,
            base=each.base,
            state="held" if each.held else "fired",
            lines=each.lines,
        )
        for each in event.tickets
    ]
    return TicketsRoutedData(event.session, tuple(tickets))


PROJECTIONS: Projections = {
    KitchenSetUp: kitchen_set_up,
    KitchenChanged: kitchen_changed,
    TicketsRouted: tickets_routed,
}
