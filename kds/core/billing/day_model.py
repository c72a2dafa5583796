"""The money of a day: shifts at tills, what came and went by each tender, and the report of a day that is closed."""

from __future__ import annotations

from kds.core.billing.model import TenderKind
from kds.core.types import Minor, Ms, Record


class Shift(Record, frozen=True, gc=False):
    """Somebody's time at a till (班次): the float, and what cash came and went since; drops were taken to the safe."""

    till: str
    shift: str
    opened_by: str
    opened_at: Ms
    float_minor: Minor
    cash_minor: Minor = 0
    drops_minor: Minor = 0

    @property
    def expected_minor(self) -> Minor:
        """What is in the drawer, if nothing is missing."""
        return self.float_minor + self.cash_minor - self.drops_minor


class ShiftDone(Record, frozen=True, gc=False):
    """A shift as it was counted."""

    till: str
    shift: str
    opened_by: str
    closed_by: str
    expected_minor: Minor
    counted_minor: Minor
    difference_minor: Minor


class TenderTaken(Record, frozen=True, gc=False):
    """What came and went by one tender on a business day, for bills and tips, of accounts, and as deposits."""

    tender: str
    kind: TenderKind
    bills_minor: Minor
    tips_minor: Minor
    refunded_minor: Minor
    accounts_minor: Minor
    deposits_minor: Minor
    returned_minor: Minor


class DayTakings(Record, frozen=True, gc=False):
    """The money of a business day. `closed_minor`: of bills that were closed, less what was given back.

    `brought_minor` is what was paid before on bills that were open when the day began; so for accounts and deposits.
    """

    brought_minor: Minor
    owed_minor: Minor
    kept_minor: Minor
    bills: int
    closed_minor: Minor
    reduced_minor: Minor
    surcharged_minor: Minor
    tenders: tuple[TenderTaken, ...]
    shifts: tuple[ShiftDone, ...]


class Takings(DayTakings, frozen=True, gc=False):
    """Those of the day under way: every payment changes them."""


class Check(Record, frozen=True, gc=False):
    """Two sums that are the same: `fits` says whether they are."""

    check: str
    left_minor: Minor
    right_minor: Minor
    fits: bool


class DayReport(Record, frozen=True, gc=False):
    """A business day in figures. Once it is closed it bears a number (Z) and never changes; `z` 0: it is under way.

    `ended` is when it was closed, in milliseconds since the epoch, by the clock of then; 0 before.
    """

    z: int
    business_day: str
    ended: Ms
    closed_by: str
    word: str
    takings: DayTakings
    checks: tuple[Check, ...]
    open_tickets: int
    unpaid_parties: int
    open_shifts: tuple[str, ...]
