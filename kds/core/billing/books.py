"""What of the house's money is alive. What a bill has is with the bills: it leaves with them."""

from __future__ import annotations

from kds.core.billing.model import Account, BillingSettings, Deposit
from kds.core.books import Books
from kds.core.journal import Book, One


class BillingBooks(Books):
    """How the house charges, who owes it, and what it keeps for others."""

    settings: One[BillingSettings]
    accounts: Book[str, Account]
    deposits: Book[str, Deposit]
