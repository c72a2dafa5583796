"""What happens in the kitchen. What it makes of the state stands in folds.py."""

from __future__ import annotations

from typing import ClassVar

from kds.core.kitchen.model import (
    AskedPart,
    EndedAs,
    FiredBy,
    LineWaits,
    Route,
    RoutedTicket,
    ServiceLateness,
    Station,
    Thresholds,
)
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.themes import SwitchedBy, Theme
from kds.core.kitchen.timings import LearntTime
from kds.core.types import Event, Ms, Name, Service


class KitchenSetUp(Event, frozen=True, gc=False):
    """The stations and screens of the kitchen, all of them, and the house's thresholds. Now it is `KitchenChanged`."""

    VERSION: ClassVar[int] = 2

    stations: tuple[Station, ...]
    screens: tuple[Screen, ...]
    thresholds: Thresholds


class KitchenChanged(Event, frozen=True, gc=False):
    """These stations, screens, routes and themes are new or other than before, those are gone. `thresholds` None: as
    before.
    """

    stations: tuple[Station, ...] = ()
    screens: tuple[Screen, ...] = ()
    stations_gone: tuple[str, ...] = ()
    screens_gone: tuple[str, ...] = ()
    thresholds: Thresholds | None = None
    routes: tuple[Route, ...] = ()
    routes_gone: tuple[str, ...] = ()
    knowingly: tuple[str, ...] = ()
    """The stations to which dishes come since, and that no screen shows, as somebody knew and said."""
    themes: tuple[Theme, ...] = ()
    themes_gone: tuple[str, ...] = ()
    services: tuple[ServiceLateness, ...] = ()
    """Those whose lateness is their own since, or another than before; of those that are gone it is the house's."""
    services_gone: tuple[Service, ...] = ()


class ThemeSwitched(Event, frozen=True, gc=False):
    """Another theme holds from now on, "" for none: screens show what they are set to. Where the clock brought it,
    the next one begins at `ends_at` by the house's calendar.
    """

    theme: str
    by: SwitchedBy = "hand"
    ends_at: Ms | None = None


class ThemeStayed(Event, frozen=True, gc=False):
    """The time of a theme came, and it does not hold: something would be where nobody sees it. What held goes on."""

    theme: str
    why: Name
    ends_at: Ms


class ThemesTimed(Event, frozen=True, gc=False):
    """The clock brings the next theme at `ends_at`, by the house's calendar."""

    ends_at: Ms


class TicketsRouted(Event, frozen=True, gc=False):
    """A round became tickets, one a station, and one for a base."""

    VERSION: ClassVar[int] = 2

    session: str
    tickets: tuple[RoutedTicket, ...]


class TicketStarted(Event, frozen=True, gc=False):
    """A cook began these lines of a ticket."""

    session: str
    ticket: str
    lines: tuple[str, ...]


class TicketBumped(Event, frozen=True, gc=False):
    """These lines of a ticket are done (完成). `press` is the first event of a press for several tickets, 0 for one."""

    session: str
    ticket: str
    lines: tuple[str, ...]
    press: int = 0


class TicketRecalled(Event, frozen=True, gc=False):
    """These lines of a ticket were not done or ended after all (撤回). Their clocks run on as if never stopped."""

    session: str
    ticket: str
    lines: tuple[str, ...]


class TicketEnded(Event, frozen=True, gc=False):
    """These lines of a ticket were ended without a bump: somebody says what became of them."""

    session: str
    ticket: str
    lines: tuple[str, ...]
    outcome: EndedAs
    reason: str = ""


class TicketTransferred(Event, frozen=True, gc=False):
    """These lines of a ticket are made at another station from now on, where they stand on the ticket `into`: the same
    one, where all of it went.
    """

    session: str
    ticket: str
    lines: tuple[str, ...]
    station: str
    came_from: str
    into: str


