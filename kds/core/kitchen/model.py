"""What the kitchen is cooking: stations and screens, tickets, and the clocks of every line."""

from __future__ import annotations

from typing import Literal

from kds.core.kitchen.passed import Passed
from kds.core.kitchen.screens import PriorityRule, Screen
from kds.core.kitchen.themes import Theme
from kds.core.menu.model import Step
from kds.core.text import Id, Words
from kds.core.types import Channel, Ms, Name, Permille, Record, Service, own_defaults

CATCH_ALL = "catch_all"
"""The station of last resort: what no other station would show is shown there."""

Why = Literal["front", "rushed", "base_first", "overdue", "due_time", "held", "stopped"]
Colour = Literal["fresh", "soon", "late", "critical"]
ItemState = Literal["held", "fired", "started", "done", "served", "voided", "ended"]
TicketState = Literal["held", "fired", "started", "done", "voided", "ended"]
Waits = Literal["base", "pace"]
"""What a line that is held waits for: that the base is at the table, or that what takes longer is as far."""
FiredBy = Literal["hand", "base", "time", "pace"]
"""Why a line is fired: somebody called for it, the base came, it had waited for long enough, it is its turn."""
EndedAs = Literal["made", "not_made", "wasted"]
"""What became of work that was ended without a bump; what was made is done. Of a voided line it is what had."""

OPEN: tuple[ItemState, ...] = ("held", "fired", "started")
COOKING: tuple[ItemState, ...] = ("fired", "started")
CLOSED: tuple[TicketState, ...] = ("done", "voided", "ended")

TestedKind = Literal["screen", "touch", "sound", "bar"]


class Thresholds(Record, frozen=True, gc=False):
    """When a line is soon, late and critical: shares of its standard time, and an absolute cap."""

    soon_permille: Permille = 700
    late_permille: Permille = 1000
    critical_permille: Permille = 1500
    critical_ms: Ms = 1_800_000

    def __post_init__(self) -> None:
        own_defaults(self)


class ServiceLateness(Record, frozen=True, gc=False):
    """When what is ordered by a service is late, where that is not as in the house."""

    service: Service
    thresholds: Thresholds


class Station(Record, frozen=True, gc=False):
    """A place of work in the kitchen (档口). `thresholds` None leaves them to the service, and to the house."""

    station: Id
    name: Name
    priority: tuple[PriorityRule, ...] = ("rushed", "base_first", "overdue", "due_time")
    thresholds: Thresholds | None = None
    position: int = 0
    """Where it stands among the stations; 0 in a change: where it stood, or last."""

    def __post_init__(self) -> None:
        own_defaults(self)


LAST_RESORT = Station(station=CATCH_ALL, name=Name(zh="其他", en="Other"))
"""The catch-all of a kitchen that has none of its own."""


class Route(Record, frozen=True, gc=False):
    """Where lines of some kind are made (路由), whatever station their dish has: of these categories or dishes, ordered
    by these services, by these channels, in these parts of the day; none of them means all. The first route that
    fits counts.
    """

    route: Id
    name: Name
    station: Id
    categories: tuple[Id, ...] = ()
    dishes: tuple[Id, ...] = ()
    services: tuple[Service, ...] = ()
    channels: tuple[Channel, ...] = ()
    dayparts: tuple[Id, ...] = ()
    position: int = 0
    """Where it stands among the routes; 0 in a change: where it stood, or last."""


class Item(Record, frozen=True, gc=False):
    """A line on its way through the kitchen, with its clocks.

    submitted → (held) → fired → started → done → served.

    `rushed_at` is the first rush and `last_rushed_at` the last of `rushes`. `bumped`: it was said to be done before it
    was served; `bumped_seq` is the event of its bump, 0 where there is none. `ended_as` is None unless it was ended
    without a bump, or was voided and the kitchen has said what had become of it. `stop_since`: it was voided then,
    after its fire, and the kitchen has not acknowledged it yet.
    While it is held, `waits` is for what, None: to be called for; it is fired by itself at `fires_at`, or sooner.
    """

    line: str
    ticket: str
    dish: str
    qty: int
    standard_ms: Ms
    state: ItemState
    submitted_at: Ms
    fired_at: Ms | None = None
    started_at: Ms | None = None
    done_at: Ms | None = None
    served_at: Ms | None = None
    rushed_at: Ms | None = None
    last_rushed_at: Ms | None = None
    rushes: int = 0
    bumped: bool = False
    bumped_seq: int = 0
    ended_as: EndedAs | None = None
    stop_since: Ms | None = None
    party: str = ""
    """Whose it is, where it stands on the ticket of another party: it was moved (law 11: on a ticket no line moves)."""
    label: str = ""
    """What that party is called; "" for a line of the ticket's own party."""
    note: str | None = None
    """Its note, where that was changed after it was ordered."""
    noted_since: Ms | None = None
    """When its note was changed under the kitchen's hands, which has not acknowledged that; it knew `note_was`."""
    note_was: str = ""
    handed_at: Ms | None = None
    """When it was given to who carries it, once it was done."""
    waits: Waits | None = None
    fires_at: Ms | None = None
    cell: str = ""
    """To which dish, station, part of the day and load it belonged as it was fired; "" where nobody learns from it."""
    usual_ms: Ms = 0
    """How long it was reckoned to take as it was fired, by what was learnt; 0: its standard time."""
    passed: tuple[Passed, ...] = ()
    """The steps that are behind it (工序). Its standard time, its fire and its start are those of the present one."""
    ahead: tuple[Step, ...] = ()
    """The steps that follow the present one; where there are none, its bump makes it done."""

    @property
    def begun(self) -> bool:
        """Whether work or food has gone into it."""
        return self.started_at is not None or self.done_at is not None or self.ended_as == "wasted" or self.passed != ()

    @property
    def back_seq(self) -> int:
        """The event that a recall would take back: its bump, or what handed it on; 0 where there is none."""
        if self.state == "done":
            return self.bumped_seq
        return self.passed[-1].seq if self.passed and self.state in COOKING else 0

    @property
    def first_fired_at(self) -> Ms | None:
        """When its first step was fired; None while it is held."""
        return None if self.fired_at is None else self.fired_at - sum([each.took_ms for each in self.passed])


