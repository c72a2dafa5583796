"""What of the house's money is alive. What a bill has is with the bills: it leaves with them."""

from __future__ import annotations

from kds.core.billing.day_model import DayReport, Shift, Takings
from kds.core.billing.model import Account, AccountHistory, BillingSettings, Deposit
from kds.core.books import Books
from kds.core.journal import Book, One


class BillingBooks(Books):
    """How the house charges, who owes it, and what it keeps for others; its tills and its days.

    `histories`: account → what became of it. `shifts`: till → whose it is now. `takings`: those of the day under way.
    `days`: business day → its figures.
    """

    settings: One[BillingSettings]
    accounts: Book[str, Account]
    histories: Book[str, AccountHistory]
    deposits: Book[str, Deposit]
    shifts: Book[str, Shift]
    takings: One[Takings]
    days: Book[str, DayReport]
    last_z: One[int]