class LinesPassedOn(Event, frozen=True, gc=False):
    """These lines of a ticket are done with one of their steps (工序): the next one is made at another station, where
    they stand on the ticket `into` and are judged by these thresholds. `back`: they were not done with the one before
    after all, and stand there again. `press` is the first event of a press for several tickets, 0 for one.
    """

    session: str
    ticket: str
    lines: tuple[str, ...]
    station: str
    came_from: str
    into: str
    thresholds: Thresholds
    back: bool = False
    press: int = 0


class LineFired(Event, frozen=True, gc=False):
    """A held line is called for (叫起), or was not to wait any longer."""

    session: str
    ticket: str
    line: str
    by: FiredBy = "hand"


class LinesHeld(Event, frozen=True, gc=False):
    """Lines of a ticket that were fired, and that nobody has begun, wait to be called for again."""

    session: str
    ticket: str
    lines: tuple[str, ...]


class LinesWait(Event, frozen=True, gc=False):
    """Lines of a party that wait by themselves are fired at other moments than before: something goes on otherwise."""

    session: str
    lines: tuple[LineWaits, ...]


class LineRushed(Event, frozen=True, gc=False):
    """Somebody asked where a line is (催菜)."""

    session: str
    ticket: str
    line: str


class LineServed(Event, frozen=True, gc=False):
    """A line is at the table (划菜). What is served was done, bumped or not."""

    session: str
    ticket: str
    line: str


class LineUnserved(Event, frozen=True, gc=False):
    """A line is not at the table after all; it is where it was before it was served."""

    session: str
    ticket: str
    line: str


class LineHandedOver(Event, frozen=True, gc=False):
    """Somebody carries a line that is done to its table; `back`: nobody does after all, and it stands at the pass."""

    session: str
    ticket: str
    line: str
    back: bool = False


class TicketsPutForward(Event, frozen=True, gc=False):
    """These tickets of a party go before all others; `back`: they wait for their turn again."""

    session: str
    tickets: tuple[str, ...]
    back: bool = False


class LineNoted(Event, frozen=True, gc=False):
    """The note of a line is another than `before`. `cooking`: it was fired, and the kitchen has to acknowledge it."""

    session: str
    ticket: str
    line: str
    note: str
    before: str
    cooking: bool = False


class NotesAcknowledged(Event, frozen=True, gc=False):
    """The kitchen knows the notes of a ticket and of its lines as they are now."""

    session: str
    ticket: str


class VoidsAcknowledged(Event, frozen=True, gc=False):
    """The kitchen knows that these voided lines are to be stopped, and says what had become of them.

    `expired`: nobody said so, but what had not been begun has stood there for long enough. `outcome` None: of old that
    was not asked. `otherwise` are those of the lines of which the floor had said something else as it voided them.
    `by_clocks`: nobody said what had become of them, and the outcome is what their clocks say.
    """

    session: str
    ticket: str
    lines: tuple[str, ...]
    expired: bool = False
    outcome: EndedAs | None = None
    otherwise: tuple[str, ...] = ()
    by_clocks: bool = False


class TicketShown(Event, frozen=True, gc=False):
    """A screen painted a ticket that nobody had seen, so long after it came, was fired or came back."""

    session: str
    ticket: str
    screen: str
    delay_ms: Ms


class KitchenTested(Event, frozen=True, gc=False):
    """Somebody tested the kitchen; it took so long, and these are the parts that were to answer."""

    took_ms: Ms
    parts: tuple[AskedPart, ...]


class TicketAcknowledged(Event, frozen=True, gc=False):
    """Somebody took charge of a ticket that no screen had shown."""

    session: str
    ticket: str


class TimesLearnt(Event, frozen=True, gc=False):
    """As a day closed: how long dishes take, of all that were made on it; of those in the cells `gone` it is not known
    any more.
    """

    business_day: str
    times: tuple[LearntTime, ...] = ()
    gone: tuple[str, ...] = ()


class TimesForgotten(Event, frozen=True, gc=False):
    """What was learnt of how long a dish takes is forgotten; "" is of all dishes."""

    dish: str = ""