class Ticket(Record, frozen=True, gc=False):
    """The lines of one round for one station (制作单); a base is a ticket of its own.

    The thresholds it is judged by are stamped on it, so that reports judge by the same.
    """

    ticket: str
    station: str
    session: str
    label: str
    round: str
    round_no: int
    channel: Channel
    guests: int
    submitted_at: Ms
    lines: tuple[str, ...]
    thresholds: Thresholds
    state: TicketState = "fired"
    base: bool = False
    rushed_at: Ms | None = None
    seen_at: Ms | None = None
    """When a screen showed it, or somebody acted upon it; None until then, and again once there is new work on it."""
    unseen_since: Ms | None = None
    """From when on it has to be seen: it came, was fired, came back or got another station; None once it is seen."""
    unseen_seq: int = 0
    """The event of that moment: a screen that painted an older board has not seen it."""
    stops: int = 0
    """Its lines that the kitchen has to stop (停做): voided after their fire, and not acknowledged."""
    note: str = ""
    allergies: str = ""
    """What is noted of the whole party, and of others that have lines on it."""
    noted_since: Ms | None = None
    """When those were changed under the kitchen's hands, which has not acknowledged that; it knew `note_was`."""
    note_was: str = ""
    changes: int = 0
    """Its notes, and those of lines to be made, that the kitchen has to acknowledge."""
    routed_to: str = ""
    """The station that it was routed to, while it stands at the catch-all because that one is gone; or ""."""
    front_at: Ms | None = None
    """When its table was put to the front; None where it waits for its turn."""
    passed: tuple[str, ...] = ()
    """Lines that were handed on from here, and stand on a ticket of the station that has their next step."""

    @property
    def is_open(self) -> bool:
        """Whether the kitchen has anything to do with it still."""
        return self.stops > 0 or self.state not in CLOSED

    @property
    def to_see_since(self) -> Ms:
        """From when on it had to be seen."""
        return self.submitted_at if self.unseen_since is None else self.unseen_since

    @property
    def special(self) -> bool:
        """Whether it may stand in the slots that are reserved."""
        return self.base or self.rushed_at is not None or self.front_at is not None

    @property
    def stands(self) -> bool:
        """Whether it belongs on a wall: something of it is to be made, or to be stopped."""
        return self.stops > 0 or self.state in ("fired", "started")


class AskedPart(Record, frozen=True, gc=False):
    """What a morning test asks of the kitchen: a screen's paint, touch or sound, or one of its bump bars, by `name`.

    `answered_ms` is how long after the test began it answered; None: it did not.
    """

    kind: TestedKind
    screen: Id
    name: Words = ""
    answered_ms: Ms | None = None


class KitchenTest(Record, frozen=True, gc=False):
    """The last morning test: on which business day and when it ended, by whom it was begun, how each part fared."""

    business_day: str
    ended_at: Ms
    actor: str
    parts: tuple[AskedPart, ...]


class LineWaits(Record, frozen=True, gc=False):
    """A line that is held for so long, and for what."""

    line: str
    waits: Waits
    fires_at: Ms


class RoutedTicket(Record, frozen=True, gc=False):
    """A ticket as it was decided. What becomes of it is said by other events; `held`: none of its lines is fired.

    Those of its lines that are not fired at once although nobody has held them are `waiting`.
    """

    ticket: str
    station: str
    label: str
    round: str
    round_no: int
    channel: Channel
    guests: int
    submitted_at: Ms
    lines: tuple[str, ...]
    thresholds: Thresholds
    base: bool = False
    held: bool = False
    waiting: tuple[LineWaits, ...] = ()


class KitchenGone(Record, frozen=True, gc=False):
    """What the kitchen has no more, by id; what it has not is gone already."""

    stations: tuple[Id, ...] = ()
    screens: tuple[Id, ...] = ()
    routes: tuple[Id, ...] = ()
    themes: tuple[Id, ...] = ()
    services: tuple[Service, ...] = ()


class KitchenChange(Record, frozen=True, gc=False):
    """Stations, screens, routes and themes as they are to be, each whole, and those that go; all else stays as it is.
    `services` are the lateness of each that is to have its own.

    The catch-all station is added where there is none. `thresholds` are the house's; None leaves them.
    """

    stations: tuple[Station, ...] = ()
    screens: tuple[Screen, ...] = ()
    gone: KitchenGone = KitchenGone()
    thresholds: Thresholds | None = None
    routes: tuple[Route, ...] = ()
    themes: tuple[Theme, ...] = ()
    services: tuple[ServiceLateness, ...] = ()
