"""What happens on the floor."""

from __future__ import annotations

from kds.core.floor.model import Area, ReservationEnd, Table
from kds.core.types import Event, Ms, Service


class FloorLaidOut(Event, frozen=True, gc=False):
    """The areas and tables of the house, all of them. Now it is `FloorChanged`."""

    areas: tuple[Area, ...]
    tables: tuple[Table, ...]


class FloorChanged(Event, frozen=True, gc=False):
    """These areas and tables are new or other than before, those are gone."""

    areas: tuple[Area, ...] = ()
    tables: tuple[Table, ...] = ()
    areas_gone: tuple[str, ...] = ()
    tables_gone: tuple[str, ...] = ()


class SessionOpened(Event, frozen=True, gc=False):
    """A party was seated, or began a takeaway (开台). `share` tells it apart where others sit at its table (搭台).

    `plate` is the number plate that it has taken along, where it is called by number.
    """

    session: str
    service: Service
    number: int
    table: str | None = None
    guests: int = 0
    share: int = 0
    served_by: str = ""
    plate: str = ""


class SessionCleared(Event, frozen=True, gc=False):
    """A party has left; what its phones still hold no longer counts."""

    session: str


class SessionMoved(Event, frozen=True, gc=False):
    """A party sits at another table now (转台), or at its first: `from_table` is "" for one that had none.

    `share` tells it apart where others sit there.
    """

    session: str
    table: str
    from_table: str
    share: int = 0


class SessionShared(Event, frozen=True, gc=False):
    """Others came to the table where a party sat alone: from now on `share` tells it apart."""

    session: str
    share: int


class SessionMerged(Event, frozen=True, gc=False):
    """A party is one with another from now on (并台): all that is its own is the other's."""

    session: str
    into: str


class SessionUnmerged(Event, frozen=True, gc=False):
    """A party that was merged stands for itself again (拆台), at this table; `share` tells it apart there."""

    session: str
    out_of: str
    table: str | None = None
    share: int = 0


class PartiesTied(Event, frozen=True, gc=False):
    """This party has had to do with another: who reads the past of one needs that of the other."""

    session: str
    other: str


class SessionNoted(Event, frozen=True, gc=False):
    """What the kitchen has to know of a whole party (整单备注, 忌口) is this from now on."""

    session: str
    note: str
    allergies: str


class BillAsked(Event, frozen=True, gc=False):
    """A party wants to pay (叫结账)."""

    session: str


class TableCleaned(Event, frozen=True, gc=False):
    """A table that guests had left is clean."""

    table: str


class SeatAsked(Event, frozen=True, gc=False):
    """Guests at a table that nobody has opened want to order (想点餐); `again`: they still do."""

    table: str
    again: bool = False


class SeatDeclined(Event, frozen=True, gc=False):
    """The staff found nobody at a table where somebody had asked to be seated."""

    table: str


class TableReserved(Event, frozen=True, gc=False):
    """A table is kept for somebody (预订) who comes at that moment, by the wall clock."""

    reservation: str
    table: str
    comes_at: Ms
    guests: int = 0


class ReservationChanged(Event, frozen=True, gc=False):
    """A reservation is for another time, another table or other guests from now on: as it is then."""

    reservation: str
    table: str
    comes_at: Ms
    guests: int = 0


class ReservationEnded(Event, frozen=True, gc=False):
    """They were seated, cancelled, or did not come: the table is no longer kept for them."""

    reservation: str
    table: str
    outcome: ReservationEnd


class SessionServedBy(Event, frozen=True, gc=False):
    """Somebody of the staff serves a party from now on; "" for nobody in particular."""

    session: str
    staff: str


class GuestsSet(Event, frozen=True, gc=False):
    """The staff said how many guests a party has."""

    session: str
    guests: int
