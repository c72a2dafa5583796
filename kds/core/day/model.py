"""The house as a business: its name, its money, its day, and who has gone from it."""

from __future__ import annotations

from typing import Literal

from kds.core.text import ExternalId, Id
from kds.core.types import Ms, Name, Permille, Record, own_defaults

HouseLanguage = Literal["zh", "en"]


class House(Record, frozen=True, gc=False):
    """The store and its settings. `timezone` is an IANA name.

    `cutoff_minute` is the local time at which a day ends, in minutes after midnight: 02:30 is 150.
    """

    store_id: Id
    name: Name
    currency: Id
    timezone: ExternalId
    cutoff_minute: int
    shown_within_ms: Ms = 5_000
    """How long a ticket may wait to be seen before it is an alarm."""
    rush_after_ms: Ms = 300_000
    """How soon after its fire a guest may rush a line."""
    rush_every_ms: Ms = 180_000
    """How soon after its last rush a guest may rush a line again."""
    dine_in_by_number: bool = False
    """Whether guests who dine in may have no table, and are called by their number."""
    tables_are_cleaned: bool = False
    """Whether a table that was cleared is to be cleaned, and said to be, before it is free."""
    sign_out_after_ms: Ms = 600_000
    """After how long without a touch somebody is signed out at a device of the house; 0 is never."""
    address: ExternalId = ""
    """By which devices and phones reach the house, such as http://192.168.1.20:8000; "" where nobody has said."""
    guests_order: bool = True
    """Whether guests may order by the codes of their tables."""
    code_a_visit: bool = False
    """Whether the code of a table says only which table it is: each party gets one of its own, which ends with it."""
    seated_first: bool = False
    """Whether a party's first order waits until somebody of the house has seated them: codes can be photographed."""
    base_at_once: bool = True
    """Whether a base that guests choose goes to the kitchen at once, while they go on choosing."""
    plates_a_guest_permille: Permille = 0
    """How many plates make a guest full, in thousandths; 0 says nothing of it."""
    number_plates: bool = False
    """Whether guests who eat here without a table take a number plate along (桌牌), and say which at the kiosk."""
    base_gate_ms: Ms = 0
    """How long dishes of a table wait for its base to be served (锅底先下); 0 is not at all."""
    pace_courses: bool = False
    """Whether what takes less time is fired later, so that the dishes of a course are done together."""
    language: HouseLanguage = "zh"
    """In which pages speak where nobody has chosen another."""
    serve_what_is_done_only: bool = False
    """Whether a dish can be served only once its station has said that it is done."""
    calls_after_ms: Ms = 180_000
    """How long a call for service may wait for somebody who goes before it is an alarm; 0 is never."""
    learn_times: bool = True
    """Whether it is learnt how long dishes take, and reckoned with where they are paced and guests are told."""
    nobody_after_permille: Permille = 2_000
    """After what share of the standard time of its oldest ticket a station where nothing was touched has nobody at it;
    0 is never.
    """
    paper_dark_ms: Ms = 20_000
    """How long a station may be on no live wall before its tickets go to paper."""
    paper_unseen_ms: Ms = 30_000
    """How long nobody may act upon an alarm about tickets before they go to paper."""
    batch_window_ms: Ms = 600_000
    """How far apart dishes are fired at most that are cooked together for several tables (并菜)."""
    batch_most: int = 8
    """How many portions are cooked together at most."""

    def __post_init__(self) -> None:
        own_defaults(self)


class HouseChange(Record, frozen=True, gc=False):
    """What is None stays as it is.

    Currency and time zone, an IANA name that the caller has looked up, are for good once anything was sold in them, the
    currency once anything has a price.
    """

    name: Name | None = None
    cutoff_minute: int | None = None
    shown_within_ms: Ms | None = None
    rush_after_ms: Ms | None = None
    rush_every_ms: Ms | None = None
    dine_in_by_number: bool | None = None
    tables_are_cleaned: bool | None = None
    currency: Id | None = None
    timezone: ExternalId | None = None
    sign_out_after_ms: Ms | None = None
    address: ExternalId | None = None
    guests_order: bool | None = None
    code_a_visit: bool | None = None
    seated_first: bool | None = None
    base_at_once: bool | None = None
    plates_a_guest_permille: Permille | None = None
    number_plates: bool | None = None
    base_gate_ms: Ms | None = None
    pace_courses: bool | None = None
    language: HouseLanguage | None = None
    serve_what_is_done_only: bool | None = None
    calls_after_ms: Ms | None = None
    learn_times: bool | None = None
    nobody_after_permille: Permille | None = None
    paper_dark_ms: Ms | None = None
    paper_unseen_ms: Ms | None = None
    batch_window_ms: Ms | None = None
    batch_most: int | None = None


class Day(Record, frozen=True, gc=False):
    """The business day under way: `business_day` is its local date, `closes_at` the moment it ends by itself."""

    business_day: str
    closes_at: Ms
    sessions: int = 0
    """Parties seated so far, takeaway among them."""
    earlier: bool = False
    """Whether parties were seated on any day before."""
    closed: str = ""
    """The last day that was closed, which is never opened again; "" before the first close."""


class Gone(Record, frozen=True, gc=False):
    """A party for which there is nothing left to do, and when the last thing happened that concerned it."""

    session: str
    gone_at: Ms


class ClockStep(Record, frozen=True, gc=False):
    """With event `seq` running time was set by `shift_ms`."""

    seq: int
    shift_ms: Ms


class ClockSteps(Record, frozen=True, gc=False):
    """The latest steps of running time, the oldest first: by them old moments are read as they were lived."""

    steps: tuple[ClockStep, ...] = ()
