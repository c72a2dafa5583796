"""The kitchen as the public is told of it."""

from __future__ import annotations

from msgspec import Struct

from kds.core.kitchen.events import (
    KitchenChanged,
    KitchenSetUp,
    KitchenTested,
    LinesPassedOn,
    LinesWait,
    ThemeStayed,
    TicketsRouted,
    TimesLearnt,
)
from kds.core.kitchen.model import TestedKind, TicketState, Waits
from kds.core.types import Ms
from kds.feed.public.projection import Projections


class KitchenSetUpData(Struct, frozen=True, gc=False):
    """The stations and screens of the kitchen."""

    stations: tuple[str, ...]
    screens: tuple[str, ...]


class KitchenChangedData(Struct, frozen=True, gc=False):
    """The stations, screens, routes and themes that are new, other than before, or gone, by id."""

    stations: tuple[str, ...]
    screens: tuple[str, ...]
    stations_gone: tuple[str, ...]
    screens_gone: tuple[str, ...]
    routes: tuple[str, ...]
    routes_gone: tuple[str, ...]
    knowingly: tuple[str, ...]
    themes: tuple[str, ...]
    themes_gone: tuple[str, ...]
    services: tuple[str, ...]
    services_gone: tuple[str, ...]


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


class AskedPart(Struct, frozen=True, gc=False):
    """What a test asks of the kitchen. `answered_ms` is how long after its beginning it answered; None: it did not."""

    kind: TestedKind
    screen: str
    name: str
    answered_ms: Ms | None


class KitchenTestedData(Struct, frozen=True, gc=False):
    """How a test of the kitchen went, and how long it took."""

    took_ms: Ms
    parts: tuple[AskedPart, ...]


class LineWaits(Struct, frozen=True, gc=False):
    """A line that is held for something, and is fired by itself then, or sooner."""

    line: str
    waits: Waits
    fires_at: Ms


class LinesWaitData(Struct, frozen=True, gc=False):
    """Lines of a party are fired by themselves at these moments."""

    session: str
    lines: tuple[LineWaits, ...]


class TimesLearntData(Struct, frozen=True, gc=False):
    """Of which dishes it is known anew how long they take, as a day closed."""

    business_day: str
    dishes: tuple[str, ...]


class ThemeStayedData(Struct, frozen=True, gc=False):
    """A theme whose time came and that does not hold, and why, in words of both languages."""

    theme: str
    why_zh: str
    why_en: str
    ends_at: Ms


class LinesPassedOnData(Struct, frozen=True, gc=False):
    """Lines of a ticket are at their next step, or (`back`) at the one before: where, on the ticket `into`."""

    session: str
    ticket: str
    lines: tuple[str, ...]
    station: str
    came_from: str
    into: str
    back: bool


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
        routes=tuple([each.route for each in event.routes]),
        routes_gone=event.routes_gone,
        knowingly=event.knowingly,
        themes=tuple([each.theme for each in event.themes]),
        themes_gone=event.themes_gone,
        services=tuple([each.service for each in event.services]),
        services_gone=event.services_gone,
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


def kitchen_tested(event: KitchenTested) -> KitchenTestedData:
    """Every part in full."""
    parts = [AskedPart(each.kind, each.screen, each.name, each.answered_ms) for each in event.parts]
    return KitchenTestedData(event.took_ms, tuple(parts))


def lines_wait(event: LinesWait) -> LinesWaitData:
    """Every line in full."""
    return LinesWaitData(
        event.session, tuple([LineWaits(each.line, each.waits, each.fires_at) for each in event.lines])
    )


def times_learnt(event: TimesLearnt) -> TimesLearntData:
    """Each dish once."""
    return TimesLearntData(event.business_day, tuple(dict.fromkeys([each.dish for each in event.times])))


def theme_stayed(event: ThemeStayed) -> ThemeStayedData:
    """Why, in words."""
    return ThemeStayedData(event.theme, event.why.zh, event.why.en, event.ends_at)


def lines_passed_on(event: LinesPassedOn) -> LinesPassedOnData:
    """Without what the house judges them by."""
    return LinesPassedOnData(
        event.session, event.ticket, event.lines, event.station, event.came_from, event.into, event.back
    )


PROJECTIONS: Projections = {
    LinesPassedOn: lines_passed_on,
    LinesWait: lines_wait,
    KitchenSetUp: kitchen_set_up,
    KitchenChanged: kitchen_changed,
    TicketsRouted: tickets_routed,
    KitchenTested: kitchen_tested,
    ThemeStayed: theme_stayed,
    TimesLearnt: times_learnt,
}
